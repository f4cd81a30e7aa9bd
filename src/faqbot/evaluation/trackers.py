"""Runs for experiment trackers, each an extra of its own: MLflow into a local database, Weights & Biases in offline mode.

Nothing is sent anywhere: both write to a folder that its owner may upload with the tool's own commands.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from faqbot.errors import EvaluationError
from faqbot.evaluation.measures.base import Value
from faqbot.evaluation.runs import Run

PROJECT = "faqbot"


def to_mlflow(run: Run, values: Mapping[str, Value], folder: Path) -> None:
    """One MLflow run in `folder`/mlflow.db: the header as parameters, each measure as a metric and its n beside it.

    `mlflow ui --backend-store-uri sqlite:///folder/mlflow.db` shows it. MLflow no longer writes to plain folders.
    """
    mlflow = _load("mlflow")
    folder.mkdir(parents=True, exist_ok=True)
    client = mlflow.MlflowClient(tracking_uri=f"sqlite:///{(folder / 'mlflow.db').resolve()}")
    experiment = client.get_experiment_by_name(PROJECT)
    experiment_id = (
        experiment.experiment_id
        if experiment
        else client.create_experiment(PROJECT, artifact_location=(folder / "artifacts").resolve().as_uri())
    )
    own = client.create_run(experiment_id, run_name=_name(run)).info.run_id
    for name, value in _facts(run).items():
        client.log_param(own, name, value)
    for name, number in _numbers(values).items():
        client.log_metric(own, name, number)
    client.set_terminated(own)


def to_wandb(run: Run, values: Mapping[str, Value], folder: Path) -> None:
    """One offline run of Weights & Biases below `folder`: the header as its configuration, the measures as its summary.

    The tool's own process writes the file to its end after this one has ended; `wandb sync` sends it.
    """
    wandb = _load("wandb")
    folder.mkdir(parents=True, exist_ok=True)
    own = wandb.init(
        project=PROJECT, name=_name(run), dir=str(folder), mode="offline", config=_facts(run),
        settings=wandb.Settings(silent=True, console="off", disable_git=True, x_disable_stats=True),
    )  # fmt: skip
    for name, number in _numbers(values).items():
        own.summary[name] = number
    own.finish()


TRACKERS: Mapping[str, Callable[[Run, Mapping[str, Value], Path], None]] = {"mlflow": to_mlflow, "wandb": to_wandb}


def _load(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        raise EvaluationError(f"{name} is not installed. Install it: pip install 'faqbot[{name}]'") from None


def _name(run: Run) -> str:
    return f"{run.header['split']} {run.header['index']}"


def _facts(run: Run) -> dict[str, str]:
    header = {name: str(value) for name, value in run.header.items() if name != "settings"}
    return header | {f"settings.{name}": str(value) for name, value in run.header["settings"].items()}


def _numbers(values: Mapping[str, Value]) -> dict[str, float]:
    """The measures that have a value, each with its n; "@" is not allowed in the names of a tracker's metrics."""
    found: dict[str, float] = {}
    for name, value in values.items():
        plain = name.replace("@", "_at_")
        if value.value is not None:
            found[plain] = value.value
        found[f"{plain}.n"] = float(value.n)
    return found
