"""The bodies of the API: what may be sent, and what comes back."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from faqbot.delivery.handoff import Channel, Exchange, Handoff
from faqbot.language.detect import detect
from faqbot.types import Feedback, Mode, NoteKind, Outcome, Support, Turn
from faqbot.web.service import MAX_QUESTION


# The lengths of question and turns are checked by the service, which all fronts share and which says it in a sentence.
def _whole(text: str) -> str:
    # JSON can hold half a surrogate pair, which is no character: no file, database or answer could take it.
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("it holds half of a surrogate pair, which is not a character")
    return text


Text = Annotated[str, AfterValidator(_whole)]
Id = Annotated[Text, StringConstraints(min_length=1, max_length=100)]
Slug = Annotated[Text, StringConstraints(min_length=1, max_length=100)]
# A quote to show in its place: number, start, end.
SpanText = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,3}-[0-9]{1,9}-[0-9]{1,9}$")]
Lang = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Za-z]{2})?$")]


class AskBody(BaseModel):
    """A question, and what came before it in the same conversation."""

    model_config = ConfigDict(extra="forbid")

    question: Text = Field(description="1 to 2,000 characters.", examples=["What does it pay?"])
    role: Slug | None = Field(None, description="One of GET /api/v1/roles.", examples=["head-of-generative-ai"])
    lang: Lang | None = Field(None, description="The language to answer in; otherwise that of the question.")
    conversation: Id | None = Field(None, description="The id that an earlier answer returned.")
    turns: list[Text] = Field(default_factory=list, description="At most 10 earlier questions of the visitor, oldest first.")
    page: Lang | None = Field(None, description="The language of the page, which counts where the question shows none.")

    def turn(self) -> Turn:
        """What the pipeline is asked with."""
        lang = self.lang
        if lang is None and self.page is not None:
            # A bare "salaire ?" has no language of its own: then that of the page counts.
            lang = detect(self.question[:MAX_QUESTION], default=self.page[:2])
        return Turn(self.question, self.role, lang[:2] if lang else None, tuple(self.turns), self.conversation)


class FeedbackBody(BaseModel):
    """A thumb on an answer; the last one for an answer counts."""

    model_config = ConfigDict(extra="forbid")

    answer: Id = Field(description="The `id` of the answer.")
    helpful: bool
    reason: Annotated[Text, StringConstraints(max_length=200)] | None = None
    comment: Annotated[Text, StringConstraints(max_length=2000)] | None = None
    conversation: Id | None = Field(
        None, description="The `conversation` of the answer, so that deleting it takes the thumb too."
    )

    def feedback(self) -> Feedback:
        """What the records keep."""
        return Feedback(self.answer, self.helpful, self.reason, self.comment, self.conversation)


class ExchangeBody(BaseModel):
    """A question and its answer, as they stand in the visitor's page."""

    model_config = ConfigDict(extra="forbid")

    question: Annotated[Text, StringConstraints(max_length=2000)]
    answer: Annotated[Text, StringConstraints(max_length=10_000)] = ""


class HandoffBody(BaseModel):
    """What a person is to get. Without `consent` it is only shown; nothing leaves."""

    model_config = ConfigDict(extra="forbid")

    transcript: Annotated[list[ExchangeBody], Field(max_length=20)] = Field(
        default_factory=list, description="At most 20 questions and answers, oldest first."
    )
    message: Annotated[Text, StringConstraints(max_length=2000)] = ""
    reply_to: Annotated[Text, StringConstraints(max_length=200)] = Field(
        "", description="Where a person can answer: an e-mail address or a telephone number. Needed to send."
    )
    role: Slug | None = None
    lang: Lang = "en"
    conversation: Id | None = None
    consent: bool = Field(False, description="True when the visitor has read what is sent and said yes.")
    seen: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = Field(
        None, description="The `seen` of the preview that the visitor read. Needed with `consent`."
    )

    def handoff(self) -> Handoff:
        """What the desk is given."""
        exchanges = tuple(Exchange(each.question.strip(), each.answer.strip()) for each in self.transcript)
        reply_to = " ".join(self.reply_to.split())
        return Handoff(exchanges, self.message.strip(), reply_to, self.role, self.lang[:2], self.conversation)


class HandoffOut(BaseModel):
    """What would be sent, to be shown to the visitor before a yes; or what was sent."""

    channel: Channel = Field(
        description="`email` and `webhook` are sent by the server; `mailto` and `page` are opened by the visitor; `none`: nobody can be reached."
    )
    to: str = Field(description="Who gets it; empty where the settings do not say.")
    subject: str
    text: str = Field(description="All that is sent, to the letter.")
    seen: str = Field(description="Names this text. Send it back with `consent`.")
    sent: bool
    notice: str = Field(description="A sentence for the visitor: what a yes does, or what it did.")
    hours: str = Field(description="When people are there, in a sentence; empty where it is not known.")
    promise: str = Field(description="Within what time they answer, in a sentence; empty where nobody promised.")
    link: str | None = Field(description="A mailto: link with the text, or a page; also the way out when sending fails.")


class CitationOut(BaseModel):
    """A quote and its place: `text[start:end] == quote` for the text of GET /api/v1/sources/{source}."""

    n: int
    source: str
    title: str
    heading: list[str]
    quote: str
    start: int = Field(description="Unicode code points from the start of the text.")
    end: int
    url: str | None
    reviewed: str | None = Field(description="YYYY-MM-DD")


class NoteOut(BaseModel):
    """Something said beside the quotes."""

    kind: NoteKind
    text: str


class AnswerOut(BaseModel):
    """One answer, the same over HTTP, on the command line and in a batch."""

    id: str
    question: str
    outcome: Outcome
    abstained: bool
    answer: str
    citations: list[CitationOut]
    closest: CitationOut | None
    notes: list[NoteOut]
    support: Support
    confidence: float
    suggestions: list[str]
    conversation: str
    role: str | None
    lang: str
    mode: Mode
    index: str
    latency_ms: float


class RoleOut(BaseModel):
    """A role that can be asked about."""

    role: str
    name: str
    langs: list[str]


class RolesOut(BaseModel):
    """All of them."""

    roles: list[RoleOut]


class SuggestionsOut(BaseModel):
    """Questions to begin with."""

    suggestions: list[str]


class TextsOut(BaseModel):
    """The strings of widget and chat page in one language, and what the widget begins with: one request for all of it."""

    lang: str
    texts: dict[str, str]
    handoff: Channel = Field(description="How POST /api/v1/handoff reaches a person here; `none`: offer no hand-off.")
    role: RoleOut | None = Field(
        None, description="The role asked for; the only one where none was; null when there is no such role."
    )
    suggestions: list[str] = Field(
        default_factory=list, description="Questions to begin with, all of which the documents answer."
    )
    days: int | None = Field(None, description="Days that feedback is kept; null when nothing is.")


class PieceOut(BaseModel):
    """Some characters, and the number of the quote that they belong to; 0 outside every quote."""

    text: str
    n: int


class BlockOut(BaseModel):
    """A paragraph or a list item."""

    kind: Literal["paragraph", "item", "heading"]
    pieces: list[PieceOut]


class SourceOut(BaseModel):
    """A document as it was read."""

    source: str
    title: str
    lang: str
    role: str | None
    text: str
    index: str


class PassageOut(SourceOut):
    """A document as it was read, and the part of it around some quotes."""

    passage: list[BlockOut]


class Health(BaseModel):
    """The process is alive."""

    status: Literal["alive"] = "alive"


class Ready(BaseModel):
    """The index has just answered a real question."""

    status: Literal["ready"] = "ready"
    index: str
