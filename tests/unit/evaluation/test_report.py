"""The report, the figures, and adding a case: what a maintainer sees and writes."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faqbot.errors import EvaluationError
from faqbot.evaluation import adding, cases, exports, gate, judging, measures, runs
from faqbot.evaluation.highlighting import marked
from faqbot.evaluation.plots import figures
from faqbot.evaluation.report import report
from faqbot.evaluation.runs import Run
from faqbot.evaluation.thresholds import Thresholds
from faqbot.types import Turn
from tests.fakes import EN, documents
from tests.unit.evaluation.samples import CASES, PAY, TracingBot, folder, judged, refusal
from tests.unit.evaluation.test_gate import Timid

LIMITS = Thresholds({}, {}, {})


class Outline(HTMLParser):
    """The text of a page, the names of its pictures, and whether every tag is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.pictures: list[str] = []
        self.open: list[str] = []
        self.outside: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        self.outside += [value for name, value in attributes if name in ("src", "href") and value]
        if tag == "svg":
            self.pictures.append(values.get("aria-label") or "")
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        return

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def page(place: Path, text: str = CASES, **options: str) -> str:
    golden = cases.load(folder(place, text, **options))
    run = runs.ask_all(golden, Timid(), settings={"caution": "balanced"}, split="dev")
    rows = judging.judge(run, golden)
    return report(run, golden, rows, gate.decide(rows, baseline=None, thresholds=LIMITS))


def test_the_report_is_one_whole_file_with_the_verdict_first_and_the_failures_next(tmp_path: Path) -> None:
    text = page(tmp_path)
    outline = Outline(text)
    assert outline.open == []
    assert outline.outside == []
    assert (
        text.index("The gate is closed")
        < text.index("What failed: 3 wordings of 6")
        < text.index("<h2>Plots")
        < text.index("Every measure")
    )
    words = " ".join(" ".join(outline.words).split())
    assert "What does it pay?" in words
    assert "abstained wrongly; gold: rank 1; confidence 0.30" in words
    assert f'<mark class="gold">{PAY.replace(chr(39), "&#x27;")}</mark>' in text


def test_every_picture_has_a_name_and_its_numbers_in_text(tmp_path: Path) -> None:
    outline = Outline(page(tmp_path))
    assert len(outline.pictures) == 7
    assert all(len(name) > 30 for name in outline.pictures)
    assert page(tmp_path).count("<summary>The numbers</summary>") == 7


def test_cases_of_the_release_half_are_counted_and_not_shown(tmp_path: Path) -> None:
    text = page(tmp_path, name="release-all.yaml")
    assert "What does it pay?" not in text
    assert "100,000" not in text
    assert "3 wrong wordings of the release half" in text


def test_what_a_case_says_cannot_become_markup(tmp_path: Path) -> None:
    evil = CASES.replace("question: What does it pay?", 'question: "What does it pay? <script>alert(1)</script>"')
    assert "<script" not in page(tmp_path, evil)


def test_figures_say_in_words_what_they_show() -> None:
    rows = [judged("a"), judged("a", variant=1, why="ranking"), judged("b", why="ranking", band="near"), refusal("r")]
    found = {figure.title: figure for figure in figures(rows)}
    assert found["Right by band"].sentence.startswith("Weakest: near, 50% of 2.")
    assert found["Other wordings"].rows == (("a", "right", "wrong"),)
    assert list(figures([])) == []


SPANS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=3)


@given(st.text("ab<&", min_size=20, max_size=20), SPANS, SPANS)
def test_marks_neither_lose_nor_add_a_character(text: str, gold: list[tuple[int, int]], cited: list[tuple[int, int]]) -> None:
    outline = Outline(marked(text, (2, 18), gold=gold, cited=cited))
    assert "".join(outline.words) == text[2:18]
    assert outline.open == []


@given(st.tuples(st.integers(0, 9), st.integers(10, 20)))
def test_what_is_marked_is_the_span(span: tuple[int, int]) -> None:
    text = "abcdefghijklmnopqrst"
    assert f'<mark class="gold">{text[span[0] : span[1]]}</mark>' in marked(text, (0, 20), gold=[span], cited=[])


def drafted(golden: Path, **details: object) -> str:
    bot = TracingBot()
    right = adding.choices(bot.ask(Turn("What does it pay?")), bot.index.documents)
    basics = {
        "id": adding.new_id(cases.load(golden), split="dev", topic="Pay!"), "lang": "en", "expect": ["answered"], "band": "core", "topic": "pay", "split": "dev",
    }  # fmt: skip
    return adding.as_yaml(adding.fields("what would i earn", basics=basics, right=right[:1], every=False, details=details))


def test_a_case_is_added_with_its_quote_and_read_back(tmp_path: Path) -> None:
    golden = folder(tmp_path)
    for number in (1, 2):
        file = adding.append(golden, drafted(golden, must=["100,000"], pinned=True), split="dev", documents=documents())
        assert file == golden / "dev-added.yaml"
        case = next(case for case in cases.load(golden).cases if case.id == f"added-dev-pay-{number}")
        assert (case.any_of[0].doc, case.any_of[0].quote, case.pinned, case.must[0].any) == (EN, PAY, True, ("100,000",))


def test_a_case_that_would_break_the_set_is_not_written(tmp_path: Path) -> None:
    golden = folder(tmp_path)
    text = drafted(golden, must=["250,000"])
    with pytest.raises(EvaluationError, match=r"golden/dev-added\.yaml:1: .*No wording of fact 1"):
        adding.append(golden, text, split="dev", documents=documents())
    assert not (golden / "dev-added.yaml").exists()


def test_choices_are_the_quotes_and_then_the_rest_of_the_ranking_each_once() -> None:
    bot = TracingBot()
    answer = bot.ask(Turn("What does it pay?"))
    assert [(choice.quoted, choice.doc) for choice in adding.choices(answer, bot.index.documents)] == [(True, EN), (True, EN)]
    closest = bot.ask(Turn("And in Germany?"))
    assert [choice.quoted for choice in adding.choices(closest, bot.index.documents)] == [False]


def test_a_quote_that_no_document_holds_is_refused() -> None:
    assert [choice.doc for choice in adding.locate("There is no single path.", documents())] == [EN]
    with pytest.raises(EvaluationError, match="to the letter"):
        adding.locate("There is one path.", documents())


def test_samples_for_other_tools_hold_what_was_asked_found_and_wanted(tmp_path: Path) -> None:
    golden = cases.load(folder(tmp_path))
    run = runs.ask_all(golden, TracingBot(), settings={}, split="dev")
    unpublished = {"source": EN, "heading": ["Holidays?"], "start": 0, "end": 0, "score": 0.1}
    run = Run(run.header, run.documents, tuple(replace(row, ranking=(*row.ranking, unpublished)) for row in run.rows))
    found = {sample["id"]: sample for sample in exports.samples(run, golden, judging.judge(run, golden))}
    assert len(found) == len(run.rows)
    pay = found["pay-1/0"]
    assert pay["user_input"] == "What does it pay?"
    assert (pay["retrieved_contexts"][0], len(pay["retrieved_contexts"])) == (PAY, 2)
    assert pay["response"].startswith(PAY)
    assert "[1]" not in pay["response"]
    assert (pay["reference_contexts"], pay["reference"], pay["right"]) == ([PAY], "100,000", True)
    assert found["germany-1/0"]["turns"] == ["What does it pay?"]
    lines = exports.json_lines(run, golden, judging.judge(run, golden)).splitlines()
    assert [json.loads(line)["id"] for line in lines] == list(found)


def test_the_readme_lists_the_measures_as_they_are() -> None:
    text = (Path(__file__).resolve().parents[3] / "eval" / "README.md").read_text(encoding="utf-8")
    assert measures.table() in text, (
        "Put `python -c 'from faqbot.evaluation.measures import table; print(table())'` into eval/README.md."
    )
