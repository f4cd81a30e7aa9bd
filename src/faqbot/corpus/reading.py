"""From paths to documents. One bad file is refused with a sentence; the others are read all the same."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from pathlib import Path

from faqbot.corpus import files, frontmatter
from faqbot.corpus.files import Found
from faqbot.corpus.loaders import LOADERS
from faqbot.corpus.page import Page
from faqbot.corpus.refusals import WARNED, refusal
from faqbot.corpus.sections import assemble
from faqbot.errors import DocumentError
from faqbot.language import detect
from faqbot.language.markup import readable
from faqbot.types import Corpus, Document, Finding

_LANGUAGE = re.compile(r"[a-z]{2}(?:-[A-Za-z]{2})?")
# Two-letter folder names that are words, not languages, would give a role by accident; ISO 639-1 is short enough to list.
_LANGUAGES = frozenset(
    "ar bg ca cs cy da de el en es et eu fa fi fr ga gl he hi hr hu id is it ja ko lt lv mk mt nb nl nn no pl pt ro ru sk sl sq sr sv th tr uk vi zh".split()
)


def read(paths: Sequence[Path]) -> Corpus:
    """Every document below `paths`, sorted by source. Raises UsageError for a path that does not exist."""
    documents: dict[str, Document] = {}
    refused: list[Finding] = []
    warnings: list[Finding] = []
    ids: dict[str, str] = {}
    for found in files.find(paths):
        try:
            document, identity = _read_one(found)
            if identity in ids:
                message = f"`id` has the value {identity!r}, which {ids[identity]} has too."
                raise refusal(found.source, "duplicate-id", message, line=_line_of(document.text, "id"))
        except DocumentError as error:
            refused.append(Finding(error.source, error.line, error.code, error.message, error.remedy))
            continue
        if identity:
            ids[identity] = found.source
        documents[found.source] = document
        if not document.sections:
            warnings.append(Finding(found.source, 0, "empty", WARNED["empty"].when, WARNED["empty"].remedy))
    return Corpus(tuple(documents.values()), tuple(refused), tuple(warnings))


def _read_one(found: Found) -> tuple[Document, str]:
    raw = files.read_bytes(found)
    page = LOADERS[found.path.suffix.lower()](raw, found.source)
    values = page.values
    title = str(values.get("title") or _first_heading(page) or page.title or frontmatter.humanise(found.path.stem))
    role, lang = _folder(found.below)
    document = Document(
        source=found.source,
        text=page.text,
        title=readable(title),
        lang=str(values.get("lang") or lang or detect.detect(page.text[:5000])),
        role=_text(values.get("role")) if "role" in values else role,
        sections=assemble(page.text, page.blocks, readable(title)),
        kind=str(values.get("kind") or "page"),
        aliases=_texts(values.get("aliases")),
        owner=_text(values.get("owner")),
        reviewed=_date(values.get("reviewed")),
        valid_until=_date(values.get("valid_until")),
        url=_text(values.get("url")),
    )
    return document, str(values.get("id") or "")


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


def _line_of(text: str, name: str) -> int:
    match = re.search(rf"^{name}\s*:", text, re.MULTILINE)
    return text.count("\n", 0, match.start()) + 1 if match else 1


def _text(value: object) -> str | None:
    return str(value) if value is not None else None


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple) else ()


def _date(value: object) -> datetime.date | None:
    return value if isinstance(value, datetime.date) else None
