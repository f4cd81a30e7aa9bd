"""A hand-off arrives once, signed, at the address that the settings name and at no other; or it is said to have failed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from faqbot.delivery.handoff import Exchange, Handoff
from faqbot.delivery.webhook import Webhook, key, sign
from faqbot.errors import DeliveryFailed, SettingsError
from tests import certificates

SECRET = "correct horse battery staple"
LOOPBACK = ("127.0.0.0/8", "::1/128")
HANDOFF = Handoff(
    (Exchange("What does it pay?", "From €100,000 [1]"),),
    message="Call me",
    reply_to="jo@example.org",
    role="engineer",
    subject="A question",
    text="All of it\n",
    key="k" * 64,
)


class Receiver:
    """An HTTP server that answers what it is told to, and remembers what it got."""

    def __init__(self, *statuses: int, hang: float = 0.0) -> None:
        self.statuses = list(statuses)
        self.got: list[tuple[str, dict[str, str], bytes]] = []
        self.hang = hang
        self.address = ""


@contextmanager
def open_receiver(receiver: Receiver, tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            receiver.got.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            time.sleep(receiver.hang)
            status = receiver.statuses.pop(0) if receiver.statuses else 204
            self.send_response(status)
            if status in (301, 302, 307, 308):
                self.send_header("location", "http://127.0.0.1:1/elsewhere")
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    receiver.address = f"http{'s' if tls else ''}://localhost:{server.server_port}/hooks/1?team=a"
    yield receiver
    server.shutdown()
    server.server_close()


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def to(slept: list[float]) -> Callable[..., Webhook]:
    def made(receiver: Receiver, **more: Any) -> Webhook:
        return Webhook(receiver.address, SECRET, **{"allow": LOOPBACK, "sleep": slept.append, **more})

    return made


def test_arrives_signed_with_all_its_parts(to: Callable[..., Webhook], slept: list[float]) -> None:
    with open_receiver(Receiver()) as receiver:
        to(receiver).deliver(HANDOFF)
    ((path, headers, body),) = receiver.got
    assert path == "/hooks/1?team=a"
    assert headers["host"] == receiver.address.split("/")[2]
    assert json.loads(body) == {
        "type": "handoff",
        "id": "k" * 64,
        "subject": "A question",
        "text": "All of it\n",
        "reply_to": "jo@example.org",
        "message": "Call me",
        "role": "engineer",
        "lang": "en",
        "conversation": None,
        "transcript": [{"question": "What does it pay?", "answer": "From €100,000 [1]"}],
    }
    signed = f"{'k' * 64}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert headers["webhook-id"] == headers["idempotency-key"] == "k" * 64
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 60
    assert slept == []


@pytest.mark.parametrize("status", [500, 503, 429, 408])
def test_tries_again_after_what_may_pass_with_the_same_key_and_body(
    to: Callable[..., Webhook], slept: list[float], status: int
) -> None:
    with open_receiver(Receiver(status, status, 200)) as receiver:
        to(receiver).deliver(HANDOFF)
    assert len({(headers["idempotency-key"], body) for _, headers, body in receiver.got}) == 1
    assert (len(receiver.got), slept) == (3, [0.5, 2.0])


def test_gives_up_after_three(to: Callable[..., Webhook]) -> None:
    with open_receiver(Receiver(*[503] * 9)) as receiver, pytest.raises(DeliveryFailed, match=r"answered 503"):
        to(receiver).deliver(HANDOFF)
    assert len(receiver.got) == 3


@pytest.mark.parametrize("status", [301, 302, 307, 308, 400, 401, 404, 410])
def test_a_refusal_or_a_redirect_is_final(to: Callable[..., Webhook], status: int) -> None:
    with open_receiver(Receiver(status)) as receiver, pytest.raises(DeliveryFailed, match=f"answered {status}"):
        to(receiver).deliver(HANDOFF)
    assert len(receiver.got) == 1


def test_nobody_there_is_said_without_the_address(to: Callable[..., Webhook]) -> None:
    with open_receiver(Receiver()) as receiver:
        pass
    with pytest.raises(DeliveryFailed, match="could not be reached") as caught:
        to(receiver).deliver(HANDOFF)
    assert "team=a" not in str(caught.value)


def test_loopback_is_only_reached_where_it_is_allowed(to: Callable[..., Webhook]) -> None:
    with open_receiver(Receiver()) as receiver, pytest.raises(DeliveryFailed, match="not public"):
        to(receiver, allow=()).deliver(HANDOFF)
    assert receiver.got == []


def test_a_certificate_must_be_the_hosts_although_its_address_is_connected_to(to: Callable[..., Webhook], tmp_path: Path) -> None:
    right = certificates.make(tmp_path, "localhost")
    with open_receiver(Receiver(), right.serving) as receiver:
        to(receiver, tls=right.believing).deliver(HANDOFF)
        with pytest.raises(DeliveryFailed, match="could not be reached"):
            to(receiver).deliver(HANDOFF)  # nobody vouches for it
    assert len(receiver.got) == 1
    wrong = certificates.make(tmp_path, "other.example.org")
    with open_receiver(Receiver(), wrong.serving) as receiver, pytest.raises(DeliveryFailed, match="could not be reached"):
        to(receiver, tls=wrong.believing).deliver(HANDOFF)
    assert receiver.got == []


@pytest.mark.parametrize("secret", ["", "short", "whsec_", "whsec_!!!", f"whsec_{base64.b64encode(b'short').decode()}"])
def test_a_secret_that_can_be_guessed_stops_the_start(secret: str) -> None:
    with pytest.raises(SettingsError, match="FAQBOT_WEBHOOK_SECRET"):
        key(secret)


def test_a_signature_as_the_scheme_gives_it() -> None:
    """HMAC-SHA256 of `id.timestamp.body` under the bytes behind whsec_, in base64."""
    secret = f"whsec_{base64.b64encode(bytes(range(24))).decode()}"
    made = hmac.new(bytes(range(24)), b"id.17.{}", hashlib.sha256).digest()
    assert sign(key(secret), "id", "17", b"{}") == f"v1,{base64.b64encode(made).decode()}"


def test_a_transcript_never_goes_out_in_the_open() -> None:
    """Even to a public address: without https anybody on the way could read it."""
    with pytest.raises(DeliveryFailed, match="not https"):
        Webhook("http://93.184.216.34/hook", SECRET, sleep=lambda _: None).deliver(HANDOFF)


def test_the_check_in_the_documentation_tells_ours_from_others(to: Callable[..., Webhook]) -> None:
    page = (Path(__file__).parents[3] / "docs" / "records.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    exec(page.split("```python\n")[1].split("```")[0], names)
    with open_receiver(Receiver()) as receiver:
        to(receiver).deliver(HANDOFF)
    ((_, headers, body),) = receiver.got
    is_ours = names["is_ours"]
    assert is_ours(headers, body, SECRET)
    assert not is_ours(headers, body + b" ", SECRET)
    assert not is_ours(headers, body, SECRET + "x")
    assert not is_ours({**headers, "webhook-timestamp": "1700000000"}, body, SECRET)
