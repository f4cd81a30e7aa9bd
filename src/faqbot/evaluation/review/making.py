"""Makes the corpus report of the live index and keeps it in the data folder: after an ingest, or when it is asked for."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from faqbot.assembly import REPORTS, open_bot
from faqbot.errors import SettingsError
from faqbot.evaluation.review.coverage import Subject, count, subjects
from faqbot.evaluation.review.page import report as page
from faqbot.evaluation.review.reviewing import Read, Review, as_json, review
from faqbot.evaluation.review.themes import BY_KEY, THEMES, Theme
from faqbot.evaluation.runs import write_text
from faqbot.settings import Settings
from faqbot.types import Finding

Progress = Callable[[int, int], None]
# What an ingest asks at most, about ten seconds; `faqbot report` asks everything.
AFTER_INGEST = 600


def make(
    settings: Settings,
    *,
    read: Read | None = None,
    most: int | None = None,
    out: Path | None = None,
    progress: Progress | None = None,
) -> Review:
    """The report on the live index, written as page and JSON to the data folder, or the page to `out`.

    `read` is what an ingest has just said of the files (None: what the last one said); `most` bounds the questions.
    """
    html, data = (settings.data_dir / name for name in REPORTS)
    themes = _themes(settings.report_without)
    bot = open_bot(settings)
    known = read or _last_read(data, bot.index.generation)
    given = subjects(bot)
    asked, wordings = within(given, themes, most)
    made = review(bot, asked, themes=themes, today=settings.date(), wordings=wordings, progress=progress)
    made = replace(made, read=known, unasked=len(given) - len(asked))
    write_text(out or html, page(made))
    write_text(data, json.dumps(as_json(made), ensure_ascii=False, indent=1))
    return made


def within(given: Sequence[Subject], themes: Sequence[Theme], most: int | None) -> tuple[list[Subject], int]:
    """As many subjects, and ways of asking, as `most` questions allow; all in three ways where it is None."""
    for wordings in (3, 2, 1):
        if most is None or count(given, themes, wordings=wordings) <= most:
            return list(given), wordings
    kept = [one for number, one in enumerate(given, 1) if count(given[:number], themes, wordings=1) <= (most or 0)]
    return kept, 1


def _themes(without: Sequence[str]) -> list[Theme]:
    """The themes but those that the settings leave out."""
    for key in without:
        if key not in BY_KEY:
            near = difflib.get_close_matches(key, BY_KEY, n=1, cutoff=0.0)[0]
            raise SettingsError(
                f"FAQBOT_REPORT_WITHOUT names {key!r}, which is no theme. The nearest one is {near}. All: {', '.join(BY_KEY)}."
            )
    return [theme for theme in THEMES if theme.key not in without]


def _last_read(file: Path, index: str) -> Read:
    """What the ingest of this index said of the files; nothing where that is not known any more."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        if data["index"] != index:
            return Read()
        return Read(_findings(data["refused"]), _findings(data["warnings"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Read()


def _findings(rows: Sequence[dict[str, Any]]) -> tuple[Finding, ...]:
    return tuple(Finding(**row) for row in rows)
