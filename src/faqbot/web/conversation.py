"""What the chat page shows: the shell around a conversation, an answer, an error. All as escaped HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from faqbot import texts
from faqbot.delivery.handoff import Channel
from faqbot.settings import Settings
from faqbot.types import Answer, Citation, Outcome, RoleCard
from faqbot.web import pages, passages
from faqbot.web.inline import inline
from faqbot.web.live import Asked, Bot
from faqbot.web.service import MAX_QUESTION

# The label above an answer and its icon, by outcome.
LABELS: dict[Outcome, tuple[str, str]] = {
    "answered": ("quoted", "quote"),
    "not_in_documents": ("not_found", "absent"),
    "clarify": ("unclear", "ask"),
    "smalltalk": ("assistant", "assistant"),
    "handoff": ("handoff", "person"),
    "declined": ("declined", "absent"),
}
_RATED: frozenset[Outcome] = frozenset({"answered", "not_in_documents"})
_MAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+")
_NAMES = {"en": "English", "fr": "Français"}


@dataclass(frozen=True, slots=True)
class Source:
    """The citations of one section, the passage that they stand in, and for each the document's address at its place."""

    citations: tuple[Citation, ...]
    passage: list[passages.Block]
    hrefs: dict[int, str]

    @property
    def citation(self) -> Citation:
        """The first of them."""
        return self.citations[0]

    @property
    def path(self) -> tuple[str, ...]:
        """The headings above the passage, without one that only repeats the document's title."""
        heading = self.citation.heading
        return (heading[1:] if len(heading) > 1 and heading[0] == self.citation.title else heading) or (self.citation.title,)

    @property
    def public(self) -> str | None:
        """The public page, when it is one that a browser may open."""
        url = self.citation.url or ""
        return url if url.startswith(("https://", "http://")) else None


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or list item of the answer, and the citations that stand at its end."""

    text: Markup
    citations: tuple[int, ...]
    item: bool


def shell(bot: Bot, settings: Settings, *, role: str | None, lang: str | None, handoff: Channel = "none") -> tuple[str, Markup]:
    """The page around a conversation, and the language it is in."""
    cards = bot.roles()
    spoken = spoken_languages(bot)
    lang = lang if lang in spoken else spoken[0]
    card = next((card for card in cards if card.role == role), cards[0] if len(cards) == 1 else None)
    chosen = card.role if card else None
    languages = [(code, _NAMES[code]) for code in spoken] if len(spoken) > 1 else []
    made = pages.render(
        "shell.html",
        lang,
        card=card,
        cards=cards if len(cards) > 1 else [],
        languages=languages,
        greeting=_about(card, cards, lang),
        suggestions=bot.suggestions(chosen, lang),
        days=settings.retention_days if settings.record != "off" else None,
        limit=MAX_QUESTION,
        handoff=handoff,
        strings={name: texts.page(lang)[name] for name in SCRIPT_STRINGS},
    )
    return lang, made


# The strings that the script says by itself, without asking the server.
SCRIPT_STRINGS = (
    "empty",
    "too_long",
    "offline",
    "thinking",
    "copied",
    "copy_failed",
    "cleared",
    "count",
    "thousands",
    "feedback_failed",
    "link_copied",
    "person",
    "handoff_intro",
    "reply_to",
    "reply_to_wrong",
    "message",
    "preview",
    "what_is_sent",
    "send_yes",
    "change",
    "sent",
    "handoff_failed",
    "open_mail",
    "open_contact",
    "back",
    "delete",
    "delete_ask",
    "delete_yes",
    "keep",
    "deleted",
    "delete_failed",
)


def spoken_languages(bot: Bot) -> list[str]:
    """The languages that both the page and some document speak; English when there is none."""
    return [code for code in bot.languages() if code in texts.LANGUAGES] or ["en"]


def answer(asked: Asked, settings: Settings) -> tuple[Markup, str]:
    """An answer as HTML, and what a screen reader is told of it."""
    given = asked.answer
    # A choice that is a role is chosen as one, and the question asked again about it.
    roles = {card.name: card.role for card in asked.bot.roles()} if given.choices else {}
    label, symbol = LABELS[given.outcome]
    if given.support == "checked":
        label = "checked"
    reply = texts.wording(replace(given, choices=(), contact="")) if given.outcome != "answered" else ""
    made = pages.render(
        "answer.html",
        given.lang,
        answer=given,
        label=label,
        symbol=symbol,
        lines=_lines(asked),
        reply=reply,
        notes=[(note.kind, texts.note(given, note)) for note in given.notes if note.kind != "closest"],
        sources=_sources(asked.bot, given.citations, given.lang),
        closest=_sources(asked.bot, [given.closest], given.lang)[0] if given.closest else None,
        choices=[(choice, roles.get(choice)) for choice in given.choices],
        contact=contact(given.contact) if given.abstained and given.outcome != "clarify" else None,
        rated=given.outcome in _RATED and settings.record != "off",
        copy=copied(given),
        said=texts.wording(replace(given, choices=(), contact="")),
    )
    return made, _said(given, label, reply)


def error(code: str, lang: str, *, values: dict[str, str] | None = None) -> tuple[Markup, str]:
    """A sentence about what went wrong as HTML, and the same for a screen reader; `code` names a string of the page."""
    strings = texts.page(lang)
    written = {name: pages.written_number(strings, int(value)) for name, value in (values or {}).items()}
    said = strings[code].format(**written)
    return pages.render("error.html", lang, said=said), said


def contact(address: str) -> tuple[str, str] | None:
    """Whom to write to, as (address of a link or empty, words)."""
    if not address:
        return None
    if _MAIL.fullmatch(address):
        return f"mailto:{address}", address
    return (address if address.startswith(("https://", "http://")) else ""), address


def copied(given: Answer) -> str:
    """An answer with its sources as plain text, for the clipboard."""
    lines = [given.question, "", texts.wording(given)]
    cited = [*given.citations, *([given.closest] if given.closest else [])]
    for citation in cited:
        place = " › ".join(dict.fromkeys((citation.title, *citation.heading)))
        if citation is given.closest:
            lines += ["", f"“{citation.quote}”"]
        lines += ["", f"[{citation.n}] {place} ({citation.url or citation.source})"]
    return "\n".join(lines)


def _about(card: RoleCard | None, cards: list[RoleCard], lang: str) -> str:
    strings = texts.page(lang)
    if card:
        return strings["about_role"].format(role=card.name)
    return strings["about_roles"].format(count=len(cards)) if cards else strings["about_documents"]


def _sources(bot: Bot, citations: Sequence[Citation], lang: str) -> list[Source]:
    """A source a section: eight items of one list are one passage with eight marks, not eight times the same passage."""
    sections: dict[tuple[str, tuple[str, ...]], list[Citation]] = {}
    for citation in citations:
        sections.setdefault((citation.source, citation.heading), []).append(citation)
    made = []
    for (source, _), cited in sections.items():
        spans = [passages.Span(each.n, each.start, each.end) for each in cited]
        passage = passages.passage(bot.index.documents[source], spans)
        made.append(Source(tuple(cited), passage, {each.n: pages.document_href(each, lang) for each in cited}))
    return made


def _lines(asked: Asked) -> list[Line]:
    cited = {citation.n: citation for citation in asked.answer.citations}
    lines: list[Line] = []
    for sentence in asked.answer.sentences:
        first = cited.get(sentence.citations[0]) if sentence.citations else None
        if first is None or first.quote != sentence.text:
            lines.append(Line(inline(sentence.text), sentence.citations, item=False))
            continue
        # A quote may be a whole section: it is shown in the paragraphs and items that it has there.
        blocks = passages.quoted(asked.bot.index.documents[first.source], first.start, first.end)
        for block in blocks:
            text = Markup("").join(inline(piece.text) for piece in block.pieces)
            last = block is blocks[-1]
            lines.append(Line(text, sentence.citations if last else (), item=block.kind == "item"))
    return lines


def _said(given: Answer, label: str, reply: str) -> str:
    """Label and answer, once; where the sources are can be found by heading."""
    words = " ".join(sentence.text for sentence in given.sentences) or reply
    closest = f" {given.closest.quote}" if given.closest else ""
    return f"{texts.page(given.lang)[label]}. {words}{closest}"
