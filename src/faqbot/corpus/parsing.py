"""From one file's bytes to its documents. Runs in the process of its own that `isolation` keeps."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from faqbot.corpus import frontmatter
from faqbot.corpus.instructions import instructions
from faqbot.corpus.invisible import describe
from faqbot.corpus.loaders import LOADERS
from faqbot.corpus.page import Page
from faqbot.corpus.refusals import refusal, warning
from faqbot.corpus.sections import assemble
from faqbot.errors import DocumentError
from faqbot.language import detect
from faqbot.language.markup import readable
from faqbot.types import Document, Finding

_LANGUAGE = re.compile(r"[a-z]{2}(?:-[A-Za-z]{2})?")
# Two-letter folder names that are words, not languages, would give a role by accident; ISO 639-1 is short enough to list.
_LANGUAGES = frozenset(
    "ar bg ca cs cy da de el en es et eu fa fi fr ga gl he hi hr hu id is it ja ko lt lv mk mt nb nl nn no pl pt ro ru sk sl sq sr sv th tr uk vi zh".split()
)
_MOST_SENTENCES = 10_000


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document with the `id` that its author gave it (empty: none), and what is worth a warning."""

    document: Document
    identity: str
    warnings: tuple[Finding, ...]


def parse(raw: bytes, source: str, below: tuple[str, ...]) -> list[Parsed]:
    """The documents in a file; `below` are the folders it lies in. Raises DocumentError when it cannot be read."""
    load = LOADERS[PurePosixPath(source).suffix.lower()]
    try:
        pages = load(raw, source)
        return [_parsed(page, source, below) for page in pages]
    except (DocumentError, MemoryError):
        raise
    except RecursionError:
        raise refusal(source, "too-deep", "The file is nested deeper than can be read.") from None
    except Exception as error:  # noqa: BLE001 - whatever a foreign reader raises on a broken file
        raise refusal(source, "damaged", f"The file cannot be read: {_first_line(error)}.") from None


def _parsed(page: Page, source: str, below: tuple[str, ...]) -> Parsed:
    values = page.values
    role, lang = _folder(below)
    stem = PurePosixPath(source).stem
    title = readable(str(values.get("title") or _first_heading(page) or page.title)) or frontmatter.humanise(stem)
    lang = str(values.get("lang") or lang or detect.detect(page.text[:5000]))
    document = Document(
        source=f"{source}/{page.part}" if page.part else source,
        text=page.text,
        title=title,
        lang=lang,
        role=_text(values.get("role")) if "role" in values else role,
        sections=assemble(page.text, page.blocks, title, lang),
        kind=str(values.get("kind") or "page"),
        aliases=_texts(values.get("aliases")),
        owner=_text(values.get("owner")),
        reviewed=_date(values.get("reviewed")),
        valid_until=_date(values.get("valid_until")),
        url=_text(values.get("url")),
    )
    sentences = sum(len(section.sentences) for section in document.sections)
    if sentences > _MOST_SENTENCES:
        raise refusal(source, "too-large", f"The document has {sentences:,} sentences; the limit is {_MOST_SENTENCES:,}.")
    return Parsed(document, str(values.get("id") or ""), tuple(_warnings(document, page)))


def _warnings(document: Document, page: Page) -> Iterator[Finding]:
    if not document.sections:
        yield warning(document.source, "empty", "The document has no text that could answer.")
    if page.removed:
        yield warning(document.source, "invisible", describe(page.removed))
    found = list(instructions(document.text))
    if found:
        line, words = found[0]
        several = f" {len(found)} lines are like it." if len(found) > 1 else ""
        yield warning(
            document.source, "instructions", f"A line reads like an order to a language model: “{words}”.{several}", line=line
        )


def _first_heading(page: Page) -> str:
    top = (block for block in page.blocks if block.kind == "heading" and block.level == 1)
    block = next(top, None)
    return page.text[block.start : block.end] if block else ""


def _folder(below: tuple[str, ...]) -> tuple[str | None, str | None]:
    """Role and language as the folders say: `R/<lang>/` gives both, `<lang>/` at the root the language alone."""
    for depth, name in enumerate(below):
        if _LANGUAGE.fullmatch(name) and name[:2] in _LANGUAGES:
            role = re.sub(r"[^a-z0-9]+", "-", below[depth - 1].lower()).strip("-") if depth else ""
            return role or None, name[:2]
    return None, None


def _first_line(error: Exception) -> str:
    """What a foreign reader says, in one line that fits a sentence."""
    said = " ".join(str(error).split())[:120].rstrip(".")
    return f"{said} ({type(error).__name__})" if said else type(error).__name__


def _text(value: object) -> str | None:
    return str(value) if value is not None else None


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple) else ()


def _date(value: object) -> datetime.date | None:
    return value if isinstance(value, datetime.date) else None
