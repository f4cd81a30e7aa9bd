"""The wheel works where there is no repository: install it, ingest documents of one's own, serve."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = "# Baker\n\n## What does a baker earn?\n\nA baker earns 30,000 euros a year.\n"


@pytest.fixture(scope="module")
def faqbot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of a fresh environment that holds the wheel; its dependencies are those of this environment."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    shutil.copytree(ROOT / "src", source / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    build = ["wheel", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", str(folder), str(source)]
    subprocess.run([*pip, *build], check=True)
    (wheel,) = folder.glob("faqbot-*.whl")
    environment = folder / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    # Added as a plain folder, so that the editable install in it is not followed.
    packages = next(environment.glob("lib/python*/site-packages"))
    (packages / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    install = ["--python", str(environment / "bin" / "python"), "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([*pip, *install], check=True)
    return environment / "bin" / "faqbot"


@pytest.fixture
def clean() -> dict[str, str]:
    """An environment that does not lead to the repository."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH" and not name.startswith("FAQBOT_")}


@pytest.fixture
def served(faqbot: Path, clean: dict[str, str], tmp_path: Path) -> Iterator[str]:
    documents = tmp_path / "my documents"
    documents.mkdir()
    (documents / "baker.md").write_text(DOCUMENT, encoding="utf-8")
    subprocess.run([faqbot, "ingest", documents], cwd=tmp_path, env=clean, check=True)
    command = [faqbot, "serve", "--port", "0"]
    process = subprocess.Popen(command, cwd=tmp_path, env=clean, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        yield next(word for word in process.stdout.readline().split() if word.startswith("http"))
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def test_the_wheel_serves_documents_of_ones_own(served: str, faqbot: Path, clean: dict[str, str]) -> None:
    where = "import faqbot, pathlib; print(pathlib.Path(faqbot.__file__).is_relative_to(pathlib.Path(__import__('sys').prefix)))"
    python = faqbot.with_name("python")
    assert subprocess.run([python, "-c", where], env=clean, capture_output=True, text=True, check=True).stdout.strip() == "True"
    answer = httpx.post(f"{served}/api/v1/ask", json={"question": "What does a baker earn?"}, timeout=30).json()
    assert answer["answer"] == "A baker earns 30,000 euros a year. [1]"
    for path in ("/", "/widget.js", "/embed", "/documents/baker.md", "/readyz", "/openapi.json", "/api/v1/texts?lang=fr"):
        assert httpx.get(served + path, timeout=30).status_code == 200, path
