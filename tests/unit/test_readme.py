"""What the documentation says is so: generated tables, links, commands, targets."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from faqbot import settings
from faqbot.cli import main
from faqbot.corpus import refusals

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")


def text(page: str) -> str:
    return re.sub(r"<!-- screenshot.*?-->", "", (ROOT / page).read_text(encoding="utf-8"))


def test_the_table_of_settings_is_the_one_of_the_code() -> None:
    between = text("README.md").split("<!-- settings:begin -->")[1].split("<!-- settings:end -->")[0]
    assert between.strip() == settings.table(), "Run `make docs`."


def test_the_table_of_codes_is_the_one_of_the_code() -> None:
    between = text("docs/documents.md").split("<!-- codes:begin -->")[1].split("<!-- codes:end -->")[0]
    assert between.strip() == refusals.table(), "Run `make docs`."


def test_a_table_that_differs_is_found_and_mended(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("# x\n<!-- settings:begin -->\nold\n<!-- settings:end -->\nend\n")
    for name in ("scripts/generate_docs.py", "docs/documents.md"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    script = tmp_path / "scripts" / "generate_docs.py"
    codes = [subprocess.run([sys.executable, script, *mode], check=False).returncode for mode in (["--check"], [], ["--check"])]
    assert codes == [1, 0, 0]
    assert readme.read_text() == f"# x\n<!-- settings:begin -->\n{settings.table()}\n<!-- settings:end -->\nend\n"


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", text(page))
    assert [target for target in targets if not (ROOT / target).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_commands_exist(page: str) -> None:
    blocks = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
    code = [*blocks.findall(text(page)), *re.findall(r"`([^`\n]+)`", blocks.sub("", text(page)))]
    named = {name for part in code for name in re.findall(r"\bfaqbot ([a-z]+)\b", part)}
    assert named <= set(main.list_commands(None))  # type: ignore[arg-type]


@pytest.mark.parametrize("page", PAGES)
def test_targets_of_make_exist(page: str) -> None:
    there = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z-]+)(?=`|\s+#| TORCH)", text(page))) <= there


def test_places_to_touch_exist() -> None:
    table = text("CONTRIBUTING.md").split("## Commands")[0]
    paths = re.findall(r"`((?:src|corpus|scripts|tests)/[\w/.-]*)`", table)
    assert len(paths) > 8
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_every_setting_named_in_the_text_exists() -> None:
    known = {settings.PREFIX + name.upper() for name in settings.Settings.model_fields} | settings._OTHERS
    assert {name for page in PAGES for name in re.findall(r"FAQBOT_[A-Z_]+", text(page))} <= known
