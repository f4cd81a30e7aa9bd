"""From a turn to queries: the follow-up made whole, spelling mended, the parts of a double question told apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from faqbot.answering import asks, followups, naming, router, spelling
from faqbot.answering.library import Library
from faqbot.answering.scope import Scope, scope, sides
from faqbot.errors import UsageError
from faqbot.language import shorthand
from faqbot.language.detect import detect
from faqbot.language.names import without_names
from faqbot.language.personal import mask
from faqbot.types import Outcome, Query, Turn

# The words that were mended, and what they were mended to.
Corrected = tuple[tuple[str, str], ...]
LONGEST_QUESTION = 2000
_LANGUAGES = ("en", "fr")
_FEW_WORDS = 2
_TAGS = re.compile(r"<[^<>]{0,200}>")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a turn comes to: either a route that answers it, or the queries to retrieve for."""

    turn: Turn
    lang: str
    role: str | None
    route: tuple[Outcome, str] | None
    queries: tuple[Query, ...]
    scope: Scope
    text: str


def clean(question: str) -> str:
    """`question` without tags, control and invisible characters, on one line. Raises UsageError when it is empty or
    longer than 2,000 characters.
    """
    if len(question) > LONGEST_QUESTION:
        raise UsageError(
            f"The question has {len(question):,} characters; at most {LONGEST_QUESTION:,} are read. Ask a shorter one."
        )
    visible = "".join(
        " " if character in "\n\r\t" else character
        for character in question
        if character in "\n\r\t" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")
    )
    text = " ".join(visible.split())
    if not text:
        raise UsageError("The question is empty. Type a question, such as: What does it pay?")
    return text


def understand(turn: Turn, library: Library) -> Plan:
    """The plan for `turn`. Raises UsageError for an empty or overlong question and for an unknown role."""
    question = clean(turn.question)
    # Masked first: an e-mail address or a phone number is neither searched with nor traced.
    turns = tuple(clean(earlier) for earlier in turn.turns if earlier.strip())
    role = naming.slug(turn.role, library)
    default = _default(library, turns, role)
    lang = turn.lang or detect(question, vocabulary=library.vocabulary, listed=library.listed, default=default)
    stripped = shorthand.spell_out(mask(_TAGS.sub(" ", question))[0], lang)
    mended, corrected = _mended(stripped, library, lang)
    route = _route(question, mended, lang, library)
    if route and route[1] in ("language_en", "language_fr"):
        lang = route[1].removeprefix("language_")
    text = clean(turn.standalone) if turn.standalone else _whole(mended.strip() or question, turns, library, lang)
    where = scope(text, library, role=role or naming.carried(turns, library, lang), lang=lang)
    queries = () if route else _queries(text, library, where, lang, corrected)
    # Who plainly asks something about a job has changed the subject; anything else may go on with it.
    if turns and len(queries) == 1 and not turn.standalone and not library.intents.complete(text):
        context = without_names(followups.context(text, _asked_before(turns, lang), lang), where.named)
        queries = (replace(queries[0], context=context),)
    return Plan(turn, lang, where.role, route, queries, where, text)


def _queries(text: str, library: Library, where: Scope, lang: str, corrected: Corrected) -> tuple[Query, ...]:
    """One for each side of a comparison, or for each question in `text`."""
    compared = naming.compared(text, library, lang)
    if not compared:
        return tuple(_query(part, library, where, lang, corrected) for part in asks.split(text, lang, library.intents))
    asked = naming.asked_of_both(text, compared, library, lang)
    return tuple(
        replace(_query(asked, library, one, lang, corrected), about=naming.called(subject, library))
        for subject, one in zip(compared, sides(compared, library, lang=lang), strict=True)
    )


def _whole(question: str, turns: Sequence[str], library: Library, lang: str) -> str:
    """`question` as it reads without the turns before it; a role's bare name answers "which role do you mean?"."""
    earlier = _asked_before(turns, lang)
    if earlier and (roles := naming.picked(question, library, lang)):
        asked = followups.standalone(earlier[-1], earlier[:-1], lang).rstrip(" ?!.")
        return clean(f"{asked} {' / '.join(library.roles[role].name for role in roles)}")
    return followups.standalone(router.polite(question), earlier, lang)


def _asked_before(turns: Sequence[str], lang: str) -> list[str]:
    """The earlier turns that asked something, without what is said around a question."""
    return [router.polite(shorthand.spell_out(turn, lang)) for turn in turns if router.route(turn) is None]


def _route(question: str, mended: str, lang: str, library: Library) -> tuple[Outcome, str] | None:
    """The route of the question as it was typed, or as it reads with shorthand and mistakes mended."""
    # A bare "bjr" does not show its language, so a short turn is read in each.
    langs = (lang,) if len(question.split()) > _FEW_WORDS else dict.fromkeys((lang, *_LANGUAGES))
    spelt = [shorthand.spell_out(question, one) for one in langs]
    others = [_mended(text, library, one)[0] for text, one in zip(spelt, langs, strict=True)]
    readings = dict.fromkeys((question, *spelt, mended, *others))
    found = next((found for text in readings if (found := router.route(text, library.spellings(lang)))), None)
    return found or router.by_intent(mended, *library.intents.chief(mended))


def _mended(text: str, library: Library, lang: str) -> tuple[str, Corrected]:
    """`text` with its typing mistakes mended, and which they were."""
    return spelling.correct(text, library.spellings(lang), lambda word: library.right(word, lang), library.initials(lang))


def _default(library: Library, turns: tuple[str, ...], role: str | None) -> str:
    """The language of a question that shows none: that of the turn before, else that of the role's documents, else of all."""
    if turns:
        return detect(turns[-1], vocabulary=library.vocabulary, listed=library.listed, default=_default(library, (), role))
    card = library.roles.get(role or "")
    langs = card.langs if card else library.languages
    return next((lang for lang in langs if lang in _LANGUAGES), "en") if "en" not in langs else "en"


def _query(text: str, library: Library, where: Scope, lang: str, corrected: Corrected) -> Query:
    expanded = " ".join(
        [
            text,
            *(
                meaning
                for acronym, meaning in library.acronyms.items()
                if re.search(rf"\b{re.escape(acronym)}\b", text.casefold()) and meaning.casefold() not in text.casefold()
            ),
        ]
    )
    return Query(
        text=text,
        search=without_names(expanded, where.named),
        lang=lang,
        scope=where.sources,
        role=where.role,
        named=where.named,
        corrected=tuple(pair for pair in corrected if pair[1] in text),
    )
