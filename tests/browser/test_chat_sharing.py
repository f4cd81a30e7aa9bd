"""The chat page: links to a question, the conversation on paper and as a file, a person, forgetting."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Open, Site, ask, playwright
from tests.fakes import ROLE

pytestmark = pytest.mark.browser


@pytest.fixture
def expect() -> Any:
    return playwright.expect


def test_a_link_asks_its_question_about_its_role_and_no_server_sees_it(open_page: Open, site: Site, expect: Any) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    turn = ask(page, "What does it pay? & more #1")
    turn.get_by_role("button", name="Copy link").click()
    expect(turn.locator(".fb-done")).to_contain_text("The link was copied.")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == f"{site.address}/?role={ROLE}&lang=en#q=What%20does%20it%20pay%3F%20%26%20more%20%231"
    site.bot.asked.clear()
    seen: list[str] = []
    other = open_page(path=link.removeprefix(site.address))
    other.on("request", lambda request: seen.append(request.url))
    expect(other.locator(".fb-asked")).to_contain_text("What does it pay? & more #1")
    expect(other.locator(".fb-answer .fb-label")).to_have_text("Quoted from the documents")
    assert [(turn.question, turn.role) for turn in site.bot.asked] == [("What does it pay? & more #1", ROLE)]
    assert not any("pay" in url for url in seen)


@pytest.mark.parametrize("fragment", ["#q=", "#q=" + "x" * 2001, "#q=%20", "#other=1", "#q=<b>hi</b>"])
def test_a_link_with_no_question_asks_nothing_and_one_with_markup_shows_it(
    open_page: Open, site: Site, expect: Any, fragment: str
) -> None:
    page = open_page(path=f"/{fragment}")
    page.wait_for_timeout(200)
    asked = [turn.question for turn in site.bot.asked]
    assert asked == (["<b>hi</b>"] if "hi" in fragment else [])
    assert page.locator(".fb-asked b").count() == 0


def test_the_conversation_is_saved_with_its_sources(open_page: Open, tmp_path: Path) -> None:
    page = open_page()
    for question in ("What does it pay?", "Is there a pension?"):
        ask(page, question)
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save as text").click()
    saving.value.save_as(tmp_path / "saved.txt")
    assert saving.value.suggested_filename == f"{ROLE}.txt"
    text = (tmp_path / "saved.txt").read_text(encoding="utf-8")
    for words in ("What does it pay?", "between €100,000 and €180,000", "[1] Head of Generative AI › FAQ", "Is there a pension?"):
        assert words in text


def test_on_paper_every_source_is_open_and_no_button_is_left(open_page: Open, expect: Any) -> None:
    page = open_page(color_scheme="dark")
    ask(page, "What does it pay?")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator(".fb-source mark").first).to_be_visible()
    expect(page.locator(".fb-composer")).to_be_hidden()
    expect(page.locator(".fb-actions").first).to_be_hidden()
    colours = "(each) => [getComputedStyle(each).color, getComputedStyle(each).backgroundColor]"
    assert page.locator(".fb").evaluate(colours) == ["rgb(29, 31, 28)", "rgb(255, 255, 255)"]
    page.emulate_media(media="screen")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".fb-source")).not_to_have_attribute("open", "")


def test_a_person_gets_what_the_visitor_saw(open_page: Open, axe: Any, expect: Any) -> None:
    page = open_page()
    ask(page, "What does it pay?")
    page.get_by_role("button", name="Ask a person").click()
    expect(page.locator("dialog pre")).to_contain_text("Question: What does it pay?")
    expect(page.locator("dialog h2")).to_be_focused()
    assert [each["id"] for each in axe.run(page).response["violations"]] == []
    assert page.get_by_role("link", name="Open my mail program").get_attribute("href").startswith("mailto:jobs@example.org?")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Ask a person")).to_be_focused()


def test_a_visitor_deletes_the_conversation(open_page: Open, expect: Any) -> None:
    page = open_page(expected=("404", "405"))
    ask(page, "What does it pay?")
    with page.expect_request(lambda request: request.method == "DELETE") as deleting:
        page.get_by_role("button", name="Delete my chat").click()
        page.get_by_role("button", name="Yes, delete").click()
    assert deleting.value.url.endswith("/api/v1/conversations/conversation-of-a-test")
    expect(page.locator(".fb-turn")).to_have_count(0)
    expect(page.get_by_role("button", name="Delete my chat")).to_be_hidden()
