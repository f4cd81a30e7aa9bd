"""What an import costs and loads. Each is looked at in a process of its own: here everything is loaded already."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

import faqbot

DOOR = {
    "Answer",
    "Citation",
    "Document",
    "FaqBot",
    "FaqbotError",
    "Settings",
    "Turn",
    "__version__",
    "ingest",
    "load_settings",
    "open_bot",
    "render",
}
HEAVY = ("torch", "gradio", "chromadb", "pydantic", "numpy", "click")
# What a question on the command line has no use for; each of these takes between 0.5 and 4 seconds to import.
NOT_FOR_ASKING = (
    "torch",
    "transformers",
    "sentence_transformers",
    "gradio",
    "fastapi",
    "pandas",
    "llama_index",
    "sklearn",
    "openai",
    "anthropic",
    "ollama",
    "langchain_core",
    "mlflow",
    "wandb",
)
_ASK = """
import sys
from faqbot.cli import main
main(sys.argv[2:], standalone_mode=False)
print("LOADED", *(name for name in sys.argv[1].split(",") if name in sys.modules))
"""


def run(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FAQBOT_")}
    return subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=True, timeout=120
    )


def test_the_door_is_these_names() -> None:
    assert set(faqbot.__all__) == DOOR


@pytest.mark.parametrize("name", sorted(DOOR))
def test_every_name_of_the_door_is_there(name: str) -> None:
    assert getattr(faqbot, name) is not None


def test_an_unknown_name_is_said_with_those_that_exist() -> None:
    with pytest.raises(AttributeError, match=r"no 'Chatbot'; it has .*FaqBot"):
        _ = faqbot.Chatbot


def test_the_door_loads_nothing_heavy() -> None:
    code = f"import sys, faqbot; print([name for name in {HEAVY!r} if name in sys.modules])"
    assert run("-c", code).stdout.strip() == "[]"


def test_the_door_opens_at_once() -> None:
    """Below 0.15 s in the best of three: the sum that Python itself reports for the import, without its own start."""
    best = min(_microseconds(run("-X", "importtime", "-c", "import faqbot").stderr) for _ in range(3))
    assert best < 150_000


def _microseconds(report: str) -> int:
    line = next(line for line in report.splitlines() if line.split("|")[-1].strip() == "faqbot")
    return int(line.split("|")[1])


@pytest.mark.parametrize("name", NOT_FOR_ASKING)
def test_what_asking_must_not_load_is_installed(name: str) -> None:
    assert importlib.util.find_spec(name) is not None  # else the next test could not fail


def test_a_question_on_the_command_line_loads_no_more_than_it_needs(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "baker.md").write_text("# Baker\n\n## What does a baker earn?\n\nA baker earns 30,000 euros a year.\n")
    run("-m", "faqbot", "ingest", "corpus", cwd=tmp_path)
    said = run("-c", _ASK, ",".join(NOT_FOR_ASKING), "ask", "What does a baker earn?", cwd=tmp_path).stdout
    assert "30,000" in said
    assert said.splitlines()[-1] == "LOADED"
