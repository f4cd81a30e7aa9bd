"""The shipped corpus, the real model, candidates' words: the right sentence, or an honest refusal."""

from __future__ import annotations

import pytest

from faqbot.errors import UsageError
from faqbot.evaluation.invariants import breaches
from faqbot.pipeline import FaqBot
from faqbot.texts import render
from faqbot.types import Turn

ANSWERED = [
    ("What does it pay?", "€100,000"),
    ("can i get more than 200k", "€200,000"),
    ("What is a Head of Generative AI?", "generative"),
    ("which tech skills are a must", "Transformer"),
    ("CAIO or Head of GenAI, what's the difference?", "more operational"),
    ("why do firms open this position now", "since 2023"),
    ("what kind of company hires for this", "consulting firms"),
    ("what should i study to get there", "engineering school"),
    ("what comes after this job", "Chief AI Officer"),
    ("do I need to know LangChain", "LangChain"),
    ("how many years of experience", "8 to 15"),
    ("who would I report to", "CAIO"),
    ("is it for banks or hospitals", "healthcare"),
    ("which certifications count", "DeepLearning.AI"),
    ("when was this profile last updated", "9 June 2026"),
    ("what would my missions be", "roadmap"),
    ("could I join a VC fund later", "Venture Partner"),
    ("salery range pls", "€180,000"),
    ("combien ça paye", "100 000 €"),
    ("c'est quoi la différence avec un CAIO ?", "plus opérationnel"),
    ("quelles sont les missions", "cinq missions"),
    ("quels secteurs recrutent", "finance"),
]
REFUSED = [
    "Is it remote?",
    "how many interviews are there",
    "do you sponsor visas",
    "what is the salary in Germany",
    "what does it pay in 2019?",
    "who won the world cup",
    "what's the weather like",
    "y a-t-il une mutuelle ?",
    "date limite pour postuler",
    "recette de la tarte aux pommes",
]


@pytest.mark.parametrize(("question", "fact"), ANSWERED)
def test_a_candidate_gets_the_fact_with_its_place(shipped_bot: FaqBot, question: str, fact: str) -> None:
    answer = render(shipped_bot.ask(Turn(question)))
    assert answer["outcome"] == "answered", answer["answer"]
    assert fact.casefold() in answer["answer"].casefold()
    assert not list(breaches(answer, shipped_bot.index.documents, index=shipped_bot.index.generation))
    assert len(answer["answer"].split()) <= 125


@pytest.mark.parametrize("question", REFUSED)
def test_what_no_document_says_is_not_answered(shipped_bot: FaqBot, question: str) -> None:
    answer = render(shipped_bot.ask(Turn(question)))
    assert answer["outcome"] == "not_in_documents", answer["answer"]
    assert answer["citations"] == []
    assert answer["suggestions"]


def test_an_empty_entry_is_said_to_be_not_published_yet(shipped_bot: FaqBot) -> None:
    answer = shipped_bot.ask(Turn("Can I work from home?"))
    assert (answer.outcome, answer.reason) == ("not_in_documents", "not_published")
    assert "remote" in answer.notes[0].values["what"]


def test_what_is_missing_is_named(shipped_bot: FaqBot) -> None:
    answer = render(shipped_bot.ask(Turn("What is the salary in Germany?")))
    assert "Germany" in answer["notes"][0]["text"]


def test_a_follow_up_stands_on_the_turn_before(shipped_bot: FaqBot) -> None:
    assert shipped_bot.ask(Turn("and in Germany?", turns=("What does it pay?",))).outcome == "not_in_documents"
    assert "100,000" in render(shipped_bot.ask(Turn("and in France?", turns=("What does it pay?",))))["answer"]


def test_of_two_questions_the_open_one_is_named(shipped_bot: FaqBot) -> None:
    answer = render(shipped_bot.ask(Turn("What does it pay and is it remote?")))
    assert answer["outcome"] == "answered"
    assert "€100,000" in answer["answer"]
    assert [note["kind"] for note in answer["notes"]] == ["open_part"]


def test_the_language_can_be_chosen(shipped_bot: FaqBot) -> None:
    answer = shipped_bot.ask(Turn("salary", lang="fr"))
    assert answer.lang == "fr"
    assert all("/fr/" in citation.source or citation.source.startswith("fr/") for citation in answer.citations)


def test_an_unknown_role_names_the_known_ones(shipped_bot: FaqBot) -> None:
    with pytest.raises(UsageError, match=r"'cook'.*head-of-generative-ai"):
        shipped_bot.ask(Turn("salary", role="cook"))


def test_one_by_one_and_together_give_the_same(shipped_bot: FaqBot) -> None:
    turns = [Turn(question, id=str(number)) for number, (question, _) in enumerate(ANSWERED)]
    together = shipped_bot.ask_many(turns)
    for turn, answer in zip(turns, together, strict=True):
        alone = shipped_bot.ask(turn)
        assert (alone.outcome, alone.citations) == (answer.outcome, answer.citations)
        assert alone.confidence == pytest.approx(answer.confidence, abs=0.001)


def test_a_misspelt_word_does_not_hide_one_of_two_questions(shipped_bot: FaqBot) -> None:
    answer = shipped_bot.ask(Turn("salery & min experience?", role="head-of-generative-ai"))
    assert answer.outcome == "answered"
    assert any("100,000" in citation.quote for citation in answer.citations)
    assert any("8 to 15 years" in citation.quote for citation in answer.citations)
