"""The corpus report as data: what the bot makes of the documents, put together once for terminal, page and JSON."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from faqbot.evaluation.review.coverage import Bot, Cell, Subject, survey


@dataclass(frozen=True, slots=True)
class Review:
    """Everything the report says about one index generation on one day."""

    index: str
    date: datetime.date
    documents: int
    subjects: tuple[Subject, ...]
    cells: tuple[Cell, ...]


def review(
    bot: Bot,
    given: tuple[Subject, ...],
    *,
    today: datetime.date,
    wordings: int,
    progress: Callable[[int, int], None] | None = None,
) -> Review:
    """The report on the bot's generation, with a coverage map of `given`."""
    cells = survey(bot, given, wordings=wordings, progress=progress)
    return Review(bot.index.generation, today, len(bot.index.documents), given, tuple(cells))
