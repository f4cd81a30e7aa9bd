"""The settings: every one is a field here, read from `FAQBOT_*` variables or `faqbot.toml`, environment first.

This is the only module that reads the environment. README's table is generated from it.
"""

from __future__ import annotations

import datetime
import difflib
import ipaddress
import os
import re
import tomllib
import zoneinfo
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from faqbot.delivery import hours
from faqbot.errors import SettingsError
from faqbot.types import Caution

PREFIX = "FAQBOT_"
DEFAULT_MODEL = "auto"
# The names that the bootstrap and the test suite use for themselves; not settings of the program.
_OTHERS = frozenset({"FAQBOT_CHROMIUM", "FAQBOT_POSTGRES"})
# These stand in headers, one beside the other: nothing but scheme, host and port.
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?/?|https?://\[[0-9A-Fa-f:]+\](?::\d{1,5})?/?")
# Settings that are lists, comma-separated in the environment.
_LISTS = frozenset({"allowed_origins", "fetch_allow", "report_without", "trusted_proxies"})


class Settings(BaseModel):
    """Everything that can be chosen without touching code. Immutable; `load` makes one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    data_dir: Path = Field(
        Path(".faqbot"), description="Folder for everything the program writes: index, exported model, records."
    )
    corpus: Path = Field(Path("corpus"), description="Folder of documents that `faqbot ingest` reads when no path is named.")
    host: str = Field("127.0.0.1", description="Address that the web server listens on.")
    port: int = Field(7860, ge=0, le=65535, description="Port that the web server listens on; 0 picks a free one.")
    allowed_origins: tuple[str, ...] = Field((), description="Web origins, comma-separated, whose pages may call the API.")
    database_url: str = Field(
        "",
        description="Database for conversations and feedback: `postgresql://user:password@host/name`, or empty for SQLite in the data folder.",
    )
    chroma: str = Field("", description="Address of a Chroma server, `http://host:port`; empty: Chroma inside the data folder.")
    embedding_model: str = Field(
        DEFAULT_MODEL,
        description="`multilingual-e5-small`, `all-MiniLM-L6-v2` (English, half the work a question), the folder of any sentence-transformers model, or `auto`: the first of these that is installed.",
    )
    reranker: str = Field(
        "",
        description="Folder of a cross-encoder of sentence-transformers, which reads the question with each of the best passages; empty: none.",
    )
    caution: Caution = Field("balanced", description="How sure an answer must be to be shown: `careful`, `balanced` or `open`.")
    contact: str = Field(
        "", description="Whom a candidate can write to when the documents do not answer: an e-mail address or a page."
    )
    smtp_url: SecretStr = Field(
        SecretStr(""),
        description="Mail server that hand-offs go through, to the contact: `smtp://user:password@host:587` or `smtps://...`.",
    )
    smtp_from: str = Field("", description="Address that these mails come from; empty: the contact.")
    webhook_url: SecretStr = Field(SecretStr(""), description="Instead of mail: address that hand-offs are posted to, signed.")
    webhook_secret: SecretStr = Field(SecretStr(""), description="What they are signed with; at least 16 bytes.")
    opening_hours: str = Field(
        "", description="When people are there to answer a hand-off, such as `Mon-Fri 09:00-18:00; Sat 10:00-12:00`."
    )
    timezone: str = Field("UTC", description="The time zone of these hours, such as `Europe/Paris`.")
    reply_days: int | None = Field(None, ge=1, le=60, description="Working days within which people promise to answer.")
    report_without: tuple[str, ...] = Field(
        (), description="Themes, comma-separated, that `faqbot report` does not ask about, such as `travel, probation`."
    )
    record: Literal["masked", "off"] = Field(
        "masked", description="Whether conversations and feedback are kept: `masked` (personal data taken out) or `off`."
    )
    retention_days: int = Field(
        90, ge=1, description="Days after which conversations and feedback are deleted; the server does it every hour."
    )
    today: datetime.date | None = Field(None, description="The date the program takes for today (YYYY-MM-DD); empty: the clock.")
    limit_client: int = Field(
        1200, ge=0, description="Questions a minute from one address, which a whole office may share; 0: no limit."
    )
    limit_day: int = Field(20_000, ge=0, description="Questions a day from one address; 0: no limit.")
    limit_conversation: int = Field(20, ge=0, description="Questions a minute in one conversation; 0: no limit.")
    trusted_proxies: tuple[str, ...] = Field(
        (),
        description="Addresses or networks, comma-separated, of the proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.",
    )
    root_path: str = Field(
        "", description="Path below which a proxy shows this server, such as `/faq`; empty: it has a host of its own."
    )
    log_format: Literal["text", "json"] = Field("text", description="Log lines on stderr: `text`, or `json`, one object a line.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="The least important log lines that are written."
    )
    log_questions: bool = Field(False, description="Whether the log holds what visitors ask, personal data masked.")
    llm: Literal["none", "openai", "anthropic", "mistral", "ollama", "openai-compatible", "llama-index"] = Field(
        "none",
        description="Language model that may word answers: `none`, `openai`, `anthropic`, `mistral`, `ollama`, `openai-compatible` or `llama-index`.",
    )
    llm_model: str = Field("", description="Its name, as the provider writes it.")
    llm_api_key: SecretStr = Field(
        SecretStr(""), description="The key for the provider; better in the environment than in a file."
    )
    llm_base_url: str = Field("", description="Address of the provider; empty: its own, or Ollama on this machine.")
    llm_class: str = Field("", description="For `llama-index`: where its class is, such as `llama_index.llms.groq:Groq`.")
    llm_options: SecretStr = Field(SecretStr(""), description="For `llama-index`: further arguments of the class, a JSON object.")
    llm_local_only: bool = Field(False, description="Forbids every provider that is not on this machine.")
    llm_timeout: float = Field(
        8.0,
        ge=0.5,
        le=120,
        description="Seconds for all that a language model does for one answer; then the verbatim answer is given.",
    )
    llm_reads: bool = Field(
        False,
        description="Whether it may also find the answer in a near miss and make a follow-up whole, which costs more calls.",
    )
    llm_concurrent: int = Field(8, ge=1, le=256, description="Calls to the language model at once.")
    llm_budget_day: int = Field(2_000_000, ge=0, description="Tokens a day, after which answers are verbatim; 0: no limit.")
    llm_budget_conversation: int = Field(60_000, ge=0, description="Tokens of one conversation; 0: no limit.")
    llm_price_prompt: float = Field(0.0, ge=0, description="What a million tokens sent cost, for the metrics.")
    llm_price_completion: float = Field(0.0, ge=0, description="What a million tokens received cost, for the metrics.")
    batch: int = Field(8, ge=1, le=64, description="Questions of different visitors that are answered together at most.")
    workers: int = Field(2, ge=1, le=64, description="Batches of questions that are answered at the same time.")
    fetch_allow: tuple[str, ...] = Field(
        (),
        description="Networks, comma-separated, that fetches and webhooks may reach although private or loopback, such as `10.1.2.0/24`.",
    )
    fetch_minutes: int = Field(60, ge=5, description="Minutes after which `faqbot serve --watch` fetches addresses anew.")
    threads: int = Field(1, ge=1, le=64, description="Threads of the embedding model for one question.")

    @field_validator("trusted_proxies", "fetch_allow")
    @classmethod
    def _networks(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        # The ValueError of a wrong one names it and says what is wrong.
        return tuple(str(ipaddress.ip_network(one, strict=False)) for one in given)

    @field_validator("root_path")
    @classmethod
    def _path(cls, given: str) -> str:
        if given and not re.fullmatch(r"(?:/[A-Za-z0-9._~-]+)+", given):
            raise ValueError("it is not a path; write it like /faq, with no slash at its end")
        return given

    @field_validator("allowed_origins")
    @classmethod
    def _origins(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        for one in given:
            if not _ORIGIN.fullmatch(one):
                raise ValueError(f"{one!r} is not an origin; write scheme and host, as in https://careers.example.org")
        return tuple(one.lower().rstrip("/") for one in given)

    @field_validator("opening_hours")
    @classmethod
    def _readable(cls, value: str) -> str:
        hours.parse(value)
        return value

    @field_validator("timezone")
    @classmethod
    def _known(cls, value: str) -> str:
        try:
            zoneinfo.ZoneInfo(value)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("no such time zone; write it like Europe/Paris") from None
        return value

    def oldest(self) -> datetime.datetime:
        """When whatever is kept must be newer than: `retention_days` ago, told by the clock of `date`."""
        now = datetime.datetime.now(tz=datetime.UTC)
        return datetime.datetime.combine(self.date(), now.timetz()) - datetime.timedelta(days=self.retention_days)

    def date(self) -> datetime.date:
        """Today, or the day that `today` names."""
        return self.today or datetime.datetime.now(tz=datetime.UTC).date()


def load(environment: Mapping[str, str] | None = None, *, file: Path = Path("faqbot.toml"), **given: Any) -> Settings:
    """The settings from `given` (a command line's options; None means not given), then environment, then `file`.

    Raises SettingsError for an unknown name (with the nearest known one) or a value that is not allowed.
    """
    environment = os.environ if environment is None else environment
    values = _from_file(file) | _from_environment(environment)
    values |= {name: value for name, value in given.items() if value is not None}
    for name in _LISTS & values.keys():
        if isinstance(listed := values[name], str):
            values[name] = tuple(part.strip() for part in listed.split(",") if part.strip())
    try:
        return Settings(**values)
    except ValidationError as error:
        raise SettingsError("; ".join(_sentence(problem) for problem in error.errors())) from None


def table() -> str:
    """README's table of settings, as Markdown."""
    rows = ["| variable | default | meaning |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = field.default
        shown = "" if default in ("", None, (), SecretStr("")) else f"`{default}`"
        rows.append(f"| `{PREFIX}{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(rows)


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    names = {PREFIX + name.upper(): name for name in Settings.model_fields}
    values: dict[str, Any] = {}
    for variable, value in environment.items():
        if not variable.startswith(PREFIX) or variable in _OTHERS:
            continue
        if variable not in names:
            raise SettingsError(_unknown(variable, list(names), where="the environment"))
        if value != "":
            values[names[variable]] = value
    return values


def _from_file(file: Path) -> dict[str, Any]:
    if not file.is_file():
        return {}
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file} is not a TOML file: {error}. Write one `name = value` a line.") from None
    for name in values:
        if name not in Settings.model_fields:
            raise SettingsError(_unknown(name, list(Settings.model_fields), where=str(file)))
    return values


def _unknown(name: str, known: list[str], *, where: str) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.0)
    return f"{where} sets {name}, which is not a setting of faqbot. The nearest one is {near[0]}."


def _sentence(problem: Any) -> str:
    name = str(problem["loc"][0])
    field = Settings.model_fields[name]
    choices = get_args(field.annotation)
    allowed = (
        f" Allowed: {', '.join(map(str, choices))}." if choices and all(isinstance(choice, str) for choice in choices) else ""
    )
    value = "a value that is not shown" if field.annotation is SecretStr else f"the value {str(problem['input'])!r}"
    return f"{PREFIX}{name.upper()} has {value}: {problem['msg'].lower()}.{allowed}"
