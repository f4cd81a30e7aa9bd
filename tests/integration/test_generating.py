"""Answers that a language model words, over the shipped corpus with the real embedding model and a scripted one."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Sequence

import pytest

from faqbot.assembly import assemble
from faqbot.errors import ProviderError
from faqbot.evaluation.characters import Given
from faqbot.evaluation.invariants import breaches
from faqbot.evaluation.scripted import ScriptedModel, given
from faqbot.pipeline import FaqBot
from faqbot.settings import Settings
from faqbot.texts import render
from faqbot.types import Answer, AnswerSentence, Citation, Prompt, Turn

QUESTION = "What is the salary of a Head of Generative AI in France?"


class Model:
    """Writes the rows that a function makes of what it is given; an error among them is raised in its place."""

    name = "scripted"

    def __init__(self, rows: Callable[[Given], Sequence[object]]) -> None:
        self.rows = rows
        self.asked: list[Prompt] = []
        self.closed = 0

    def stream(self, prompt: Prompt, *, timeout: float, conversation: str = "") -> Generator[str]:
        self.asked.append(prompt)
        try:
            for row in self.rows(given(prompt)):
                if isinstance(row, Exception):
                    raise row
                yield row if isinstance(row, str) else json.dumps(row) + "\n"
        finally:
            self.closed += 1


class Heard:
    """A listener that keeps what it hears."""

    def __init__(self) -> None:
        self.cancel: Callable[[], None] | None = None
        self.said: list[tuple[str, tuple[str, ...]]] = []

    def started(self, cancel: Callable[[], None]) -> None:
        self.cancel = cancel

    def sentence(self, sentence: AnswerSentence, citations: Sequence[Citation]) -> None:
        self.said.append((sentence.text, tuple(one.quote for one in citations)))


def number(offered: Given, beginning: str) -> int:
    return next(number for number, text in offered.sentences.items() if beginning in text)


def row(text: str, *numbers: int) -> dict[str, object]:
    return {"text": text, "from": list(numbers)}


@pytest.fixture
def ask(shipped: Settings, shipped_bot: FaqBot) -> Callable[..., Answer]:
    def ask(model: object, question: str = QUESTION, listener: Heard | None = None) -> Answer:
        bot = assemble(shipped_bot.index, shipped, model=model)  # type: ignore[arg-type]
        answer = bot.ask(Turn(question, id="x", conversation="c"), listener)
        assert list(breaches(render(answer), bot.index.documents, index=bot.index.generation)) == []
        return answer

    return ask


def pay(offered: Given) -> dict[str, object]:
    place = number(offered, "€100,000")
    return row("A Head of Generative AI usually earns between €100k and €180k gross a year in France.", place)


def test_a_supported_sentence_is_shown_with_the_sentence_it_points_at(ask: Callable[..., Answer]) -> None:
    answer = ask(Model(lambda offered: [pay(offered)]))
    assert (answer.mode, answer.support, len(answer.sentences)) == ("generative", "checked", 1)
    assert answer.sentences[0].text.startswith("A Head of Generative AI usually earns between €100k and €180k")
    assert "€100,000" in answer.citations[0].quote
    assert "[1]" in render(answer)["answer"]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda offered: row("A Head of Generative AI usually earns between €120k and €180k gross a year in France.", 1),
        lambda offered: {**pay(offered), "from": [99]},
        lambda offered: {**pay(offered), "from": []},
        lambda offered: row(
            "A Head of Generative AI never earns between €100k and €180k in France.", number(offered, "€100,000")
        ),
        lambda offered: row("Everybody at Acme earns a lot and gets a car.", 1),
        lambda offered: "I would say that the pay is excellent. [1]\n",
        lambda offered: ProviderError("no"),
    ],
)
def test_where_nothing_that_answers_is_left_the_verbatim_answer_stands(
    ask: Callable[..., Answer], shipped_bot: FaqBot, wrong: Callable[[Given], object]
) -> None:
    answer = ask(Model(lambda offered: [wrong(offered)]))
    quoted = shipped_bot.ask(Turn(QUESTION, id="x", conversation="c"))
    assert (answer.mode, answer.support) == ("extractive", "quoted")
    assert (answer.sentences, answer.citations) == (quoted.sentences, quoted.citations)


def test_a_model_that_breaks_off_leaves_the_verbatim_answer(ask: Callable[..., Answer]) -> None:
    model = Model(lambda offered: [pay(offered), ProviderError("broken off")])
    answer = ask(model)
    assert answer.mode == "extractive"
    assert model.closed == 1
    assert answer.trace["written"]["failed"] == "broken off"  # type: ignore[index]


def test_a_yes_that_no_sentence_says_is_left_out(ask: Callable[..., Answer]) -> None:
    answer = ask(Model(lambda offered: [{**pay(offered), "text": f"Yes, {pay(offered)['text']}"}]))
    assert answer.sentences[0].text.startswith("A Head of Generative AI")


def test_only_a_checked_sentence_is_released_and_only_once_the_answer_answers(ask: Callable[..., Answer]) -> None:
    heard = Heard()

    def rows(offered: Given) -> list[object]:
        beside = number(offered, "Series C")
        return [row(offered.sentences[beside], beside), row("Free cars for all.", 1), pay(offered)]

    answer = ask(Model(rows), listener=heard)
    assert [text for text, _ in heard.said] == [sentence.text for sentence in answer.sentences]
    assert len(heard.said) == 2
    assert all(quotes for _, quotes in heard.said)
    assert heard.cancel is not None


@pytest.mark.parametrize(
    "question", ["hello", "can I talk to a person", "am I a good fit?", "what is the capital of Brazil", "?"]
)
def test_what_is_no_answer_from_documents_never_reaches_the_model(ask: Callable[..., Answer], question: str) -> None:
    model = Model(lambda offered: [row("x", 1)])
    assert ask(model, question).outcome != "answered"
    assert model.asked == []


def test_a_turn_may_want_quotes_whoever_words_answers(shipped: Settings, shipped_bot: FaqBot) -> None:
    model = Model(lambda offered: [pay(offered)])
    bot = assemble(shipped_bot.index, shipped, model=model)
    assert bot.ask(Turn(QUESTION, quoted=True)).mode == "extractive"
    assert model.asked == []


def test_french_is_answered_in_french_and_english_from_french_is_not_believed(ask: Callable[..., Answer]) -> None:
    question = "Quel est le salaire d'un Head of Generative AI ?"

    def rows(offered: Given) -> list[object]:
        assert offered.lang == "fr"
        place = number(offered, "100 000")
        english = row("A Head of Generative AI earns between €100,000 and €180,000 a year.", place)
        return [english, row("En France, un Head of Generative AI gagne en général de 100 000 € à 180 000 € brut par an.", place)]

    answer = ask(Model(rows), question)
    assert answer.mode == "generative"
    assert [sentence.text[:9] for sentence in answer.sentences] == ["En France"]


def test_a_scripted_model_reads_the_prompt_it_is_given() -> None:
    prompt = Prompt(
        "Answer in English", 'BEGIN DATA\n{"n": 1, "under": "Pay", "sentence": "It pays."}\nEND DATA\nQuestion: "Pay?"', 9
    )
    model = ScriptedModel("x", lambda offered: [(offered.sentences[1], [1])])
    assert "".join(model.stream(prompt, timeout=1)) == '{"text": "It pays.", "from": [1]}\n'
    assert given(prompt) == Given("Pay?", "en", {1: "Pay"}, {1: "It pays."})


class Reading:
    """Makes follow-ups whole as it is told, and writes nothing else."""

    name = "reading"

    def __init__(self, question: str) -> None:
        self.question = question
        self.asked: list[Prompt] = []

    def stream(self, prompt: Prompt, *, timeout: float, conversation: str = "") -> Generator[str]:
        self.asked.append(prompt)
        assert timeout < 8.0
        yield json.dumps({"question": self.question})


def test_a_model_that_reads_makes_a_follow_up_whole_and_small_talk_never_reaches_it(
    shipped: Settings, shipped_bot: FaqBot
) -> None:
    model = Reading("What training leads to the role?")
    bot = assemble(shipped_bot.index, shipped.model_copy(update={"llm_reads": True}), model=model)
    turns = ("What leads to the role?",)
    answer = bot.ask(Turn("training?", turns=turns))
    assert answer.trace["standalone"] == "What training leads to the role?"
    assert answer.question == "training?"
    asked = len(model.asked)
    assert bot.ask(Turn("thanks", turns=turns)).outcome == "smalltalk"
    assert len(model.asked) == asked
