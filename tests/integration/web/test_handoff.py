"""A person gets the conversation: shown first, sent after a yes, once, exactly as it was shown."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from faqbot.delivery.handoff import Exchange
from faqbot.settings import Settings
from faqbot.web.server import build_app
from tests.desks import FakeDelivery
from tests.fakes import ROLE, FakeBot, FakeRecords
from tests.integration.web.api import problem_of
from tests.unit.delivery.test_mail import Post, office

BODY: dict[str, Any] = {
    "transcript": [{"question": "What does it pay?", "answer": "From €100,000 [1]"}, {"question": "And a pension?"}],
    "message": "Please call me after six.",
    "reply_to": "jo@example.org",
    "role": ROLE,
    "conversation": "c1",
}


@pytest.fixture(scope="module")
def delivery() -> FakeDelivery:
    return FakeDelivery()


@pytest.fixture(scope="module")
def desk(delivery: FakeDelivery) -> Iterator[TestClient]:
    settings = Settings(limit_client=0, opening_hours="Mon-Sun 00:00-23:59", timezone="Europe/Paris", reply_days=2)
    with TestClient(build_app(FakeBot(), FakeRecords(), settings, delivery), raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _empty(delivery: FakeDelivery) -> None:
    delivery.delivered.clear()
    delivery.dead = False
    delivery.hold = None


def post(client: TestClient, **body: Any) -> Any:
    return client.post("/api/v1/handoff", json=body)


def test_nothing_is_sent_before_a_yes_and_then_exactly_what_was_shown(desk: TestClient, delivery: FakeDelivery) -> None:
    shown = post(desk, **BODY).json()
    assert delivery.delivered == []
    assert (shown["channel"], shown["to"], shown["sent"]) == ("email", "jobs@example.org", False)
    assert shown["text"] == (
        "A candidate talked to the automated assistant and would like an answer from a person.\n\n"
        "Answer to: jo@example.org\n\nRole: Head of Generative AI\n\nMessage:\nPlease call me after six.\n\n"
        "The conversation, as the candidate’s browser sent it:\n\n"
        "Question: What does it pay?\nAssistant: From €100,000 [1]\n\nQuestion: And a pension?\n"
    )
    assert shown["notice"] == "If you say yes, the text below is sent to jobs@example.org, and nothing else."
    assert shown["hours"].startswith("People are there Monday to Sunday, 0:00 to 23:59 (Paris time).")
    assert shown["promise"] == "You get an answer within 2 working days."
    assert shown["link"].startswith("mailto:jobs@example.org?subject=A%20candidate")

    sent = post(desk, **BODY, consent=True, seen=shown["seen"])
    assert sent.status_code == 200
    assert sent.json() == {**shown, "sent": True, "notice": "Sent to jobs@example.org."}
    (handoff,) = delivery.delivered
    assert (handoff.subject, handoff.text, handoff.key) == (shown["subject"], shown["text"], shown["seen"])
    assert handoff.exchanges[1] == Exchange("And a pension?", "")


def test_a_replayed_yes_arrives_once(desk: TestClient, delivery: FakeDelivery) -> None:
    body = {**BODY, "message": "Once."}
    body |= {"seen": post(desk, **body).json()["seen"], "consent": True}
    assert [post(desk, **body).json()["sent"] for _ in range(3)] == [True] * 3
    assert len(delivery.delivered) == 1


def test_a_second_click_while_it_is_sent_is_told_to_wait(desk: TestClient, delivery: FakeDelivery) -> None:
    inside, gate = threading.Event(), threading.Event()

    def hold() -> None:
        inside.set()
        gate.wait(10)

    delivery.hold = hold
    body = {**BODY, "message": "Twice at once."}
    body |= {"seen": post(desk, **body).json()["seen"], "consent": True}
    first = threading.Thread(target=post, args=(desk,), kwargs=body)
    first.start()
    assert inside.wait(10)
    problem_of(post(desk, **body), 409, "handoff_busy")
    gate.set()
    first.join()
    assert len(delivery.delivered) == 1


def test_what_was_not_shown_is_not_sent(desk: TestClient, delivery: FakeDelivery) -> None:
    seen = post(desk, **BODY).json()["seen"]
    problem_of(post(desk, **{**BODY, "message": "something else"}, consent=True, seen=seen), 409, "handoff_changed")
    problem_of(post(desk, **BODY, consent=True), 422, "consent")
    problem_of(post(desk, **BODY, consent=True, seen="yes"), 422, "invalid")
    assert delivery.delivered == []


@pytest.mark.parametrize("reply_to", ["", "me", "x@", "12345", "jo@example.org\r\nBcc: all@example.org"])
def test_nothing_is_sent_that_nobody_could_answer(desk: TestClient, delivery: FakeDelivery, reply_to: str) -> None:
    body = {**BODY, "reply_to": reply_to}
    body |= {"seen": post(desk, **body).json()["seen"], "consent": True}
    problem_of(post(desk, **body), 422, "reply_to")
    assert delivery.delivered == []


@pytest.mark.parametrize("reply_to", ["+33 6 12 34 56 78", "(020) 7946-0958", "jo.o'neil+jobs@mail.example.org"])
def test_telephone_or_mail_will_do(desk: TestClient, delivery: FakeDelivery, reply_to: str) -> None:
    body = {**BODY, "reply_to": reply_to}
    body |= {"seen": post(desk, **body).json()["seen"], "consent": True}
    assert post(desk, **body).status_code == 200
    assert delivery.delivered[0].reply_to == reply_to


def test_a_dead_mail_server_is_never_acknowledged_and_a_later_try_goes_through(desk: TestClient, delivery: FakeDelivery) -> None:
    body = {**BODY, "message": "Through the storm."}
    body |= {"seen": post(desk, **body).json()["seen"], "consent": True}
    delivery.dead = True
    response = post(desk, **body)
    problem_of(response, 503, "delivery")
    assert int(response.headers["retry-after"]) > 0
    delivery.dead = False
    assert post(desk, **body).json()["sent"] is True
    assert len(delivery.delivered) == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"role": "astronaut"}, "unknown_role"),
        ({"transcript": [{"question": "x" * 2001}]}, "invalid"),
        ({"transcript": [{"question": "x"}] * 21}, "invalid"),
        ({"transcript": [{"question": "x", "answer": "y" * 10_001}]}, "invalid"),
        ({"transcript": [{"question": "\ud800"}]}, "invalid"),
        ({"consent": "perhaps"}, "invalid"),
        ({"to": "me@example.org"}, "invalid"),
    ],
)
def test_wrong_bodies_are_a_422(desk: TestClient, body: Any, code: str) -> None:
    import json

    content = json.dumps(body).encode("ascii")
    response = desk.post("/api/v1/handoff", content=content, headers={"content-type": "application/json"})
    problem_of(response, 422, code)


def test_french_is_spoken(desk: TestClient) -> None:
    shown = post(desk, **{**BODY, "lang": "fr"}).json()
    assert "Question : What does it pay?" in shown["text"]
    assert shown["promise"] == "Vous recevez une réponse sous 2 jours ouvrés."


def test_a_mail_really_goes_out_and_one_that_cannot_is_a_503() -> None:
    mails = Post()
    with office(mails) as port:
        settings = Settings(limit_client=0, contact="jobs@example.org", smtp_url=SecretStr(f"smtp://127.0.0.1:{port}?tls=none"))
        app = build_app(FakeBot(), FakeRecords(), settings)
        with TestClient(app) as client:
            seen = post(client, **BODY).json()["seen"]
            assert post(client, **BODY, consent=True, seen=seen).json()["sent"] is True
    ((_, recipients, mail),) = mails.took
    assert recipients == ["jobs@example.org"]
    assert "Please call me after six." in mail.get_content()
    with TestClient(app) as client:  # the mail server is gone now
        again = {**BODY, "message": "Still there?"}
        seen = post(client, **again).json()["seen"]
        problem_of(post(client, **again, consent=True, seen=seen), 503, "delivery")
        assert client.post("/api/v1/ask", json={"question": "What does it pay?"}).status_code == 200


@pytest.mark.parametrize(
    ("contact", "channel", "beginning"),
    [
        ("jobs@example.org", "mailto", "mailto:jobs@example.org?"),
        ("https://example.org/contact", "page", "https://example.org/contact"),
        ("", "none", None),
    ],
)
def test_without_a_mail_server_the_visitor_gets_a_link(contact: str, channel: str, beginning: str | None) -> None:
    with TestClient(build_app(FakeBot(), FakeRecords(), Settings(contact=contact))) as client:
        shown = post(client, **BODY).json()
        assert shown["channel"] == client.get("/api/v1/texts").json()["handoff"] == channel
        assert (shown["link"] or "").startswith(beginning or "")
        assert (shown["link"] is None) == (beginning is None)
        problem_of(post(client, **BODY, consent=True, seen=shown["seen"]), 403, "handoff_off")


def test_the_strings_say_how_long_things_are_kept() -> None:
    for settings, said in ((Settings(retention_days=7), "7 days"), (Settings(record="off"), "Nothing you type")):
        with TestClient(build_app(FakeBot(), FakeRecords(), settings)) as client:
            assert said in client.get("/api/v1/texts").json()["texts"]["privacy"]
