"""A run: every wording of every case asked once, and all that scoring needs written to one JSON-lines file.

The first line is the header, then the documents as they were read, then a row a wording. Two runs of the same index
and settings give the same bytes but for the fields called `timing`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from faqbot import __version__
from faqbot.errors import EvaluationError, FaqbotError
from faqbot.evaluation.cases import Case, GoldenSet
from faqbot.protocols import Index
from faqbot.texts import render
from faqbot.types import Answer, Document, Section, Sentence, Turn

FORMAT = 1
_DIGITS = 6
# What differs from one asking to the next although the answer is the same.
_FLEETING = ("id", "conversation", "latency_ms")


# What a defect raises. One in the bot fails the case it was met with, one in a measure the measure; the rest is still told.
DEFECTS = (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)


class Bot(Protocol):
    """What is evaluated: anything that answers turns over an index."""

    @property
    def index(self) -> Index:
        """The generation that is asked."""
        ...

    def ask(self, turn: Turn) -> Answer:
        """One answer; raises FaqbotError where there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Row:
    """What came back for one wording of a case; `variant` 0 is the question itself. `error` names what was raised instead."""

    case: str
    variant: int
    question: str
    answer: Mapping[str, Any]
    ranking: Sequence[Mapping[str, Any]]
    features: Mapping[str, float]
    route: str | None
    standalone: str
    error: Mapping[str, str] | None
    latency_ms: float


@dataclass(frozen=True, slots=True)
class Run:
    """A run file in memory: `header` says of what, `documents` are by source, `rows` in the order of the cases."""

    header: Mapping[str, Any]
    documents: Mapping[str, Document]
    rows: tuple[Row, ...]


def ask_all(
    golden: GoldenSet, bot: Bot, *, settings: Mapping[str, str], split: str, progress: Callable[[int, int], None] | None = None
) -> Run:
    """Ask `bot` every wording of `golden`, one at a time, so that the latency is that of one question.

    An error is kept as a row's result: a case that cannot be asked is a failure with a name, not a gap.
    """
    documents = dict(sorted(bot.index.documents.items()))
    if not documents:
        raise EvaluationError("The index holds no document, so there is nothing to ask about. Run: faqbot ingest")
    header = {
        "format": FORMAT,
        "version": __version__,
        "split": split,
        "date": golden.date.isoformat(),
        "golden": golden.hash,
        "corpus": corpus_hash(documents.values()),
        "index": bot.index.generation,
        "settings": dict(sorted(settings.items())),
    }
    wordings = [(case, n, text) for case in golden.cases for n, text in enumerate((case.question, *case.variants))]
    rows: list[Row] = []
    for done, (case, variant, text) in enumerate(wordings, 1):
        rows.append(_ask(bot, case, variant, text))
        if progress:
            progress(done, len(wordings))
    return Run(header, documents, tuple(rows))


def corpus_hash(documents: Iterable[Document]) -> str:
    """Names the texts of the documents and where they lie."""
    digest = hashlib.sha256()
    for document in sorted(documents, key=lambda one: one.source):
        digest.update(json.dumps([document.source, document.text]).encode())
    return digest.hexdigest()[:16]


def write(run: Run, file: Path) -> None:
    """Write `run` to `file`. Raises EvaluationError where that cannot be."""
    write_text(file, "".join(f"{line}\n" for line in lines(run)))


def write_text(file: Path, text: str) -> None:
    """Write `text` to `file`, making its folder. Raises EvaluationError where that cannot be."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise EvaluationError(f"{file} cannot be written: {error.strerror}. Name another file with --out.") from None


def lines(run: Run) -> Iterator[str]:
    """The lines of the run file."""
    yield _json({"kind": "header", **run.header})
    for document in run.documents.values():
        yield _json({"kind": "document", **_document(document)})
    for row in run.rows:
        fields = {name: getattr(row, name) for name in _FIELDS}
        yield _json({"kind": "answer", **fields, "timing": {"latency_ms": row.latency_ms}})


def read(file: Path) -> Run:
    """The run in `file`. Raises EvaluationError with the line that is not one of a run."""
    header: dict[str, Any] = {}
    documents: dict[str, Document] = {}
    rows: list[Row] = []
    try:
        with file.open(encoding="utf-8") as text:
            for number, line in enumerate(text, 1):
                try:
                    _take(json.loads(line), header, documents, rows)
                except (ValueError, KeyError, TypeError) as error:
                    raise EvaluationError(
                        f"{file}:{number}: This is not a line of a run: {error}. Make it anew: faqbot eval run"
                    ) from None
    except OSError as error:
        raise EvaluationError(f"The run {file} cannot be read: {error.strerror}. Make one: faqbot eval run") from None
    except UnicodeDecodeError:
        raise EvaluationError(f"{file}: This is not a run file; it is not text in UTF-8.") from None
    if header.get("format") != FORMAT or not rows:
        raise EvaluationError(f"{file}:1: This is not a run of this version, or it is empty. Make it anew: faqbot eval run")
    return Run(header, documents, tuple(rows))


def belongs(run: Run, golden: GoldenSet) -> None:
    """Return when `run` asked exactly the cases of `golden`. Raises EvaluationError otherwise."""
    if run.header["golden"] != golden.hash:
        raise EvaluationError(
            f"The run is of the golden set {run.header['golden']}, but the cases are now {golden.hash}: they were edited since. "
            "Make the run anew: faqbot eval run"
        )
    asked = {(row.case, row.variant) for row in run.rows}
    wanted = {(case.id, variant) for case in golden.cases for variant in range(1 + len(case.variants))}
    if asked != wanted:
        missing = ", ".join(f"{case}/{variant}" for case, variant in sorted(wanted ^ asked)[:5])
        raise EvaluationError(f"The run lacks or repeats wordings ({missing}). Make it anew: faqbot eval run")


_FIELDS = ("case", "variant", "question", "answer", "ranking", "features", "route", "standalone", "error")


def _ask(bot: Bot, case: Case, variant: int, text: str) -> Row:
    turn = Turn(text, role=case.role, turns=case.turns, id=f"{case.id}/{variant}")
    try:
        answer = bot.ask(turn)
    except (FaqbotError, *DEFECTS) as error:
        fault = {"code": type(error).__name__, "message": str(error)}
        return Row(case.id, variant, text, {}, (), {}, None, text, fault, 0.0)
    rendered = render(answer)
    trace: Mapping[str, Any] = answer.trace
    return Row(
        case.id,
        variant,
        text,
        {name: value for name, value in rendered.items() if name not in _FLEETING},
        tuple(trace.get("ranking") or ()),
        {name: round(float(value), _DIGITS) for name, value in dict(trace.get("features") or {}).items()},
        trace.get("route"),
        str(trace.get("standalone") or text),
        None,
        answer.latency_ms,
    )


def _take(value: dict[str, Any], header: dict[str, Any], documents: dict[str, Document], rows: list[Row]) -> None:
    kind = value.pop("kind")
    if kind == "header":
        header.update(value)
    elif kind == "document":
        sections = tuple(
            Section(tuple(heading), tuple(Sentence(start, end) for start, end in spans), section_kind)
            for heading, spans, section_kind in value.pop("sections")
        )
        documents[value["source"]] = Document(**value, sections=sections)
    elif kind == "answer":
        timing = value.pop("timing")
        rows.append(Row(**value, latency_ms=float(timing["latency_ms"])))
    else:
        raise ValueError(f"unknown kind {kind!r}")


def _document(document: Document) -> dict[str, Any]:
    sections = [
        [list(section.heading), [[one.start, one.end] for one in section.sentences], section.kind]
        for section in document.sections
    ]
    names = ("source", "text", "title", "lang", "role")
    return {**{name: getattr(document, name) for name in names}, "sections": sections}


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
