"""The promises that every answer keeps, checked on the JSON that a reader of the API gets, against the stored documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from faqbot.evaluation.fields import OUTCOMES
from faqbot.types import Document

_CITATION: Mapping[str, type] = {
    "n": int, "source": str, "title": str, "heading": list, "quote": str, "start": int, "end": int,
}  # fmt: skip
_ANSWER: Mapping[str, type | tuple[type, ...]] = {
    "question": str, "outcome": str, "abstained": bool, "answer": str, "citations": list, "notes": list, "support": str,
    "confidence": (int, float), "suggestions": list, "lang": str, "mode": str, "index": str,
}  # fmt: skip
_NOT_ABSTAINED = frozenset({"answered", "smalltalk"})
_MARKER = re.compile(r"\[(\d+)\]")


def breaches(answer: Mapping[str, Any], documents: Mapping[str, Document], *, index: str) -> Iterator[str]:
    """A sentence for each promise that `answer` breaks; `index` is the generation it must cite."""
    wrong = [name for name, kind in _ANSWER.items() if not isinstance(answer.get(name), kind)]
    if wrong:
        yield f"The fields {', '.join(wrong)} are missing or of the wrong type."
        return
    if answer["outcome"] not in OUTCOMES:
        yield f"There is no outcome {answer['outcome']!r}."
    if answer["index"] != index:
        yield f"The answer cites the generation {answer['index']}, the run is of {index}."
    if not 0 <= answer["confidence"] <= 1:
        yield f"The confidence {answer['confidence']} lies outside 0 to 1."
    yield from _outcome(answer)
    for citation in [*answer["citations"], *([answer["closest"]] if answer.get("closest") else [])]:
        yield from _citation(citation, documents)
    if answer["mode"] == "extractive" and answer["outcome"] == "answered":
        yield from _quotes_alone(answer)


def _outcome(answer: Mapping[str, Any]) -> Iterator[str]:
    if answer["abstained"] != (answer["outcome"] not in _NOT_ABSTAINED):
        yield f"The outcome is {answer['outcome']}, and yet abstained is {answer['abstained']}."
    if answer["abstained"] and answer["citations"]:
        yield f"The answer abstains and yet cites {len(answer['citations'])} quotes."
    if answer["outcome"] == "answered" and not answer["citations"]:
        yield "The answer answers without a citation."
    if answer.get("closest") and answer["outcome"] != "not_in_documents":
        yield f"A closest passage stands beside the outcome {answer['outcome']}."
    if (answer["support"] == "none") == (answer["outcome"] == "answered"):
        yield f"The support is {answer['support']} where the outcome is {answer['outcome']}."


def _citation(citation: Mapping[str, Any], documents: Mapping[str, Document]) -> Iterator[str]:
    wrong = [name for name, kind in _CITATION.items() if not isinstance(citation.get(name), kind)]
    if wrong:
        yield f"The fields {', '.join(wrong)} of a citation are missing or of the wrong type."
        return
    source, start, end = citation["source"], citation["start"], citation["end"]
    if source not in documents:
        yield f"The source {source!r} is no document of the index."
    elif not 0 <= start < end <= len(documents[source].text) or documents[source].quote(start, end) != citation["quote"]:
        yield f"{source}[{start}:{end}] is not the quote {citation['quote'][:60]!r}."


def _quotes_alone(answer: Mapping[str, Any]) -> Iterator[str]:
    quotes = [str(one["quote"]) for one in answer["citations"]]
    if _bare(answer["answer"]) != _bare("".join(quotes)):
        yield f"The answer is not its quotes in order: {answer['answer'][:80]!r}."
    markers = {int(number) for number in _MARKER.findall(answer["answer"])}
    quoted = {int(number) for quote in quotes for number in _MARKER.findall(quote)}
    numbers = {int(one["n"]) for one in answer["citations"]}
    if markers - quoted - numbers or numbers - markers:
        yield f"The markers {sorted(markers)} do not fit the citations {sorted(numbers)}."


def _bare(text: str) -> str:
    """`text` without markers and white space."""
    return "".join(_MARKER.sub("", text).split())
