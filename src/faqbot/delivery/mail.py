"""A hand-off as an e-mail through the SMTP server that the settings name."""

from __future__ import annotations

import smtplib
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import parse_qs, unquote, urlsplit

from faqbot.delivery.addressed import MAIL
from faqbot.delivery.handoff import Channel, Handoff
from faqbot.delivery.retrying import MayPass, again
from faqbot.errors import DeliveryFailed, SettingsError

_SECONDS = 5.0
_EXAMPLE = "Write it like smtp://user:password@mail.example.org:587, smtps://... for port 465, or smtp://relay:25?tls=none."


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server: `tls` is "start" (asked for on the open line), "whole" (from the first byte) or "none"."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    tls: str = "start"


class Mail:
    """Sends to one address, from one address; a candidate's own is what Reply-To names."""

    channel: Channel = "email"

    def __init__(
        self,
        server: Server,
        *,
        to: str,
        sender: str,
        sleep: Callable[[float], None] = time.sleep,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.to = to
        self._server = server
        self._sender = sender
        self._sleep = sleep
        self._tls = tls

    def deliver(self, handoff: Handoff) -> None:
        """Return when the mail server has taken the mail. Raises DeliveryFailed."""
        mail = letter(handoff, to=self.to, sender=self._sender)
        again(lambda: self._send(mail), sleep=self._sleep)

    def _send(self, mail: EmailMessage) -> None:
        host = self._server.host
        try:
            with self._connected() as line:
                line.send_message(mail)
        except smtplib.SMTPResponseException as error:
            self._judge(error.smtp_code, error)
        except smtplib.SMTPRecipientsRefused as error:
            self._judge(next(iter(error.recipients.values()), (550, b""))[0], error)
        except smtplib.SMTPNotSupportedError as error:
            raise DeliveryFailed(f"The mail server {host} cannot do what FAQBOT_SMTP_URL asks for: {error}") from error
        except (OSError, smtplib.SMTPException) as error:
            raise MayPass(f"The mail server {host} could not be reached ({type(error).__name__}).") from error

    def _judge(self, code: int, error: Exception) -> None:
        # 4xx: not now. 5xx: never. The server's own words may name people, so they stay out of the log.
        said = f"The mail server {self._server.host} answered {code}."
        raise (
            MayPass(said) if 400 <= code < 500 else DeliveryFailed(f"{said} Check FAQBOT_SMTP_URL and FAQBOT_CONTACT.")
        ) from error

    def _connected(self) -> smtplib.SMTP:
        server, context = self._server, self._tls or ssl.create_default_context()
        line: smtplib.SMTP
        if server.tls == "whole":
            line = smtplib.SMTP_SSL(server.host, server.port, timeout=_SECONDS, context=context)
        else:
            line = smtplib.SMTP(server.host, server.port, timeout=_SECONDS)
        try:
            if server.tls == "start":
                line.starttls(context=context)
            if server.user:
                line.login(server.user, server.password)
        except BaseException:
            line.close()
            raise
        return line


def letter(handoff: Handoff, *, to: str, sender: str) -> EmailMessage:
    """The mail. The same hand-off has the same Message-ID: a program that reads mail shows one that came twice once."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = to
    mail["Subject"] = " ".join(handoff.subject.split())
    mail["Date"] = formatdate()
    mail["Message-ID"] = f"<{handoff.key[:40]}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    if MAIL.fullmatch(handoff.reply_to):
        mail["Reply-To"] = handoff.reply_to
    mail.set_content(handoff.text)
    return mail


def server(url: str) -> Server:
    """The mail server that FAQBOT_SMTP_URL names. Raises SettingsError; what it says holds no password."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = -1
    tls = {"smtps": "whole", "smtp": "start"}.get(parts.scheme, "")
    asked = parse_qs(parts.query).get("tls", [""])[0]
    if not tls or not parts.hostname or port == -1 or asked not in ("", "none"):
        raise SettingsError(f"FAQBOT_SMTP_URL cannot be read. {_EXAMPLE}")
    tls = asked or tls
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if user and tls == "none":
        raise SettingsError(f"FAQBOT_SMTP_URL would send a password that anybody can read. Leave out tls=none. {_EXAMPLE}")
    return Server(parts.hostname, port or {"whole": 465, "start": 587, "none": 25}[tls], user, password, tls)
