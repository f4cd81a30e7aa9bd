"""A visitor asks a person: nothing leaves before it was seen and confirmed, and it arrives once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from faqbot.settings import Settings
from faqbot.web.server import build_app
from tests.browser.conftest import Career, Open, ask, ask_widget, playwright
from tests.browser.hosts import Page, line
from tests.desks import FakeDelivery
from tests.fakes import FakeBot, FakeRecords
from tests.servers import running

pytestmark = pytest.mark.browser


@pytest.fixture
def expect() -> Any:
    return playwright.expect


@pytest.fixture(scope="module")
def sending(careers: Any) -> Iterator[tuple[str, FakeDelivery]]:
    """A server that sends hand-offs by mail."""
    delivery = FakeDelivery()
    settings = Settings(allowed_origins=(careers[1],), opening_hours="Mon-Fri 09:00-17:00", reply_days=2)
    with running(build_app(FakeBot(), FakeRecords(), settings, delivery)) as server:
        yield server, delivery


def asking(career: Career, server: str) -> Any:
    """The widget, one question in, at the form for a person."""
    page = career.open(Page(line(server)))
    page.locator("faq-bot .launch").click()
    ask_widget(page, "What does it pay?")
    page.get_by_role("button", name="Ask a person").click()
    return page


def test_what_is_sent_is_shown_first_and_sent_after_a_yes(
    career: Career, sending: tuple[str, FakeDelivery], axe: Any, expect: Any
) -> None:
    server, delivery = sending
    page = asking(career, server)
    assert axe.run(page).response["violations"] == []
    page.get_by_role("button", name="Show me what is sent").click()
    expect(page.locator("faq-bot .wish .error")).to_contain_text("Please give an e-mail address or a telephone number")
    expect(page.get_by_label("Your e-mail address or telephone number")).to_be_focused()
    page.get_by_label("Your e-mail address or telephone number").fill("me@example.net")
    page.get_by_label("Anything to add (optional)").fill("Is it on site?")
    page.get_by_role("button", name="Show me what is sent").click()
    shown = page.locator("faq-bot pre")
    expect(shown).to_contain_text("Question: What does it pay?")
    expect(shown).to_contain_text("Is it on site?")
    expect(page.locator("faq-bot .view")).to_contain_text("You get an answer within 2 working days.")
    assert axe.run(page).response["violations"] == []
    assert delivery.delivered == []
    page.get_by_role("button", name="Change it").click()
    expect(page.get_by_label("Anything to add (optional)")).to_have_value("Is it on site?")
    page.get_by_role("button", name="Show me what is sent").click()
    text = shown.text_content()
    page.get_by_role("button", name="Yes, send it").click()
    expect(page.locator("faq-bot .view")).to_contain_text("Sent to jobs@example.org.")
    (handoff,) = delivery.delivered
    assert text == f"{handoff.subject}\n\n{handoff.text}"
    assert handoff.reply_to == "me@example.net"
    career.requests.clear()


def test_a_mail_server_that_is_away_is_said_and_there_is_another_way(
    career: Career, sending: tuple[str, FakeDelivery], expect: Any
) -> None:
    server, delivery = sending
    career.expected += ["503"]
    page = asking(career, server)
    page.get_by_label("Your e-mail address or telephone number").fill("+33 1 23 45 67 89")
    page.get_by_role("button", name="Show me what is sent").click()
    delivery.dead = True
    page.get_by_role("button", name="Yes, send it").click()
    expect(page.locator("faq-bot .view [role=alert]")).to_contain_text("It could not be sent just now.")
    expect(page.get_by_role("link", name="Open my mail program")).to_be_visible()
    delivery.dead = False
    page.get_by_role("button", name="Yes, send it").click()
    expect(page.locator("faq-bot .view")).to_contain_text("Sent to jobs@example.org.")
    career.requests.clear()


def test_what_has_changed_since_it_was_shown_is_shown_again_before_it_is_sent(
    career: Career, sending: tuple[str, FakeDelivery], expect: Any
) -> None:
    server, delivery = sending
    career.expected += ["409"]
    page = asking(career, server)
    page.get_by_label("Your e-mail address or telephone number").fill("you@example.net")
    page.get_by_role("button", name="Show me what is sent").click()
    page.locator("faq-bot pre").wait_for()
    sent, delivery.to = len(delivery.delivered), "talent@example.org"
    try:
        page.get_by_role("button", name="Yes, send it").click()
        expect(page.locator("faq-bot .view .say")).to_contain_text("is sent to talent@example.org")
        assert len(delivery.delivered) == sent
        page.get_by_role("button", name="Yes, send it").click()
        expect(page.locator("faq-bot .view")).to_contain_text("Sent to talent@example.org.")
    finally:
        delivery.to = "jobs@example.org"
    career.requests.clear()


def test_the_chat_page_sends_the_same_way(open_page: Open, sending: tuple[str, FakeDelivery], axe: Any, expect: Any) -> None:
    server, delivery = sending
    delivery.delivered.clear()
    page = open_page(server)
    ask(page, "What does it pay?")
    page.get_by_role("button", name="Ask a person").click()
    page.get_by_role("button", name="Show me what is sent").click()
    expect(page.locator("dialog [role=alert]")).to_contain_text("Please give an e-mail address or a telephone number")
    expect(page.get_by_label("Your e-mail address or telephone number")).to_be_focused()
    page.get_by_label("Your e-mail address or telephone number").fill("they@example.net")
    page.get_by_role("button", name="Show me what is sent").click()
    text = page.locator("dialog pre").text_content()
    assert [each["id"] for each in axe.run(page).response["violations"]] == []
    assert delivery.delivered == []
    page.get_by_role("button", name="Yes, send it").click()
    expect(page.locator("dialog")).to_contain_text("Sent to jobs@example.org.")
    (handoff,) = delivery.delivered
    assert text == f"{handoff.subject}\n\n{handoff.text}"
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
