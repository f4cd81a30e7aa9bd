"""Experiment trackers in their offline modes, read back with their own means."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from faqbot.evaluation import cases, judging, measures, runs, trackers
from faqbot.evaluation.measures.base import Value
from faqbot.evaluation.runs import Run
from tests.unit.evaluation.samples import TracingBot, folder


@pytest.fixture
def scored(tmp_path: Path) -> tuple[Run, dict[str, Value]]:
    golden = cases.load(folder(tmp_path))
    run = runs.ask_all(golden, TracingBot(), settings={"caution": "balanced"}, split="dev")
    return run, measures.score(judging.judge(run, golden))


@pytest.mark.filterwarnings("ignore")  # what the tracker's own imports warn about is not ours
def test_mlflow_keeps_header_and_measures_in_a_folder(
    scored: tuple[Run, dict[str, Value]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import mlflow

    run, values = scored
    for _ in range(2):
        trackers.to_mlflow(run, values, tmp_path / "mlflow")
    client = mlflow.MlflowClient(tracking_uri=f"sqlite:///{tmp_path / 'mlflow' / 'mlflow.db'}")
    found = client.search_runs([client.get_experiment_by_name("faqbot").experiment_id])
    assert len(found) == 2
    assert found[0].data.metrics["right"] == values["right"].value
    assert found[0].data.metrics["success_at_1.n"] == values["success@1"].n
    assert found[0].data.params["settings.caution"] == "balanced"


def test_wandb_keeps_a_run_offline(scored: tuple[Run, dict[str, Value]], tmp_path: Path) -> None:
    """In a process of its own: the file is whole when that has ended."""
    runs.write(scored[0], tmp_path / "run.jsonl")
    command = [
        sys.executable,
        "-m",
        "faqbot",
        "eval",
        "export",
        "run.jsonl",
        "--to",
        "wandb",
        "--out",
        "kept",
        "--golden",
        "golden",
    ]
    subprocess.run(command, cwd=tmp_path, env={**os.environ, "HOME": str(tmp_path)}, check=True, timeout=120)
    files = list((tmp_path / "kept").rglob("*.wandb"))
    assert len(files) == 1
    content = files[0].read_bytes()
    assert b"grounded_but_wrong" in content
    assert b"success_at_1.n" in content
