"""faqbot itself on a public set: an index of the passages in a folder that is thrown away, and the one path of every front."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from faqbot.evaluation import external
from faqbot.evaluation.external import Found, PublicSet, Question, documents
from faqbot.settings import Settings
from faqbot.types import Answer, Turn

_LONGEST = 2000
_MOST_TURNS = 10


def measure(folder: Path, settings: Settings, progress: Callable[[int, int], None] | None = None) -> str:
    """The table for faqbot on the set in `folder`, as Markdown."""
    given = external.read(folder)
    values = external.score(given, ask_set(given, settings, progress))
    return f"{len(given.passages)} passages, {len(given.questions)} questions\n\n{external.table({'faqbot': values})}"


def ask_set(given: PublicSet, settings: Settings, progress: Callable[[int, int], None] | None = None) -> list[Found]:
    """What faqbot finds for each question of `given`, in order. Only the model is kept in the data folder."""
    from faqbot.assembly import assemble
    from faqbot.corpus.chunking import chunk
    from faqbot.index.caching import CachingEmbedder
    from faqbot.index.embedding import open_embedder
    from faqbot.index.generations import build, open_index

    embedder = open_embedder(settings.embedding_model, settings.data_dir, threads=settings.threads)
    with tempfile.TemporaryDirectory() as folder:
        build(
            documents(given),
            cut=lambda document: chunk(document, embedder.count_tokens, embedder.max_tokens),
            embedder=embedder,
            data_dir=Path(folder),
        )
        bot = assemble(open_index(Path(folder), CachingEmbedder(embedder)), settings)
        texts = {passage.id: passage.text for passage in given.passages}
        found: list[Found] = []
        for question in given.questions:
            found.append(_found(bot.ask(_turn(question)), texts))
            if progress:
                progress(len(found), len(given.questions))
    return found


def _turn(question: Question) -> Turn:
    turns = tuple(text[:_LONGEST] for text in question.turns[-_MOST_TURNS:])
    return Turn(question.text[:_LONGEST], lang=question.lang, turns=turns)


def _found(answer: Answer, texts: Mapping[str, str]) -> Found:
    """The ranking of the trace and the words its first entry would quote; a route is not sure of any answer."""
    trace: Mapping[str, Any] = answer.trace
    ranking = list(trace.get("ranking") or ())
    shown = texts[ranking[0]["source"]][ranking[0]["start"] : ranking[0]["end"]] if ranking else ""
    best = ranking[0].get("best") if ranking else None
    sentence = texts[ranking[0]["source"]][best[0] : best[1]] if best else ""
    confidence = 0.0 if trace.get("route") else answer.confidence
    return Found(tuple(dict.fromkeys(str(entry["source"]) for entry in ranking)), shown, confidence, sentence)
