"""Ingests many small documents, measures time and memory, kills an ingest in the middle, and looks at what is left.

    python bench/ingest.py                 # 10,000 documents, 1,000 roles
    python bench/ingest.py --documents 500

Each document is a question and its answer about one role; every one says something else, so every text is embedded. Nothing
is kept: all of it happens in a folder that is thrown away.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PER_ROLE = 10
THEMES = ("pay", "office", "team", "training", "travel", "bonus", "schedule", "laptop", "canteen", "library")


@dataclass(frozen=True)
class Measured:
    """One ingest: how it ended, the seconds it took, those of a processor, and the most memory that it and its reader held
    at once, in MB.
    """

    code: int
    seconds: float
    processor: float
    megabytes: float
    said: dict[str, object]


def write(folder: Path, number: int, *, edition: int) -> None:
    """Document `number`: a theme of a role, with figures that only this edition of it has."""
    role, theme = f"role-{number // PER_ROLE:04}", THEMES[number % PER_ROLE]
    place = folder / role / "en"
    place.mkdir(parents=True, exist_ok=True)
    text = f"# {role}: {theme}\n\n## What about the {theme}?\n\nThe {theme} of {role} has the number {1000 * edition + number} in {theme} list {number % 97}.\n"
    (place / f"{theme}.md").write_text(text, encoding="utf-8")


def ingest(folder: Path, data: Path, *, kill_after: float | None = None) -> Measured:
    """Run `faqbot ingest` as a user does; with `kill_after`, kill it and its children so many seconds in."""
    command = [sys.executable, "-m", "faqbot", "ingest", str(folder), "--data", str(data), "--no-report", "--json"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "OMP_NUM_THREADS": "1"}
    started, most, before = time.monotonic(), 0.0, resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(command, stdout=out, env=environment, start_new_session=True)
        while child.poll() is None:
            most = max(most, resident(child.pid))
            if kill_after is not None and time.monotonic() - started > kill_after:
                os.killpg(child.pid, signal.SIGKILL)
            time.sleep(0.05)
        out.seek(0)
        content = out.read().decode()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    return Measured(
        child.returncode, time.monotonic() - started, spent, most, json.loads(content) if child.returncode == 0 else {}
    )


def resident(group: int) -> float:
    """The memory of all processes of a session, in MB, as Linux counts it; 0 elsewhere."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == group:
            total += int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
    return total / 1e6


def ask(data: Path, question: str, role: str) -> str:
    """The quotes of the answer."""
    command = [sys.executable, "-m", "faqbot", "ask", question, "--role", role, "--data", str(data), "--json"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    return " ".join(one["quote"] for one in json.loads(done.stdout)["citations"])


def tell(what: str, measured: Measured) -> None:
    """One line about one ingest."""
    embedded = f", {measured.said['embedded']:,} texts embedded" if measured.said else ""
    print(
        f"{what}: {measured.seconds:.1f} s ({measured.processor:.1f} s of a processor), {measured.megabytes:.0f} MB at most{embedded}",
        flush=True,
    )


def size(folder: Path) -> float:
    """What the folder takes on the disk, in MB."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def main() -> None:
    """Print the figures; an assertion ends it where something is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    count = parser.parse_args().documents
    print(f"{count:,} documents on {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}", flush=True)
    with tempfile.TemporaryDirectory() as place:
        folder, data = Path(place) / "corpus", Path(place) / "data"
        for number in range(count):
            write(folder, number, edition=1)
        first = ingest(folder, data)
        assert first.said["documents"] == count, first
        tell("all new", first)
        print(f"data folder: {size(data):.0f} MB", flush=True)
        changed = range(0, count, 10)
        for number in changed:
            write(folder, number, edition=2)
        killed = ingest(folder, data, kill_after=first.seconds / 4)
        assert killed.code == -signal.SIGKILL, killed
        assert "1000 in" in ask(data, "What about the pay?", "role-0000")
        print(f"killed after {killed.seconds:.1f} s: the index from before answers", flush=True)
        second = ingest(folder, data)
        tell(f"{len(changed):,} of them changed", second)
        assert second.said["changed"] is True
        assert "2000 in" in ask(data, "What about the pay?", "role-0000")
        tell("nothing changed", ingest(folder, data))
        left = [entry.name for entry in (data / "index").iterdir() if entry.is_dir()]
        assert len(left) == 2, left
        print("the new index answers; what the kill left is gone", flush=True)


if __name__ == "__main__":
    main()
