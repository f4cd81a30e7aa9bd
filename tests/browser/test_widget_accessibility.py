"""axe finds nothing to object to in any state of the widget, however it is looked at."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import Career, ask_widget
from tests.browser.hosts import Page, line

pytestmark = pytest.mark.browser

LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "320 px": {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True},
    "200 % zoom": {"viewport": {"width": 640, "height": 430}, "device_scale_factor": 2},
    "forced colours": {"forced_colors": "active"},
    "french, dark": {"locale": "fr-FR", "color_scheme": "dark", "viewport": {"width": 375, "height": 667}},
}


def states(page: Any, career: Career) -> Iterator[str]:
    """Brings the widget from state to state, and names each."""
    click = lambda selector: page.locator(f"faq-bot {selector}").click()  # noqa: E731
    page.locator("faq-bot .launch").wait_for()
    yield "closed"
    click(".launch")
    page.locator("faq-bot .question").first.wait_for()
    yield "open"
    gate = threading.Event()
    career.bot.hold = lambda: gate.wait(20) and None
    page.locator("faq-bot .form textarea").fill("What does it pay?")
    page.keyboard.press("Enter")
    page.locator("faq-bot .answer .thinking").wait_for()
    yield "answering"
    gate.set()
    page.locator("faq-bot .sources").wait_for()
    career.bot.hold = None
    yield "answered"
    click(".cite >> nth=0")
    page.locator("faq-bot mark").first.wait_for()
    yield "source shown"
    click(".action[aria-pressed] >> nth=1")
    page.locator("faq-bot .why").wait_for()
    yield "reason asked"
    for question, name in (("What is the salary in Germany?", "closest"), ("What about it?", "unclear"), ("crash", "error")):
        ask_widget(page, question)
        yield name
    click(".foot .slim >> nth=0")
    page.locator("faq-bot pre").wait_for()
    yield "a person"
    page.keyboard.press("Escape")
    click(".foot .slim >> nth=1")
    yield "deleting"
    page.keyboard.press("Escape")
    page.locator("faq-bot .form textarea").fill("x" * 2001)
    yield "refused"


@pytest.mark.parametrize("look", sorted(LOOKS))
def test_axe_finds_nothing(career: Career, axe: Any, look: str) -> None:
    head = '<meta name="color-scheme" content="light dark"><style>main a { color: inherit }</style>'
    lang = "fr" if look.startswith("french") else "en"
    page = career.open(Page(line(career.server, color="#3b82f6"), head=head, lang=lang), **LOOKS[look])
    found = {}
    for state in states(page, career):
        violations = axe.run(page).response["violations"]
        found[state] = [(each["id"], [node["target"] for node in each["nodes"]]) for each in violations]
    assert len(found) == 12
    assert {state: violations for state, violations in found.items() if violations} == {}


def test_axe_finds_nothing_inline(career: Career, axe: Any) -> None:
    page = career.open(Page(body=f'<div style="height: 520px">{line(career.server, position="inline")}</div>'))
    page.get_by_label("Your question").wait_for()
    before = [each["id"] for each in axe.run(page).response["violations"]]
    ask_widget(page, "What does it pay?")
    after = [each["id"] for each in axe.run(page).response["violations"]]
    assert (before, after) == ([], [])
