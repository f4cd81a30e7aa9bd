"""The committed judgments that later runs are held against: a header line, then one judgment a line."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faqbot.errors import EvaluationError
from faqbot.evaluation.judging import Judged, as_json, from_json

FORMAT = 1
_HEADER = ("version", "split", "date", "golden", "corpus", "index", "settings")


@dataclass(frozen=True, slots=True)
class Baseline:
    """Of which run it was made, and its judgments."""

    header: Mapping[str, Any]
    rows: tuple[Judged, ...]


def write(file: Path, header: Mapping[str, Any], rows: Sequence[Judged]) -> None:
    """Write the baseline that `rows` of the run with `header` make. The same rows give the same bytes."""
    first = {"format": FORMAT, **{name: header[name] for name in _HEADER if name in header}}
    lines = [first, *(as_json(row) for row in rows)]
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        text = "".join(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in lines)
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise EvaluationError(f"The baseline cannot be written to {file}: {error.strerror}.") from None


def read(file: Path) -> Baseline | None:
    """The baseline in `file`; None when there is no such file. Raises EvaluationError with the line that is not one of it."""
    if not file.is_file():
        return None
    number = 1
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
        header = json.loads(lines[0]) if lines else {}
        if not isinstance(header, dict) or header.get("format") != FORMAT:
            raise EvaluationError(f"{file}:1: This is no baseline of this version. Make it anew: faqbot eval gate --accept")
        rows = []
        for number, line in enumerate(lines[1:], 2):  # noqa: B007 - the number is for the sentence below
            rows.append(from_json(json.loads(line)))
        return Baseline(header, tuple(rows))
    except (ValueError, TypeError) as error:
        raise EvaluationError(
            f"{file}:{number}: This is not a line of a baseline: {error}. Make it anew: faqbot eval gate --accept"
        ) from None
