"""Reading the fields of one mapping of a YAML file; what is wrong is noted with its line, and a blank value stands in."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

from faqbot.evaluation.located import Item, Problems
from faqbot.types import Outcome

OUTCOMES: tuple[str, ...] = get_args(Outcome)


class Reader:
    """The fields of `item`, a mapping, each by the type it should have."""

    def __init__(self, file: Path, item: Item, problems: Problems) -> None:
        self._file = file
        self._values: dict[str, Item] = item.value
        self._line = item.line
        self._problems = problems

    def known(self, names: Sequence[str]) -> None:
        """Note every field that is not among `names`, with the nearest that is."""
        for name, item in self._values.items():
            if name not in names:
                near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
                hint = f" Did you mean {near[0]!r}?" if near else f" Known are {', '.join(names)}."
                self._problems.add(self._file, item.line, f"There is no field {name!r}.{hint}")

    def line(self, name: str) -> int:
        """The line of the field, or of the mapping when the field is missing."""
        return self._values[name].line if name in self._values else self._line

    def text(self, name: str, *, needed: bool = False) -> str:
        """The field as text without blanks around it; empty when it is not there."""
        value = self._value(name, str, "text")
        text = (value or "").strip()
        if needed and not text:
            self._complain(name, f"The field {name!r} is missing or empty.")
        return text

    def truth(self, name: str, *, default: bool = False) -> bool:
        """The field as true or false."""
        value = self._value(name, bool, "true or false")
        return default if value is None else bool(value)

    def texts(self, name: str) -> tuple[str, ...]:
        """The field as a list of texts; one text alone is a list of one."""
        if name in self._values and isinstance(self._values[name].value, str):
            return (self.text(name),)
        items = self._value(name, list, "a list of texts") or []
        found: list[str] = []
        for item in items:
            if isinstance(item.value, str) and item.value.strip():
                found.append(item.value.strip())
            else:
                self._problems.add(self._file, item.line, f"Each entry of {name!r} must be text.")
        return tuple(found)

    def patterns(self, name: str) -> tuple[str, ...]:
        """The field as a list of regular expressions."""
        found = self.texts(name)
        for pattern in found:
            try:
                if re.compile(pattern).search(""):
                    self._complain(name, f"The pattern {pattern!r} matches nothing at all, so it matches everywhere.")
            except re.error as error:
                self._complain(name, f"The pattern {pattern!r} is not a regular expression: {error}.")
        return found

    def choice(self, name: str, allowed: Sequence[str], *, default: str = "") -> str:
        """The field as one of `allowed`."""
        found = self.text(name) or default
        self._among(name, [found], allowed)
        return found

    def choices(self, name: str, allowed: Sequence[str]) -> tuple[str, ...]:
        """The field as a list of one or more of `allowed`."""
        found = self.texts(name)
        self._among(name, found or [""], allowed)
        return found

    def below(self, name: str, names: Sequence[str]) -> Reader | None:
        """A reader of the mapping that the field is; None when it is not there."""
        if self._value(name, dict, "a mapping") is None:
            return None
        reader = Reader(self._file, self._values[name], self._problems)
        reader.known(names)
        return reader

    def each(self, name: str, names: Sequence[str]) -> Iterator[Reader]:
        """A reader of every mapping in the list that the field is."""
        for item in self._value(name, list, "a list") or []:
            if isinstance(item.value, dict):
                reader = Reader(self._file, item, self._problems)
                reader.known(names)
                yield reader
            else:
                self._problems.add(self._file, item.line, f"Each entry of {name!r} must be a mapping of {', '.join(names)}.")

    def _value(self, name: str, kind: type, words: str) -> Any:
        item = self._values.get(name)
        if item is None or item.value is None:
            return None
        if not isinstance(item.value, kind):
            self._complain(name, f"The field {name!r} must be {words}.")
            return None
        return item.value

    def _among(self, name: str, found: Sequence[str], allowed: Sequence[str]) -> None:
        for value in found:
            if value not in allowed:
                said = f"has the value {value!r}" if value else "is missing"
                self._complain(name, f"The field {name!r} {said}; allowed: {', '.join(allowed)}.")

    def _complain(self, name: str, sentence: str) -> None:
        self._problems.add(self._file, self.line(name), sentence)
