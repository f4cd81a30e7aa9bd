"""The corpus report as one HTML file: the verdict, what to write next, what to put right, then everything."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterable, Iterator
from importlib import resources

from faqbot.evaluation.pages import count, page, table, tiles
from faqbot.evaluation.review.chart import chart
from faqbot.evaluation.review.coverage import Cell, named
from faqbot.evaluation.review.issues import HEADINGS, Issue, Passage
from faqbot.evaluation.review.reviewing import Review
from faqbot.evaluation.review.themes import BY_KEY, Theme
from faqbot.language.markup import readable
from faqbot.texts import page as strings
from faqbot.texts import written_date
from faqbot.types import Finding

_MOST_ROWS = 500
_MOST_NAMED = 3
_MOST_SHOWN = 12
_LONGEST_QUOTE = 400
# What is only believed when it is read.
_WITH_QUOTES = ("conflict", "pay_range")
_HOW = {
    "given": "answered, perhaps with something else",
    "held_back": "found, but not given as an answer",
    "overlooked": "it may stand here, and the bot did not find it",
}


def report(made: Review) -> str:
    """The whole page."""
    style = resources.files("faqbot.evaluation.review").joinpath("page.css").read_text(encoding="utf-8")
    body = [
        *_head(made),
        *_next(made),
        *_lacking(made),
        *_refused(made),
        *_issues(made),
        *_look(made),
        *chart(made),
        *_answers(made),
        *_documents(made),
    ]
    return page("faqbot: what the documents answer", body, style=style)


def verdict(made: Review) -> str:
    """The report in two or three sentences."""
    main = [cell for cell in made.cells if not cell.titled]
    answered = sum(cell.status == "answered" for cell in main)
    asked = f"{count(len({cell.theme for cell in main}), 'theme')} that candidates ask about"
    times = len(main) // max(1, len({cell.theme for cell in main}))
    each = f", each for {times:,} roles or languages" if times > 1 else ""
    said = [f"{answered} of {len(main):,} are answered: {asked}{each}."] if main else []
    if made.missing:
        names = ", ".join(theme.label.lower() for theme in made.missing[:_MOST_NAMED])
        more = f" and {len(made.missing) - _MOST_NAMED} more" if len(made.missing) > _MOST_NAMED else ""
        said.append(f"Nothing was found about {names}{more}.")
    wrong = [count(number, word) for number, word in _wrong(made) if number]
    return " ".join([*said, *([f"To put right: {', '.join(wrong)}."] if wrong else [])])


def _wrong(made: Review) -> list[tuple[int, str]]:
    kinds = [issue.kind for issue in made.issues]
    return [
        (len(made.read.refused), "file not read"),
        (kinds.count("conflict"), "contradiction"),
        (kinds.count("closed"), "closed posting"),
        (kinds.count("expired"), "document past its date"),
        (kinds.count("pay_range"), "role without pay"),
        (kinds.count("duplicate"), "duplicate"),
        (kinds.count("unreviewed"), "document not reviewed for a year"),
    ]


def _head(made: Review) -> Iterator[str]:
    yield "<h1>What do the documents answer?</h1>"
    yield f'<p class="soft">{count(len(made.documents), "document")} · {written_date(strings("en"), made.date)} · index <code>{html.escape(made.index)}</code></p>'
    state = "open" if made.sound else "closed"
    yield f'<div class="verdict {state}"><strong>{html.escape(verdict(made))}</strong></div>'
    statuses = [cell.status for cell in made.cells if not cell.titled]
    share = f"{statuses.count('answered') / len(statuses):.0%}" if statuses else "-"
    yield tiles(
        [
            (share, "of what candidates ask is answered"),
            (str(len(made.missing)), "themes that no document answers"),
            (str(sum(map(_unsure, made.cells))), "answers to look at"),
            (str(len([issue for issue in made.issues if issue.kind == "conflict"])), "contradictions"),
            (str(len([issue for issue in made.issues if issue.kind in ("closed", "expired")])), "documents that are over"),
        ]
    )


def _next(made: Review) -> Iterator[str]:
    """The themes nobody gets an answer on, each with an entry to fill in."""
    if not made.missing:
        return
    yield f"<h2>Write next: {count(len(made.missing), 'answer')} found in no document</h2>"
    yield '<p class="soft">In the order that we suggest. Open one, paste the entry into a FAQ document, write the answer below it, and ingest again.</p>'
    langs = list(dict.fromkeys(cell.lang for cell in made.cells))
    yield f'<ol class="next">{"".join(_entry(theme, langs) for theme in made.missing)}</ol>'


def _lacking(made: Review) -> Iterator[str]:
    """The themes that are answered for some roles or languages and not for others."""
    if made.lacking:
        yield f"<h2>Found for some only: {count(len(made.lacking), 'theme')}</h2>"
        yield table(
            ("theme", "nothing was found for"),
            [(theme.label, named(cells)) for theme, cells in made.lacking],
            name="found for some only",
        )


def _entry(theme: Theme, langs: Iterable[str]) -> str:
    asked = [theme.questions[lang] for lang in langs]
    entries = "\n".join(f"## {first}\n\n{''.join(f'- {line}{chr(10)}' for line in rest)}" for first, *rest in asked)
    head = f"<strong>{html.escape(theme.label)}</strong>: “{html.escape(asked[0][0])}”"
    return f"<li><details><summary>{head}</summary><pre>{html.escape(entries)}</pre></details></li>"


def _refused(made: Review) -> Iterator[str]:
    for title, found in (("Files that were not read", made.read.refused), ("Warnings of the ingest", made.read.warnings)):
        if found:
            yield f"<h2>{title}: {len(found)}</h2>"
            yield table(("file", "line", "what", "what to do"), [_finding(one) for one in found[:_MOST_ROWS]], name=title)


def _finding(found: Finding) -> tuple[str, str, str, str]:
    return found.source, str(found.line or ""), found.message, found.remedy


def _issues(made: Review) -> Iterator[str]:
    for kind, heading in HEADINGS.items():
        own = [issue for issue in made.issues if issue.kind == kind]
        if not own:
            continue
        yield f"<h2>{heading}: {len(own)}</h2>"
        if kind in _WITH_QUOTES:
            yield from map(_issue, own[:_MOST_ROWS])
        else:
            places = ("\n".join(map(_where, issue.passages)) for issue in own)
            rows = [(one.subject, one.message, place) for one, place in zip(own[:_MOST_ROWS], places, strict=False)]
            yield f"<p>{html.escape(own[0].remedy)}</p>"
            yield table(("about", "what", "where"), rows, name=heading)


def _where(one: Passage) -> str:
    return f"{one.source}{f', line {one.line}' if one.line else ''}"


def _issue(issue: Issue) -> str:
    quotes = "".join(
        f"<blockquote><cite>{html.escape(_where(one))}</cite>{_quote(one.quote)}</blockquote>" for one in issue.passages
    )
    return (
        f'<article><header><h3>{html.escape(issue.subject)}</h3><span class="why">{html.escape(issue.message)}</span></header>'
        f'<p>{html.escape(issue.remedy)}</p><div class="pair">{quotes}</div></article>'
    )


def _look(made: Review) -> Iterator[str]:
    """Answers that may be wrong, with the words that a candidate would read."""
    unsure = [cell for cell in made.cells if _unsure(cell)]
    if not unsure:
        return
    yield f"<h2>Look at these: {count(len(unsure), 'place')} to hold against the question</h2>"
    yield '<p class="soft">It is not clear that these words answer the question. Where they do, put the question below their heading, as it is asked; where they do not, write the answer.</p>'
    yield "".join(map(_doubt, unsure[:_MOST_SHOWN]))
    if len(unsure) > _MOST_SHOWN:
        yield f'<details class="more"><summary>{len(unsure) - _MOST_SHOWN} more</summary>{"".join(map(_doubt, unsure[_MOST_SHOWN:_MOST_ROWS]))}</details>'


def _unsure(cell: Cell) -> bool:
    return cell.status == "unsure" and cell.passage is not None


def _doubt(cell: Cell) -> str:
    return (
        f'<article><header><h3>“{html.escape(cell.question)}”</h3><span class="unsure">{html.escape(_why(cell))}</span></header>'
        f'<p class="soft">{html.escape(cell.subject)} · {html.escape(BY_KEY[cell.theme].label)} · {cell.lang}</p>{_passage(cell)}</article>'
    )


def _why(cell: Cell) -> str:
    if cell.got:
        return f"answered for {cell.got} of {cell.asked} wordings"
    return _HOW[cell.how]


def _answers(made: Review) -> Iterator[str]:
    """Every answer that counts, so that somebody can hold the map against the documents."""
    told = [cell for cell in made.cells if cell.status in ("answered", "contradictory") and cell.passage]
    if told:
        yield f'<details class="more"><summary>All {len(told)} answers that count</summary>'
        for cell in told[:_MOST_ROWS]:
            head = f"{cell.subject} · {BY_KEY[cell.theme].label} · {cell.lang} · {cell.got} of {cell.asked} wordings"
            yield f'<article><header><h3>“{html.escape(cell.question)}”</h3></header><p class="soft">{html.escape(head)}</p>{_passage(cell)}</article>'
        yield "</details>"


def _passage(cell: Cell) -> str:
    assert cell.passage is not None
    place = " > ".join((cell.passage.source, *cell.passage.heading))
    return f"<blockquote><cite>{html.escape(place)}</cite>{_quote(cell.passage.quote)}</blockquote>"


def _quote(quote: str) -> str:
    return html.escape(textwrap.shorten(readable(quote), _LONGEST_QUOTE, placeholder=" …"))


def _documents(made: Review) -> Iterator[str]:
    """What was read of each document."""
    rows = [
        (
            one.source, one.title, one.role or "every role", one.lang, str(sum(bool(section.sentences) for section in one.sections)),
            one.reviewed.isoformat() if one.reviewed else "", one.valid_until.isoformat() if one.valid_until else "",
        )
        for one in made.documents[:_MOST_ROWS]
    ]  # fmt: skip
    yield f'<details class="more"><summary>What was read: {count(len(made.documents), "document")}</summary>'
    yield table(("file", "title", "role", "language", "sections", "reviewed", "valid until"), rows, name="documents")
    if len(made.documents) > _MOST_ROWS:
        yield f"<p>and {len(made.documents) - _MOST_ROWS:,} more.</p>"
    yield "</details>"
