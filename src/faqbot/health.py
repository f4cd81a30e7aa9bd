"""What `faqbot doctor` looks at: everything that the settings choose, tried once."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass

from faqbot.answering import calibration
from faqbot.assembly import models, open_bot, open_delivery, open_language_model, open_records
from faqbot.errors import FaqbotError
from faqbot.settings import Settings
from faqbot.types import Prompt, Turn


@dataclass(frozen=True, slots=True)
class Health:
    """One thing `faqbot doctor` looked at: whether all is well, in a sentence, and the exit code where it is not."""

    well: bool
    sentence: str
    exit_code: int = 0


def examine(settings: Settings) -> list[Health]:
    """What `faqbot doctor` says: model, index, calibration and database, one sentence each."""
    found: list[Health] = []
    try:
        bot = open_bot(settings)
        bot.ask(Turn("What is this role?", quoted=True))
        found.append(
            Health(
                True,
                f"The index {bot.index.generation} answers: {len(bot.index.documents)} documents, {len(bot.index.chunks)} chunks.",
            )
        )
        fitted = calibration.load(models(bot.index, settings), settings.data_dir)
        sentence = (
            f"The calibration was made for {fitted.fitted_for}."
            if fitted.own
            else "The model has no calibration of its own, so answers are given in careful mode; `faqbot eval calibrate` makes one."
        )
        found.append(Health(fitted.own, sentence))
        found += _verifier(bot.index.embedder.fingerprint, settings)
    except FaqbotError as error:
        found.append(Health(False, str(error), error.exit_code))
    for part in (_database, _person):
        try:
            found.append(Health(True, part(settings)))
        except FaqbotError as error:
            found.append(Health(False, str(error), error.exit_code))
    found.append(_reading())
    found.append(_wording(settings))
    return found


def _database(settings: Settings) -> str:
    with closing(open_records(settings)) as records:
        records.ping()
    return "The database of conversations and feedback answers."


def _person(settings: Settings) -> str:
    from faqbot.delivery.channels import told

    return told(open_delivery(settings))


def _wording(settings: Settings) -> Health:
    """Which language model words the answers, whether it answers, and what is sent to it."""
    if settings.llm == "none":
        return Health(True, "Answers are quoted; no language model is used, and nothing leaves this machine.")
    try:
        model = open_language_model(settings)
        began = time.monotonic()
        "".join(model.stream(Prompt("Answer with one word.", "Are you there?", 16), timeout=settings.llm_timeout))
        return Health(True, f"{model.name} answers in {time.monotonic() - began:.1f} s. {model.told}")
    except FaqbotError as error:
        return Health(False, f"{error} Answers are quoted meanwhile.", error.exit_code)


def _verifier(fingerprint: str, settings: Settings) -> list[Health]:
    """Whose weights check what a language model writes; nothing to say where none does."""
    from faqbot.answering import verifying

    if settings.llm == "none":
        return []
    if verifying.load(fingerprint, settings.data_dir).own:
        return [Health(True, "What the language model writes is checked with weights that were fitted for the embedding model.")]
    return [
        Health(
            False,
            "What the language model writes is checked with weights of another embedding model; `faqbot eval calibrate --claims` makes some.",
        )
    ]


def _reading() -> Health:
    """Which limits of the process that reads documents hold on this system."""
    from faqbot.corpus.isolation import Reader
    from faqbot.corpus.limits import CPU_SECONDS, MEMORY

    with Reader() as reader:
        missing = [name for name, holds in reader.probe().items() if not holds]
    bounds = f"{MEMORY // 1024**2} MiB of memory, {CPU_SECONDS} seconds of processor time a file, no network"
    if missing:
        return Health(
            False,
            f"Documents are read in a process of their own, but this system does not hold its limits on: {', '.join(missing)}. Read only files that you trust.",
        )
    return Health(True, f"Documents are read in a process of their own, whose limits hold: {bounds}.")
