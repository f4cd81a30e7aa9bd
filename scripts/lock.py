"""Writes constraints.txt: the exact version of everything that `.[test]` resolves to under this Python.

Run it under Python 3.11 (`.venv/bin/python scripts/lock.py`). Versions that constraints.txt holds already are kept where
they still fit; `--upgrade` lets pip choose anew. Nothing is installed.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CONSTRAINTS = ROOT / "constraints.txt"
HEADER = """\
# The versions that are installed and tested, for Python 3.11. Made by scripts/lock.py; do not edit.
# PyTorch names the exact versions of its CUDA packages itself, so they are not listed here.
"""


def resolve(*, upgrade: bool) -> dict[str, str]:
    """Name and version of each distribution, without the local part of a version such as +cpu."""
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet", "--report", "-", ".[test]"]
    if CONSTRAINTS.is_file() and not upgrade:
        command += ["--constraint", str(CONSTRAINTS)]
    report = json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout)
    found = {entry["metadata"]["name"]: entry["metadata"]["version"].partition("+")[0] for entry in report["install"]}
    return {name: version for name, version in found.items() if name != "faqbot" and not _of_cuda(name)}


def _of_cuda(name: str) -> bool:
    return bool(re.match(r"nvidia-|cuda-|triton$", name))


def main() -> None:
    """Write the file."""
    versions = resolve(upgrade="--upgrade" in sys.argv[1:])
    lines = [f"{name}=={version}" for name, version in sorted(versions.items(), key=lambda pair: pair[0].lower())]
    CONSTRAINTS.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{CONSTRAINTS.name}: {len(lines)} distributions")


if __name__ == "__main__":
    main()
