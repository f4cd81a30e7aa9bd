"""The table of job feeds: how each is known, and what reads a job of it."""

from __future__ import annotations

from collections.abc import Callable

from faqbot.corpus.feeds.ashby import ashby
from faqbot.corpus.feeds.greenhouse import greenhouse
from faqbot.corpus.feeds.lever import lever
from faqbot.corpus.feeds.workable import workable
from faqbot.corpus.postings import Posting
from faqbot.corpus.trees import Tree, fields

# Each gives the jobs of a value that is its feed or a single job of it, and nothing for any other value.
FEEDS: tuple[Callable[[Tree], list[Posting]], ...] = (greenhouse, lever, ashby, workable)


def postings(tree: Tree) -> list[Posting]:
    """The jobs of a feed; none when `tree` is no feed that is known."""
    return next((found for read in FEEDS if (found := read(tree))), [])


def is_empty(tree: Tree) -> bool:
    """Whether `tree` is a board without a job on it."""
    return fields(tree).get("jobs") == []
