"""The gate: what closes it, what it says, and what it leaves alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from faqbot.errors import EvaluationError
from faqbot.evaluation import baselines, cases, gate, judging, runs, thresholds
from faqbot.evaluation.baselines import Baseline
from faqbot.evaluation.comparing import compare
from faqbot.evaluation.telling import Teller, comparison
from faqbot.evaluation.thresholds import Thresholds
from faqbot.types import Answer, Turn
from tests.unit.evaluation.samples import TracingBot, folder, judged, refusal

LIMITS = Thresholds(margins={"right": 0.05}, floors={"verbatim": 1.0}, ceilings={"grounded_but_wrong": 0.2})
HEADER = {"version": "0", "split": "dev", "date": "2026-11-24", "golden": "g", "corpus": "c", "index": "i", "settings": {}}
ROWS = [judged(f"c{n}", places=(f"{n % 3}.md > Pay",)) for n in range(20)] + [refusal(f"r{n}", topic=f"t{n}") for n in range(10)]


def close(rows: list[judging.Judged], *, limits: Thresholds = LIMITS, before: list[judging.Judged] | None = ROWS) -> gate.Verdict:
    baseline = Baseline(HEADER, tuple(before)) if before is not None else None
    return gate.decide(rows, baseline=baseline, thresholds=limits, corpus="c")


def worse(n: int) -> list[judging.Judged]:
    """ROWS with the first `n` no longer answered."""
    return [
        replace(row, why="abstained wrongly", outcome="not_in_documents", quotes=0, quotes_verbatim=0) if k < n else row
        for k, row in enumerate(ROWS)
    ]


def test_the_same_judgments_leave_it_open() -> None:
    found = close(list(ROWS))
    assert found.passed
    assert (found.flips, found.remarks) == ((), ())


def test_within_the_margin_it_stays_open_and_the_flips_are_told() -> None:
    found = close(worse(1))  # 1 of 30 is .033
    assert found.passed
    assert [flip.new.key for flip in found.losses] == ["c0/0"]


def test_beyond_the_margin_it_closes() -> None:
    found = close(worse(2))  # 2 of 30 is .067
    assert not found.passed
    assert found.reasons[0].startswith("worse: right went from 1.000 to 0.933 over 30")
    assert "the margin is 0.05" in found.reasons[0]


def test_better_is_no_reason_to_close() -> None:
    found = close(list(ROWS), before=worse(10))
    assert found.passed
    assert len(found.flips) == 10
    assert found.losses == ()


def test_a_small_loss_everywhere_closes_it_although_within_the_margin() -> None:
    everywhere = [replace(row, why="ranking") if row.case in ("c0", "c1", "c2") else row for row in ROWS[:20]]
    limits = replace(LIMITS, margins={"right_where_due": 0.5}, ceilings={})
    found = close(everywhere, limits=limits, before=list(ROWS[:20]))
    assert [reason.partition(":")[0] for reason in found.reasons] == ["worse"]
    assert "the whole interval is on the worse side" in found.reasons[0]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"breaches": ("The quote is wrong.",)}, "invariant: c0/0: The quote is wrong."),
        ({"pinned": True, "why": "ranking"}, "pinned: c0/0 is wrong (ranking)"),
        ({"error": "UsageError: no", "why": "crash"}, "crash: c0/0: UsageError: no"),
        ({"quotes": 2, "quotes_verbatim": 1}, "limit: verbatim is 0.975 over 20; its floor is 1."),
        ({"places": ("0.md > Salary",)}, "drift: c0: its gold stood under '0.md > Pay', now under '0.md > Salary'."),
    ],
)
def test_what_closes_it(change: dict[str, object], reason: str) -> None:
    found = close([replace(ROWS[0], **change), *ROWS[1:]])  # type: ignore[arg-type]
    assert any(one.startswith(reason) for one in found.reasons)


def test_a_defect_that_is_met_everywhere_is_told_once() -> None:
    found = close([replace(row, error="KeyError: x", why="crash") for row in ROWS[:3]] + ROWS[3:])
    assert [reason for reason in found.reasons if reason.startswith("crash")] == ["crash: c0/0 and 2 more: KeyError: x"]


def test_a_ceiling_closes_it() -> None:
    found = close([replace(row, why="ranking") for row in ROWS], before=None)
    assert [one for one in found.reasons if "ceiling" in one] == [
        "limit: grounded_but_wrong is 1.000 over 20; its ceiling is 0.2."
    ]


def test_a_limit_that_cannot_be_held_closes_it() -> None:
    found = close([refusal()], before=None)
    assert "limit: verbatim has a floor of 1, but no value: No case of this kind." in found.reasons


def test_without_a_baseline_nothing_is_compared_and_that_is_said() -> None:
    found = close(list(ROWS), before=None)
    assert found.passed
    assert "no baseline yet" in found.remarks[0]


def test_edited_new_and_gone_cases_are_not_compared() -> None:
    rows = [replace(ROWS[0], fingerprint="other", why="ranking"), judged("new"), *ROWS[2:]]
    found = close(rows)
    assert found.flips == ()
    assert [remark.split()[3] for remark in found.remarks[:3]] == ["new", "gone", "edited"]


def test_other_documents_are_remarked() -> None:
    found = gate.decide(ROWS, baseline=Baseline({**HEADER, "corpus": "old"}, tuple(ROWS)), thresholds=LIMITS, corpus="c")
    assert found.remarks[0] == "The documents changed since the baseline was made."


class Timid(TracingBot):
    """Never answers about pay."""

    def ask(self, turn: Turn) -> Answer:
        answer = super().ask(turn)
        if answer.outcome != "answered":
            return answer
        return replace(answer, outcome="not_in_documents", reason="nothing", citations=(), sentences=(), confidence=0.3)


def test_a_flipped_case_is_told_with_expected_got_and_why(tmp_path: Path) -> None:
    golden = cases.load(folder(tmp_path))
    good, timid = (runs.ask_all(golden, bot, settings={}, split="dev") for bot in (TracingBot(), Timid()))
    before, after = judging.judge(good, golden), judging.judge(timid, golden)
    verdict = gate.decide(after, baseline=Baseline(HEADER, tuple(before)), thresholds=LIMITS, corpus="c")
    told = "\n".join(Teller(timid, golden).verdict(verdict))
    assert told.startswith("GATE CLOSED")
    assert "pay-1/1" in told
    assert "dev-all.yaml:1): 'pay please'" in told
    assert "expected: answered, quoting head-of-generative-ai/en/role.md" in told
    assert "got: not_in_documents:" in told
    assert "why: abstained wrongly; gold: rank 1; confidence 0.30" in told


def test_a_comparison_in_words() -> None:
    told = list(comparison(compare(ROWS, worse(2))))
    assert told[0] == "Of 30 wordings that both runs asked, B wins 0 and loses 2; the other 28 are as before."
    assert any(line.startswith("right: 1.000 to 0.933 over 30, worse; the change lies between") for line in told)
    assert list(comparison(compare(ROWS, ROWS)))[-1] == "No measure moved."


def test_a_baseline_is_read_back_and_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    file = tmp_path / "baselines" / "dev.jsonl"
    baselines.write(file, HEADER, ROWS)
    found = baselines.read(file)
    assert found is not None
    assert found.header["corpus"] == "c"
    assert list(found.rows) == [replace(row, latency_ms=0.0) for row in ROWS]
    before = file.read_bytes()
    baselines.write(file, HEADER, [replace(row, latency_ms=77.0) for row in ROWS])
    assert file.read_bytes() == before
    assert baselines.read(tmp_path / "none.jsonl") is None


def test_a_broken_baseline_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "dev.jsonl"
    baselines.write(file, HEADER, ROWS[:2])
    file.write_text(file.read_text() + '{"case": "x"}\n')
    with pytest.raises(EvaluationError, match=r"dev\.jsonl:4: "):
        baselines.read(file)
    file.write_text("{}\n")
    with pytest.raises(EvaluationError, match=r"dev\.jsonl:1: "):
        baselines.read(file)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[margins]\nrihgt = 0.1\n", ":2: There is no 'rihgt' to set. The nearest is 'right'."),
        ("[margin]\nright = 0.1\n", ":1: There is no 'margin' to set. The nearest is 'margins'."),
        ("[floors]\n\nright = -1\n", ":3: right is -1; it must be a number from 0 on."),
        ('[floors]\n"success@1" = true\n', ":2: success@1 is True"),
        ("seed = 'x'\n", ":1: seed is 'x'"),
        ("margins = 3\n", ":1: margins must be a table"),
        ("[margins\n", "is not a TOML file"),
    ],
)
def test_a_mistake_in_the_thresholds_is_told(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "thresholds.toml"
    file.write_text(text)
    with pytest.raises(EvaluationError) as caught:
        thresholds.read(file)
    assert words in str(caught.value)


def test_thresholds_are_read(tmp_path: Path) -> None:
    file = tmp_path / "thresholds.toml"
    file.write_text('seed = 3\n[margins]\n"success@1" = 0.5\n')
    assert thresholds.read(file) == Thresholds({"success@1": 0.5}, {}, {}, seed=3)
    with pytest.raises(EvaluationError, match="cannot be read"):
        thresholds.read(tmp_path / "none.toml")
