"""What the feeds have in common: a list of jobs under a name, or one job alone."""

from __future__ import annotations

from collections.abc import Collection

from faqbot.corpus.trees import Tree, each, fields


def jobs(tree: Tree, *, under: str, marks: Collection[str]) -> tuple[list[Tree], bool]:
    """The jobs that have all names in `marks`, in a list (under the name `under`, or bare), or `tree` itself; and whether it is one alone."""
    listed = fields(tree).get(under, tree) if under else tree
    found = [job for job in each(listed) if set(marks) <= set(fields(job))]
    return found, not isinstance(listed, list)
