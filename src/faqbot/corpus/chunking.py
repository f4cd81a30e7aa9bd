"""From sections to chunks that the embedding model can read whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence

from faqbot.types import Chunk, Document, Section

CountTokens = Callable[[Sequence[str]], list[int]]


def chunk(document: Document, count_tokens: CountTokens, limit: int) -> list[Chunk]:
    """The chunks of `document`, in order: a section, or as many of its sentences in a row as fit in `limit` tokens.

    A chunk's text stands below its heading when it is embedded, so the heading counts. A single sentence longer than
    `limit` is a chunk of its own. A question without an answer is a chunk without sentences: it can be found, and is
    then said to be not published yet. Ids depend on source, place and content alone.
    """
    chunks: list[Chunk] = []
    for number, section in enumerate(document.sections):
        for first, last in _parts(document, section, count_tokens, limit):
            chunks.append(Chunk(_id(document, number, first, last), document.source, number, first, last))
    return chunks


def _parts(document: Document, section: Section, count_tokens: CountTokens, limit: int) -> Iterator[tuple[int, int]]:
    quotes = [document.quote(sentence.start, sentence.end) for sentence in section.sentences]
    if not quotes:
        yield 0, 0
        return
    heading, *sizes = count_tokens([section.heading[-1], *quotes])
    first, size = 0, heading
    for number, tokens in enumerate(sizes):
        if number > first and size + tokens > limit:
            yield first, number
            first, size = number, heading
        size += tokens
    yield first, len(quotes)


def _id(document: Document, section: int, first: int, last: int) -> str:
    heading = document.sections[section].heading
    sentences = document.sections[section].sentences[first:last]
    text = document.quote(sentences[0].start, sentences[-1].end) if sentences else ""
    key = "\0".join((document.source, str(section), str(first), *heading, text))
    return hashlib.sha256(key.encode()).hexdigest()[:20]
