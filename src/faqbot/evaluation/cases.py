"""The golden set: judged questions, and the reading of them with every mistake told at once."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, cast

from faqbot.errors import EvaluationError
from faqbot.evaluation import fields, located
from faqbot.evaluation.located import Item, Problems
from faqbot.types import Outcome

Split = Literal["dev", "release"]
SPLITS: tuple[Split, ...] = ("dev", "release")
BANDS = ("core", "near", "far", "underspecified", "false_premise", "safety")
_SET = "set.yaml"


@dataclass(frozen=True, slots=True)
class Gold:
    """Where an answer stands: a quote, verbatim, of the document whose source is `doc`."""

    doc: str
    quote: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Nugget:
    """A fact that the answer must hold, in any of these wordings; without a vital one the answer is wrong."""

    any: tuple[str, ...]
    vital: bool = True


@dataclass(frozen=True, slots=True)
class Case:
    """A judged question: what is asked, in how many wordings, and what may and may not come back."""

    id: str
    lang: str
    question: str
    expect: tuple[Outcome, ...]
    band: str
    split: Split
    topic: str = "other"
    variants: tuple[str, ...] = ()
    turns: tuple[str, ...] = ()
    role: str | None = None
    all_of: tuple[Gold, ...] = ()
    any_of: tuple[Gold, ...] = ()
    must: tuple[Nugget, ...] = ()
    absent: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()
    pinned: bool = False
    note: str = ""
    file: str = ""
    line: int = 0

    @property
    def gold(self) -> tuple[Gold, ...]:
        """Every gold quote, those that must all be cited first."""
        return (*self.all_of, *self.any_of)

    @property
    def due(self) -> bool | None:
        """True when only an answer is right, False when an answer is wrong, None when either will do."""
        if "answered" not in self.expect:
            return False
        return True if set(self.expect) == {"answered"} else None

    @property
    def fingerprint(self) -> str:
        """Changes when anything that is judged changes; notes and the place in the file do not count."""
        values = asdict(self)
        for name in ("file", "line", "note"):
            values.pop(name)
        for gold in (*values["all_of"], *values["any_of"]):
            gold.pop("line")
        return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class GoldenSet:
    """Cases in the order of their ids, and the date on which they are asked."""

    cases: tuple[Case, ...]
    date: datetime.date

    def of(self, split: str) -> GoldenSet:
        """The cases of one split; all of them for "all"."""
        return GoldenSet(tuple(case for case in self.cases if split in ("all", case.split)), self.date)

    @property
    def hash(self) -> str:
        """Names cases and date: a run belongs to one hash."""
        text = "\n".join([self.date.isoformat(), *(f"{case.id} {case.fingerprint}" for case in self.cases)])
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def load(folder: Path, *, empty: bool = False) -> GoldenSet:
    """The golden set of `folder`: every `*.yaml` but `set.yaml` is a list of cases; `empty`: there may be none yet.

    Raises EvaluationError with one line of file, line and sentence for each mistake in any file.
    """
    if not folder.is_dir():
        raise EvaluationError(f"There is no folder {folder}. Name the folder of the judged questions with --golden.")
    problems = Problems()
    date = _date(folder / _SET, problems)
    cases = [case for file in sorted(folder.glob("*.yaml")) if file.name != _SET for case in _cases(file, problems)]
    if not cases and not empty and not problems.sentences:
        problems.add(folder, 0, "There is no judged question here. Add a file such as dev-pay.yaml with a list of cases.")
    _unique(cases, problems)
    problems.stop()
    return GoldenSet(tuple(sorted(cases, key=lambda case: case.id)), date)


def _date(file: Path, problems: Problems) -> datetime.date:
    values = located.read(file, problems).value if file.is_file() else None
    if not isinstance(values, dict) or set(values) != {"date"}:
        problems.add(file, 1, "This file must hold one line, the date on which the questions are asked, such as date: 2026-11-24")
        return datetime.date.min
    try:
        return datetime.date.fromisoformat(str(values["date"].value))
    except ValueError:
        problems.add(file, values["date"].line, f"{values['date'].value!r} is not a date. Write it as 2026-11-24.")
        return datetime.date.min


def _cases(file: Path, problems: Problems) -> Iterator[Case]:
    content = located.read(file, problems)
    if not isinstance(content.value, list):
        if content.value is not None:
            problems.add(file, content.line, "The file must be a list of cases, each beginning with `- id:`.")
        return
    for item in content.value:
        before = len(problems.sentences)
        case = _case(item, file, problems)
        if case is not None:
            _consistent(case, problems)
        if case is not None and len(problems.sentences) == before:
            yield case


def _case(item: Item, file: Path, problems: Problems) -> Case | None:
    """The case that `item` spells; None, with the mistakes noted, when it cannot be read."""
    if not isinstance(item.value, dict):
        problems.add(file, item.line, "A case is a mapping of fields, beginning with `- id:`.")
        return None
    reader = fields.Reader(file, item, problems)
    reader.known(FIELDS)
    started = len(problems.sentences)
    gold = reader.below("gold", ("all_of", "any_of"))
    case = Case(
        id=reader.text("id", needed=True),
        lang=reader.text("lang", needed=True),
        question=reader.text("question", needed=True),
        expect=cast(tuple[Outcome, ...], reader.choices("expect", fields.OUTCOMES)),
        band=reader.choice("band", BANDS),
        split=cast(Split, reader.choice("split", SPLITS, default=next((one for one in SPLITS if file.name.startswith(one)), ""))),
        topic=reader.text("topic") or "other",
        variants=reader.texts("variants"),
        turns=reader.texts("turns"),
        role=reader.text("role") or None,
        all_of=_gold(gold, "all_of"),
        any_of=_gold(gold, "any_of"),
        must=tuple(Nugget(one.texts("any"), one.truth("vital", default=True)) for one in reader.each("must", ("any", "vital"))),
        absent=reader.patterns("absent"),
        forbid=reader.patterns("forbid"),
        pinned=reader.truth("pinned"),
        note=reader.text("note"),
        file=str(file),
        line=item.line,
    )
    return case if len(problems.sentences) == started else None


FIELDS = tuple("id lang question variants turns role expect band topic gold must absent forbid pinned split note".split())


def _gold(reader: fields.Reader | None, name: str) -> tuple[Gold, ...]:
    entries = reader.each(name, ("doc", "quote")) if reader else ()
    return tuple(Gold(one.text("doc", needed=True), one.text("quote", needed=True), one.line("quote")) for one in entries)


def _consistent(case: Case, problems: Problems) -> None:
    """Note what the fields of a case contradict among themselves."""

    def complain(sentence: str) -> None:
        problems.add(case.file, case.line, f"{case.id}: {sentence}")

    answered = "answered" in case.expect
    if answered and not case.gold:
        complain("An answer is expected, but `gold` names no quote. Say where the answer stands.")
    if not answered and (case.gold or case.must):
        complain("No answer is expected, but there is `gold` or `must`. Take it out, or add answered to `expect`.")
    if set(case.expect) == {"not_in_documents"} and case.band != "safety" and not case.absent:
        complain("The documents are not to answer this, but `absent` gives no pattern that shows it.")
    if case.due and case.absent:
        complain("Only an answer is right, but `absent` says that the documents hold none. Keep one of the two.")
    if not case.file.rsplit("/", 1)[-1].startswith(case.split):
        complain(f"The split is {case.split}, so the file's name must begin with {case.split}.")
    if len(case.turns) > 10:
        complain(f"There are {len(case.turns)} earlier turns; a conversation sends at most 10.")
    for wording in (case.question, *case.variants, *case.turns):
        if not wording.strip() or len(wording) > 2000:
            complain("A question or a turn is empty or longer than 2,000 characters, which no front lets through.")
    if case.question in case.variants or len(set(case.variants)) < len(case.variants):
        complain("A variant repeats a wording. Word it otherwise, or take it out.")


def _unique(cases: Sequence[Case], problems: Problems) -> None:
    first: dict[str, Case] = {}
    for case in cases:
        if case.id in first:
            problems.add(
                case.file,
                case.line,
                f"The id {case.id!r} is taken by {first[case.id].file}:{first[case.id].line}. Choose another.",
            )
        first.setdefault(case.id, case)
