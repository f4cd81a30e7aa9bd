"""Many roles: a ladder of near-identical ones stays apart, and what the employer says once holds for each."""

from __future__ import annotations

import shutil

import pytest

from faqbot.assembly import ingest, open_bot
from faqbot.pipeline import FaqBot
from faqbot.settings import Settings, load
from faqbot.types import Answer, Turn

GRADES = {"junior": 30_000, "senior": 45_000, "lead": 60_000}


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory, shipped: Settings) -> FaqBot:
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
    settings = load({}, data_dir=place / "data", today="2026-11-24")
    assert not ingest([place / "corpus"], settings).refused
    return open_bot(settings)


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
