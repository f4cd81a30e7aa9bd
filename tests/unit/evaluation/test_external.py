"""Public sets: the format, the offsets, and scores on a set that a reader can compute."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from faqbot.errors import EvaluationError
from faqbot.evaluation.external import Found, documents, read, score, table

PASSAGES = [
    {
        "id": "p1",
        "text": "The tower is 300 metres tall. It stands in Paris.\nIt opened in 1889.",
        "title": "The tower",
        "lang": "en",
    },
    {"id": "p3", "text": "Bring a pen.", "title": "", "lang": "en"},
    {"id": "p2", "text": "Send the form by post.", "title": "How do I apply?", "lang": "en"},
]
QUESTIONS = [
    {"id": "q1", "question": "How tall?", "answers": ["300 metres"], "gold_passages": ["p1"], "answerable": True},
    {"id": "q2", "question": "How to apply?", "answers": ["freely written"], "gold_passages": ["p2"], "answerable": True},
    {"id": "q3", "question": "How heavy?", "answers": [], "gold_passages": [], "answerable": False},
]


def folder(place: Path, passages: list[dict[str, object]] = PASSAGES, questions: list[dict[str, object]] = QUESTIONS) -> Path:
    for name, rows in (("passages", passages), ("questions", questions)):
        (place / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return place


def test_sentences_of_a_passage_lie_in_its_own_text(tmp_path: Path) -> None:
    tower, _, form = documents(read(folder(tmp_path)))
    spans = [tower.quote(one.start, one.end) for one in tower.sections[0].sentences]
    assert spans == ["The tower is 300 metres tall.", "It stands in Paris.", "It opened in 1889."]
    assert (tower.sections[0].kind, form.sections[0].kind, form.sections[0].wordings) == ("prose", "faq", ("How do I apply?",))


def test_scores_on_a_set_computed_by_hand(tmp_path: Path) -> None:
    given = read(folder(tmp_path))
    found = [
        Found(("p1", "p2", "p3"), "The tower is 300 metres tall. It stands in Paris.", 0.9, "It stands in Paris."),
        Found(("p1", "p2", "p3"), "It opened in 1889.", 0.4),
        Found((), "", 0.6),
    ]
    values = {name: value.value for name, value in score(given, found).items()}
    assert values == {
        "passage first": 1 / 2,
        "among five": 1.0,
        "RR@10": (1 + 1 / 2) / 2,
        "answer shown": 1.0,  # of the one whose answer stands in its passage
        "in the best sentence": 0.0,
        "words shown": 10.0,
        "AUROC": 1 / 2,  # .9 > .6 and .4 < .6
    }
    assert "| it | 0.500 (" in table({"it": score(given, found)})


def test_a_question_without_a_ranking_counts_nought(tmp_path: Path) -> None:
    given = read(folder(tmp_path))
    values = score(given, [Found((), "", 0.0)] * 3)
    assert (values["passage first"].value, values["passage first"].n) == (0.0, 2)


def test_earlier_turns_are_a_person_s_and_end_before_the_question(tmp_path: Path) -> None:
    turns = [{"role": "user", "text": "A?"}, {"role": "bot", "text": "B."}, {"role": "user", "text": "How tall?"}]
    given = read(folder(tmp_path, questions=[{**QUESTIONS[0], "turns": turns}]))
    assert (given.questions[0].text, given.questions[0].turns) == ("How tall?", ("A?",))


@pytest.mark.parametrize(
    ("passages", "questions", "words"),
    [
        ([{"id": "p1"}], QUESTIONS, "passages.jsonl:1: "),
        (PASSAGES, [{**QUESTIONS[0], "gold_passages": ["p9"]}], "does not have"),
        (PASSAGES, [], "nothing to measure"),
    ],
)
def test_what_is_not_of_the_format_is_refused(
    tmp_path: Path, passages: list[dict[str, object]], questions: list[dict[str, object]], words: str
) -> None:
    with pytest.raises(EvaluationError, match=words):
        read(folder(tmp_path, passages, questions))
    with pytest.raises(EvaluationError, match="cannot be read"):
        read(tmp_path / "none")
