"""A new judged question from an answer that somebody looked at: candidates to choose from, and YAML that is checked first."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from faqbot.errors import EvaluationError
from faqbot.evaluation import cases, checking
from faqbot.evaluation.cases import GoldenSet
from faqbot.evaluation.matching import places
from faqbot.language import sentences
from faqbot.types import Answer, Document

# A shorter quote stands in many places by accident.
_FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """A passage that may be what was right: one that was quoted, or one that was brought up."""

    doc: str
    heading: tuple[str, ...]
    quote: str
    quoted: bool


def choices(answer: Answer, documents: Mapping[str, Document]) -> list[Choice]:
    """What the answer quotes, then what else its ranking would quote, best first, each once."""
    found: dict[tuple[str, str], Choice] = {}
    for citation in answer.citations:
        found[citation.source, citation.quote] = Choice(citation.source, citation.heading, citation.quote, True)
    ranking: Any = answer.trace.get("ranking") or ()
    for entry in ranking:
        quote = documents[entry["source"]].quote(entry["start"], entry["end"])
        if quote and not any(doc == entry["source"] and (quote in own or own in quote) for doc, own in found):
            found[entry["source"], quote] = Choice(entry["source"], tuple(entry["heading"]), quote, False)
    return list(found.values())


def pick(said: str, found: Sequence[Choice]) -> Choice | None:
    """The passage that "2" means, or the sentence of it that "2.1" means; None for anything else."""
    match = re.fullmatch(r"(\d{1,3})(?:\.(\d{1,3}))?", said.strip())
    if not match or not 1 <= int(match[1]) <= len(found):
        return None
    choice = found[int(match[1]) - 1]
    if match[2] is None:
        return choice
    parts = parted(choice)
    return replace(choice, quote=parts[int(match[2]) - 1]) if 1 <= int(match[2]) <= len(parts) else None


def parted(choice: Choice) -> list[str]:
    """The sentences of a passage, line by line."""
    lines = re.finditer(r"[^\n]+", choice.quote)
    return [choice.quote[a:b] for line in lines for a, b in sentences.split(choice.quote, line.start(), line.end())]


def locate(quote: str, documents: Mapping[str, Document]) -> list[Choice]:
    """The documents that hold `quote` to the letter. Raises EvaluationError when none does, or for less than three words."""
    if len(quote.split()) < _FEWEST_WORDS:
        raise EvaluationError(f"{quote!r} is too short for a quote. Name a passage by its number, or copy a whole sentence.")
    found = [Choice(source, (), quote, False) for source, document in documents.items() if places(document.text, quote)]
    if not found:
        raise EvaluationError(f"No document holds {quote!r} to the letter. Copy it from `faqbot show SOURCE`.")
    return found


def new_id(golden: GoldenSet | None, *, split: str, topic: str) -> str:
    """The next free id of the form added-dev-pay-3."""
    stem = f"added-{split}-{re.sub(r'[^a-z0-9]+', '-', topic.lower()).strip('-') or 'other'}"
    taken = {case.id for case in golden.cases} if golden else set()
    return next(name for number in range(1, len(taken) + 2) if (name := f"{stem}-{number}") not in taken)


def fields(
    question: str, *, basics: Mapping[str, Any], right: Sequence[Choice], every: bool, details: Mapping[str, Any]
) -> dict[str, Any]:
    """The fields of the case in the order in which people write them; empty ones are left out.

    `basics` holds id, lang, expect, band, topic, split and role; `every` asks for all quotes of `right`, not one of
    them; `details` holds variants, turns, must (texts), absent, forbid, pinned and note.
    """
    gold = [{"doc": one.doc, "quote": one.quote} for one in right]
    values = {
        "id": basics["id"],
        "lang": basics["lang"],
        "question": question,
        "variants": details.get("variants"),
        "turns": details.get("turns"),
        "role": basics.get("role"),
        "expect": basics["expect"],
        "band": basics["band"],
        "topic": basics["topic"],
        "gold": {"all_of" if every and len(gold) > 1 else "any_of": gold} if gold else None,
        "must": [{"any": [fact], "vital": True} for fact in details.get("must") or ()],
        "absent": details.get("absent"),
        "forbid": details.get("forbid"),
        "pinned": details.get("pinned"),
        "split": basics["split"],
        "note": details.get("note"),
    }
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items() if value}


def as_yaml(values: Mapping[str, Any]) -> str:
    """One case as an entry of a file of cases."""
    return yaml.safe_dump([dict(values)], allow_unicode=True, sort_keys=False, width=10_000)


def append(folder: Path, text: str, *, split: str, documents: Mapping[str, Document]) -> Path:
    """Add the case `text` to the file of added cases in `folder`, once it has been read back and fits the documents.

    Raises EvaluationError, and writes nothing, when it would break the set.
    """
    file = folder / f"{split}-added.yaml"
    before = file.read_text(encoding="utf-8") if file.is_file() else ""
    after = f"{before.rstrip()}\n\n{text}" if before.strip() else text
    with tempfile.TemporaryDirectory() as aside:
        copy = Path(aside) / folder.name
        copy.mkdir()
        for other in folder.glob("*.yaml"):
            (copy / other.name).write_bytes(other.read_bytes())
        (copy / file.name).write_text(after, encoding="utf-8")
        try:
            checking.check(cases.load(copy).of(split), documents.values())
        except EvaluationError as error:
            raise EvaluationError(str(error).replace(str(copy), str(folder))) from None
    file.write_text(after, encoding="utf-8")
    return file
