"""axe finds nothing to object to, in every state and look of the page; answers are announced once."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.browser.conftest import Open, Site, ask

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 320, "height": 640}}
STATES: dict[str, tuple[str, str]] = {
    "empty": ("", ""),
    "answered": ("What does it pay?", ""),
    "source": ("What does it pay?", ".fb-cite >> nth=0"),
    "reason": ("What does it pay?", "[data-helpful=false]"),
    "closest": ("What is the salary in Germany?", ".fb-closest summary"),
    "unknown": ("Is there a pension?", ""),
    "clarify": ("What about it?", ""),
    "error": ("broken", ""),
    "refused": ("", "button[type=submit]"),
}


# Every state in three looks; the rarer two looks where they differ most.
CASES = [(state, look) for state in sorted(STATES) for look in ("light", "dark", "phone")]
CASES += [(state, look) for state in ("source", "closest", "refused") for look in ("forced", "french", "zoom")]


@pytest.mark.parametrize(("state", "look"), CASES)
def test_axe_finds_nothing(open_page: Open, axe: Any, state: str, look: str) -> None:
    options: dict[str, Any] = {
        "light": {},
        "dark": {"color_scheme": "dark"},
        "phone": PHONE,
        "zoom": {"viewport": {"width": 640, "height": 430}, "device_scale_factor": 2},
        "forced": {"forced_colors": "active"},
        "french": {"locale": "fr-FR", "color_scheme": "dark", **PHONE},
    }[look]
    page = open_page(**options)
    question, click = STATES[state]
    if question:
        ask(page, question)
    if click:
        page.click(click)
        page.wait_for_timeout(150)
    violations = axe.run(page).response["violations"]
    assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in violations] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_document(open_page: Open, site: Site, axe: Any, scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    page.goto(f"{site.address}/documents/head-of-generative-ai/en/role.md?start=632&end=763#quote")
    assert page.locator("mark").count() == 1
    assert [each["id"] for each in axe.run(page).response["violations"]] == []


def test_each_answer_is_announced_once(open_page: Open) -> None:
    page = open_page()
    page.evaluate(
        """() => { window.said = []; new MutationObserver(() => { const text = document.querySelector('[data-live]').textContent; if (text) window.said.push(text); })
        .observe(document.querySelector('[data-live]'), { childList: true }); }"""
    )
    ask(page, "What does it pay?")
    page.wait_for_timeout(300)
    said = page.evaluate("window.said")
    assert [bool(re.match("Quoted from the documents", text)) for text in said].count(True) == 1
    assert page.locator("[aria-live], [role=status], [role=log], [role=alert]").count() <= 4
