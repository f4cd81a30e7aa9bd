"""Judged questions: what is read, and that every mistake is told with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faqbot.errors import EvaluationError
from faqbot.evaluation import cases, checking
from faqbot.evaluation.matching import matches, meets, places, says, section_at
from tests.fakes import EN, documents
from tests.unit.evaluation.samples import CASES, DATE, PAY, folder


def complaint(place: Path, text: str, **options: str) -> str:
    def load_and_check() -> None:
        checking.check(cases.load(folder(place, text, **options)), documents().values())

    with pytest.raises(EvaluationError) as caught:
        load_and_check()
    return str(caught.value)


def test_a_sound_set_is_read_and_fits_its_documents(tmp_path: Path) -> None:
    golden = cases.load(folder(tmp_path))
    checking.check(golden, documents().values())
    assert [case.id for case in golden.cases] == ["attack-1", "germany-1", "hello-1", "pay-1", "pay-2"]
    assert golden.date == DATE
    pay = golden.cases[3]
    assert (pay.split, pay.variants, pay.pinned, pay.due, pay.any_of[0].quote) == ("dev", ("pay please",), True, True, PAY)
    assert golden.cases[0].due is False
    assert pay.line == 1


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("  topic: pay\n  role", "  tpic: pay\n  role", 7, "There is no field 'tpic'. Did you mean 'topic'?"),
        ("id: pay-2", "id: pay-1", 16, "The id 'pay-1' is taken"),
        ("size and maturity.", "size and age.", 12, "drift"),
        ('["german(y|s)"]', "[generative]", 26, "is found in"),
        ('["german(y|s)"]', "['ger(man']", 33, "is not a regular expression"),
        ('["german(y|s)"]', "['x*']", 33, "matches everywhere"),
        ("expect: [smalltalk]", "expect: [chatter]", 38, "allowed: answered"),
        ("band: far", "band: afar", 39, "allowed: core"),
        ("  question: hello\n", "", 35, "'question' is missing or empty"),
        ("expect: [smalltalk]", "expect: [answered]", 35, "names no quote"),
        ('  absent: ["german(y|s)"]\n', "", 26, "`absent` gives no pattern"),
        ("role: head-of-generative-ai", "role: head-chef", 1, "There is no role 'head-chef'"),
        (f"doc: {EN}", "doc: head-of-generative-ai/en/roll.md", 12, f"Did you mean {EN}?"),
        ('["What does it pay?"]', str(["Why?"] * 11), 26, "There are 11 earlier turns"),
        ('["100,000", 100k]', '["250,000"]', 1, "No wording of fact 1"),
        ("pinned: true", "pinned: maybe", 15, "must be true or false"),
        ("variants: [pay please]", 'variants: ["What does it pay?"]', 1, "repeats a wording"),
        ("  band: far", "  band: far\n  split: release", 35, "must begin with release"),
        ("lang: fr", "lang: fr\n  lang: en", 18, "stands here twice"),
        ("- id: hello-1", "- id: hello-1: x", 35, "This is not YAML"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    assert old in CASES
    said = complaint(tmp_path, CASES.replace(old, new, 1))
    assert f"dev-all.yaml:{line}: " in said
    assert words in said


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    said = complaint(tmp_path, CASES.replace("band: far", "band: afar").replace("band: near", "band: nearly"))
    assert len(said.splitlines()) == 2


def test_a_set_without_a_date_or_without_cases_is_refused(tmp_path: Path) -> None:
    golden = folder(tmp_path)
    (golden / "set.yaml").write_text("date: soon\n")
    with pytest.raises(EvaluationError, match=r"set\.yaml:1: 'soon' is not a date"):
        cases.load(golden)
    (golden / "set.yaml").unlink()
    with pytest.raises(EvaluationError, match=r"set\.yaml:1: "):
        cases.load(golden)
    assert "There is no judged question" in complaint(tmp_path, "[]")
    with pytest.raises(EvaluationError, match="There is no folder"):
        cases.load(tmp_path / "none")


def test_an_empty_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="There is no document to hold"):
        checking.check(cases.load(folder(tmp_path)), [])


def test_a_file_that_refers_to_itself_is_refused(tmp_path: Path) -> None:
    assert "refers to itself" in complaint(tmp_path, "- &a\n  question: *a\n")


def test_a_truth_is_not_a_text_and_a_number_is(tmp_path: Path) -> None:
    assert "'question' must be text" in complaint(tmp_path, CASES.replace("question: hello", "question: yes"))
    golden = cases.load(folder(tmp_path, CASES.replace("question: hello", "question: 2026")))
    assert golden.cases[2].question == "2026"


def test_a_hash_is_of_what_is_judged(tmp_path: Path) -> None:
    before = cases.load(folder(tmp_path)).hash
    assert cases.load(folder(tmp_path, CASES + "  note: odd\n")).hash == before
    assert cases.load(folder(tmp_path, CASES.replace("hello\n", "hullo\n"))).hash != before


def test_an_unpublished_question_is_not_an_answer(tmp_path: Path) -> None:
    """A heading that asks about training does not state anything about it; its sentences do."""
    told = CASES.replace('["german(y|s)"]', '["what training leads"]')
    checking.check(cases.load(folder(tmp_path, told)), documents().values())
    assert "is found in" in complaint(tmp_path, CASES.replace('["german(y|s)"]', '["no single path"]'))


@pytest.mark.parametrize(
    ("text", "wording", "expected"),
    [
        ("earns €100,000 a year", "100 000", True),
        ("entre 100 000 € et", "100,000", True),
        ("**Mastery** of LLMs", "mastery of llms", True),
        ("l'expérience requise", "EXPERIENCE REQUISE", True),
        ("ethics come first", "ethic", True),
        ("1000 people", "100", False),
        ("a career", "car", False),
        ("anything", "€", False),
    ],
)
def test_when_a_text_says_a_fact(text: str, wording: str, expected: bool) -> None:
    assert says(text, wording) is expected


def test_patterns_see_the_text_as_it_is_read() -> None:
    assert matches("180.000", "up to **180\u202f000** €")
    assert matches("german", "In Germany")
    assert not matches(r"\bgerman", "ungermane")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((0, 10), (2, 4), True),
        ((0, 10), (5, 30), True),
        ((0, 10), (6, 30), False),
        ((0, 0), (0, 5), False),
        ((0, 4), (4, 8), False),
    ],
)
def test_when_two_spans_meet(one: tuple[int, int], other: tuple[int, int], expected: bool) -> None:
    assert meets(one, other) is expected


@given(st.tuples(st.integers(0, 30), st.integers(0, 30)), st.tuples(st.integers(0, 30), st.integers(0, 30)))
def test_meeting_is_the_same_from_both_sides(one: tuple[int, int], other: tuple[int, int]) -> None:
    assert meets(one, other) == meets(other, one)


@given(st.text("ab", max_size=12), st.text("ab", min_size=1, max_size=3))
def test_every_place_is_found(text: str, quote: str) -> None:
    expected = tuple((i, i + len(quote)) for i in range(len(text)) if text[i : i + len(quote)] == quote)
    assert places(text, quote) == expected


def test_each_sentence_lies_in_its_section() -> None:
    for document in documents().values():
        for number, section in enumerate(document.sections):
            for sentence in section.sentences:
                assert section_at(document, (sentence.start, sentence.end)) == number
        assert section_at(document, (0, 3)) == -1
