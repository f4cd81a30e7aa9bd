"""The widget on a career page of another origin, in a real browser: asking, sources, not knowing, people, deleting."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from faqbot.settings import Settings
from faqbot.types import Feedback
from faqbot.web.server import build_app
from tests.browser.conftest import Career, ask_widget, playwright
from tests.browser.hosts import Page, line
from tests.fakes import EN, ROLE, FakeBot, FakeRecords, other_role
from tests.servers import running

pytestmark = pytest.mark.browser


@pytest.fixture
def expect() -> Any:
    return playwright.expect


def opened(career: Career, page: Page | None = None, **options: Any) -> Any:
    shown = career.open(page or Page(line(career.server)), **options)
    shown.locator("faq-bot .launch").click()
    shown.locator("faq-bot .question").first.wait_for()
    return shown


def test_nothing_is_fetched_or_kept_before_it_is_opened_and_three_requests_give_an_answer(career: Career, expect: Any) -> None:
    page = career.open(Page(line(career.server)))
    page.get_by_role("button", name="Ask about this job").wait_for()
    page.wait_for_timeout(200)
    assert career.asked_of_server() == ["GET /widget.js"]
    page.get_by_role("button", name="Ask about this job").click()
    ask_widget(page, "What does it pay?")
    assert career.asked_of_server() == ["GET /widget.js", "GET /api/v1/texts", "POST /api/v1/ask"]
    kept = "() => [document.cookie, localStorage.length, sessionStorage.length, performance.getEntriesByType('resource').length]"
    assert page.evaluate(kept)[:3] == ["", 0, 0]
    assert page.evaluate("async () => (await indexedDB.databases()).length + (await caches.keys().catch(() => [])).length") == 0
    assert page.context.cookies() == []


def test_an_answer_and_its_source_by_keyboard_alone(career: Career, expect: Any) -> None:
    page = career.open(Page(line(career.server)))
    page.locator("faq-bot .launch").wait_for()
    page.keyboard.press("Tab")  # the link of the host page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your question")).to_be_focused()
    page.locator("faq-bot .question").first.wait_for()
    page.keyboard.type("What does it pay?")
    page.keyboard.press("Enter")
    expect(page.locator("faq-bot .answer .label")).to_have_text("Quoted from the documents")
    expect(page.locator("faq-bot .quote p").first).to_contain_text("between €100,000 and €180,000")
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.shadowRoot.activeElement.textContent") == "2":
            break
    page.keyboard.press("Enter")
    expect(page.locator("faq-bot mark:not(.other)")).to_contain_text("packages can reach €200,000+")
    source = page.locator("faq-bot .place")
    expect(source).to_be_focused()
    expect(source).to_have_attribute("aria-expanded", "true")
    expect(source).to_contain_text("Reviewed 9 June 2026")
    expect(page.get_by_role("link", name="Open the document at this sentence")).to_have_attribute(
        "href", f"{career.server}/documents/{ROLE}/en/role.md?start=632&end=763&lang=en#quote"
    )
    page.keyboard.press("Enter")
    expect(source).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Ask about this job")).to_be_focused()


def test_focus_goes_on_to_the_page_and_comes_back(career: Career) -> None:
    page = opened(career)
    seen = set()
    for _ in range(16):
        page.keyboard.press("Shift+Tab")
        seen.add(page.evaluate("document.activeElement.tagName"))
    assert {"A", "FAQ-BOT"} <= seen


def test_not_knowing_shows_the_closest_apart_and_offers_questions_and_a_person(career: Career, expect: Any) -> None:
    page = opened(career)
    ask_widget(page, "What is the salary in Germany?")
    answer = page.locator("faq-bot .answer")
    expect(answer.locator(".label")).to_have_text("Not in the documents")
    expect(answer.locator(".notes")).to_contain_text("Germany")
    expect(answer.locator(".closest h4")).to_have_text("Closest passage: it may not be the answer")
    expect(answer.get_by_role("button", name="Ask a person")).to_be_visible()
    answer.locator(".question").first.click()
    expect(page.locator("faq-bot .turn").nth(1).locator(".label")).to_have_text("Quoted from the documents")


def test_earlier_questions_go_along_until_a_new_conversation(career: Career) -> None:
    page = opened(career)
    ask_widget(page, "What does it pay?")
    ask_widget(page, "Which skills?")
    last = career.bot.asked[-1]
    assert (last.turns, last.conversation, last.role, last.lang) == (("What does it pay?",), "conversation-of-a-test", ROLE, "en")
    page.get_by_role("button", name="New conversation").click()
    ask_widget(page, "Which training?")
    assert (career.bot.asked[-1].turns, career.bot.asked[-1].conversation) == ((), None)


def test_a_thumb_with_a_reason_is_kept_and_a_failure_said(career: Career, expect: Any) -> None:
    career.expected += ["503"]
    page = opened(career)
    ask_widget(page, "What does it pay?")
    page.get_by_role("button", name="Not helpful").click()
    page.get_by_role("button", name="Something is missing").click()
    expect(page.get_by_role("button", name="Something is missing")).to_have_attribute("aria-pressed", "true")
    assert career.records.all_feedback() == [Feedback("answer-1", False, "incomplete", conversation="conversation-of-a-test")]
    career.records.dead = True
    page.get_by_role("button", name="Helpful", exact=True).click()
    expect(page.locator("faq-bot .done")).to_contain_text("could not be kept")
    expect(page.get_by_role("button", name="Helpful", exact=True)).to_have_attribute("aria-pressed", "false")


def test_each_answer_is_announced_once(career: Career) -> None:
    page = opened(career)
    page.evaluate("""() => { window.said = []; const live = document.querySelector('faq-bot').shadowRoot.querySelector('[role=status]');
        new MutationObserver(() => { if (live.textContent) window.said.push(live.textContent); }).observe(live, { childList: true }); }""")
    ask_widget(page, "What does it pay?")
    page.wait_for_timeout(200)
    said = [
        text for text in page.evaluate("window.said") if text.startswith("Quoted from the documents. A Head of Generative AI")
    ]
    assert len(said) == 1
    live = "[aria-live], [role=status], [role=log], [role=alert]"
    assert page.evaluate(f"document.querySelector('faq-bot').shadowRoot.querySelectorAll('{live}').length") == 2


def test_a_fault_is_a_sentence_and_a_retry_asks_again_in_place(career: Career, expect: Any) -> None:
    page = opened(career)
    failures = iter([True])

    def fail_once() -> None:
        if next(failures, False):
            raise RuntimeError("out of order")

    career.bot.hold = fail_once
    ask_widget(page, "What does it pay?")
    expect(page.locator("faq-bot .answer .say")).to_contain_text("Something went wrong on our side.")
    page.get_by_role("button", name="Try again").press("Enter")
    expect(page.locator("faq-bot .answer .label")).to_have_text("Quoted from the documents")
    expect(page.locator("faq-bot .turn")).to_have_count(1)
    expect(page.locator("faq-bot .answer")).to_be_focused()


def test_while_it_reads_it_says_so_and_takes_no_second_question(career: Career, expect: Any) -> None:
    page = opened(career)
    gate = threading.Event()
    career.bot.hold = lambda: gate.wait(10) and None
    page.get_by_label("Your question").fill("What does it pay?")
    page.keyboard.press("Enter")
    expect(page.locator("faq-bot .answer .thinking")).to_be_visible()
    page.get_by_label("Your question").fill("Which skills?")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your question")).to_have_value("Which skills?")
    gate.set()
    expect(page.locator("faq-bot .answer .label")).to_have_text("Quoted from the documents")
    expect(page.locator("faq-bot .turn")).to_have_count(1)


@pytest.mark.parametrize(
    ("text", "says"), [(" \n ", "Please type a question first."), ("x" * 10_000, "Your question has 10,000 characters.")]
)
def test_what_is_no_question_is_said_at_the_box(career: Career, expect: Any, text: str, says: str) -> None:
    page = opened(career)
    page.get_by_label("Your question").fill(text)
    page.keyboard.press("Enter")
    expect(page.locator("faq-bot .error")).to_contain_text(says)
    assert career.bot.asked == []


@pytest.mark.parametrize("text", ["<img src=x onerror=alert(1)><b>bold</b>", "${1+1} {{7*7}} `x`", "薪水是多少？ 😀", "مرحبا"])
def test_odd_text_is_shown_as_it_is(career: Career, expect: Any, text: str) -> None:
    page = opened(career)
    ask_widget(page, text)
    expect(page.locator("faq-bot .asked")).to_have_text(f"You asked: {text}")
    expect(page.locator("faq-bot .asked *")).to_have_count(1)


def test_a_mail_to_a_person_is_shown_before_anything_is_sent(career: Career, expect: Any) -> None:
    page = opened(career)
    ask_widget(page, "What does it pay?")
    page.get_by_role("button", name="Ask a person").click()
    expect(page.locator("faq-bot .view h3")).to_be_focused()
    expect(page.locator("faq-bot pre")).to_contain_text("Question: What does it pay?")
    link = page.get_by_role("link", name="Open my mail program").get_attribute("href")
    assert link.startswith("mailto:jobs@example.org?")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Ask a person")).to_be_focused()
    expect(page.locator("faq-bot .answer")).to_be_visible()


def test_a_visitor_deletes_the_conversation(career: Career, expect: Any) -> None:
    career.expected += ["404", "405"]
    page = opened(career)
    ask_widget(page, "What does it pay?")
    page.get_by_role("button", name="Delete my chat").click()
    page.get_by_role("button", name="Yes, delete").click()
    expect(page.locator("faq-bot .turn")).to_have_count(0)
    expect(page.get_by_label("Your question")).to_be_focused()
    assert career.asked_of_server()[-1] == "DELETE /api/v1/conversations/conversation-of-a-test"


def test_speaks_french_on_a_french_page(career: Career, expect: Any) -> None:
    page = career.open(Page(line(career.server), lang="fr"))
    page.get_by_role("button", name="Une question sur ce poste ?").click()
    expect(page.locator("faq-bot .hello h3")).to_have_text("Bonjour. Je suis un assistant automatique.")
    page.get_by_label("Votre question").fill("Quel est le salaire ?")
    page.keyboard.press("Enter")
    expect(page.locator("faq-bot .answer .label")).to_have_text("Cité des documents")
    assert career.bot.asked[-1].lang == "fr"


def test_a_choice_of_roles_asks_the_question_again_about_the_one_chosen(career: Career, expect: Any) -> None:
    with serving(career, FakeBot(other_role())) as (server, bot):
        page = opened(career, Page(line(server)))
        ask_widget(page, "What about it?")
        expect(page.locator("faq-bot .answer .label")).to_have_text("One more detail, please")
        page.get_by_role("button", name="Data Engineer").click()
        expect(page.locator("faq-bot .turn")).to_have_count(2)
        expect(page.locator("faq-bot h2")).to_have_text("Data Engineer")
        expect(page.locator("faq-bot .answer .label")).to_have_count(2)  # or the second question may still be on its way
        assert [(turn.question, turn.role) for turn in bot.asked] == [
            ("What about it?", None),
            ("What about it?", "data-engineer"),
        ]
        career.requests.clear()


def test_a_document_with_a_public_page_is_linked_to_there_and_only_over_the_web(career: Career, expect: Any) -> None:
    for url, links in (("https://careers.example.org/job#:~:text=A%20Head", 1), ("javascript:alert(1)", 0)):
        bot = FakeBot()
        bot.index.documents[EN] = replace(bot.index.documents[EN], url=url)  # type: ignore[index]
        with serving(career, bot) as (server, _):
            page = opened(career, Page(line(server)))
            ask_widget(page, "What does it pay?")
            page.get_by_role("button", name="Show source 1").click()
            page.locator("faq-bot mark").first.wait_for()
            link = page.get_by_role("link", name="Public page")
            expect(link).to_have_count(links)
            if links:
                expect(link).to_have_attribute("href", url)
            career.requests.clear()


def test_a_visitor_who_asks_too_fast_is_told_how_long_to_wait(career: Career, expect: Any) -> None:
    career.expected += ["429"]
    with serving(career, FakeBot(), limit_conversation=1) as (server, bot):
        page = opened(career, Page(line(server)))
        ask_widget(page, "What does it pay?")
        ask_widget(page, "Which skills?")  # the first one in a conversation that has a name
        ask_widget(page, "Which training?")
        expect(page.locator("faq-bot .turn").nth(2).locator(".say")).to_have_text(
            re.compile(r"^That was a lot in a short time\. Please try again in \d+ seconds\.$")
        )
        assert len(bot.asked) == 2
        career.requests.clear()


@contextmanager
def serving(career: Career, bot: FakeBot, **settings: Any) -> Iterator[tuple[str, FakeBot]]:
    """Another server that lets the career site in."""
    with running(build_app(bot, FakeRecords(), Settings(allowed_origins=(career.host,), **settings))) as server:
        yield server, bot
