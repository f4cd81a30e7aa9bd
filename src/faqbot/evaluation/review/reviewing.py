"""The corpus report as data: what the bot makes of the documents, put together once for terminal, page and JSON."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from faqbot.evaluation.review.conflicts import conflicts
from faqbot.evaluation.review.coverage import Bot, Cell, Subject, survey
from faqbot.evaluation.review.duplicates import duplicates
from faqbot.evaluation.review.issues import HEADINGS, Issue
from faqbot.evaluation.review.staleness import stale
from faqbot.evaluation.review.themes import THEMES, Theme
from faqbot.types import Document, Finding


@dataclass(frozen=True, slots=True)
class Read:
    """What the last ingest said of the files: refused ones, and warnings."""

    refused: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """Everything the report says about one index generation on one day. `unasked` counts subjects left out of the map."""

    index: str
    date: datetime.date
    documents: tuple[Document, ...]
    cells: tuple[Cell, ...]
    issues: tuple[Issue, ...]
    read: Read = field(default_factory=Read)
    unasked: int = 0

    @property
    def missing(self) -> tuple[Theme, ...]:
        """The themes that no document answers for any role, the first to be written first."""
        asked = [theme for theme in THEMES if self.of(theme)]
        return tuple(theme for theme in asked if all(cell.status == "not_published" for cell in self.of(theme)))

    @property
    def lacking(self) -> list[tuple[Theme, list[Cell]]]:
        """The themes that are answered somewhere, with the cells of the roles and languages for which nothing was found."""
        missing = self.missing
        rest = [theme for theme in THEMES if theme not in missing]
        found = [(theme, [cell for cell in self.of(theme) if cell.status == "not_published"]) for theme in rest]
        return [(theme, cells) for theme, cells in found if cells]

    @property
    def sound(self) -> bool:
        """Whether there is nothing to do: nothing missing, refused, warned about, contradictory or stale."""
        gaps = any(cell.status in ("not_published", "contradictory") for cell in self.cells)
        return not (gaps or self.issues or self.read.refused or self.read.warnings)

    def of(self, theme: Theme) -> list[Cell]:
        """The cells of one theme, without those of postings that were asked about by their title."""
        return [cell for cell in self.cells if cell.theme == theme.key and not cell.titled]


def review(
    bot: Bot,
    given: Sequence[Subject],
    *,
    today: datetime.date,
    themes: Sequence[Theme] = THEMES,
    wordings: int = 3,
    progress: Callable[[int, int], None] | None = None,
) -> Review:
    """The report on the bot's generation, with a coverage map of `given`."""
    documents = tuple(bot.index.documents.values())
    issues = inspect(documents, today)
    cells = survey(bot, given, themes=themes, wordings=wordings, progress=progress)
    contradicted = {(issue.subject.casefold(), issue.theme) for issue in issues if issue.kind == "conflict"}
    keys = {one.name: one.key for one in given}
    marked = tuple(
        replace(cell, status="contradictory") if (keys[cell.subject], cell.theme) in contradicted else cell for cell in cells
    )
    return Review(bot.index.generation, today, documents, marked, tuple(issues))


def inspect(documents: Sequence[Document], today: datetime.date) -> list[Issue]:
    """What is wrong with the documents themselves, the gravest kind first; asks nothing."""
    found = [*conflicts(documents), *stale(documents, today), *duplicates(documents)]
    order = list(HEADINGS)
    return sorted(found, key=lambda issue: order.index(issue.kind))


def as_json(made: Review) -> dict[str, Any]:
    """The report as JSON: the same that the page shows."""
    return {
        "index": made.index,
        "date": made.date.isoformat(),
        "documents": len(made.documents),
        "sound": made.sound,
        "missing": [theme.key for theme in made.missing],
        "coverage": [_cell(cell) for cell in made.cells],
        "not_asked": made.unasked,
        "issues": [asdict(issue) for issue in made.issues],
        "refused": [asdict(finding) for finding in made.read.refused],
        "warnings": [asdict(finding) for finding in made.read.warnings],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    passage = cell.passage
    return {
        **{name: getattr(cell, name) for name in ("subject", "lang", "theme", "status", "how", "asked", "got", "question")},
        "source": passage.source if passage else None,
        "heading": list(passage.heading) if passage else [],
        "quote": passage.quote if passage else None,
    }
