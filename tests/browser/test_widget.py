"""The widget on a career page of another origin, in a real browser."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import Career, playwright
from tests.browser.hosts import Page, line

pytestmark = pytest.mark.browser


@pytest.fixture
def expect() -> Any:
    return playwright.expect


def test_answers_on_a_page_of_another_origin(career: Career, expect: Any) -> None:
    page = career.open(Page(line(career.server)))
    page.get_by_role("button", name="Ask about this job").click()
    page.get_by_label("Your question").fill("What does it pay?")
    page.keyboard.press("Enter")
    expect(page.locator("faq-bot .label")).to_have_text("Quoted from the documents")
    expect(page.locator("faq-bot .quote p").first).to_contain_text("between €100,000 and €180,000")
    page.get_by_role("button", name="Show source 2").click()
    expect(page.locator("faq-bot mark:not(.other)")).to_contain_text("packages can reach €200,000+")
