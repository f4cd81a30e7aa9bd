"""From a run and the golden set to one judgment a row: the facts that every measure, the gate and the report read.

A judgment holds no text of the documents, so a baseline of judgments is small and can be compared with any later run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from faqbot.errors import EvaluationError
from faqbot.evaluation import invariants
from faqbot.evaluation.cases import Case, Gold, GoldenSet
from faqbot.evaluation.matching import Span, matches, meets, places, says, section_at
from faqbot.evaluation.runs import Row, Run, belongs
from faqbot.types import Document

Why = Literal["", "crash", "answered wrongly", "abstained wrongly", "routing", "retrieval", "ranking", "selection", "forbidden"]
_MARKER = re.compile(r"\s?\[\d+\]")


@dataclass(frozen=True, slots=True)
class Judged:
    """What one row is worth.

    `due` is Case.due; `why` is empty where the row is right. `ranks` holds the rank (from 1; 0: not there) of each section
    that holds gold, `sentence_rank` that of the first entry whose sentences are gold. `score` orders the rows by how
    sure the bot is of having an answer: its confidence, and 0 where it decided by a route. `top_right` says whether what
    it would have answered is gold.
    """

    case: str
    variant: int
    fingerprint: str
    band: str
    topic: str
    lang: str
    pinned: bool
    follow_up: bool
    due: bool | None
    outcome: str
    outcome_right: bool
    why: Why
    answer_lang: str = ""
    score: float = 0.0
    judged: bool = False
    top_right: bool = False
    ranks: tuple[int, ...] = ()
    sentence_rank: int = 0
    units: int = 0
    units_met: int = 0
    quotes: int = 0
    quotes_verbatim: int = 0
    quotes_gold: int = 0
    vital: int = 0
    vital_shown: int = 0
    excess_words: int = 0
    forbidden: int = 0
    error: str = ""
    latency_ms: float = 0.0
    places: tuple[str, ...] = ()
    breaches: tuple[str, ...] = field(default=())

    @property
    def right(self) -> bool:
        """Whether a reader was served: the outcome may stand and, where it is an answer, so may its place and its facts."""
        return not self.why

    @property
    def answered(self) -> bool:
        """Whether quotes were shown as the answer."""
        return self.outcome == "answered"

    @property
    def key(self) -> str:
        """Names the row: the case's id and the number of the wording."""
        return f"{self.case}/{self.variant}"

    @property
    def document(self) -> str:
        """The document that holds the gold, the cluster of the statistics; the topic where no document does."""
        return self.places[0].split(" > ")[0] if self.places else f"topic {self.topic}"


def judge(run: Run, golden: GoldenSet) -> list[Judged]:
    """A judgment a row, in the order of the run. Raises EvaluationError when run and cases do not belong together."""
    belongs(run, golden)
    cases = {case.id: case for case in golden.cases}
    index = str(run.header["index"])
    return [_judge(cases[row.case], row, run.documents, index=index) for row in run.rows]


def as_json(judged: Judged) -> dict[str, Any]:
    """The judgment as a line of a baseline; what differs from one asking to the next is left out."""
    return {name: value for name, value in asdict(judged).items() if name != "latency_ms"}


def from_json(values: Mapping[str, Any]) -> Judged:
    """The judgment of a baseline's line. Raises TypeError where a field is unknown or missing."""
    fields: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return Judged(**fields)


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that must be cited: any of these spans, each with its document."""

    spans: tuple[tuple[str, Span], ...]

    def met_by(self, source: str, span: Span) -> bool:
        """Whether a quote of `source` at `span` cites this."""
        return any(source == own and meets(span, place) for own, place in self.spans)


def units(case: Case, documents: Mapping[str, Document]) -> tuple[Unit, ...]:
    """Each quote of all_of is a unit of its own; any_of together is one. Raises EvaluationError for a quote that drifted."""
    found = [Unit(tuple(_spans(case, gold, documents))) for gold in case.all_of]
    if case.any_of:
        found.append(Unit(tuple(span for gold in case.any_of for span in _spans(case, gold, documents))))
    return tuple(found)


def shown(row: Row) -> str:
    """The words of the answer without its markers."""
    return _MARKER.sub("", str(row.answer.get("answer", "")))


def _spans(case: Case, gold: Gold, documents: Mapping[str, Document]) -> Iterator[tuple[str, Span]]:
    found = places(documents[gold.doc].text, gold.quote) if gold.doc in documents else ()
    if not found:
        raise EvaluationError(
            f"{case.file}:{gold.line}: {case.id}: drift: {gold.doc} as it was indexed does not hold {gold.quote[:90]!r}. "
            "Judge the case anew, or run faqbot ingest when the index is older than the documents."
        )
    for place in found:
        yield gold.doc, place


def _judge(case: Case, row: Row, documents: Mapping[str, Document], *, index: str) -> Judged:
    wanted = units(case, documents)
    outcome = "error" if row.error else str(row.answer["outcome"])
    basics: dict[str, Any] = {
        "case": case.id, "variant": row.variant, "fingerprint": case.fingerprint, "band": case.band, "topic": case.topic, "lang": case.lang,
        "pinned": case.pinned, "follow_up": bool(case.turns), "due": case.due, "outcome": outcome, "outcome_right": outcome in case.expect,
        "units": len(wanted), "vital": sum(nugget.vital for nugget in case.must), "places": tuple(_places(case, documents)),
    }  # fmt: skip
    if row.error:
        return Judged(**basics, why="crash", error=f"{row.error['code']}: {row.error['message']}", ranks=tuple(0 for _ in wanted))
    facts = {**_cited(case, row, wanted, documents), **_ranked(row, wanted, documents)}
    judged = Judged(
        **basics,
        **facts,
        why="",
        answer_lang=row.answer["lang"],
        score=0.0 if row.route else float(row.answer["confidence"]),
        judged=row.route is None,
        latency_ms=row.latency_ms,
        breaches=tuple(invariants.breaches(row.answer, documents, index=index)),
    )
    return replace(judged, why=_why(judged))


def _cited(case: Case, row: Row, wanted: tuple[Unit, ...], documents: Mapping[str, Document]) -> dict[str, Any]:
    """What the citations and the words of the answer are worth."""
    quotes = [(str(one["source"]), (int(one["start"]), int(one["end"])), str(one["quote"])) for one in row.answer["citations"]]
    words = shown(row)
    beside = [quote for source, span, quote in quotes if not any(unit.met_by(source, span) for unit in wanted)]
    return {
        "units_met": sum(any(unit.met_by(source, span) for source, span, _ in quotes) for unit in wanted),
        "quotes": len(quotes),
        "quotes_verbatim": sum(source in documents and documents[source].quote(*span) == quote for source, span, quote in quotes),
        "quotes_gold": len(quotes) - len(beside),
        "vital_shown": sum(any(says(words, wording) for wording in one.any) for one in case.must if one.vital),
        "excess_words": sum(len(quote.split()) for quote in beside),
        "forbidden": sum(matches(pattern, words) for pattern in case.forbid),
    }


def _ranked(row: Row, wanted: tuple[Unit, ...], documents: Mapping[str, Document]) -> dict[str, Any]:
    """Where the ranking has the gold: by section, and by the sentences it would quote."""
    entries = [(str(one["source"]), (int(one["start"]), int(one["end"]))) for one in row.ranking]
    where = [(source, section_at(documents[source], span)) if span[1] else ("", -1) for source, span in entries]
    sections = dict(_found(unit, where, documents) for unit in wanted)
    sentence = [rank for rank, (source, span) in enumerate(entries, 1) if any(unit.met_by(source, span) for unit in wanted)]
    return {"ranks": tuple(sections.values()), "sentence_rank": min(sentence, default=0), "top_right": sentence[:1] == [1]}


def _found(unit: Unit, where: list[tuple[str, int]], documents: Mapping[str, Document]) -> tuple[tuple[str, int], int]:
    """The best ranked section that holds a part of `unit`, and its rank; 0 where the ranking has none of them."""
    holding = {(source, section_at(documents[source], span)) for source, span in unit.spans}
    for rank, place in enumerate(where, 1):
        if place in holding and place[1] >= 0:
            return place, rank
    return min(holding), 0


def _places(case: Case, documents: Mapping[str, Document]) -> Iterator[str]:
    """Document and heading of each gold quote: what a later run is held against to tell drift."""
    for gold in case.gold:
        for source, span in list(_spans(case, gold, documents))[:1]:
            number = section_at(documents[source], span)
            yield " > ".join([source, *(documents[source].sections[number].heading if number >= 0 else ())])


def _why(row: Judged) -> Why:
    """What went wrong, the earliest stage first; empty where nothing did."""
    if not row.outcome_right:
        if row.answered:
            return "answered wrongly"
        return "abstained wrongly" if row.due and row.judged else "routing"
    if row.forbidden:
        return "forbidden"
    if not row.answered or (row.units_met == row.units and row.vital_shown == row.vital):
        return ""
    if row.units_met < row.units:
        return "retrieval" if 0 in row.ranks else "ranking" if max(row.ranks, default=0) > 1 else "selection"
    return "selection"
