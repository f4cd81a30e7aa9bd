"""From blocks to sections: a heading with what stands below it, and FAQ entries with all their wordings.

A line that gives a fact its name ("Closing date: 30 November") is a field, below whatever heading it stands. A heading that
ends in a question mark is a FAQ question. So is a one-line paragraph that ends in one and is
followed by text. List items that end in a question mark, directly below a heading, are wordings of what the section
answers; below a FAQ question, lines are too. A question with nothing below it is a section without sentences: not published yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from faqbot.corpus import facts
from faqbot.corpus.blocks import Block
from faqbot.language import sentences
from faqbot.language.markup import readable
from faqbot.types import Section, SectionKind, Sentence

_LINE = re.compile(r"[ \t]*(?:[-*+•][ \t]+)?(\S[^\n]*?)[ \t]*(?=\n|\Z)")
# What stands between the names in a heading of several, each of at most so many words.
_AND = re.compile(r"\s*(?:[,;&/+]|\b(?:and|or|et|ou)\b)\s*", re.IGNORECASE)
_LONGEST_NAME = 3
# Longer lines that end in a question mark are rhetoric, not a question somebody asks.
_LONGEST_QUESTION = 200
# Deeper than any heading: a question line inside a section ends at the next heading of any level.
_QUESTION_LINE = 7


@dataclass
class _Draft:
    heading: tuple[str, ...]
    wordings: list[str] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)

    kind: SectionKind = "prose"
    # The heading itself is a question.
    asked: bool = False

    def finish(self) -> Section:
        kind: SectionKind = "faq" if self.asked else self.kind
        return Section(heading=self.heading, sentences=tuple(self.sentences), kind=kind, wordings=tuple(self.wordings))


class _Fields:
    """Named values: those of one name stand in one section; a value of several lines is quoted line by line."""

    def __init__(self, lang: str) -> None:
        self.drafts: list[_Draft] = []
        self._lang = lang

    def add(self, text: str, block: Block) -> None:
        for line in _LINE.finditer(text, block.start, block.end):
            self._append(block.label, Sentence(line.start(1), line.end(1), "field"))

    def named(self, text: str, block: Block, heading: tuple[str, ...]) -> list[tuple[int, int]]:
        """Take the lines of `block` that give a known fact its name, and return the spans of the lines between them."""
        taken = [(block.start, block.start)]
        for line in _LINE.finditer(text, block.start, block.end):
            if name := facts.named(line.group(1)):
                self._append((*heading, name), Sentence(line.start(1), line.end(1), "field"))
                taken.append(line.span())
        ends = [*(start for start, _ in taken[1:]), block.end]
        return [span for (_, start), end in zip(taken, ends, strict=True) if (span := _trimmed(text, start, end))]

    def _append(self, label: tuple[str, ...], sentence: Sentence) -> None:
        if not self.drafts or self.drafts[-1].heading != label:
            asked = facts.questions(label[-1], self._lang)
            self.drafts.append(_Draft(label, wordings=[label[-1], *asked] if asked else [], kind="field"))
        self.drafts[-1].sentences.append(sentence)


def assemble(text: str, blocks: Sequence[Block], title: str, lang: str) -> tuple[Section, ...]:
    """The sections of a document, in order; fields come last. Headings without text below are left out."""
    drafts = list(_drafts(text, blocks, title, lang))
    return tuple(draft.finish() for draft in drafts if draft.sentences or draft.asked)


def is_question(line: str) -> bool:
    """Whether one line reads as a question that somebody asks."""
    return line.rstrip("*_ \t").endswith("?") and len(line) <= _LONGEST_QUESTION


def _drafts(text: str, blocks: Sequence[Block], title: str, lang: str) -> Iterator[_Draft]:
    path: list[tuple[int, str]] = []
    draft = _Draft((title,))
    fields = _Fields(lang)
    for number, block in enumerate(blocks):
        content = text[block.start : block.end]
        if block.kind == "field":
            fields.add(text, block)
        elif block.kind == "heading" or _opens_question(text, blocks, number, draft):
            yield draft
            draft = _open(block, readable(content), path, title)
        elif draft.heading and not draft.sentences and is_question(content) and (draft.asked or block.kind == "item"):
            draft.wordings.append(readable(content))
        elif draft.asked:
            draft.sentences.extend(_sentences(text, block))
        else:
            above = draft.heading if draft.heading != (title,) else ()
            for start, end in fields.named(text, block, above):
                draft.sentences.extend(_sentences(text, replace(block, start=start, end=end)))
    yield draft
    yield from fields.drafts


def _open(block: Block, line: str, path: list[tuple[int, str]], title: str) -> _Draft:
    level = block.level or _QUESTION_LINE
    while path and path[-1][0] >= level:
        path.pop()
    path.append((level, line))
    heading = tuple(name for _, name in path if name != title) or (title,)
    asked = is_question(line)
    return _Draft(heading, wordings=[line, *(() if asked else _topics(line))], asked=asked)


def _topics(line: str) -> list[str]:
    """What a heading of several names promises: "Pay and hours" is about pay, and about hours. None for any other."""
    parts = [part.strip() for part in _AND.split(line)]
    return parts if len(parts) > 1 and all(0 < len(part.split()) <= _LONGEST_NAME for part in parts) else []


def _opens_question(text: str, blocks: Sequence[Block], number: int, draft: _Draft) -> bool:
    """A paragraph of one question line, followed by text that is not a question: a FAQ entry without a heading."""
    block = blocks[number]
    line = text[block.start : block.end]
    if block.kind != "paragraph" or "\n" in line or not is_question(line) or (draft.asked and not draft.sentences):
        return False
    if len(sentences.split(text, block.start, block.end)) > 1:
        return False
    following = blocks[number + 1] if number + 1 < len(blocks) else None
    return following is not None and following.kind in ("paragraph", "item")


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span without blanks around it; None where nothing else is in it."""
    piece = text[start:end]
    begin = start + len(piece) - len(piece.lstrip())
    return (begin, begin + len(piece.strip())) if piece.strip() else None


def _sentences(text: str, block: Block) -> list[Sentence]:
    kind = "item" if block.kind == "item" else "prose"
    if kind == "item":
        return [Sentence(block.start, block.end, "item")]
    return [Sentence(start, end) for start, end in sentences.split(text, block.start, block.end)]
