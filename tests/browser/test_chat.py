"""The chat page as a visitor uses it: by keyboard, by touch, in English and French, when it knows and when it does not."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from faqbot.types import Feedback
from tests.browser.conftest import Open, Site, ask, playwright

pytestmark = pytest.mark.browser


@pytest.fixture
def expect() -> Any:
    return playwright.expect


def test_greets_as_what_it_is_and_offers_questions(open_page: Open, expect: Any) -> None:
    page = open_page()
    expect(page.locator(".fb-greeting")).to_have_text("Hello. I am an automated assistant.")
    expect(page.locator("h1")).to_have_text("Head of Generative AI")
    expect(page).to_have_title("Ask about the role Head of Generative AI")
    page.click("text=Which skills are essential?")
    expect(page.locator(".fb-turn .fb-quote li")).to_have_count(4)


def test_a_question_is_asked_and_its_source_opened_by_keyboard_alone(open_page: Open, expect: Any) -> None:
    page = open_page()
    expect(page.locator("#fb-question")).to_be_focused()
    page.keyboard.type("What does it pay?")
    page.keyboard.press("Enter")
    turn = page.locator(".fb-turn")
    expect(turn.locator(".fb-label")).to_have_text("Quoted from the documents")
    expect(page.locator("#fb-question")).to_have_value("")
    expect(page.locator("[data-live]")).to_contain_text("A Head of Generative AI generally earns")
    # Back from the box to the second citation: the controls of the answer come before it.
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.dataset.n") == "2":
            break
    page.keyboard.press("Enter")
    source = turn.locator("details")
    expect(source).to_have_attribute("open", "")
    expect(source.locator("summary")).to_be_focused()
    expect(source.locator("mark:not(.fb-other)")).to_contain_text("In large organisations")
    expect(source).to_contain_text("Reviewed 9 June 2026")
    page.keyboard.press("Enter")
    expect(source).not_to_have_attribute("open", "")


def test_the_document_opens_at_the_highlighted_sentence(open_page: Open, expect: Any) -> None:
    page = open_page(viewport={"width": 1280, "height": 400})
    turn = ask(page, "What does it pay?")
    turn.locator(".fb-cite").nth(1).click()
    with page.context.expect_page() as opening:
        turn.locator("[data-open]").click()
    document = opening.value
    expect(document.locator("mark")).to_have_count(1)
    expect(document.locator("mark")).to_contain_text("packages can reach €200,000+")
    expect(document.locator("mark")).to_be_in_viewport()


def test_not_knowing_offers_what_can_be_asked_and_one_tap_asks_it(open_page: Open, expect: Any) -> None:
    page = open_page()
    turn = ask(page, "What is the salary in Germany?")
    expect(turn.locator(".fb-label")).to_have_text("Not in the documents")
    expect(turn.locator(".fb-notes")).to_contain_text("Germany")
    expect(turn.locator(".fb-closest h3")).to_have_text("Closest passage: it may not be the answer")
    expect(turn.locator(".fb-contact a")).to_have_attribute("href", "mailto:jobs@example.org")
    turn.locator(".fb-questions button").first.click()
    expect(page.locator(".fb-turn").nth(1).locator(".fb-label")).to_have_text("Quoted from the documents")
    expect(page.locator(".fb-asked").nth(1)).to_contain_text("What does it pay?")


def test_earlier_questions_go_along_and_a_cleared_conversation_forgets_them(open_page: Open, site: Site, expect: Any) -> None:
    page = open_page()
    ask(page, "What does it pay?")
    ask(page, "Which skills?")
    assert site.bot.asked[-1].turns == ("What does it pay?",)
    assert site.bot.asked[-1].conversation == "conversation-of-a-test"
    page.click("[data-do=clear]")
    expect(page.locator(".fb-turn")).to_have_count(0)
    expect(page.locator("#fb-question")).to_be_focused()
    ask(page, "Which training?")
    assert site.bot.asked[-1].turns == ()
    assert site.bot.asked[-1].conversation is None


def test_thumbs_are_kept_and_a_reason_is_asked_for(open_page: Open, site: Site, expect: Any) -> None:
    page = open_page()
    turn = ask(page, "What does it pay?")
    answer = turn.locator(".fb-answer").get_attribute("data-answer")
    turn.get_by_role("button", name="Helpful", exact=True).click()
    expect(turn.get_by_role("button", name="Helpful", exact=True)).to_have_attribute("aria-pressed", "true")
    assert site.records.all_feedback() == [Feedback(answer, True, conversation="conversation-of-a-test")]
    turn.get_by_role("button", name="Not helpful").click()
    turn.get_by_role("button", name="Something is missing").click()
    expect(turn.get_by_role("button", name="Something is missing")).to_have_attribute("aria-pressed", "true")
    expect(turn.get_by_role("button", name="Helpful", exact=True)).to_have_attribute("aria-pressed", "false")
    assert site.records.all_feedback() == [Feedback(answer, False, "incomplete", conversation="conversation-of-a-test")]


def test_a_thumb_that_could_not_be_kept_is_said_and_not_shown_as_given(open_page: Open, site: Site, expect: Any) -> None:
    page = open_page()
    turn = ask(page, "What does it pay?")
    site.records.dead = True
    turn.get_by_role("button", name="Helpful", exact=True).click()
    expect(turn.locator(".fb-done")).to_contain_text("could not be kept")
    expect(turn.get_by_role("button", name="Helpful", exact=True)).to_have_attribute("aria-pressed", "false")


def test_a_fault_is_a_sentence_and_a_retry_asks_again_in_place(open_page: Open, site: Site, expect: Any) -> None:
    page = open_page()
    site.bot.hold = failing = FailOnce()
    turn = ask(page, "What does it pay?")
    expect(turn.locator(".fb-label")).to_have_text("That did not work")
    turn.get_by_role("button", name="Try again").press("Enter")
    expect(turn.locator(".fb-label")).to_have_text("Quoted from the documents")
    expect(page.locator(".fb-turn")).to_have_count(1)
    expect(turn.locator(".fb-answer")).to_be_focused()  # the button is gone: its reader is where its answer is
    assert failing.calls == 2
    ask(page, "Which skills?")
    assert site.bot.asked[-1].turns == ("What does it pay?",)


class FailOnce:
    """A bot's hold that fails at the first call."""

    calls = 0

    def __call__(self) -> None:
        self.calls += 1
        if self.calls == 1:
            raise RuntimeError("out of order")


def test_a_server_that_is_away_is_said_and_the_question_kept(open_page: Open, expect: Any) -> None:
    page = open_page(expected=("ERR_INTERNET_DISCONNECTED", "Failed to fetch", "component_server"))
    page.context.set_offline(True)
    turn = ask(page, "What does it pay?")
    expect(turn.locator(".fb-say")).to_contain_text("I could not reach the server.")
    page.context.set_offline(False)
    turn.get_by_role("button", name="Try again").click()
    expect(turn.locator(".fb-label")).to_have_text("Quoted from the documents")


def test_while_it_reads_it_says_so_and_takes_no_second_question(open_page: Open, site: Site, expect: Any) -> None:
    page = open_page()
    gate = threading.Event()
    site.bot.hold = lambda: gate.wait(10) and None
    page.fill("#fb-question", "What does it pay?")
    page.keyboard.press("Enter")
    expect(page.locator(".fb-thinking")).to_be_visible()
    page.fill("#fb-question", "Which skills?")
    page.keyboard.press("Enter")
    expect(page.locator("#fb-question")).to_have_value("Which skills?")
    gate.set()
    expect(page.locator(".fb-turn .fb-answer")).to_be_visible()
    expect(page.locator(".fb-turn")).to_have_count(1)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Please type a question first."),
        (" \n ", "Please type a question first."),
        ("x" * 10_000, "Your question has 10,000 characters."),
    ],
)
def test_what_is_no_question_is_said_at_the_box(open_page: Open, site: Site, expect: Any, text: str, says: str) -> None:
    page = open_page()
    page.fill("#fb-question", text)
    page.keyboard.press("Enter")
    expect(page.locator("#fb-error")).to_contain_text(says)
    expect(page.locator(".fb-turn")).to_have_count(0)
    assert site.bot.asked == []
    ask(page, "What does it pay?")
    expect(page.locator("#fb-error")).to_have_text("")


@pytest.mark.parametrize(
    "text", ["<img src=x onerror=alert(1)><b>bold</b>", "a\x01\x1bb", "${1+1} {{7*7}} `x`", "薪水是多少？ 😀", "مرحبا"]
)
def test_odd_text_is_shown_as_it_is(open_page: Open, expect: Any, text: str) -> None:
    page = open_page()
    turn = ask(page, text)
    expect(turn.locator("[data-question]")).to_have_text(text)
    expect(turn.locator("[data-question] *")).to_have_count(0)


def test_an_answer_is_copied_with_its_source(open_page: Open, expect: Any) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    turn = ask(page, "What does it pay?")
    turn.get_by_role("button", name="Copy", exact=True).click()
    expect(turn.locator(".fb-done")).to_have_text("Copied with its sources.")
    assert "[1] Head of Generative AI › FAQ" in page.evaluate("navigator.clipboard.readText()")


def test_french_when_the_browser_speaks_it_and_english_by_a_tap(open_page: Open, site: Site, expect: Any) -> None:
    page = open_page(locale="fr-FR")
    expect(page.locator(".fb-greeting")).to_have_text("Bonjour. Je suis un assistant automatique.")
    assert page.evaluate("document.documentElement.lang") == "fr"
    turn = ask(page, "Quel est le salaire ?")
    expect(turn.locator(".fb-label")).to_have_text("Cité des documents")
    page.get_by_role("button", name="English").click()
    expect(page.locator(".fb-greeting")).to_have_text("Hello. I am an automated assistant.")
    expect(page.get_by_role("button", name="English")).to_be_focused()
    expect(page.locator(".fb-turn")).to_have_count(1)
    ask(page, "What does it pay?")
    assert site.bot.asked[-1].lang == "en"


def test_a_link_may_name_role_and_language(open_page: Open, sites: dict[str, Site], expect: Any) -> None:
    page = open_page(sites["two"].address, path="/?role=data-engineer&lang=fr")
    expect(page.locator("select")).to_have_value("data-engineer")
    expect(page.locator(".fb-greeting")).to_contain_text("Bonjour")


def test_a_role_is_chosen_and_goes_along(open_page: Open, sites: dict[str, Site], expect: Any) -> None:
    site = sites["two"]
    page = open_page(site.address)
    page.get_by_label("Role").select_option("Data Engineer")
    expect(page.locator(".fb-intro")).to_contain_text("Data Engineer")
    ask(page, "What does it pay?")
    assert site.bot.asked[-1].role == "data-engineer"
    page.get_by_label("Role").select_option("All roles")
    expect(page.locator(".fb-intro")).to_contain_text("2 roles")
    turn = ask(page, "What about it?")
    turn.get_by_role("button", name="Head of Generative AI").click()
    expect(page.get_by_label("Role")).to_have_value("head-of-generative-ai")
    expect(page.locator(".fb-turn")).to_have_count(3)
    expect(page.locator(".fb-turn").last).to_contain_text("Which role do you mean?")
    assert site.bot.asked[-1].role == "head-of-generative-ai"


@pytest.mark.parametrize("width", [375, 320])
def test_a_phone_needs_no_sideways_scrolling_and_targets_are_large(open_page: Open, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 667}, has_touch=True, is_mobile=True)
    for question in ("What does it pay?", "What is the salary in Germany?", "w" * 500):
        ask(page, question)
    page.locator(".fb-cite").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.evaluate(
        """() => [...document.querySelectorAll('.fb button, .fb summary, .fb select, .fb textarea, .fb a')].filter(e => e.checkVisibility())
        .map(e => [e.className || e.tagName, e.getBoundingClientRect()]).filter(([name, box]) => Math.min(box.width, box.height) < (/fb-cite|^A$/.test(name) ? 24 : 43.5))
        .map(([name, box]) => `${name} ${box.width}x${box.height}`)"""
    )
    assert small == []


def test_a_new_answer_begins_below_the_header(open_page: Open) -> None:
    page = open_page()
    for question in ("What does it pay?", "Which skills?"):
        ask(page, question)
    page.wait_for_timeout(200)
    header = page.locator(".fb-header").bounding_box()
    asked = page.locator(".fb-asked").nth(1).bounding_box()
    assert header["y"] == 0
    assert header["height"] <= asked["y"] <= header["height"] + 80
