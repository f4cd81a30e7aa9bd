"""Every way in which faqbot refuses to go on.

    FaqbotError
    ├── UsageError          the caller asked for something that cannot be had (exit code 2, HTTP 422)
    │   └── SettingsError   a setting is unknown or has a value that is not allowed
    ├── DocumentError       a document cannot be read; the others still can (exit code 1)
    ├── IndexUnusable       the index is missing, damaged, or built by another model (exit code 3, HTTP 503)
    ├── ModelError          the embedding model is missing or is not the one it should be (exit code 3, HTTP 503)
    ├── ProviderError       a language model gave no usable answer; the reader gets the verbatim one instead
    ├── RecordsUnavailable  the database of conversations and feedback does not answer (HTTP 503)
    ├── DeliveryFailed      a hand-off was not taken by mail server or webhook (HTTP 503)
    ├── GroundingError      a quote differs from its source: a defect of ours, never shown to a reader
    └── EvaluationError     a case, a run or a threshold file cannot be used (exit code 2)

Each message is a sentence that says what, where, which value, and what to do about it.
"""


class FaqbotError(Exception):
    """The base of all our errors; `str(error)` is a sentence for the person who has to act."""

    exit_code: int = 1


class UsageError(FaqbotError):
    """The request itself is wrong: an empty question, an unknown role, a path that does not exist."""

    exit_code = 2


class SettingsError(UsageError):
    """A `FAQBOT_*` variable or a line of `faqbot.toml` is unknown or has a value that is not allowed."""


class DocumentError(FaqbotError):
    """One document cannot be read.

    `source` is its path below the root, `line` counts from 1 (0: the whole file), `code` is stable and
    `remedy` says what its author can do.
    """

    def __init__(self, source: str, *, line: int, code: str, message: str, remedy: str) -> None:
        super().__init__(f"{source}{f', line {line}' if line else ''}: {message} {remedy}")
        self.source = source
        self.line = line
        self.code = code
        self.message = message
        self.remedy = remedy


class IndexUnusable(FaqbotError):
    """No question can be asked of this data folder; the message holds the command that repairs it."""

    exit_code = 3


class ModelError(FaqbotError):
    """The embedding model cannot be loaded, or its weights are not the ones that were promised."""

    exit_code = 3


class ProviderError(FaqbotError):
    """A language model was not reached, refused, ran out of time or budget, or broke off; the message says which."""


class RecordsUnavailable(FaqbotError):
    """The database did not take the record; nothing was acknowledged."""


class DeliveryFailed(FaqbotError):
    """No mail server and no webhook has taken the hand-off; nobody was told that it was sent."""


class GroundingError(FaqbotError):
    """A quote is not the text at its place in the source; the answer that holds it must not be shown."""


class EvaluationError(FaqbotError):
    """A judged case, a run file or a thresholds file is broken, or they do not belong together."""

    exit_code = 2
