"""Values of JSON and YAML as they stand in the file: every scalar is its own text, so that it can be quoted."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from faqbot.corpus.refusals import refusal

Tree = Any
_MOST_VALUES = 20_000


def read_json(text: str, source: str) -> Tree:
    """The value of a JSON text, numbers as they are written. Raises DocumentError when it is none."""
    try:
        return json.loads(text, parse_int=str, parse_float=str, parse_constant=str, strict=False)
    except json.JSONDecodeError as error:
        raise refusal(source, "damaged", f"The file is not JSON: {error.msg}.", line=error.lineno) from None


def read_yaml(text: str, source: str) -> Tree:
    """The value of a YAML text; several documents are a list of them. Raises DocumentError when it is none."""
    try:
        values = [value for value in yaml.load_all(text, Loader=yaml.BaseLoader) if value not in (None, "")]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "it cannot be read"
        raise refusal(source, "damaged", f"The file is not YAML: {problem}.", line=mark.line + 1 if mark else 0) from None
    return values[0] if len(values) == 1 else values


def said(tree: Tree) -> str:
    """The text of a scalar; nothing for what is none, such as null, true or a list."""
    return tree.strip() if isinstance(tree, str) else ""


def fields(tree: Tree) -> Mapping[str, Tree]:
    """The named values of a mapping; none for anything else."""
    return tree if isinstance(tree, dict) else {}


def each(tree: Tree) -> list[Tree]:
    """The members of a list; a single value is a list of one, null none."""
    if isinstance(tree, list):
        return tree
    return [] if tree in (None, "") else [tree]


def scalars(tree: Tree, source: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text in `tree` with the names that lead to it. Raises DocumentError where aliases make it endless."""
    count = 0
    stack: list[tuple[tuple[str, ...], Tree]] = [((), tree)]
    while stack:
        names, value = stack.pop()
        count += 1
        if count > _MOST_VALUES:
            raise refusal(source, "too-large", f"The file holds more than {_MOST_VALUES:,} values.")
        if isinstance(value, dict):
            stack.extend((((*names, str(name)), inner) for name, inner in reversed(value.items())))
        elif isinstance(value, list):
            stack.extend((names, inner) for inner in reversed(value))
        elif text := said(value):
            yield names, text
