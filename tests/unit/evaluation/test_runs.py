"""Runs and judgments: a run file holds all that scoring needs, twice the same bytes, and each row is judged for what it is."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from faqbot.errors import EvaluationError, UsageError
from faqbot.evaluation import cases, judging, runs
from faqbot.evaluation.cases import GoldenSet
from faqbot.evaluation.invariants import breaches
from faqbot.evaluation.runs import Run
from faqbot.types import Answer, Turn
from tests.fakes import EN, documents
from tests.unit.evaluation.samples import CASES, TracingBot, folder

SETTINGS = {"caution": "balanced"}


@pytest.fixture
def golden(tmp_path: Path) -> GoldenSet:
    return cases.load(folder(tmp_path))


@pytest.fixture
def run(golden: GoldenSet) -> Run:
    return runs.ask_all(golden, TracingBot(), settings=SETTINGS, split="dev")


def by_key(run: Run, golden: GoldenSet) -> dict[str, judging.Judged]:
    return {row.key: row for row in judging.judge(run, golden)}


def test_a_good_bot_is_right_everywhere(run: Run, golden: GoldenSet) -> None:
    found = by_key(run, golden)
    assert list(found) == ["attack-1/0", "germany-1/0", "hello-1/0", "pay-1/0", "pay-1/1", "pay-2/0"]
    assert {key: row.why for key, row in found.items() if row.why} == {}
    pay = found["pay-1/0"]
    # The bot quotes two sentences of the section; the first is gold, the other, of 19 words, is not.
    assert (pay.quotes, pay.quotes_gold, pay.quotes_verbatim, pay.excess_words, pay.vital, pay.vital_shown) == (2, 1, 2, 19, 1, 1)
    assert (pay.ranks, pay.sentence_rank, pay.top_right, pay.score, pay.judged) == ((1,), 1, True, 0.97, True)
    assert pay.places == (
        f"{EN} > Head of Generative AI > FAQ > What is the salary of a Head of Generative AI in France in 2026?",
    )
    assert pay.document == EN
    assert (found["hello-1/0"].judged, found["hello-1/0"].score, found["hello-1/0"].document) == (
        False,
        0.0,
        "topic conversation",
    )
    assert found["germany-1/0"].follow_up


def test_earlier_turns_and_role_are_asked_with_the_question(golden: GoldenSet) -> None:
    bot = TracingBot()
    runs.ask_all(golden, bot, settings=SETTINGS, split="dev")
    asked = {turn.id: turn for turn in bot.asked}
    assert asked["germany-1/0"].turns == ("What does it pay?",)
    assert asked["pay-1/1"].question == "pay please"
    assert asked["pay-1/1"].role == "head-of-generative-ai"
    assert asked["pay-1/1"].lang is None


def test_two_runs_give_the_same_bytes_but_for_timing(golden: GoldenSet, tmp_path: Path) -> None:
    class Slower(TracingBot):
        def ask(self, turn: Turn) -> Answer:
            return replace(super().ask(turn), latency_ms=99.0, conversation="another")

    texts = []
    for number, bot in enumerate((TracingBot(), Slower())):
        runs.write(runs.ask_all(golden, bot, settings=SETTINGS, split="dev"), tmp_path / f"{number}.jsonl")
        lines = [json.loads(line) for line in (tmp_path / f"{number}.jsonl").read_text().splitlines()]
        texts.append([{name: value for name, value in line.items() if name != "timing"} for line in lines])
        assert any("timing" in line for line in lines)
    assert texts[0] == texts[1]


def test_a_run_that_is_read_back_is_judged_the_same(run: Run, golden: GoldenSet, tmp_path: Path) -> None:
    runs.write(run, tmp_path / "run.jsonl")
    again = runs.read(tmp_path / "run.jsonl")
    assert again.header == run.header
    assert judging.judge(again, golden) == judging.judge(run, golden)
    judged = judging.judge(run, golden)
    assert [judging.from_json(json.loads(json.dumps(judging.as_json(row)))) for row in judged] == [
        replace(row, latency_ms=0.0) for row in judged
    ]


def test_a_run_of_other_cases_is_refused(run: Run, tmp_path: Path) -> None:
    edited = cases.load(folder(tmp_path, CASES.replace("question: hello", "question: hello there")))
    with pytest.raises(EvaluationError, match="they were edited since"):
        judging.judge(run, edited)


def test_a_run_with_a_missing_row_is_refused(run: Run, golden: GoldenSet) -> None:
    with pytest.raises(EvaluationError, match="lacks or repeats"):
        judging.judge(Run(run.header, run.documents, run.rows[1:]), golden)


@pytest.mark.parametrize("line", ["nonsense", "[]", '{"kind": "other"}', '{"kind": "answer", "case": "x"}'])
def test_a_line_that_is_none_of_a_run_is_named(run: Run, tmp_path: Path, line: str) -> None:
    file = tmp_path / "run.jsonl"
    runs.write(run, file)
    file.write_text(file.read_text() + line + "\n")
    with pytest.raises(EvaluationError, match=rf"run\.jsonl:{len(file.read_text().splitlines())}: "):
        runs.read(file)


def test_a_run_without_rows_or_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text('{"kind": "header", "format": 1}\n')
    for name in ("empty.jsonl", "none.jsonl"):
        with pytest.raises(EvaluationError, match="faqbot eval run"):
            runs.read(tmp_path / name)


@pytest.mark.parametrize("error", [UsageError("No greetings today."), KeyError("greeting")], ids=["ours", "a defect"])
def test_a_question_that_cannot_be_asked_is_a_failure_with_a_name(golden: GoldenSet, error: Exception) -> None:
    class Failing(TracingBot):
        def ask(self, turn: Turn) -> Answer:
            if turn.question == "hello":
                raise error
            return super().ask(turn)

    found = by_key(runs.ask_all(golden, Failing(), settings=SETTINGS, split="dev"), golden)
    assert (found["hello-1/0"].why, found["hello-1/0"].error, found["hello-1/0"].right) == (
        "crash",
        f"{type(error).__name__}: {error}",
        False,
    )


def test_a_quote_that_the_index_no_longer_holds_is_drift(run: Run, golden: GoldenSet) -> None:
    other = replace(run.documents[EN], text="Something else.", sections=())
    with pytest.raises(EvaluationError, match=r"dev-all\.yaml:12: pay-1: drift"):
        judging.judge(Run(run.header, {**run.documents, EN: other}, run.rows), golden)


def why(run: Run, golden: GoldenSet, key: str, **changes: Any) -> str:
    """What is said of the row `key` when these fields of it are other ones."""
    answer = changes.pop("answer", {})
    rows = [
        replace(row, answer={**row.answer, **answer}, **changes) if f"{row.case}/{row.variant}" == key else row
        for row in run.rows
    ]
    return by_key(Run(run.header, run.documents, tuple(rows)), golden)[key].why


def cited(beginning: str) -> dict[str, Any]:
    citation = TracingBot().cite(1, EN, beginning)
    return {
        "n": 1, "source": EN, "title": "", "heading": list(citation.heading), "quote": citation.quote, "start": citation.start, "end": citation.end,
    }  # fmt: skip


def test_why_a_row_is_wrong(run: Run, golden: GoldenSet) -> None:
    none = {"outcome": "not_in_documents", "abstained": True, "citations": [], "answer": "No."}
    assert why(run, golden, "pay-1/0", answer=none) == "abstained wrongly"
    assert why(run, golden, "pay-1/0", answer={**none, "outcome": "smalltalk"}, route="greeting") == "routing"
    assert why(run, golden, "hello-1/0", answer={"outcome": "not_in_documents"}) == "routing"
    assert why(run, golden, "germany-1/0", answer={"outcome": "answered"}) == "answered wrongly"
    assert why(run, golden, "germany-1/0", answer={"answer": "Up to 180,000."}) == "forbidden"
    other, gold = cited("There is no single path."), cited("A Head of Generative AI generally")
    assert why(run, golden, "pay-1/0", answer={"citations": [other]}, ranking=(other,)) == "retrieval"
    assert why(run, golden, "pay-1/0", answer={"citations": [other]}, ranking=(other, gold)) == "ranking"
    sibling = cited("In large organisations")
    assert why(run, golden, "pay-1/0", answer={"citations": [sibling]}, ranking=(sibling,)) == "selection"
    assert why(run, golden, "pay-1/0", answer={"answer": "It depends. [1]"}) == "selection"


def test_the_same_place_in_another_document_is_not_gold(run: Run, golden: GoldenSet) -> None:
    twin = "another/en/role.md"
    run = Run(run.header, {**run.documents, twin: replace(run.documents[EN], source=twin)}, run.rows)
    gold = {**cited("A Head of Generative AI generally"), "source": twin}
    assert why(run, golden, "pay-1/0", answer={"citations": [gold]}, ranking=(gold,)) == "retrieval"


def test_both_quotes_are_wanted_where_all_of_asks_for_both(run: Run, golden: GoldenSet) -> None:
    documents_ = run.documents
    case = next(case for case in golden.cases if case.id == "pay-1")
    second = cases.Gold(EN, "There is no single path.", 1)
    both = replace(case, all_of=(*case.any_of, second), any_of=())
    assert len(judging.units(both, documents_)) == 2
    assert len(judging.units(replace(case, any_of=(*case.any_of, second)), documents_)) == 1


def test_invariants_hold_for_every_answer_of_a_run(run: Run) -> None:
    for row in run.rows:
        assert list(breaches(row.answer, run.documents, index=run.header["index"])) == []


@pytest.mark.parametrize(
    ("key", "change", "words"),
    [
        ("pay-1/0", {"confidence": 1.2}, "outside 0 to 1"),
        ("pay-1/0", {"confidence": "high"}, "missing or of the wrong type"),
        ("pay-1/0", {"index": "other"}, "cites the generation other"),
        ("pay-1/0", {"abstained": True}, "abstained is True"),
        ("pay-1/0", {"citations": []}, "without a citation"),
        ("pay-1/0", {"answer": "It pays well. [1] [2]"}, "not its quotes"),
        ("pay-1/0", {"support": "none"}, "support is none"),
        ("pay-1/0", {"outcome": "guessed"}, "no outcome 'guessed'"),
        ("germany-1/0", {"citations": [cited("Leadership")]}, "abstains and yet cites"),
        ("germany-1/0", {"closest": {**cited("Leadership"), "start": 3}}, "is not the quote"),
        ("germany-1/0", {"closest": {**cited("Leadership"), "source": "x.md"}}, "no document of the index"),
        ("hello-1/0", {"closest": cited("Leadership")}, "closest passage"),
    ],
)
def test_a_broken_promise_is_told(run: Run, key: str, change: dict[str, Any], words: str) -> None:
    answer = next(row.answer for row in run.rows if f"{row.case}/{row.variant}" == key)
    assert words in " ".join(breaches({**answer, **change}, documents(), index=run.header["index"]))


def test_a_marker_without_a_citation_is_told(run: Run) -> None:
    answer = next(row.answer for row in run.rows if row.case == "pay-1")
    wrong = {**answer, "answer": answer["answer"].replace("[2]", "[7]")}
    assert "do not fit" in " ".join(breaches(wrong, documents(), index=run.header["index"]))
