"""A hand-off becomes a mail to the contact, over TLS unless it is told otherwise; a mail server that is down is said to be."""

from __future__ import annotations

import email
import email.policy
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from faqbot.delivery.channels import Ways, choose
from faqbot.delivery.handoff import Handoff
from faqbot.delivery.mail import Mail, Server, letter, server
from faqbot.errors import DeliveryFailed, SettingsError
from tests import certificates

HANDOFF = Handoff(
    reply_to="jo@example.org", subject="A candidate has a question about the role Ingénieur·e", text="Où ?\n", key="k" * 64
)


class Post:
    """What a mail server does with mail: answers what it is told to, and keeps what it took."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.took: list[tuple[str, list[str], Any]] = []
        self.tried = 0

    async def handle_DATA(self, _: Any, __: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.tried += 1
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            parsed = email.message_from_bytes(envelope.content, policy=email.policy.default)
            self.took.append((envelope.mail_from, envelope.rcpt_tos, parsed))
        return answer


@contextmanager
def office(post: Post, tls: ssl.SSLContext | None = None, **more: Any) -> Iterator[int]:
    """A mail server on loopback; with `tls` it insists on STARTTLS."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    given = {"tls_context": tls, "require_starttls": True} if tls else {}
    controller = Controller(post, hostname="127.0.0.1", port=port, server_hostname="localhost", **given, **more)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def mail(port: int, how: str = "none", **more: Any) -> Mail:
    return Mail(
        Server("localhost", port, tls=how), to="jobs@example.org", sender="bot@example.org", **{"sleep": lambda _: None, **more}
    )


def test_a_mail_arrives_with_the_text_as_it_was_shown() -> None:
    post = Post()
    with office(post) as port:
        mail(port).deliver(HANDOFF)
    ((sender, recipients, taken),) = post.took
    assert (sender, recipients) == ("bot@example.org", ["jobs@example.org"])
    assert taken["subject"] == "A candidate has a question about the role Ingénieur·e"
    assert taken["reply-to"] == "jo@example.org"
    assert taken["message-id"] == f"<{'k' * 40}@example.org>"
    assert taken["auto-submitted"] == "auto-generated"
    assert taken.get_content().replace("\r\n", "\n") == "Où ?\n"


def test_what_may_pass_is_tried_again_and_arrives_once() -> None:
    post = Post("451 later", "421 restarting")
    with office(post) as port:
        mail(port).deliver(HANDOFF)
    assert (post.tried, len(post.took)) == (3, 1)


def test_a_refusal_is_final() -> None:
    post = Post("550 no")
    with office(post) as port, pytest.raises(DeliveryFailed, match="answered 550"):
        mail(port).deliver(HANDOFF)
    assert post.tried == 1


def test_a_dead_mail_server_is_said() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(DeliveryFailed, match="could not be reached"):
            mail(free.getsockname()[1]).deliver(HANDOFF)


def test_tls_is_asked_for_and_a_wrong_certificate_is_not_believed(tmp_path: Path) -> None:
    made, post = certificates.make(tmp_path, "localhost"), Post()
    with office(post, made.serving) as port:
        mail(port, "start", tls=made.believing).deliver(HANDOFF)
        with pytest.raises(DeliveryFailed):
            mail(port, "start").deliver(HANDOFF)
    assert len(post.took) == 1


def test_without_tls_on_the_other_side_nothing_is_sent() -> None:
    post = Post()
    with office(post) as port, pytest.raises(DeliveryFailed, match="cannot do what FAQBOT_SMTP_URL asks for"):
        mail(port, "start").deliver(HANDOFF)
    assert post.took == []


def test_user_and_password_are_given_over_tls(tmp_path: Path) -> None:
    made, post, seen = certificates.make(tmp_path, "localhost"), Post(), []

    def known(_: Any, __: Any, ___: Any, ____: str, data: Any) -> AuthResult:
        seen.append((data.login, data.password))
        return AuthResult(success=data.password == b"pass:word", handled=False)

    with office(post, made.serving, authenticator=known, auth_required=True) as port:
        given = server(f"smtp://me:pass%3Aword@localhost:{port}")
        Mail(given, to="jobs@example.org", sender="bot@example.org", tls=made.believing).deliver(HANDOFF)
        wrong = server(f"smtp://me:wrong@localhost:{port}")
        with pytest.raises(DeliveryFailed, match="answered 535") as caught:
            Mail(wrong, to="jobs@example.org", sender="bot@example.org", tls=made.believing).deliver(HANDOFF)
    assert "wrong" not in str(caught.value)
    assert set(seen) == {(b"me", b"pass:word"), (b"me", b"wrong")}
    assert len(post.took) == 1


@pytest.mark.parametrize("hostile", ["Pay\r\nBcc: all@example.org", "Pay\nX: y", "a" * 5000])
def test_nothing_typed_adds_a_header(hostile: str) -> None:
    made = letter(
        Handoff(subject=hostile, reply_to=hostile, text=hostile, key="k" * 64), to="a@example.org", sender="b@example.org"
    )
    parsed = email.message_from_bytes(made.as_bytes(), policy=email.policy.default)
    assert set(parsed.keys()) <= {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.org", Server("mail.example.org", 587)),
        ("smtps://me:p%40ss@mail.example.org", Server("mail.example.org", 465, "me", "p@ss", "whole")),
        ("smtp://relay:2525?tls=none", Server("relay", 2525, tls="none")),
    ],
)
def test_a_mail_server_is_read_from_its_address(url: str, expected: Server) -> None:
    assert server(url) == expected


@pytest.mark.parametrize(
    "url", ["mail.example.org", "http://x", "smtp://", "smtp://x:99999", "smtp://x?tls=maybe", "smtp://me:secret@x?tls=none"]
)
def test_a_wrong_address_is_a_sentence_without_the_password(url: str) -> None:
    with pytest.raises(SettingsError, match="FAQBOT_SMTP_URL") as caught:
        server(url)
    assert "secret" not in str(caught.value)


SECRET = "correct horse battery staple"


@pytest.mark.parametrize(
    ("ways", "channel"),
    [
        (Ways(), "none"),
        (Ways(contact="jobs@example.org"), "mailto"),
        (Ways(contact="https://example.org/contact"), "page"),
        (Ways(contact="jobs@example.org", smtp_url="smtp://x"), "email"),
        (Ways(webhook_url="https://x.example.org", webhook_secret=SECRET), "webhook"),
    ],
)
def test_the_settings_say_how(ways: Ways, channel: str) -> None:
    assert choose(ways).channel == channel


@pytest.mark.parametrize(
    ("ways", "says"),
    [
        (Ways(smtp_url="smtp://x"), "FAQBOT_CONTACT"),
        (Ways(smtp_url="smtp://x", contact="https://x"), "FAQBOT_CONTACT"),
        (Ways(smtp_url="smtp://x", contact="jobs@example.org", smtp_from="me"), "FAQBOT_SMTP_FROM"),
        (Ways(webhook_url="https://x"), "FAQBOT_WEBHOOK_SECRET"),
        (Ways(webhook_url="x", webhook_secret=SECRET), "FAQBOT_WEBHOOK_URL"),
        (Ways(webhook_url="https://x", webhook_secret=SECRET, smtp_url="smtp://x"), "both set"),
    ],
)
def test_what_does_not_go_together_stops_the_start(ways: Ways, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        choose(ways)
