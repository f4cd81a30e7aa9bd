"""Stand-ins that tests pass in: a bot that answers from a table, over documents that are really there.

Questions are told by a word in them (see `SCRIPT`). Offsets are looked up in the text, so every answer keeps the
invariants of a real one.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from faqbot.errors import IndexUnusable, RecordsUnavailable
from faqbot.protocols import Listener
from faqbot.types import Answer, AnswerSentence, Citation, Document, Draft, Feedback, Note, RoleCard, Section, Sentence, Turn

ROLE = "head-of-generative-ai"
EN = f"{ROLE}/en/role.md"
FR = f"{ROLE}/fr/fiche.md"
REVIEWED = datetime.date(2026, 6, 9)

_EN_TEXT = """---
title: Head of Generative AI
role: head-of-generative-ai
lang: en
reviewed: 2026-06-09
---

# Head of Generative AI

The Head of Generative AI drives the **strategy** and rollout of generative AI solutions. It's a hybrid role between product leadership, R&D, and AI strategy.

## Key skills

- Solid foundations in machine learning and deep learning.
- Mastery of LLMs (GPT, Claude, Mistral, Llama, etc.) and frameworks (LangChain, Hugging Face, OpenAI API).
- Product vision and the ability to make AI topics accessible.
- Leadership and pedagogy.

## FAQ

### What is the salary of a Head of Generative AI in France in 2026?

A Head of Generative AI generally earns between €100,000 and €180,000 gross per year, depending on the company's size and maturity. In large organisations (Series C+ scale-ups, large tech or industrial groups), packages can reach €200,000+ with variable and equity. The market is still young and poorly standardised: rare profiles combining ML expertise and product leadership are very highly valued.

### What training leads to the Head of Generative AI role?

There is no single path. Many were ML Engineers, Data Scientists, or VP Products before taking this role.
"""
_FR_TEXT = """---
title: Responsable IA générative
role: head-of-generative-ai
lang: fr
reviewed: 2026-06-01
---

# Responsable IA générative

Le ou la responsable IA générative porte la stratégie et le déploiement des solutions d'IA générative.

## FAQ

### Quel est le salaire ?

La rémunération se situe généralement entre 100 000 € et 180 000 € brut par an. Elle dépend de la taille et de la maturité de l'entreprise.
"""


def _document(source: str, text: str, *, lang: str, role: str | None, title: str, reviewed: datetime.date) -> Document:
    """A document whose sections begin at `#` and whose sentences are lines, items, or end in a full stop."""
    sections: list[Section] = []
    path: list[str] = []
    sentences: list[Sentence] = []
    position = text.index("\n---\n", 4) + 5

    def close() -> None:
        if sentences:
            faq = path[-1].endswith("?")
            sections.append(Section(tuple(path), tuple(sentences), "faq" if faq else "prose", (path[-1],) if faq else ()))
            sentences.clear()

    for line in text[position:].splitlines(keepends=True):
        words = line.strip()
        if words.startswith("#"):
            close()
            level = len(words) - len(words.lstrip("#"))
            path[level - 1 :] = [words.lstrip("# ")]
        elif words.startswith("- "):
            start = position + line.index("- ") + 2
            sentences.append(Sentence(start, position + len(line.rstrip()), "item"))
        elif words:
            start = position
            for part in words.replace(". ", ".\n").split("\n"):
                start = text.index(part, start)
                sentences.append(Sentence(start, start + len(part)))
                start += len(part)
        position += len(line)
    close()
    return Document(source, text, title, lang, role, tuple(sections), reviewed=reviewed, url=None)


def documents() -> dict[str, Document]:
    """One role, in English and in French."""
    return {
        EN: _document(EN, _EN_TEXT, lang="en", role=ROLE, title="Head of Generative AI", reviewed=REVIEWED),
        FR: _document(FR, _FR_TEXT, lang="fr", role=ROLE, title="Responsable IA générative", reviewed=datetime.date(2026, 6, 1)),
    }


def other_role() -> Document:
    """A second role, so that there is one to choose."""
    text = _EN_TEXT.replace("Head of Generative AI", "Data Engineer").replace(ROLE, "data-engineer")
    source = "data-engineer/en/role.md"
    return _document(source, text, lang="en", role="data-engineer", title="Data Engineer", reviewed=REVIEWED)


@dataclass
class FakeIndex:
    """An index that holds documents and nothing to search them with."""

    documents: Mapping[str, Document]
    generation: str = "0123456789abcdef"
    chunks: Mapping[str, Any] = None  # type: ignore[assignment]
    embedder: Any = None

    def nearest(self, *_: Any, **__: Any) -> list[tuple[str, float]]:
        raise AssertionError("no front searches by itself")

    vectors = lexical = nearest


_PAY = ("A Head of Generative AI generally earns", "In large organisations")
_SKILLS = ("Solid foundations", "Mastery of LLMs", "Product vision", "Leadership and")
SUGGESTIONS = {
    "en": ["What does it pay?", "Which skills are essential?", "What training leads to this role?"],
    "fr": ["Quel est le salaire ?", "Quelles sont les missions ?"],
}


class FakeBot:
    """Answers from a table. `hold`, when given, is called before each answer, so that a test decides how long it takes."""

    def __init__(
        self, *more: Document, generation: str = "0123456789abcdef", contact: str = "", hold: Callable[[], None] | None = None
    ) -> None:
        self.index = FakeIndex({**documents(), **{each.source: each for each in more}}, generation)
        self.contact = contact
        self.hold = hold
        self.asked: list[Turn] = []

    def ask(self, turn: Turn) -> Answer:
        return self.ask_many([turn])[0]

    def ask_many(self, turns: Sequence[Turn]) -> list[Answer]:
        return [self._ask(turn) for turn in turns]

    prepare = staticmethod(lambda turn: turn)

    def draft_many(self, turns: Sequence[Turn]) -> list[Draft]:
        return [Draft(answer) for answer in self.ask_many(turns)]

    def word(self, draft: Draft, listener: Listener | None = None) -> Answer:
        return draft.answer

    def roles(self) -> list[RoleCard]:
        found: dict[str, RoleCard] = {}
        for document in self.index.documents.values():
            if document.role:
                card = found.get(document.role, RoleCard(document.role, document.title, ()))
                found[document.role] = replace(card, langs=(*card.langs, document.lang))
        return list(found.values())

    def languages(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(document.lang for document in self.index.documents.values()))

    def suggestions(self, role: str | None = None, lang: str | None = None, limit: int = 4) -> list[str]:
        return SUGGESTIONS.get(lang or "en", SUGGESTIONS["en"])[:limit]

    def _ask(self, turn: Turn) -> Answer:
        self.asked.append(turn)
        if self.hold:
            self.hold()
        words = turn.question.casefold()
        script = next((script for word, script in SCRIPT.items() if word in words), _unknown)
        lang = turn.lang or ("fr" if "salaire" in words else "en")
        answer = Answer(
            id=turn.id or f"answer-{len(self.asked)}",
            question=turn.question,
            outcome="not_in_documents",
            reason="nothing",
            conversation=turn.conversation or "conversation-of-a-test",
            lang=lang,
            index=self.index.generation,
            role=ROLE,
            contact=self.contact,
            latency_ms=4.2,
        )
        return script(self, answer)

    def cite(self, n: int, source: str, beginning: str) -> Citation:
        """A citation of the sentence of `source` that begins so."""
        document = self.index.documents[source]
        for section in document.sections:
            for sentence in section.sentences:
                quote = document.quote(sentence.start, sentence.end)
                if quote.startswith(beginning):
                    place = (sentence.start, sentence.end, document.url, document.reviewed)
                    return Citation(n, source, document.title, section.heading, quote, *place)
        raise AssertionError(f"{source} has no sentence that begins with {beginning!r}")


def _quoted(source: str, *beginnings: str, notes: tuple[Note, ...] = ()) -> Callable[[FakeBot, Answer], Answer]:
    def script(bot: FakeBot, answer: Answer) -> Answer:
        citations = tuple(bot.cite(n, source, beginning) for n, beginning in enumerate(beginnings, 1))
        sentences = tuple(AnswerSentence(citation.quote, (citation.n,)) for citation in citations)
        return replace(
            answer, outcome="answered", reason="quoted", sentences=sentences, citations=citations, notes=notes, confidence=0.97
        )

    return script


def _outcome(outcome: Any, reason: str, **values: Any) -> Callable[[FakeBot, Answer], Answer]:
    def script(bot: FakeBot, answer: Answer) -> Answer:
        suggestions = tuple(SUGGESTIONS.get(answer.lang, SUGGESTIONS["en"]))
        return replace(answer, outcome=outcome, reason=reason, suggestions=suggestions, confidence=0.2, **values)

    return script


def _closest(bot: FakeBot, answer: Answer) -> Answer:
    notes = (Note("missing", "missing", {"what": "Germany"}),)
    return replace(_outcome("not_in_documents", "closest", notes=notes)(bot, answer), closest=bot.cite(1, EN, _PAY[0]))


def _raising(error: Exception) -> Callable[[FakeBot, Answer], Answer]:
    def script(bot: FakeBot, answer: Answer) -> Answer:
        raise error

    return script


_unknown = _outcome("not_in_documents", "nothing", notes=(Note("missing", "missing", {"what": "pension"}),))

# The first word found in a question decides.
SCRIPT: dict[str, Callable[[FakeBot, Answer], Answer]] = {
    "germany": _closest,
    "broken": _raising(IndexUnusable("The index is damaged. Run `faqbot ingest`.")),
    "crash": _raising(RuntimeError("secret detail")),
    "salaire": _quoted(FR, "La rémunération"),
    "pay": _quoted(EN, *_PAY),
    "skills": _quoted(EN, *_SKILLS, notes=(Note("stale", "stale", {"title": "Head of Generative AI", "date": "2026-06-09"}),)),
    "training": _quoted(EN, "There is no single path."),
    "strategy": _quoted(EN, "The Head of Generative AI drives"),
    "what about it": _outcome("clarify", "which_role", choices=("Head of Generative AI", "Data Engineer")),
    "hello": _outcome("smalltalk", "greeting"),
    "person": _outcome("handoff", "human"),
    "old am i": _outcome("declined", "protected"),
}


class FakeRecords:
    """Records in a dictionary. `dead` makes every call fail, as a database that is down."""

    def __init__(self) -> None:
        self.kept: dict[str, Feedback] = {}
        self.answered: list[Answer] = []
        self.purged: list[datetime.datetime] = []
        self.dead = False

    def feedback(self, feedback: Feedback) -> None:
        self.ping()
        self.kept[feedback.answer] = feedback

    def answers(self, answers: Sequence[Answer]) -> None:
        self.ping()
        self.answered.extend(answers)

    def erase(self, conversation: str) -> int:
        self.ping()
        before = len(self.answered)
        self.answered = [each for each in self.answered if each.conversation != conversation]
        return before - len(self.answered)

    def purge(self, before: datetime.datetime) -> int:
        self.ping()
        self.purged.append(before)
        return 0

    def close(self) -> None:
        pass

    def all_feedback(self) -> list[Feedback]:
        self.ping()
        return list(self.kept.values())

    def ping(self) -> None:
        if self.dead:
            raise RecordsUnavailable("The database of records does not answer. Nothing was kept.")
