"""The nouns of faqbot: what crosses a boundary between two modules. No behaviour beyond reading one's own fields.

Offsets count Unicode code points in `Document.text`; a span is half-open, `text[start:end]`.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Outcome = Literal["answered", "not_in_documents", "clarify", "smalltalk", "handoff", "declined"]
Support = Literal["quoted", "checked", "none"]
Mode = Literal["extractive", "generative"]
Caution = Literal["careful", "balanced", "open"]
NoteKind = Literal["missing", "language", "open_part", "label", "stale", "closed", "closest"]
Zone = Literal["answer", "closest", "nothing"]
SectionKind = Literal["prose", "faq", "field"]
SentenceKind = Literal["prose", "item", "field"]

ABSTAINED: frozenset[Outcome] = frozenset({"not_in_documents", "clarify", "handoff", "declined"})

# ---------------------------------------------------------------------------------------------- documents


@dataclass(frozen=True, slots=True)
class Sentence:
    """A span of a document that can be quoted alone: a sentence, a list item, or the value of a field."""

    start: int
    end: int
    kind: SentenceKind = "prose"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the sentences below it, up to the next heading.

    `heading` runs from the outermost heading down to the section's own. `wordings` are the heading and the questions
    listed below it. A FAQ section without sentences is a question whose answer is not published yet.
    """

    heading: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    kind: SectionKind = "prose"
    wordings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it was read. `text` is what every offset points into; `source` is its path below the root."""

    source: str
    text: str
    title: str
    lang: str
    role: str | None
    sections: tuple[Section, ...]
    kind: str = "page"
    aliases: tuple[str, ...] = ()
    owner: str | None = None
    reviewed: datetime.date | None = None
    valid_until: datetime.date | None = None
    url: str | None = None

    def quote(self, start: int, end: int) -> str:
        """The characters of this document from `start` up to `end`."""
        return self.text[start:end]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A section, or the part of a long one that the model can read at once: `sentences[first:last]` of it."""

    id: str
    source: str
    section: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Something an ingest refused or warns about, in words for the document's author."""

    source: str
    line: int
    code: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """All documents that were read, by source, and what was refused or is worth a warning."""

    documents: tuple[Document, ...]
    refused: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()


# ---------------------------------------------------------------------------------------------- asking


@dataclass(frozen=True, slots=True)
class Turn:
    """What a person typed, and what the front knows about where. `quoted` wants quotes, whoever words answers otherwise;
    `standalone` is the question, where it was made whole already.
    """

    question: str
    role: str | None = None
    lang: str | None = None
    turns: tuple[str, ...] = ()
    conversation: str | None = None
    id: str | None = None
    quoted: bool = False
    standalone: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A question made ready for retrieval: `text` stands alone and is spelt right, `search` is it without the names of roles,
    which tell nothing apart; `scope` holds the sources that may answer. `about` names whose side of a comparison this is;
    `context` is the question with the turn before it, where the two may belong together.
    """

    text: str
    search: str
    lang: str
    scope: frozenset[str]
    role: str | None = None
    named: tuple[str, ...] = ()
    corrected: tuple[tuple[str, str], ...] = ()
    about: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A chunk that retrieval brought up, with its score and the parts that the score was made of."""

    chunk: Chunk
    score: float
    parts: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentences of one section that are to answer: `chosen` indexes into `section.sentences`, in order.

    `best` is the one among them that scored highest (-1 where nothing is chosen: not published yet). `features` are the numbers that the judge reads, by name.
    """

    document: Document
    section: Section
    chosen: tuple[int, ...]
    score: float
    features: Mapping[str, float] = field(default_factory=dict)
    best: int = -1


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge makes of the evidence: how sure it is, and which words of the question nothing covers."""

    confidence: float
    zone: Zone
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One question of a turn with all that the stages made of it."""

    query: Query
    evidence: tuple[Evidence, ...]
    verdict: Verdict
    features: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote and the place it stands at. `text[start:end] == quote` for the text of `source`."""

    n: int
    source: str
    title: str
    heading: tuple[str, ...]
    quote: str
    start: int
    end: int
    url: str | None = None
    reviewed: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """One sentence that a reader sees, with the numbers of the citations that support it."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Something we say beside the quotes. `code` picks the sentence in `texts`, `values` fill its gaps."""

    kind: NoteKind
    code: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the pipeline makes of one turn. `texts.render` turns it into what a person or a program reads.

    `reason` says within the outcome why: it picks the sentence that stands where no quote does.
    """

    id: str
    question: str
    outcome: Outcome
    reason: str
    conversation: str
    lang: str
    index: str
    mode: Mode = "extractive"
    role: str | None = None
    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    closest: Citation | None = None
    notes: tuple[Note, ...] = ()
    choices: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    contact: str = ""
    confidence: float = 0.0
    latency_ms: float = 0.0
    trace: Mapping[str, object] = field(default_factory=dict)

    @property
    def abstained(self) -> bool:
        """True unless the outcome is an answer or small talk."""
        return self.outcome in ABSTAINED

    @property
    def support(self) -> Support:
        """How the sentences are held: quoted to the letter, checked against their evidence, or none shown."""
        if self.outcome != "answered":
            return "none"
        return "quoted" if self.mode == "extractive" else "checked"


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer in quotes, what of it a language model may word (`parts`), and the near miss that one may read (`near`)."""

    answer: Answer
    parts: tuple[Part, ...] = ()
    near: Part | None = None


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a language model is given: who it is to be, what it is to work on, and where it has to end."""

    system: str
    user: str
    max_tokens: int


@dataclass(frozen=True, slots=True)
class Sample:
    """One number for a page of metrics. What only grows has a name that ends in `_total`."""

    name: str
    told: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Feedback:
    """A reader's thumb on one answer; the last word for an answer counts."""

    answer: str
    helpful: bool
    reason: str | None = None
    comment: str | None = None
    conversation: str | None = None


@dataclass(frozen=True, slots=True)
class RoleCard:
    """A role that can be asked about: its slug, its name as people say it, and the languages of its documents."""

    role: str
    name: str
    langs: tuple[str, ...]
