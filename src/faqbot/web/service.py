"""What every web front does, once: limits, asking, feedback, sources, readiness. Fronts only speak HTTP or HTML."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from faqbot import texts
from faqbot.errors import FaqbotError, IndexUnusable, UsageError
from faqbot.protocols import Listener, Records
from faqbot.records.background import Recorder
from faqbot.settings import Settings
from faqbot.types import Document, Feedback, RoleCard, Turn
from faqbot.web import logs
from faqbot.web.batching import Batcher
from faqbot.web.context import CLIENT
from faqbot.web.limits import Limits
from faqbot.web.live import Asked, Bot, LiveBot
from faqbot.web.metrics import Metrics

MAX_QUESTION = 2000
MAX_TURNS = 10


class Refused(UsageError):
    """A request that cannot be answered as it is; `code` is stable, and `values` fill the sentence of a front."""

    def __init__(self, code: str, message: str, **values: str) -> None:
        super().__init__(message)
        self.code = code
        self.values = values


class NotFound(FaqbotError):
    """No document of the live index has this source."""


class FeedbackOff(FaqbotError):
    """The settings say that nothing is recorded, so feedback is not taken."""


class Service:
    """The one way from a web front to bot and records; safe to call from many threads."""

    def __init__(
        self,
        live: LiveBot,
        records: Records,
        settings: Settings,
        *,
        clock: Callable[[], float] = time.monotonic,
        metrics: Metrics | None = None,
    ) -> None:
        self._live = live
        self._records = records
        self.settings = settings
        self.metrics = metrics or Metrics()
        self.limits = Limits(settings, clock, refused=lambda limit: self.metrics.limited.labels(limit).inc())
        # Who waits for a language model uses no processor: then many are asked at once, and none waits for a batch.
        batch, workers = (
            (settings.batch, settings.workers) if settings.llm == "none" else (1, max(settings.workers, settings.llm_concurrent))
        )
        self._batcher = Batcher(lambda: live.bot, batch=batch, workers=workers, answered=self.metrics.batches.observe)
        self.metrics.waiting.set_function(lambda: self._batcher.waiting)
        self.recorder = Recorder(records, oldest=settings.oldest)
        self._probe = Probe(clock)

    def bot(self) -> Bot:
        """The bot that answers now."""
        return self._live.get()

    def check(self, turn: Turn) -> None:
        """Raise Refused for a turn that breaks a limit or names an unknown role; asks nothing."""
        if not any(character.isprintable() and not character.isspace() for character in turn.question):
            raise Refused("empty", "The question is empty. Write what you want to know.")
        for name, text in [("question", turn.question), *(("earlier question", earlier) for earlier in turn.turns)]:
            if len(text) > MAX_QUESTION:
                raise Refused(
                    "too_long",
                    f"The {name} has {len(text):,} characters; at most {MAX_QUESTION:,} are read.",
                    length=str(len(text)),
                    limit=str(MAX_QUESTION),
                )
        if len(turn.turns) > MAX_TURNS:
            raise Refused("too_many_turns", f"There are {len(turn.turns)} earlier questions; at most {MAX_TURNS} are read.")
        self.check_role(turn.role)

    def check_role(self, role: str | None) -> None:
        """Raise Refused for a role that no document is about."""
        known = [card.role for card in self.bot().roles()]
        if role is not None and role not in known:
            names = ", ".join(known) if known else "none: leave it out"
            raise Refused("unknown_role", f"No document is about the role {role[:100]!r}. Known roles: {names}.")

    def ask(self, turn: Turn) -> Asked:
        """One answer. Raises Refused for a turn that breaks a limit, TooMany for one too soon after others."""
        self.admit(turn)
        return self.answer(turn)

    def admit(self, turn: Turn) -> None:
        """Check a turn, and count it in its conversation. Raises Refused, or TooMany."""
        self.check(turn)
        self.limits.conversation(turn.conversation)

    def answer(self, turn: Turn, listener: Listener | None = None) -> Asked:
        """One answer to a turn that has been admitted. `listener` hears what a language model words of it."""
        try:
            # Outside the batch: a language model may take seconds, and nobody else is to wait for it.
            found = self._batcher.ask(self.bot().prepare(turn), CLIENT.get())
        except Refused:
            raise
        except UsageError as error:
            raise Refused("refused", str(error)) from error
        asked = Asked(found.bot.word(found.draft, listener), found.bot)
        self.metrics.answers.labels(asked.answer.outcome, asked.answer.lang).inc()
        logs.answered(asked.answer, self.settings)
        if self.settings.record != "off":
            self.recorder.keep(asked.answer)
        return asked

    def feedback(self, feedback: Feedback) -> None:
        """Keep a thumb. Raises FeedbackOff, or RecordsUnavailable when it could not be kept."""
        if self.settings.record == "off":
            raise FeedbackOff("This server keeps no feedback (FAQBOT_RECORD is off).")
        self._records.feedback(feedback)

    def erase(self, conversation: str) -> None:
        """Delete what is kept of a conversation. Raises RecordsUnavailable when it may still be there."""
        self.recorder.erase(conversation)

    def start(self) -> None:
        """Begin to write conversations down, and to delete those that are too old."""
        self.recorder.start()

    def close(self) -> None:
        """Write down what waits, and let go of the database."""
        self.recorder.close()
        self._records.close()

    def privacy(self, lang: str) -> str:
        """What is kept here of a conversation, and for how long, in a sentence."""
        strings = texts.page(lang)
        if self.settings.record == "off":
            return strings["privacy_off"]
        return strings["privacy"].format(days=self.settings.retention_days)

    def roles(self) -> list[RoleCard]:
        """The roles that can be asked about."""
        return self.bot().roles()

    def role(self, role: str | None) -> RoleCard | None:
        """The role of this name in any case; where none is named, the only one there is. None: there is no such role."""
        cards = self.roles()
        if role is None:
            return cards[0] if len(cards) == 1 else None
        return next((card for card in cards if card.role.casefold() == role.casefold()), None)

    def suggestions(self, role: str | None, lang: str | None) -> list[str]:
        """Questions to begin with. Raises Refused for an unknown role."""
        self.check_role(role)
        return self.bot().suggestions(role, lang)

    def source(self, source: str) -> tuple[Document, str]:
        """A document as it was read, and the index it is from. Raises NotFound."""
        index = self.bot().index
        document = index.documents.get(source)
        if document is None:
            raise NotFound(f"There is no document {source[:200]!r} in the index {index.generation}.")
        return document, index.generation

    def ready(self) -> str:
        """The generation that has just answered a real question. Raises IndexUnusable when none did."""
        return self._probe.run(self.bot())


class Probe:
    """Asks a bot a real question; the verdict holds for a second, so that a busy balancer costs nothing."""

    def __init__(self, clock: Callable[[], float], *, hold: float = 1.0) -> None:
        self._clock = clock
        self._hold = hold
        self._lock = threading.Lock()
        self._passed: tuple[float, str] | None = None

    def run(self, bot: Bot) -> str:
        """The generation of `bot`, once it has answered. Raises IndexUnusable for an index without documents."""
        with self._lock:
            generation = bot.index.generation
            if self._passed and self._passed[1] == generation and self._clock() - self._passed[0] < self._hold:
                return generation
            self._passed = None
            document = next(iter(bot.index.documents.values()), None)
            if document is None:
                raise IndexUnusable("The index holds no document. Run `faqbot ingest` with a folder that does.")
            # Titles are never small talk, so this goes through embedding, vectors, lexical search and verifier.
            bot.draft_many([Turn(question=document.title[:MAX_QUESTION] or document.source[:MAX_QUESTION])])
            self._passed = (self._clock(), generation)
            return generation
