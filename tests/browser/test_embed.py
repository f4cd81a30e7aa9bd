"""The page on which a recruiter makes the line: what is chosen is seen, stands in the line, and works where it is pasted."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import Career, ask_widget, playwright
from tests.browser.hosts import Page
from tests.fakes import ROLE

pytestmark = pytest.mark.browser


@pytest.fixture
def expect() -> Any:
    return playwright.expect


def test_the_line_that_is_copied_works_on_the_career_page(career: Career, expect: Any) -> None:
    page = career.visit(f"{career.server}/embed", permissions=["clipboard-read", "clipboard-write"])
    expect(page.locator("#line")).to_have_text(f'<script src="{career.server}/widget.js" async></script>')
    page.get_by_label("Role").select_option("Head of Generative AI")
    page.get_by_label("Language").select_option("English")
    page.get_by_label("Words on the button").fill('Ask "us" & <them>')
    page.get_by_label("Left corner").check()
    page.get_by_label("Colour").fill("#7c3aed")
    launch = page.get_by_role("button", name='Ask "us" & <them>')
    expect(launch).to_have_css("background-color", "rgb(124, 58, 237)")
    assert launch.bounding_box()["x"] == 20
    page.get_by_role("button", name="Copy the line").click()
    expect(page.locator("#done")).to_have_text("Copied.")
    line = page.evaluate("navigator.clipboard.readText()")
    assert line == (
        f'<script src="{career.server}/widget.js" data-role="{ROLE}" data-lang="en" data-color="#7c3aed" data-position="left" '
        'data-title="Ask &quot;us&quot; &amp; &lt;them>" async></script>'
    )
    host = career.open(Page(line))
    host.get_by_role("button", name='Ask "us" & <them>').click()
    ask_widget(host, "What does it pay?")
    assert career.bot.asked[-1].role == ROLE


def test_in_the_page_it_is_shown_in_the_page(career: Career, expect: Any) -> None:
    page = career.visit(f"{career.server}/embed?lang=fr")
    page.get_by_label("Dans la page").check()
    expect(page.locator("#preview").get_by_role("region", name="Interrogez les documents")).to_be_visible()
    page.get_by_label("Coin droit").check()
    expect(page.locator("#preview faq-bot")).to_have_count(0)
    expect(page.get_by_role("button", name="Une question sur ce poste ?")).to_be_visible()
    expect(page.locator(".origins")).to_have_text(career.host)


@pytest.mark.parametrize(
    "options",
    [{}, {"color_scheme": "dark", "locale": "fr-FR"}, {"viewport": {"width": 320, "height": 640}}, {"forced_colors": "active"}],
)
def test_axe_finds_nothing(career: Career, axe: Any, options: dict[str, Any]) -> None:
    page = career.visit(f"{career.server}/embed", **options)
    page.locator("faq-bot .launch").wait_for()
    assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in axe.run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
