"""What an installed faqbot consists of: every file of the package, not only its Python."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_wheel_holds_every_file_of_the_package(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    shutil.copytree(ROOT / "src" / "faqbot", source / "src" / "faqbot", ignore=shutil.ignore_patterns("__pycache__"))
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "-w",
        str(tmp_path),
        ".",
    ]
    subprocess.run(command, cwd=source, check=True, capture_output=True)

    (wheel,) = tmp_path.glob("faqbot-*.whl")
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("faqbot/")}
    written = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src" / "faqbot").rglob("*") if path.is_file()}
    assert {name for name in written if "__pycache__" not in name} == packed
