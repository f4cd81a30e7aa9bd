"""What every loader makes of its format: blocks in reading order, each with its place in the document's text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["heading", "paragraph", "item", "field"]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, a list item, or a named value; `text[start:end]` is its content without list markers.

    `level` is the depth of a heading (1 to 6). `label` is the path of names of a field, for example
    ("Key objectives", "Build data tooling").
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    label: tuple[str, ...] = ()
