"""YAML front matter: what describes the document, and what is a fact of its own.

The names of `SCHEMA` describe the document. Any other name with a value is a field that can be quoted
("location: Paris"), with the exact place of the value; comments are not values.
"""

from __future__ import annotations

import contextlib
import datetime
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

from faqbot.corpus.blocks import Block
from faqbot.corpus.refusals import refusal
from faqbot.errors import DocumentError

_FENCE = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)

SCHEMA: Mapping[str, str] = {
    "title": "text",
    "role": "slug",
    "lang": "language",
    "kind": "word",
    "owner": "text",
    "reviewed": "date",
    "valid_until": "date",
    "url": "address",
    "aliases": "texts",
    "id": "word",
}
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ALLOWED = {
    "text": "one line of text",
    "slug": "small letters, digits and hyphens, such as head-of-generative-ai, or null",
    "language": "a code of two letters, such as en or fr",
    "word": "one word",
    "date": "a date, such as 2026-06-09",
    "address": "an address that begins with https:// or http://, or null",
    "texts": "a list of names",
}
# What site generators keep beside the facts: how a page is built, not what it says.
_PLUMBING = frozenset(
    "layout permalink tags tag slug draft date created updated modified published weight order eleventynavigation "
    "subnav sidenav nav menu redirect redirect_from redirect_to image images img css js scripts styles template "
    "head_title description summary canonical keywords alert_keywords status_alert external_url author authors "
    "categories category breadcrumb breadcrumbs class theme toc parent nav_order has_children sitemap".split()
)
_MOST_VALUES = 5_000
_FILLED_LATER = re.compile(r"\{\{|\{%|^[\W_]*$")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The described values by name (validated), the fields as blocks, and where the body begins."""

    values: Mapping[str, object]
    fields: tuple[Block, ...]
    body: int


def read(text: str, source: str) -> FrontMatter:
    """The front matter of `text`; an empty one when it has none. Raises DocumentError with the line."""
    match = _FENCE.match(text)
    if match is None:
        if text.startswith("---\n") and re.match(r"---\n[\w-]+:", text):
            raise refusal(source, "front-matter-open", "The front matter has no closing line.", line=1)
        return FrontMatter({}, (), 0)
    offset = match.start(1)
    try:
        root = yaml.compose(match.group(1), Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise _broken(error, source) from None
    if root is None:
        return FrontMatter({}, (), match.end())
    if not isinstance(root, yaml.MappingNode):
        raise refusal(source, "front-matter-shape", "The front matter is not a list of `name: value` lines.", line=2)
    if _weight(root, {}) > _MOST_VALUES:
        raise refusal(source, "too-large", f"The front matter holds more than {_MOST_VALUES:,} values.", line=2)
    values: dict[str, object] = {}
    fields: list[Block] = []
    for key, node in root.value:
        name = str(key.value)
        if name in SCHEMA:
            values[name] = described(name, _constructed(node, source), source, line=key.start_mark.line + 2)
        elif name.lower() not in _PLUMBING:
            fields.extend(_fields(text, node, (humanise(name),), offset))
    return FrontMatter(values, tuple(fields), match.end())


def humanise(name: str) -> str:
    """A field's name as words: "max_payrange" gives "Max payrange", "jobLocation" gives "Job location"."""
    words = re.sub(r"(?<=[a-z])[A-Z](?=[a-z])", lambda match: f" {match.group().lower()}", name)
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|[_\-]+", " ", words).strip()
    return words[:1].upper() + words[1:]


def described(name: str, value: object, source: str, *, line: int = 0) -> object:
    """The value of a name of `SCHEMA` in its own type, None for none. Raises DocumentError when it is not of that kind."""
    if value in (None, "", "null", "~"):
        return None
    if SCHEMA[name] == "date" and isinstance(value, str):
        with contextlib.suppress(ValueError):
            value = datetime.date.fromisoformat(value)
    checked = _checked(SCHEMA[name], value)
    if checked is None:
        message = f"`{name}` has the value {str(value)!r}."
        raise refusal(source, "front-matter-value", message, line=line, remedy=f"It must be {_ALLOWED[SCHEMA[name]]}.")
    return checked


def _constructed(node: yaml.Node, source: str) -> object:
    """A node's value; a text where it looks like a date and is none. Raises DocumentError for a tag of another program."""
    try:
        return yaml.SafeLoader("").construct_object(node, deep=True)
    except ValueError:
        return node.value
    except yaml.YAMLError as error:
        raise _broken(error, source) from None


def _weight(node: yaml.Node, known: dict[int, float]) -> float:
    """How many values a node stands for when every alias is written out; one that holds itself has no end."""
    if id(node) not in known:
        known[id(node)] = math.inf
        parts = [part for pair in node.value for part in pair] if isinstance(node, yaml.MappingNode) else node.value
        known[id(node)] = 1 + (0 if isinstance(node, yaml.ScalarNode) else sum(_weight(part, known) for part in parts))
    return known[id(node)]


def _checked(kind: str, value: object) -> object:
    """The value in its own type, or None where it is not of that kind."""
    if kind == "date":
        return value if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime) else None
    if kind == "texts":
        good = isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value)
        return tuple(value) if good and isinstance(value, list) else None
    if isinstance(value, bool | list | dict):
        return None
    text = str(value).strip()
    patterns = {"slug": _SLUG.pattern, "language": r"[a-z]{2}", "word": r"\S+", "address": r"https?://\S+", "text": r"[^\n]+"}
    return text if re.fullmatch(patterns[kind], text) else None


def _fields(text: str, node: yaml.Node, label: tuple[str, ...], offset: int) -> Iterator[Block]:
    if isinstance(node, yaml.ScalarNode):
        start, end = _scalar_span(text, node, offset)
        value = text[start:end]
        if value and not node.tag.endswith((":null", ":bool")) and not _FILLED_LATER.search(value):
            yield Block("field", start, end, label=label)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _fields(text, item, label, offset)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = label if str(key.value) in ("title", "name", "text", "items", "value") else (*label, humanise(str(key.value)))
            yield from _fields(text, value, inner, offset)


def _scalar_span(text: str, node: yaml.ScalarNode, offset: int) -> tuple[int, int]:
    start, end = node.start_mark.index + offset, node.end_mark.index + offset
    if node.style in ("'", '"'):
        start, end = start + 1, end - 1
    elif node.style in ("|", ">"):
        start = text.index("\n", start) + 1
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _broken(error: yaml.YAMLError, source: str) -> DocumentError:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "it cannot be read"
    return refusal(source, "front-matter-yaml", f"The front matter is not YAML: {problem}.", line=mark.line + 2 if mark else 1)
