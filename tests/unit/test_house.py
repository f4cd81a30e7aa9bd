"""The rules of the house that no linter knows: the size of files and functions, and who may do what."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "faqbot"

MOST_LINES = 300
MOST_FUNCTION_LINES = 40
MOST_PARAMETERS = 6
# Every exception by name, with its reason.
MAY_BE_LONG: dict[str, str] = {}
MAY_BE_A_LONG_FUNCTION: dict[str, str] = {}
MAY_TAKE_MORE = {"src/faqbot/cli/ask.py:ask": "click passes one parameter an option"}


def tracked(*endings: str) -> list[str]:
    """The files of the repository whose names end so, from git or, in an unpacked archive, from the disk."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        listed = [str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if not {".venv", ".git"} & set(path.parts)]
    return sorted(name for name in listed if name.endswith(endings or "") and (ROOT / name).is_file())


def functions(file: str) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Each function of a file with its name in the exception tables."""
    for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{file}:{node.name}", node


def modules() -> list[str]:
    return [file for file in tracked(".py") if file.startswith("src/")]


def test_there_is_something_to_look_at() -> None:
    assert len(modules()) > 50


def test_files_are_short() -> None:
    lengths = {file: (ROOT / file).read_text(encoding="utf-8").count("\n") for file in tracked(".py")}
    assert {file: length for file, length in lengths.items() if length > MOST_LINES and file not in MAY_BE_LONG} == {}


def test_functions_are_short() -> None:
    lengths = {name: node.end_lineno - node.lineno + 1 for file in tracked(".py") for name, node in functions(file)}
    assert {name: n for name, n in lengths.items() if n > MOST_FUNCTION_LINES and name not in MAY_BE_A_LONG_FUNCTION} == {}


def test_functions_take_few_parameters() -> None:
    found = {}
    for file in tracked(".py"):
        for name, node in functions(file):
            taken = [one.arg for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
            found[name] = len([one for one in taken if one not in ("self", "cls")])
    assert {name: count for name, count in found.items() if count > MOST_PARAMETERS and name not in MAY_TAKE_MORE} == {}


@pytest.mark.parametrize("table", [MAY_BE_LONG, MAY_BE_A_LONG_FUNCTION, MAY_TAKE_MORE], ids=["files", "functions", "parameters"])
def test_exceptions_are_still_there(table: dict[str, str]) -> None:
    known = {name for file in tracked(".py") for name in (file, *(name for name, _ in functions(file)))}
    assert set(table) <= known
    assert all(table.values())


def test_only_the_command_line_prints() -> None:
    printing = re.compile(r"(?<![\w.])print\(|sys\.std(?:out|err)\.write|click\.echo")
    found = [file for file in modules() if printing.search((ROOT / file).read_text(encoding="utf-8"))]
    assert [file for file in found if not re.search(r"/cli(?:\.py|/)", file)] == []


def test_only_settings_reads_the_environment() -> None:
    reading = re.compile(r"\bos\.environ\b|\bgetenv\b|\bfrom os import .*environ")
    assert [file for file in modules() if reading.search((ROOT / file).read_text(encoding="utf-8"))] == ["src/faqbot/settings.py"]


def test_no_module_is_a_drawer_for_anything() -> None:
    assert [file for file in tracked(".py") if re.search(r"(^|/)(utils?|helpers?|common|misc)(/|\.py$)", file)] == []


def test_nobody_inside_uses_the_door() -> None:
    """`from faqbot import x` may name a module of ours or the version, nothing that the door hands out."""
    ours = {path.stem for path in PACKAGE.iterdir()} | {"__version__"}
    found = []
    for file in modules():
        for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "faqbot":
                found += [f"{file}:{node.lineno} {name.name}" for name in node.names if name.name not in ours]
            if isinstance(node, ast.Import):
                found += [f"{file}:{node.lineno}" for name in node.names if name.name == "faqbot"]
    assert found == []


def test_no_file_names_the_machine_it_was_written_on() -> None:
    places = re.compile(r"(?<![\w.:/~-])/(?:work|root|farm|opt/pypi)(?:/|\b(?![\w.-]))")
    found = []
    for file in tracked():
        try:
            text = (ROOT / file).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{file}:{text[: hit.start()].count(chr(10)) + 1} {hit.group()}" for hit in places.finditer(text)]
    assert found == []


def test_no_file_is_large() -> None:
    assert [file for file in tracked() if (ROOT / file).stat().st_size > 2_000_000] == []
