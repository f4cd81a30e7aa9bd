"""YAML whose every value knows its line, so that an error can say where it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from faqbot.errors import EvaluationError

_NULL = "tag:yaml.org,2002:null"
_BOOL = "tag:yaml.org,2002:bool"
_TRUE = frozenset({"yes", "true", "on"})


@dataclass(frozen=True, slots=True)
class Item:
    """A value of a YAML file: a dict or a list of items, text, a truth value or None; `line` counts from 1.

    Numbers and dates stay text as they are written: a question that reads "2026" is a question.
    """

    value: Any
    line: int


@dataclass(slots=True)
class Problems:
    """All that is wrong with the files read so far, one sentence each with file and line."""

    sentences: list[str] = field(default_factory=list)

    def add(self, file: Path | str, line: int, sentence: str) -> None:
        """Note that `file` has at `line` what `sentence` says."""
        self.sentences.append(f"{file}:{line}: {sentence}")

    def stop(self) -> None:
        """Raise EvaluationError with every sentence; return when there is none."""
        if self.sentences:
            raise EvaluationError("\n".join(self.sentences))


def read(file: Path, problems: Problems) -> Item:
    """The content of `file`; an empty item and a problem noted when it is not YAML."""
    try:
        node = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
        return _item(node, file, problems) if node is not None else Item(None, 1)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problems.add(file, line, f"This is not YAML: {error.problem}. Check the indentation and the quotation marks.")
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problems.add(file, 1, f"This is not YAML in UTF-8: {' '.join(str(error).split())}.")
    except OSError as error:
        problems.add(file, 1, f"The file cannot be read: {error.strerror}.")
    except RecursionError:
        problems.add(file, 1, "The file refers to itself (an anchor inside its own value). Write the value out.")
    return Item(None, 1)


def _item(node: yaml.Node, file: Path, problems: Problems) -> Item:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return Item(_mapping(node, file, problems), line)
    if isinstance(node, yaml.SequenceNode):
        return Item([_item(child, file, problems) for child in node.value], line)
    if node.tag == _NULL:
        return Item(None, line)
    if node.tag == _BOOL:
        return Item(node.value.lower() in _TRUE, line)
    return Item(str(node.value), line)


def _mapping(node: yaml.MappingNode, file: Path, problems: Problems) -> dict[str, Item]:
    values: dict[str, Item] = {}
    for key, child in node.value:
        if not isinstance(key, yaml.ScalarNode):
            problems.add(file, key.start_mark.line + 1, "A field name must be a word.")
        elif key.value in values:
            problems.add(file, key.start_mark.line + 1, f"The field {key.value!r} stands here twice. Keep one.")
        else:
            values[key.value] = _item(child, file, problems)
    return values
