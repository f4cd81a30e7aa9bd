"""The coverage map: what counts as answered, what somebody should look at, and what is not published."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from faqbot.answering import router
from faqbot.evaluation.review.coverage import Cell, Subject, count, subjects, survey
from faqbot.evaluation.review.reviewing import review
from faqbot.evaluation.review.themes import BY_KEY, THEMES
from faqbot.language.detect import detect
from faqbot.types import Answer, Citation, Document, RoleCard, Turn
from tests.builders import documents
from tests.fakes import FakeIndex

COOK = """---
role: cook
---

# Cook

## Salary

A cook earns €30,000 a year.

## Rules

A cook respects the GDPR and may contact the manager.

## What happens to my data?

It is deleted after two years.
"""


class Scripted:
    """A bot that quotes the sentence beginning as `script` says for a question, and knows nothing else."""

    def __init__(self, found: Sequence[Document], script: Mapping[str, str], closest: Mapping[str, str] | None = None) -> None:
        self.index = FakeIndex({document.source: document for document in found})
        self.script, self.closest = script, closest or {}
        self.asked: list[Turn] = []

    def roles(self) -> list[RoleCard]:
        roles = {document.role: document for document in self.index.documents.values() if document.role}
        return [RoleCard(role, role.capitalize(), (document.lang,)) for role, document in roles.items()]

    def ask_many(self, turns: Sequence[Turn]) -> list[Answer]:
        self.asked.extend(turns)
        return [self._ask(turn) for turn in turns]

    def _ask(self, turn: Turn) -> Answer:
        answer = Answer("id", turn.question, "not_in_documents", "nothing", "c", turn.lang or "en", self.index.generation)
        if begins := self.script.get(turn.question):
            return replace(answer, outcome="answered", reason="answered", citations=(self._cite(begins),), confidence=0.9)
        if begins := self.closest.get(turn.question):
            return replace(answer, reason="closest", closest=self._cite(begins), confidence=0.4)
        return answer

    def _cite(self, begins: str) -> Citation:
        for document in self.index.documents.values():
            for section in document.sections:
                for one in section.sentences:
                    quote = document.quote(one.start, one.end)
                    if quote.startswith(begins):
                        return Citation(1, document.source, document.title, section.heading, quote, one.start, one.end)
        raise AssertionError(begins)


def cells(place: Path, script: Mapping[str, str], closest: Mapping[str, str] | None = None) -> dict[str, Cell]:
    bot = Scripted(documents(place, {"cook/en/a.md": COOK}), script, closest)
    return {cell.theme: cell for cell in survey(bot, subjects(bot))}


def asking(theme: str, *ways: int) -> list[str]:
    return [BY_KEY[theme].questions["en"][way] for way in ways]


def test_answered_is_what_most_wordings_get_with_words_on_the_theme(tmp_path: Path) -> None:
    found = cells(tmp_path, dict.fromkeys(asking("pay", 0, 2), "A cook earns"))["pay"]
    assert (found.status, found.got, found.asked) == ("answered", 2, 3)
    assert found.passage is not None
    assert found.passage.quote == "A cook earns €30,000 a year."
    assert found.question in asking("pay", 0, 2)


def test_what_one_wording_in_three_gets_is_to_be_looked_at(tmp_path: Path) -> None:
    found = cells(tmp_path, dict.fromkeys(asking("pay", 1), "A cook earns"))["pay"]
    assert (found.status, found.got) == ("unsure", 1)


@pytest.mark.parametrize("theme", ["data", "contact", "pay"])
def test_an_answer_about_something_else_does_not_count(tmp_path: Path, theme: str) -> None:
    found = cells(tmp_path, dict.fromkeys(asking(theme, 0, 1, 2), "A cook respects the GDPR"))[theme]
    assert (found.status, found.got) == ("unsure", 0)
    assert found.passage is not None  # shown, so that somebody can tell


def test_a_question_of_its_own_vouches_for_its_answer(tmp_path: Path) -> None:
    assert cells(tmp_path, dict.fromkeys(asking("data", 0, 1), "It is deleted"))["data"].status == "answered"


def test_a_passage_that_was_not_given_is_to_be_looked_at_when_it_is_on_the_theme(tmp_path: Path) -> None:
    found = cells(tmp_path, {}, {asking("pay", 0)[0]: "A cook earns", asking("remote", 0)[0]: "A cook earns"})
    assert found["pay"].status == "unsure"
    assert (found["remote"].status, found["remote"].passage) == ("not_published", None)


def test_each_role_is_asked_about_in_the_languages_of_its_documents_and_of_the_shared_ones(tmp_path: Path) -> None:
    shared = "# Chez nous\n\n## Le bureau\n\nLe bureau est à Lyon.\n"
    bot = Scripted(documents(tmp_path, {"cook/en/a.md": COOK, "fr/b.md": shared}), {})
    assert subjects(bot) == [Subject("Cook", ("en", "fr"), role="cook")]
    survey(bot, subjects(bot), wordings=1)
    assert len(bot.asked) == 2 * len(THEMES) == count(subjects(bot), wordings=1)
    assert {turn.role for turn in bot.asked} == {"cook"}


def test_documents_without_a_role_are_asked_about_together_and_each_by_its_title(tmp_path: Path) -> None:
    files = {f"{name}.md": f"# {name}\n\n## Skills\n\nThe work needs care.\n" for name in ("Baker", "Cook")}
    bot = Scripted(documents(tmp_path, files), {})
    assert [one.name for one in subjects(bot)] == ["All documents", "Baker", "Cook"]
    survey(bot, subjects(bot)[1:2], wordings=1)
    assert bot.asked[0].question == f"Baker: {THEMES[0].questions['en'][0]}"
    assert bot.asked[0].role is None


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_questions_are_questions_in_their_language_and_reach_the_documents(lang: str) -> None:
    asked = [question for theme in THEMES for question in theme.questions[lang]]
    assert len(set(asked)) == 3 * len(THEMES)
    assert [question for question in asked if router.route(question)] == []
    assert [question for question in asked if question.count(" ") > 2 and detect(question) != lang] == []


def test_a_conflict_makes_the_cell_contradictory(tmp_path: Path) -> None:
    other = COOK.replace("€30,000", "€32,000")
    bot = Scripted(
        documents(tmp_path, {"cook/en/a.md": COOK, "cook/en/b.md": other}), dict.fromkeys(asking("pay", 0, 1), "A cook earns")
    )
    made = review(bot, subjects(bot), today=datetime.date(2026, 11, 24), wordings=3)
    assert [cell.status for cell in made.cells if cell.theme == "pay"] == ["contradictory"]
    assert made.issues[0].kind == "conflict"
    assert [theme.key for theme in made.missing][:2] == ["process", "place"]


def test_what_is_written_and_not_found_is_not_called_unpublished(tmp_path: Path) -> None:
    text = "---\nrole: cook\nlocation: anywhere (remote)\nappointment_type: permanent\n---\n\n# Cook\n\n## Deadline\n\nSend it in June.\n\n## The rest\n\nWork schedule: full time\n"
    bot = Scripted(documents(tmp_path, {"cook/en/a.md": text}), {})
    found = {cell.theme: cell for cell in survey(bot, subjects(bot))}
    told = {theme: cell.passage.quote for theme, cell in found.items() if cell.passage}
    assert told == {
        "place": "anywhere (remote)",
        "remote": "anywhere (remote)",
        "contract": "permanent",
        "deadline": "Send it in June.",
        "hours": "Work schedule: full time",
    }
    assert {(found[theme].status, found[theme].how) for theme in told} == {("unsure", "overlooked")}


def test_the_values_of_one_field_are_one_answer(tmp_path: Path) -> None:
    text = "---\nrole: cook\npay range: [50000, 75000, EUR]\n---\n\n# Cook\n\nA cook cooks.\n"
    bot = Scripted(documents(tmp_path, {"cook/en/a.md": text}), dict.fromkeys(asking("pay", 0, 1), "50000"))
    assert next(cell.status for cell in survey(bot, subjects(bot)) if cell.theme == "pay") == "answered"
