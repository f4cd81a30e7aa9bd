"""A job posting as a page: its description as text, its facts as fields that can be quoted."""

from __future__ import annotations

import datetime
import html
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from faqbot.corpus.lines import Lines
from faqbot.corpus.maincontent import parse_html, write_main
from faqbot.corpus.page import Page

# "(H/F)", "(m/w/d)", "(f/m/x)": said of every role, and no part of its name.
_GENDERS = re.compile(r"[(\[]\s*(?:[hfmwdxni](?:\s*[/|]\s*[hfmwdxni])+|all genders)\s*[)\]]", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Fact:
    """A named value of a posting, to the letter; `part` tells several values of one name apart."""

    label: str
    value: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Posting:
    """What a feed or a page says of one job. `passages` are headings, empty for none, each with its text or HTML."""

    id: str
    title: str
    passages: Sequence[tuple[str, str]] = ()
    facts: Sequence[Fact] = ()
    url: str = ""
    valid_until: str = ""
    lang: str = ""
    alone: bool = False


def pages(postings: Sequence[Posting], source: str) -> list[Page]:
    """One page a posting. Roles of one title are told apart by the posting's id."""
    roles = [slug(one.title) for one in postings]
    named = [
        f"{role}-{slug(one.id)}" if roles.count(role) > 1 and one.id else role for role, one in zip(roles, postings, strict=True)
    ]
    parts = [slug(one.id) or role for role, one in zip(named, postings, strict=True)]
    return [
        _page(one, source, role=role, part="" if one.alone else f"{part}-{number}" if parts.count(part) > 1 else part)
        for number, (one, role, part) in enumerate(zip(postings, named, parts, strict=True), start=1)
    ]


def write_facts(lines: Lines, facts: Iterable[Fact]) -> None:
    """Add the facts that have a value."""
    for fact in facts:
        lines.field((fact.label,), fact.value, part=fact.part)


def write_passage(lines: Lines, text: str, source: str) -> None:
    """Add text that may be HTML, or HTML with its angle brackets escaped."""
    if "<" not in text and "&lt;" in text:
        text = html.unescape(text)
    if re.search(r"<[a-zA-Z/]", text):
        write_main(parse_html(f"<main>{text}</main>", source), lines)
    else:
        lines.passage(html.unescape(text))


def described(posting: Posting) -> dict[str, object]:
    """The values of the front matter's schema that a posting states."""
    values: dict[str, object] = {"kind": "posting"}
    if role := slug(posting.title):
        values["role"] = role
    if date := day(posting.valid_until):
        values["valid_until"] = date
    if re.match(r"https?://\S+$", posting.url):
        values["url"] = posting.url
    if re.fullmatch(r"[a-z]{2}(?:[-_].*)?", posting.lang.lower()):
        values["lang"] = posting.lang[:2].lower()
    return values


def day(text: str) -> datetime.date | None:
    """The day that a date, with or without a time, begins with; None where there is none."""
    found = _DATE.match(text)
    try:
        return datetime.date.fromisoformat(found.group()) if found else None
    except ValueError:
        return None


def slug(text: str) -> str:
    """A name as the address of a role is written: small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", _GENDERS.sub("", text)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def enumeration(value: str) -> str:
    """The name of a choice, such as FULL_TIME, with blanks between its words."""
    return value.replace("_", " ")


def _page(posting: Posting, source: str, *, role: str, part: str) -> Page:
    lines = Lines()
    lines.heading(posting.title, 1)
    for heading, text in posting.passages:
        if text.strip():
            lines.heading(heading, 2)
            write_passage(lines, text, source)
    write_facts(lines, posting.facts)
    values: Mapping[str, object] = described(posting) | ({"role": role} if role else {})
    return lines.page(title=posting.title, values=values, part=part)
