"""Many roles: a ladder of near-identical ones stays apart, and what the employer says once holds for each."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from faqbot.assembly import ingest, open_bot
from faqbot.errors import UsageError
from faqbot.pipeline import FaqBot
from faqbot.settings import Settings, load
from faqbot.types import Answer, Turn
from tests.integration.test_cli import run

GRADES = {"junior": 30_000, "senior": 45_000, "lead": 60_000}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, shipped: Settings) -> Path:
    """A folder with the corpus of the ladder, and the data folder with its index."""
    place = tmp_path_factory.mktemp("ladder")
    for grade, pay in GRADES.items():
        folder = place / "corpus" / f"{grade}-baker" / "en"
        folder.mkdir(parents=True)
        name = f"{grade.capitalize()} baker"
        text = f"# {name}\n\n## What does a {name.lower()} earn?\n\nA {name.lower()} earns €{pay:,} gross a year.\n"
        if grade == "lead":
            text += f"\n## Which oven does a {name.lower()} use?\n\nA {name.lower()} bakes in the stone oven.\n"
        (folder / "faq.md").write_text(text, encoding="utf-8")
    (place / "corpus" / "en").mkdir()
    (place / "corpus" / "en" / "employer.md").write_text(
        "# Working here\n\n## Where is the bakery?\n\nThe bakery is in Lyon, near the station.\n"
    )
    shutil.copytree(shipped.data_dir / "models", place / "data" / "models")
    assert not ingest([place / "corpus"], load({}, data_dir=place / "data")).refused
    return place


@pytest.fixture(scope="module")
def bot(place: Path) -> FaqBot:
    return open_bot(load({}, data_dir=place / "data", today="2026-11-24"))


def sources(answer: Answer) -> set[str]:
    return {citation.source for citation in answer.citations}


@pytest.mark.parametrize("grade", list(GRADES))
def test_each_rung_of_the_ladder_answers_for_itself(bot: FaqBot, grade: str) -> None:
    chosen = bot.ask(Turn("What does it pay?", role=f"{grade}-baker"))
    named = bot.ask(Turn(f"What does a {grade} baker earn?"))
    for answer in (chosen, named):
        assert sources(answer) == {f"{grade}-baker/en/faq.md"}
        assert f"€{GRADES[grade]:,}" in answer.citations[0].quote


def test_what_no_role_was_named_for_is_asked_back(bot: FaqBot) -> None:
    answer = bot.ask(Turn("What does it pay?"))
    assert (answer.outcome, answer.reason) == ("clarify", "which_role")
    assert set(answer.choices) == {f"{grade.capitalize()} baker" for grade in GRADES}


@pytest.mark.parametrize("role", [*(f"{grade}-baker" for grade in GRADES), None])
def test_what_the_employer_says_holds_for_every_role(bot: FaqBot, role: str | None) -> None:
    assert sources(bot.ask(Turn("Where is the bakery?", role=role))) == {"en/employer.md"}


def test_what_one_role_says_is_not_told_as_if_it_held_for_all(bot: FaqBot) -> None:
    asked = "Which oven is used?"
    (note,) = bot.ask(Turn(asked)).notes
    assert (note.kind, note.code, note.values) == ("label", "one_role", {"name": "Lead baker"})
    assert bot.ask(Turn(asked, role="lead-baker")).notes == ()
    assert bot.ask(Turn("Where is the bakery?")).notes == ()


def test_the_name_typed_after_the_question_back_is_its_answer(bot: FaqBot) -> None:
    for typed in ("Senior baker", "the senior baker", "senior-baker"):
        answer = bot.ask(Turn(typed, turns=("What does it pay?",)))
        assert answer.outcome == "answered", typed
        assert sources(answer) == {"senior-baker/en/faq.md"}


def test_who_names_another_role_on_a_roles_page_means_it(bot: FaqBot) -> None:
    answer = bot.ask(Turn("What does a lead baker earn?", role="junior-baker"))
    assert answer.role == "lead-baker"
    assert sources(answer) == {"lead-baker/en/faq.md"}


@pytest.mark.parametrize("typed", ["the senior one", "senior", "senior please", "senior job", "celui de senior"])
def test_a_word_that_only_one_role_has_picks_it(bot: FaqBot, typed: str) -> None:
    answer = bot.ask(Turn(typed, turns=("What does it pay?",)))
    assert (answer.outcome, answer.role) == ("answered", "senior-baker")
    assert sources(answer) == {"senior-baker/en/faq.md"}


def test_a_word_that_all_roles_share_picks_none(bot: FaqBot) -> None:
    assert bot.ask(Turn("baker", turns=("What does it pay?",))).role is None


@pytest.mark.parametrize(
    "before", [("What does a senior baker earn?",), ("What does it pay?", "senior"), ("senior baker", "Hello")]
)
def test_the_role_spoken_of_stays_until_another_is_named(bot: FaqBot, before: tuple[str, ...]) -> None:
    answer = bot.ask(Turn("What does it pay?", turns=before))
    assert (answer.outcome, answer.role, answer.trace["role"]) == ("answered", "senior-baker", "senior-baker")
    assert bot.ask(Turn("And what does a lead baker earn?", turns=before)).role == "lead-baker"
    assert bot.ask(Turn("What does it pay?", role="junior-baker", turns=before)).role == "junior-baker"


@pytest.mark.parametrize(
    "asked",
    [
        "Does a senior baker earn more than a junior?",
        "What does a junior or senior baker earn?",
        "pay of a junior baker vs a senior baker",
        "salary junior or senior?",
    ],
)
def test_a_comparison_shows_both_sides_and_says_which_is_which(bot: FaqBot, asked: str) -> None:
    answer = bot.ask(Turn(asked))
    assert answer.outcome == "answered"
    assert sources(answer) == {"senior-baker/en/faq.md", "junior-baker/en/faq.md"}
    (note,) = answer.notes
    assert (note.kind, note.code) == ("label", "by_side")
    for citation in answer.citations:
        name = "Senior baker" if citation.source.startswith("senior") else "Junior baker"
        assert f"{name} [{citation.n}]" in str(note.values["sides"])


def test_the_side_that_nothing_is_said_of_stays_open(bot: FaqBot) -> None:
    answer = bot.ask(Turn("Which oven do the lead baker and the junior baker use?"))
    assert sources(answer) == {"lead-baker/en/faq.md"}
    assert {(note.code, note.values.get("question")) for note in answer.notes} >= {("open_part", "Junior baker")}


def test_what_the_employer_says_of_both_sides_is_said_once(bot: FaqBot) -> None:
    answer = bot.ask(Turn("Where is the bakery for a junior or senior baker?"))
    assert len(answer.citations) == 1
    assert answer.notes == ()


def test_two_roles_that_are_not_compared_are_not_set_side_by_side(bot: FaqBot) -> None:
    answer = bot.ask(Turn("Does a junior have to report to the senior who bakes?"))
    assert "by_side" not in {note.code for note in answer.notes}


@pytest.mark.parametrize("asked", ["senior job, what does it pay?", "What does it pay as a senior?"])
def test_a_word_that_only_one_role_has_names_it_where_it_means_a_job(bot: FaqBot, asked: str) -> None:
    assert bot.ask(Turn(asked)).role == "senior-baker"
    assert bot.ask(Turn("Does the senior smile?")).role is None


def test_a_role_is_given_as_people_write_it_too_and_told_after_the_ingest(bot: FaqBot, place: Path) -> None:
    told = run("ingest", place / "corpus", "--data", place / "data", "--no-report").stdout
    assert "3 roles: junior-baker, lead-baker, senior-baker." in told
    assert "€45,000" in run("ask", "What does it pay?", "--role", "Senior baker", "--data", place / "data").stdout
    assert bot.ask(Turn("What does it pay?", role="senior BAKER")).role == "senior-baker"
    with pytest.raises(UsageError, match=r"There is no role 'baker'\. Known roles: junior-baker"):
        bot.ask(Turn("What does it pay?", role="baker"))


def test_each_role_is_asked_in_the_language_of_its_documents_and_documents_of_none_are_told(
    tmp_path: Path, shipped: Settings
) -> None:
    for role, lang, text in (("cook", "en", "Pay is good."), ("boulanger", "fr", "Le salaire est bon.")):
        (tmp_path / "corpus" / role / lang).mkdir(parents=True)
        (tmp_path / "corpus" / role / lang / "a.md").write_text(f"# {role}\n\n## Info\n\n{text}\n", encoding="utf-8")
    shutil.copytree(shipped.data_dir / "models", tmp_path / "data" / "models")
    assert "2 roles: boulanger, cook." in run("ingest", tmp_path / "corpus", "--data", tmp_path / "data", "--no-report").stdout
    asked = open_bot(load({}, data_dir=tmp_path / "data"))
    assert asked.ask(Turn("zzyzx ?", role="boulanger")).lang == "fr"
    assert asked.ask(Turn("zzyzx ?", role="cook")).lang == "en"
    flat = run(
        "ingest", tmp_path / "corpus" / "cook", tmp_path / "corpus" / "boulanger", "--data", tmp_path / "data", "--no-report"
    )
    assert "in ROLE/LANGUAGE/, such as cook/en/" in flat.stdout
