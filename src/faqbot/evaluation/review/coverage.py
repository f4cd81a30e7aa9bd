"""The coverage map: real questions on each theme, for each role in each of its languages, and what the bot made of them.

A cell is `answered` when at least half of the wordings got an answer whose words are on the theme, by a table that has no
part in choosing them. One that fewer got, one that is not on the theme, a passage that the bot found but did not dare to
give, and one that it overlooked make it `unsure`: somebody should look. For what is left nothing was found: it
is not published, or in words that nobody asks in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from faqbot.evaluation.review.standing import on_theme, stands
from faqbot.evaluation.review.themes import BY_KEY, OF_A_POSTING, THEMES, Theme
from faqbot.language.closing import POSTING
from faqbot.language.topics import topics
from faqbot.protocols import Index
from faqbot.types import Answer, Citation, Document, RoleCard, Turn

Status = Literal["answered", "contradictory", "unsure", "not_published"]
How = Literal["given", "held_back", "overlooked"]
_SPOKEN = ("en", "fr")
_WORK = frozenset({"missions", "skills", "qualification"})
_AT_ONCE = 32
_MOST_NAMED = 6


class Bot(Protocol):
    """What the map needs of `faqbot.pipeline.FaqBot`."""

    @property
    def index(self) -> Index:
        """The generation that it answers from."""
        ...

    def ask_many(self, turns: Sequence[Turn]) -> list[Answer]:
        """An answer a turn."""
        ...

    def roles(self) -> list[RoleCard]:
        """The roles that have documents."""
        ...


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked about: a role, a single document without one (`title` is then named in the question), or everything."""

    name: str
    langs: tuple[str, ...]
    role: str | None = None
    title: str = ""

    @property
    def key(self) -> str:
        """What issues name the same subject by; nothing for all documents together."""
        return (self.role or self.title).casefold()


@dataclass(frozen=True, slots=True)
class Cell:
    """One theme for one subject in one language: the best of what was found, and how many of the wordings were answered.

    `how` tells a passage that stands as an answer from one that was held back and from one that the bot overlooked,
    `titled` a posting that was asked about by its title from a role and from all documents together.
    """

    subject: str
    lang: str
    theme: str
    status: Status
    asked: int
    got: int
    question: str
    passage: Citation | None = None
    how: How = "given"
    titled: bool = False


def subjects(bot: Bot) -> list[Subject]:
    """What the documents are about: their roles; without any, all of them together, then each posting by its title."""
    documents = bot.index.documents.values()
    shared = {document.lang for document in documents if document.role is None}
    if roles := bot.roles():
        return [Subject(card.name, _spoken({*card.langs, *shared}), role=card.role) for card in roles]
    titled = {document.title: document.lang for document in documents if _is_posting(document)}
    each = [Subject(title, _spoken({lang}), title=title) for title, lang in sorted(titled.items())]
    return [Subject("All documents", _spoken(shared)), *each]


def named(cells: Sequence[Cell]) -> str:
    """Which roles and languages `cells` are for, the languages of one role together; of many the first few."""
    langs: dict[str, list[str]] = {}
    for cell in cells:
        langs.setdefault(cell.subject, []).append(cell.lang)
    names = [f"{subject} {'/'.join(own)}" for subject, own in langs.items()]
    more = [f"{len(names) - _MOST_NAMED} more"] if len(names) > _MOST_NAMED else []
    return ", ".join([*names[:_MOST_NAMED], *more])


def count(given: Sequence[Subject], themes: Sequence[Theme] = THEMES, *, wordings: int) -> int:
    """How many questions `survey` asks about `given`."""
    return sum(len(theme.questions[lang][:wordings]) for one in given for lang in one.langs for theme in _of(one, themes))


def survey(
    bot: Bot,
    given: Sequence[Subject],
    *,
    themes: Sequence[Theme] = THEMES,
    wordings: int = 3,
    progress: Callable[[int, int], None] | None = None,
) -> list[Cell]:
    """The cells of `given`, `themes` in their order; `wordings` says how many ways of asking are tried for each."""
    turns: list[tuple[Subject, str, Theme, Turn]] = [
        (one, lang, theme, _turn(one, lang, question))
        for one in given
        for lang in one.langs
        for theme in _of(one, themes)
        for question in theme.questions[lang][:wordings]
    ]
    answers: list[Answer] = []
    for begin in range(0, len(turns), _AT_ONCE):
        answers.extend(bot.ask_many([turn for *_, turn in turns[begin : begin + _AT_ONCE]]))
        if progress:
            progress(len(answers), len(turns))
    found: dict[tuple[Subject, str, str], list[Answer]] = {}
    for (one, lang, theme, _), answer in zip(turns, answers, strict=True):
        found.setdefault((one, lang, theme.key), []).append(answer)
    return [
        _cell(one, lang, theme := BY_KEY[key], list(_judged(own, theme, bot.index)), bot.index)
        for (one, lang, key), own in found.items()
    ]


def _of(subject: Subject, themes: Sequence[Theme]) -> list[Theme]:
    """All of `themes`; of a posting by its title, those that differ from one posting to the next."""
    return [theme for theme in themes if not subject.title or theme.key in OF_A_POSTING]


def _is_posting(document: Document) -> bool:
    """Whether a heading or a field says that the document is about the work of one job."""
    about = (topics(section.heading[-1]) for section in document.sections if section.sentences)
    return document.kind == POSTING or any(themes & _WORK for themes in about)


def _spoken(langs: set[str]) -> tuple[str, ...]:
    """The languages to ask in: the documents' own among those that we have questions in, else English."""
    return tuple(sorted(lang for lang in langs if lang in _SPOKEN)) or ("en",)


def _turn(subject: Subject, lang: str, question: str) -> Turn:
    return Turn(f"{subject.title}: {question}" if subject.title else question, role=subject.role, lang=lang, quoted=True)


def _judged(answers: Sequence[Answer], theme: Theme, index: Index) -> Iterator[tuple[Status, Answer, Citation | None]]:
    for answer in answers:
        cited = answer.citations or ((answer.closest,) if answer.closest else ())
        on_theme = next((one for one in cited if _on(theme, one, index)), None)
        if answer.outcome == "answered":
            yield ("answered" if on_theme else "unsure"), answer, on_theme or cited[0]
        elif on_theme or answer.outcome == "clarify":
            yield "unsure", answer, on_theme
        else:
            yield "not_published", answer, None


def _on(theme: Theme, cited: Citation, index: Index) -> bool:
    document = index.documents[cited.source]
    section = next((one for one in document.sections if one.heading == cited.heading), None)
    quote = cited.quote
    if section and section.kind == "field":  # 50000, 75000 and EUR are three values of one field
        quote = "\n".join(document.quote(one.start, one.end) for one in section.sentences)
    return on_theme(theme, section, cited.heading[-1], quote)


def _documents(subject: Subject, index: Index) -> Iterator[Document]:
    """The documents that may answer about `subject`, its own before the shared ones."""
    documents = index.documents.values()
    if subject.title:
        return (document for document in documents if document.title == subject.title)
    return (document for role in dict.fromkeys((subject.role, None)) for document in documents if document.role == role)


_RANK: Mapping[Status, int] = {"answered": 2, "contradictory": 2, "unsure": 1, "not_published": 0}


def _cell(
    subject: Subject, lang: str, theme: Theme, judged: Sequence[tuple[Status, Answer, Citation | None]], index: Index
) -> Cell:
    status, answer, passage = max(judged, key=lambda one: (_RANK[one[0]], one[1].confidence))
    got = sum(one[0] == "answered" for one in judged)
    how: How = "given" if answer.outcome == "answered" else "held_back"
    if status == "answered" and 2 * got < len(judged):
        status = "unsure"
    if status == "not_published" and (found := stands(theme, _documents(subject, index))):
        status, passage, how = "unsure", found, "overlooked"
    return Cell(subject.name, lang, theme.key, status, len(judged), got, answer.question, passage, how, bool(subject.title))
