"""JSON and YAML: a job feed, a posting, questions and answers, or named values. The document's text is what was extracted."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from faqbot.corpus import feeds, frontmatter, jobposting
from faqbot.corpus.decoding import decode
from faqbot.corpus.lines import Lines
from faqbot.corpus.page import Page
from faqbot.corpus.postings import Posting, pages, write_passage
from faqbot.corpus.sections import is_question
from faqbot.corpus.tables import columns, write_table
from faqbot.corpus.trees import Tree, each, fields, read_json, read_yaml, said, scalars

# Names that say only that a value follows.
_UNNAMED = frozenset({"title", "name", "text", "items", "value", "values", "questions", "faq"})
_SILENT = frozenset({"true", "false", "null", "~"})
# A longer value is a passage of its own, not a fact.
_LONGEST_FIELD = 200


def read_json_file(raw: bytes, source: str) -> list[Page]:
    """The documents of a JSON file."""
    text, removed = decode(raw, source)
    return _pages(read_json(text, source), source, removed)


def read_yaml_file(raw: bytes, source: str) -> list[Page]:
    """The documents of a YAML file."""
    text, removed = decode(raw, source)
    return _pages(read_yaml(text, source), source, removed)


def _pages(tree: Tree, source: str, removed: Counter[str]) -> list[Page]:
    found: list[Posting] = feeds.postings(tree) or jobposting.postings(tree)
    if found or feeds.is_empty(tree):
        return pages(found, source) or [Lines(removed).page()]
    lines = Lines(removed)
    deque(scalars(tree, source), maxlen=0)  # refuses what would never end
    values = {
        name: frontmatter.described(name, value, source)
        for name, value in fields(tree).items()
        if name in frontmatter.SCHEMA and (not isinstance(value, dict | list) or name == "aliases")
    }
    rest = {name: value for name, value in tree.items() if name not in values} if isinstance(tree, dict) else tree
    _Writer(lines, source).write(rest, ())
    return [lines.page(values=values)]


class _Writer:
    """Writes values as questions and answers, tables, fields or passages, by their shape."""

    def __init__(self, lines: Lines, source: str) -> None:
        self._lines = lines
        self._source = source

    def write(self, tree: Tree, label: tuple[str, ...]) -> None:
        """Add `tree`, which stands under the names in `label`."""
        entries = list(_entries(tree))
        if entries:
            self._questions(entries)
        elif _is_table(tree):
            names = list(dict.fromkeys(name for row in tree for name in row))
            self._lines.heading(label[-1] if label else "", 2)
            write_table(self._lines, [names, *([said(row.get(name)) for name in names] for row in tree)])
        elif isinstance(tree, dict):
            for name, value in tree.items():
                own = (*label, frontmatter.humanise(name))
                self.write(value, label if label and name in _UNNAMED else own)
        elif isinstance(tree, list):
            for value in tree:
                self.write(value, label)
        else:
            self._scalar(said(tree), label)

    def _questions(self, entries: Sequence[_Entry]) -> None:
        theme = ""
        for entry in entries:
            if entry.theme not in ("", theme):
                theme = entry.theme
                self._lines.heading(theme, 2)
            self._lines.heading(entry.question, 3)
            for wording in entry.wordings:
                self._lines.wording(wording)
            write_passage(self._lines, entry.answer, self._source)

    def _scalar(self, text: str, label: tuple[str, ...]) -> None:
        if text.lower() in _SILENT:
            return
        if label and len(text) <= _LONGEST_FIELD and "\n" not in text and "<" not in text:
            self._lines.field(label, text)
        else:
            self._lines.heading(label[-1] if label else "", 2)
            write_passage(self._lines, text, self._source)


@dataclass(frozen=True, slots=True)
class _Entry:
    question: str
    answer: str
    wordings: tuple[str, ...] = ()
    theme: str = ""


def _entries(tree: Tree) -> Iterator[_Entry]:
    """Questions and answers: under names for both, as schema.org's FAQPage, or questions as names."""
    mapping = fields(tree)
    if mapping and all(is_question(name) for name in mapping):
        yield from (_Entry(name, _joined(answer)) for name, answer in mapping.items())
        return
    for row in map(fields, each(mapping.get("mainEntity", tree))):
        found = columns(list(row))
        if "Question" in map(said, each(row.get("@type"))):
            yield _Entry(said(row.get("name")), said(fields(row.get("acceptedAnswer")).get("text")))
        elif found is not None:
            cells = {kind: list(row.values())[number] for kind, number in found.items()}
            wordings = tuple(map(said, each(cells.get("wordings"))))
            yield _Entry(said(cells["question"]), _joined(cells["answer"]), wordings, said(cells.get("theme")))
        else:
            return


def _joined(tree: Tree) -> str:
    return "\n".join(map(said, each(tree)))


def _is_table(tree: Tree) -> bool:
    plain = isinstance(tree, list) and len(tree) > 1 and all(isinstance(row, dict) for row in tree)
    return plain and all(isinstance(cell, str | None) for row in tree for cell in row.values())
