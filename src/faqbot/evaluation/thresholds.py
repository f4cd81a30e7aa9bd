"""What the gate lets pass, read from a TOML file."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faqbot.errors import EvaluationError
from faqbot.evaluation.measures import BY_NAME
from faqbot.evaluation.statistics import SEED

_TABLES = ("margins", "floors", "ceilings")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """`margins`: how much worse than the baseline a measure may get; `floors` and `ceilings`: what no run may pass."""

    margins: Mapping[str, float]
    floors: Mapping[str, float]
    ceilings: Mapping[str, float]
    seed: int = SEED


def read(file: Path) -> Thresholds:
    """The thresholds in `file`. Raises EvaluationError with file, line and the nearest right name."""
    try:
        text = file.read_text(encoding="utf-8")
        values = tomllib.loads(text)
    except OSError as error:
        raise EvaluationError(f"The thresholds {file} cannot be read: {error.strerror}. Name a file with --thresholds.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{file} is not a TOML file: {error}.") from None
    _known(file, text, values, (*_TABLES, "seed"))
    tables = {name: _table(file, text, name, values.get(name, {})) for name in _TABLES}
    seed = values.get("seed", SEED)
    if not isinstance(seed, int) or isinstance(seed, bool) or seed < 0:
        raise EvaluationError(f"{file}:{_line(text, 'seed')}: seed is {seed!r}; it must be a whole number from 0 on.")
    return Thresholds(**tables, seed=seed)


def _table(file: Path, text: str, table: str, values: Any) -> dict[str, float]:
    if not isinstance(values, dict):
        raise EvaluationError(f"{file}:{_line(text, table)}: {table} must be a table, with a line `[{table}]` above its values.")
    _known(file, text, values, tuple(BY_NAME))
    for name, value in values.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
            raise EvaluationError(f"{file}:{_line(text, name)}: {name} is {value!r}; it must be a number from 0 on.")
    return {name: float(value) for name, value in values.items()}


def _known(file: Path, text: str, values: Mapping[str, Any], names: tuple[str, ...]) -> None:
    for name in values:
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1, cutoff=0.0)
            raise EvaluationError(f"{file}:{_line(text, name)}: There is no {name!r} to set. The nearest is {near[0]!r}.")


def _line(text: str, name: str) -> int:
    """The first line that begins with `name`, quoted or not; 1 where none does."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip().lstrip("[\"'").startswith(name):
            return number
    return 1
