"""Utterances that have nothing to do with a role, asked of the live index: how many of them are answered all the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from faqbot.errors import EvaluationError
from faqbot.evaluation.external import read_rows
from faqbot.evaluation.statistics import wilson
from faqbot.settings import Settings
from faqbot.types import Turn

FILE = "utterances.jsonl"


def measure(folder: Path, settings: Settings, progress: Callable[[int, int], None] | None = None) -> str:
    """The table for the utterances (`{id, text}`) in `folder`, as Markdown, a line a caution. Raises EvaluationError."""
    from faqbot.assembly import open_bot

    texts = [str(row["text"]) for row in read_rows(folder / FILE, ("id", "text")) if str(row["text"]).strip()]
    if not texts:
        raise EvaluationError(f"{folder / FILE} holds no utterance, so there is nothing to measure.")
    lines = [
        f"| caution | answered from the documents (n = {len(texts)}) | closest passage shown | routed | nothing |",
        "|---|---|---|---|---|",
    ]
    for number, caution in enumerate(("balanced", "careful")):
        bot = open_bot(settings.model_copy(update={"caution": caution}))
        counts: Counter[str] = Counter()
        for text in texts:
            answer = bot.ask(Turn(text))
            counts["closest" if answer.closest else answer.outcome] += 1
            if progress:
                progress(number * len(texts) + counts.total(), 2 * len(texts))
        answered, closest, nothing = counts["answered"], counts["closest"], counts["not_in_documents"]
        span = wilson(answered, len(texts))
        routed = len(texts) - answered - closest - nothing
        lines.append(
            f"| {caution} | {answered / len(texts):.3f} ({span.low:.3f} to {span.high:.3f}) | {closest} | {routed} | {nothing} |"
        )
    return "\n".join([f"{len(texts)} utterances, asked of the live index", "", *lines])
