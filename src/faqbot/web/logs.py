"""Log lines on stderr: text for a person, or one JSON object a line for a machine. No line holds a question, an address
or a query string, unless `FAQBOT_LOG_QUESTIONS` asks for the questions.
"""

from __future__ import annotations

import logging
import time
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from faqbot.language.personal import mask
from faqbot.settings import Settings
from faqbot.types import Answer
from faqbot.web.context import REQUEST_ID

_TEXT = "%(asctime)s %(levelname)s %(message)s [%(request_id)s]"
_FIELDS = "%(message)s %(levelname)s %(name)s %(request_id)s"

_log = logging.getLogger("faqbot.web.answers")


def configure(settings: Settings) -> None:
    """Send the log to stderr in the form that is set; called once, by the command that serves."""
    handler = logging.StreamHandler()
    dress(handler, settings.log_format)
    # Libraries are heard when something is wrong, whatever level they set for themselves.
    handler.addFilter(lambda record: record.levelno >= logging.WARNING or record.name.startswith("faqbot"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("faqbot").setLevel(settings.log_level.upper())


def dress(handler: logging.Handler, form: str) -> None:
    """Let `handler` write lines of `FAQBOT_LOG_FORMAT`, each with the id of its request; times are UTC."""
    made: logging.Formatter
    if form == "json":
        names = {"levelname": "level", "name": "logger"}
        made = JsonFormatter(_FIELDS, rename_fields=names, timestamp="time", json_ensure_ascii=False)
    else:
        made = logging.Formatter(_TEXT, datefmt="%Y-%m-%dT%H:%M:%SZ")
        made.converter = time.gmtime
    handler.addFilter(_with_request_id)
    handler.setFormatter(made)


def answered(answer: Answer, settings: Settings) -> None:
    """One line an answer: its outcome, and the question, personal data masked, only where the settings say so."""
    fields: dict[str, Any] = {
        "outcome": answer.outcome,
        "reason": answer.reason,
        "lang": answer.lang,
        "role": answer.role,
        "index": answer.index,
        "answer": answer.id,
    }
    if settings.log_questions:
        fields["question"] = mask(answer.question)[0]
    said = f" {fields['question']!r}" if settings.log_questions else ""
    _log.info("outcome %s (%s)%s", answer.outcome, answer.reason, said, extra=fields)


def _with_request_id(record: logging.LogRecord) -> bool:
    if not hasattr(record, "request_id"):
        record.request_id = REQUEST_ID.get()
    return True
