"""Practice roles: plain job descriptions with questions, so that no calibration learns the ways of one corpus.

A folder `<role>/<lang>/` holds Markdown as an employer writes it and `questions.jsonl`, a line a question:
`{"question", "quotes", "band"}`. `quotes` are all sentences or list items that answer it, verbatim; none where the
document does not say. Each role is indexed and asked by itself.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from faqbot.errors import EvaluationError
from faqbot.evaluation import checking
from faqbot.evaluation.cases import BANDS, Case, Gold, GoldenSet
from faqbot.evaluation.external import read_rows
from faqbot.index.caching import CachingEmbedder
from faqbot.index.generations import build, open_index
from faqbot.protocols import Embedder, Index
from faqbot.settings import Settings

_QUESTIONS = "questions.jsonl"


@dataclass(frozen=True, slots=True)
class Role:
    """The folder of one role's documents in one language, and the questions asked about it."""

    folder: Path
    questions: GoldenSet


def load(folder: Path, settings: Settings) -> list[Role]:
    """The roles below `folder` in the order of their paths. Raises EvaluationError with file and line for a wrong line."""
    found = [Role(file.parent, _golden(file, folder, settings)) for file in sorted(folder.glob(f"*/*/{_QUESTIONS}"))]
    if not found:
        raise EvaluationError(f"There is no practice role in {folder}: a role is a folder ROLE/LANG with {_QUESTIONS}.")
    return found


def fingerprint(roles: Sequence[Role]) -> str:
    """Changes when any question does."""
    return hashlib.sha256(" ".join(role.questions.hash for role in roles).encode()).hexdigest()[:16]


@contextmanager
def opened(role: Role, embedder: Embedder) -> Iterator[Index]:
    """An index of the role's documents, in a folder that is thrown away. Raises EvaluationError for a quote that drifted."""
    from faqbot.corpus import read
    from faqbot.corpus.chunking import chunk

    documents = read([role.folder]).documents
    checking.check(role.questions, documents)
    with tempfile.TemporaryDirectory() as place:
        build(
            documents,
            cut=lambda document: chunk(document, embedder.count_tokens, embedder.max_tokens),
            embedder=embedder,
            data_dir=Path(place),
        )
        with closing(open_index(Path(place), CachingEmbedder(embedder))) as index:
            yield index


def _golden(file: Path, root: Path, settings: Settings) -> GoldenSet:
    lang, name = file.parent.name, file.parent.relative_to(root).as_posix()
    document = next((path.name for path in sorted(file.parent.glob("*.md"))), "")
    cases: list[Case] = []
    for number, row in enumerate(read_rows(file, ("question", "quotes", "band")), 1):
        quotes = tuple(Gold(document, str(quote), number) for quote in row["quotes"])
        if row["band"] not in BANDS or (row["band"] == "core") != bool(quotes):
            raise EvaluationError(f"{file}:{number}: A question of the band core has quotes, one of near or far has none.")
        cases.append(
            Case(
                id=f"{name}/{number}",
                lang=lang,
                question=str(row["question"]),
                expect=("answered",) if quotes else ("not_in_documents",),
                band=str(row["band"]),
                split="dev",
                any_of=quotes,
                file=str(file),
                line=number,
            )
        )
    return GoldenSet(tuple(cases), settings.date())
