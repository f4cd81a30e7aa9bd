"""What a loader returns: a document's text, its blocks, and what its file says about itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from faqbot.corpus.blocks import Block


@dataclass(frozen=True, slots=True)
class Page:
    """A file read by its loader. `values` holds names of `frontmatter.SCHEMA` only; `title` is the format's own."""

    text: str
    blocks: tuple[Block, ...]
    values: Mapping[str, object] = field(default_factory=dict)
    title: str = ""
