"""HTML pages: the main content only, and what JobPosting data in the page states. The document's text is what was extracted."""

from __future__ import annotations

import contextlib
import re
from collections import Counter

from lxml.html import HtmlElement

from faqbot.corpus import jobposting
from faqbot.corpus.decoding import decode
from faqbot.corpus.lines import Lines
from faqbot.corpus.maincontent import parse_html, write_main
from faqbot.corpus.page import Page
from faqbot.corpus.postings import Posting, described, pages, write_facts, write_passage
from faqbot.corpus.trees import read_json
from faqbot.errors import DocumentError

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
# Where a declaration must stand, with some room for comments before it.
_HEAD = 4096
# Browsers read these as Windows' extension of them, and so do those who write them.
_WESTERN = frozenset({"iso-8859-1", "latin1", "ascii", "us-ascii"})


def read_webpage(raw: bytes, source: str) -> list[Page]:
    """The main content of a page: navigation, chrome, hidden text, comments and templates are left out."""
    text, removed = _decoded(raw, source)
    root = parse_html(text, source)
    lines = Lines(removed)
    write_main(root, lines)
    heading = next(root.iter("h1"), None)
    title = (heading.text_content() if heading is not None else "") or root.findtext(".//title") or ""
    postings = _stated(root, source)
    values: dict[str, object] = described(postings[0]) if len(postings) == 1 else {}
    if len(postings) == 1:
        _add_posting(lines, postings[0], source)
        title = title or postings[0].title
    lang = (root.get("lang") or "")[:2].lower()
    if len(lang) == 2 and lang.isalpha():
        values["lang"] = lang
    own = [lines.page(title=title, values=values)]
    return [*own, *pages(postings, source)] if len(postings) > 1 else own


def _stated(root: HtmlElement, source: str) -> list[Posting]:
    """The postings in the page's JSON-LD; what is no JSON there is not for us to mend."""
    found: list[Posting] = []
    for script in root.iter("script"):
        if (script.get("type") or "").strip().lower() == "application/ld+json":
            with contextlib.suppress(DocumentError):
                found += jobposting.postings(read_json(script.text or "", source))
    return found


def _add_posting(lines: Lines, posting: Posting, source: str) -> None:
    """The facts of the page's own posting, and its passages where the page does not show them."""
    shown = lines.page().text
    for heading, text in posting.passages:
        passage = Lines()
        write_passage(passage, text, source)
        first = passage.page().text.split("\n", 1)[0]
        if first and first not in shown:
            lines.heading(heading or posting.title, 2)
            write_passage(lines, text, source)
    write_facts(lines, posting.facts)


def _decoded(raw: bytes, source: str) -> tuple[str, Counter[str]]:
    """The page's text in UTF-8 or, where it is not, in the encoding that the page declares."""
    declared = _CHARSET.search(raw[:_HEAD])
    name = declared.group(1).decode("ascii").lower() if declared else "utf-8"
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        try:
            raw = raw.decode("cp1252" if name in _WESTERN else name).encode()
        except (LookupError, UnicodeError):
            return decode(raw, source)
    return decode(raw, source)
