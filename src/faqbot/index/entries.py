"""What is embedded: four kinds of entry a chunk, each the text that the model reads for it.

The heading (a FAQ's question) stands before passage and sentence, because most sentences do not repeat what they are
about. The role's own names are left out: every text about the role shares them. What is shown stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from faqbot.language.markup import readable
from faqbot.language.names import names_of, without_names
from faqbot.types import Chunk, Document

Kind = Literal["passage", "heading", "sentence", "headed"]
KINDS: tuple[Kind, ...] = ("passage", "heading", "sentence", "headed")


@dataclass(frozen=True, slots=True)
class Entry:
    """One vector to be: its id within its kind, the source it belongs to, and the text that is embedded.

    Ids: passage `chunk`; heading `chunk/k` for the k-th wording; sentence and headed `chunk.i`, where i counts the
    sentences of the section.
    """

    id: str
    kind: Kind
    source: str
    text: str


def entries(document: Document, chunks: Iterable[Chunk], *, titled: bool) -> Iterator[Entry]:
    """The entries of a document's chunks; `titled` puts its title before passages, where titles tell documents apart."""
    names = names_of(document)

    def clean(text: str) -> str:
        return without_names(readable(text), names) or readable(text) or text

    for chunk in chunks:
        section = document.sections[chunk.section]
        heading = clean(section.heading[-1])
        sentences = [clean(document.quote(one.start, one.end)) for one in section.sentences[chunk.first : chunk.last]]
        title = f"{document.title}. " if titled and document.role is None else ""
        yield Entry(chunk.id, "passage", document.source, f"{title}{heading}. {' '.join(sentences)}".strip())
        for number, wording in enumerate(section.wordings or (section.heading[-1],)):
            yield Entry(f"{chunk.id}/{number}", "heading", document.source, clean(wording))
        for number, sentence in enumerate(sentences, start=chunk.first):
            yield Entry(f"{chunk.id}.{number}", "sentence", document.source, sentence)
            yield Entry(f"{chunk.id}.{number}", "headed", document.source, f"{heading}. {sentence}")


def chunk_of(entry: str) -> str:
    """The id of the chunk that an entry belongs to."""
    return entry.split("/", 1)[0].split(".", 1)[0]
