from __future__ import annotations

import pytest

from faqbot.language.detect import detect
from faqbot.language.markup import blank_comments, readable
from faqbot.language.names import mentions, without_names
from faqbot.language.places import places
from faqbot.language.quantities import asked_kinds, holds, years
from faqbot.language.titles import titles
from faqbot.language.topics import topics
from faqbot.language.words import content_tokens, stems, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What's the pay?", ["what", "the", "pay"]),
        ("€100,000 to €180 000", ["100000", "to", "180000"]),
        ("l’expérience d'ingénieur", ["experience", "ingenieur"]),
        ("GPT4 et cœur", ["gpt4", "et", "coeur"]),
    ],
)
def test_tokens_are_folded_words(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_stems_compare_words_across_endings_and_accents() -> None:
    assert stems("required skills", "en") == stems("requires a skill", "en")
    assert stems("compétences requises", "fr") == stems("competence requise", "fr")


def test_a_question_of_function_words_keeps_its_words() -> None:
    assert content_tokens("who are you", "en") == []
    assert stems("who are you", "en") == ["who", "are", "you"]


@pytest.mark.parametrize(
    ("question", "lang"),
    [
        ("What does it pay?", "en"),
        ("Combien ça paye ?", "fr"),
        ("c'est quoi le poste", "fr"),
        ("no degree but 8 years, ok?", "en"),
        ("remote?", "en"),
        ("Quelles études faut-il ?", "fr"),
    ],
)
def test_the_language_of_a_short_question(question: str, lang: str) -> None:
    assert detect(question) == lang


def test_the_corpus_decides_where_no_function_word_does() -> None:
    vocabulary = {"en": {"salary", "role"}, "fr": {"salaire", "poste"}}
    assert detect("salaire ?", vocabulary=vocabulary) == "fr"
    assert detect("salary?", vocabulary=vocabulary, default="fr") == "en"


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("See [the page](https://example.org/a) now", "See the page now"),
        ("**Bold** and _soft_ `code`", "Bold and soft code"),
        ("- an item", "an item"),
        ("a <b>tag</b><!-- note --> here", "a tag here"),
        ("snake_case stays", "snake_case stays"),
        ("line\n  break", "line break"),
    ],
)
def test_marks_are_not_read(raw: str, plain: str) -> None:
    assert readable(raw) == plain


def test_blanking_comments_keeps_every_offset() -> None:
    text = "a <!-- b\nc --> d"
    blanked = blank_comments(text)
    assert len(blanked) == len(text)
    assert "c" not in blanked
    assert blanked.count("\n") == 1


def test_role_names_are_left_out_with_their_article() -> None:
    names = ("head of generative ai", "Head of GenAI")
    assert without_names("What does a Head of Generative AI earn?", names) == "What does earn?"
    assert without_names("The Head-of-GenAI's missions", names) == "missions"
    assert without_names("Head of Generative AI", names) == "Head of Generative AI"
    assert mentions("salary of a senior data engineer", "Senior data engineer")
    assert not mentions("salary of a data engineering lead", "data engineer")


def test_places_by_country_city_and_demonym() -> None:
    assert set(places("Is it in Germany, or for German people in Lyon?")) == {"DE", "lyon"}
    assert places("join us") == {}
    assert set(places("in the US")) == {"US"}
    assert places("a nice job") == {}
    assert set(places("en Allemagne ou en Côte d’Ivoire")) == {"DE", "CI"}


def test_kinds_of_question_and_what_holds_them() -> None:
    assert "pay" in asked_kinds("How much does it pay?")
    assert "money" in asked_kinds("How much is the training budget?")
    assert "yes_no" in asked_kinds("Is it remote?")
    assert holds("money", "between €100,000 and €180,000")
    assert not holds("money", "a hybrid role")
    assert holds("duration", "8–15 years of experience")
    assert years("in 2026 or 2027, not 12026") == {"2026", "2027"}


@pytest.mark.parametrize(
    "asked", ["sick pay?", "When do I get paid?", "Do you pay for travel?", "indemnités maladie, salaire maintenu ?"]
)
def test_what_is_paid_besides_the_job_is_not_its_pay(asked: str) -> None:
    assert "pay" not in asked_kinds(asked)


@pytest.mark.parametrize(
    ("text", "is_pay"),
    [
        ("£31,000 to £35,000 a year depending on experience", True),
        ("Salaire fixe de 32 000 euros brut par an", True),
        ("€13.50 an hour", True),
        ("paid at the SMIC", True),
        ("a training budget of £600 a year", False),
        ("titres-restaurant de 9 euros par jour", False),
        ("life cover of three times your salary", False),
    ],
)
def test_an_amount_is_pay_where_somebody_could_live_on_it(text: str, is_pay: bool) -> None:
    assert holds("pay", text) is is_pay


def test_titles_of_other_jobs() -> None:
    assert titles("What does a CTO or a data scientist earn?") == {"cto", "data scientist"}
    assert titles("What does it pay?") == frozenset()


@pytest.mark.parametrize(
    ("question", "theme"),
    [
        ("salary?", "pay"),
        ("c'est payé combien", "pay"),
        ("wfh ok?", "remote"),
        ("do you sponsor visas", "visa"),
        ("y a-t-il des congés", "holidays"),
    ],
)
def test_themes_show_by_their_words(question: str, theme: str) -> None:
    assert theme in topics(question)
