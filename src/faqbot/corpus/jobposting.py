"""schema.org's JobPosting, as pages carry it in JSON-LD: every property is a fact under its own name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from faqbot.corpus.frontmatter import humanise
from faqbot.corpus.postings import Fact, Posting, enumeration
from faqbot.corpus.trees import Tree, each, fields, said, scalars

# The passages of a posting, and the heading of each.
_PASSAGES = {
    "description": "",
    "responsibilities": "Responsibilities",
    "qualifications": "Qualifications",
    "experienceRequirements": "Experience requirements",
    "educationRequirements": "Education requirements",
    "skills": "Skills",
    "jobBenefits": "Job benefits",
    "incentiveCompensation": "Incentive compensation",
}
_PLUMBING = frozenset(
    {
        "title",
        "url",
        "image",
        "logo",
        "sameAs",
        "identifier",
        "directApply",
        "mainEntityOfPage",
        "potentialAction",
        "inLanguage",
        "latitude",
        "longitude",
    }
)
# A range is said from its lower end to its upper one, and then in what and for how long.
_ORDER = ("minvalue", "value", "maxvalue", "currency", "unittext")
_ENUMERATION = re.compile(r"[A-Z]+(?:_[A-Z]+)+")


def postings(tree: Tree) -> list[Posting]:
    """The job postings in JSON-LD, wherever they stand in it."""
    return [_posting(fields(node)) for node in _nodes(tree)]


def _nodes(tree: Tree) -> Iterator[Tree]:
    stack, seen = [tree], 0
    while stack and seen < 10_000:
        node, seen = stack.pop(), seen + 1
        if isinstance(node, list):
            stack.extend(reversed(node))
        elif isinstance(node, dict):
            if "JobPosting" in map(said, each(node.get("@type"))):
                yield node
            else:
                stack.extend(node.get(name) for name in ("itemListElement", "item", "mainEntity", "@graph") if name in node)


def _posting(node: dict[str, Tree] | Tree) -> Posting:
    number = fields(node.get("identifier")).get("value", node.get("identifier"))
    return Posting(
        id=said(number) or said(node.get("url")).rstrip("/").rpartition("/")[2],
        title=said(node.get("title")) or said(node.get("name")),
        passages=[(heading, "\n".join(map(said, each(node.get(name))))) for name, heading in _PASSAGES.items()],
        facts=list(_facts(node)),
        url=said(node.get("url")),
        valid_until=said(node.get("validThrough")),
        lang=said(node.get("inLanguage")),
    )


def _facts(node: Tree) -> Iterator[Fact]:
    for name, value in node.items():
        if name.startswith("@") or name in _PLUMBING or (name in _PASSAGES and not isinstance(value, dict)):
            continue
        found = [(names[-1] if names else "", text) for names, text in scalars(value, "") if not _plumbing(names)]
        for inner, text in sorted(found, key=lambda pair: _ORDER.index(pair[0].lower()) if pair[0].lower() in _ORDER else -1):
            shown = enumeration(text) if _ENUMERATION.fullmatch(text) else text
            yield Fact(humanise(name), shown, part=humanise(inner).lower() if inner and inner != "name" else "")


def _plumbing(names: tuple[str, ...]) -> bool:
    return any(name.startswith("@") or name in _PLUMBING for name in names)
