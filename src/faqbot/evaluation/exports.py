"""Runs for other tools: JSON lines with the field names that Ragas and most evaluation tools read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from faqbot.evaluation.cases import GoldenSet
from faqbot.evaluation.judging import Judged, shown
from faqbot.evaluation.runs import Run


def samples(run: Run, golden: GoldenSet, rows: Sequence[Judged]) -> Iterator[dict[str, Any]]:
    """One object a wording: `user_input`, `response`, `retrieved_contexts`, `reference_contexts`, `reference` as Ragas' single-turn
    samples have them (earlier turns stand in `turns`), and our judgment of it.
    """
    cases = {case.id: case for case in golden.cases}
    for row, judged in zip(run.rows, rows, strict=True):
        case = cases[row.case]
        contexts = [run.documents[entry["source"]].quote(entry["start"], entry["end"]) for entry in row.ranking]
        yield {
            "id": judged.key,
            "user_input": row.question,
            "turns": list(case.turns),
            "response": shown(row),
            "retrieved_contexts": [context for context in contexts if context],
            "reference_contexts": [gold.quote for gold in case.gold],
            "reference": " ".join(nugget.any[0] for nugget in case.must),
            "expected_outcomes": list(case.expect),
            "outcome": judged.outcome,
            "right": judged.right,
            "why": judged.why,
            "confidence": judged.score,
            "band": case.band,
            "topic": case.topic,
            "lang": case.lang,
            "split": case.split,
        }


def json_lines(run: Run, golden: GoldenSet, rows: Sequence[Judged]) -> str:
    """The samples as JSON lines."""
    return "".join(json.dumps(sample, ensure_ascii=False) + "\n" for sample in samples(run, golden, rows))
