"""What a loader returns: a document's text, its blocks, and what its file says about itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from faqbot.corpus.blocks import Block


@dataclass(frozen=True, slots=True)
class Page:
    """One document of a file. `values` holds names of `frontmatter.SCHEMA` only; `title` is the format's own.

    `removed` are the invisible characters that were left out of the text. `part` tells this document from the others
    of a file that holds several, such as a job feed.
    """

    text: str
    blocks: tuple[Block, ...]
    values: Mapping[str, object] = field(default_factory=dict)
    title: str = ""
    removed: Mapping[str, int] = field(default_factory=dict)
    part: str = ""
