"""bootstrap.py: what it makes, when it does nothing, and what it says when it cannot go on.

It runs in a folder of its own with a Python that only pretends: it answers questions about itself, makes a folder for
an environment, and writes down what pip was asked for.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRETENDER = """#!/bin/sh
# {version}
log={log}
case "$*" in
    *"-m venv "*) mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; echo "version = {version}.7" > "$3/pyvenv.cfg"; echo "venv $0" >> "$log" ;;
    *"-m pip install"*) echo "pip $*" >> "$log"; {pip}; touch "$(dirname "$0")/faqbot" ;;
    *ensurepip*) {probe} && echo "{major_minor}" ;;
    *) echo "{major_minor}" ;;
esac
"""

# Starts the script as make does, but hides from it the real Python that runs this test, which it would choose.
LAUNCHER = "import runpy, sys; sys.executable = ''; del sys.argv[0]; runpy.run_path(sys.argv[0], run_name='__main__')"
TOOLS = ("sh", "mkdir", "cp", "dirname", "touch", "sleep")


class Place(NamedTuple):
    """A folder with bootstrap.py and a PATH folder with pretended Pythons."""

    root: Path
    path: Path
    log: Path

    def python(self, version: str, *, pip: str = "true", probe: str = "true") -> Path:
        """Put a pretended Python of `version` on PATH; `pip` and `probe` are what its pip and its self-check run."""
        name = self.path / f"python{version}"
        text = PRETENDER.format(version=version, log=self.log, pip=pip, probe=probe, major_minor=version.replace(".", " "))
        name.write_text(text)
        name.chmod(0o755)
        return name

    def command(self, *extras: str) -> list[str]:
        return [sys.executable, "-I", "-c", LAUNCHER, str(self.root / "bootstrap.py"), *extras]

    def environment(self, **more: str) -> dict[str, str]:
        return {"PATH": str(self.path), "HOME": str(self.path), **more}

    def run(self, *extras: str, **more: str) -> subprocess.CompletedProcess[str]:
        environment = self.environment(**more)
        return subprocess.run(self.command(*extras), env=environment, capture_output=True, text=True, timeout=60, check=False)

    def asked(self) -> list[str]:
        """What the pretended Pythons were asked since the last look."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        return lines


@pytest.fixture
def place(tmp_path: Path) -> Place:
    root, path = tmp_path / "root", tmp_path / "path"
    root.mkdir()
    path.mkdir()
    for name in ("bootstrap.py", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, root)
    for name in TOOLS:
        (path / name).symlink_to(str(shutil.which(name)))
    return Place(root, path, tmp_path / "log")


@pytest.fixture
def made(place: Place) -> Place:
    """A place whose environment is made already."""
    place.python("3.11")
    assert place.run().returncode == 0
    place.asked()
    return place


def test_the_first_run_makes_and_installs_with_the_pins(place: Place) -> None:
    place.python("3.11")
    done = place.run("test")
    assert done.returncode == 0, done.stderr
    assert "downloads" in done.stdout
    venv, pip = place.asked()
    assert venv == f"venv {place.path}/python3.11"
    assert pip.endswith("--constraint constraints.txt --editable .[test]")


def test_the_second_run_does_nothing(made: Place) -> None:
    done = made.run()
    assert (done.returncode, done.stdout, made.asked()) == (0, "", [])


def test_an_extra_is_added_and_never_lost(made: Place) -> None:
    made.run("test")
    assert [line.split()[-1] for line in made.asked()] == [".[test]"]
    assert (made.run().stdout, made.asked()) == ("", [])
    (made.root / "constraints.txt").write_text("click==8.5.1\n")
    made.run()
    assert [line.split()[-1] for line in made.asked()] == [".[test]"]


@pytest.mark.parametrize("file", ["pyproject.toml", "constraints.txt"])
def test_a_changed_file_installs_again_into_the_same_environment(made: Place, file: str) -> None:
    with (made.root / file).open("a") as text:
        text.write("# changed\n")
    made.run()
    assert [line.split()[0] for line in made.asked()] == ["pip"]


def break_python(root: Path) -> None:
    (root / ".venv" / "bin" / "python").write_text("#!/bin/sh\nexit 1\n")
    (root / "constraints.txt").write_text("click==8.5.1\n")


def leave_half_made(root: Path) -> None:
    (root / ".venv" / "faqbot-unfinished").touch()


def move(root: Path) -> None:
    stamp = root / ".venv" / "faqbot-installed.json"
    stamp.write_text(stamp.read_text().replace(str(root), "/elsewhere").replace('"key": "', '"key": "0'))


def lose_python(root: Path) -> None:
    (root / ".venv" / "bin" / "python").unlink()


@pytest.mark.parametrize("harm", [break_python, leave_half_made, move, lose_python])
def test_a_harmed_environment_is_made_anew(made: Place, harm: Callable[[Path], None]) -> None:
    harm(made.root)
    done = made.run()
    assert "made anew" in done.stdout
    assert [line.split()[0] for line in made.asked()] == ["venv", "pip"]
    assert (made.run().stdout, made.asked()) == ("", [])


@pytest.mark.parametrize(
    ("there", "chosen"), [(("3.11", "3.12", "3.13"), "3.11"), (("3.12", "3.13"), "3.12"), (("3.10", "3.13"), "3.13")]
)
def test_the_best_python_is_chosen(place: Place, there: tuple[str, ...], chosen: str) -> None:
    for version in there:
        place.python(version)
    assert place.run().returncode == 0
    assert place.asked()[0] == f"venv {place.path}/python{chosen}"


def test_a_python_that_lies_where_pyenv_keeps_it_is_found(place: Place) -> None:
    kept = place.path / ".pyenv" / "versions" / "3.11.9" / "bin"
    kept.mkdir(parents=True)
    place.python("3.11").rename(kept / "python3.11")
    assert place.run().returncode == 0
    assert place.asked()[0] == f"venv {kept}/python3.11"


def test_a_shim_that_leads_nowhere_is_passed_by(place: Place) -> None:
    shims = place.path / "shims"
    shims.mkdir()
    (shims / "python3.11").write_text("#!/bin/sh\nexit 127\n")
    (shims / "python3.11").chmod(0o755)
    place.python("3.11")
    assert place.run(PATH=f"{shims}:{place.path}").returncode == 0
    assert place.asked()[0] == f"venv {place.path}/python3.11"


def test_a_python_without_venv_is_said_with_the_package(place: Place) -> None:
    place.python("3.11", probe="false")
    done = place.run()
    assert done.returncode == 1
    assert "apt-get install python3-venv (or python3.11-venv)" in done.stderr
    assert not (place.root / ".venv").exists()


def test_no_python_is_said_with_the_package(place: Place) -> None:
    place.python("3.10")
    done = place.run()
    assert done.returncode == 1
    assert "apt-get install python3.11 python3.11-venv" in done.stderr


def test_pip_failing_is_said_and_leaves_no_stamp(place: Place) -> None:
    place.python("3.11", pip="echo Collecting torch; echo 'ERROR: No space left on device' >&2; exit 1")
    done = place.run()
    assert done.returncode == 1
    assert "ERROR: No space left on device" in done.stderr
    assert "make clean" in done.stderr
    assert "Collecting" not in done.stdout + done.stderr
    assert not (place.root / ".venv" / "faqbot-installed.json").exists()
    place.python("3.11")
    shutil.copy(place.path / "python3.11", place.root / ".venv" / "bin" / "python")
    place.asked()
    assert place.run().returncode == 0
    assert [line.split()[0] for line in place.asked()] == ["pip"]  # the environment was whole: it is kept


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_install_leaves_no_stamp_and_is_made_anew(place: Place, how: signal.Signals) -> None:
    place.python("3.11", pip=f"touch {place.path}/installing; exec sleep 5")
    process = subprocess.Popen(place.command(), env=place.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    while not (place.path / "installing").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(process.pid, how)
    assert process.wait(timeout=30) != 0
    assert not (place.root / ".venv" / "faqbot-installed.json").exists()
    place.python("3.11")
    place.asked()
    assert place.run().returncode == 0
    assert [line.split()[0] for line in place.asked()] == ["venv", "pip"]


def test_torch_without_cuda_comes_first_and_from_its_own_index(place: Place) -> None:
    place.python("3.11")
    assert place.run(TORCH="cpu").returncode == 0
    torch, project = place.asked()[1:]
    assert "--no-deps --index-url https://download.pytorch.org/whl/cpu --constraint constraints.txt torch" in torch
    assert "--index-url" not in project
    assert (place.run(TORCH="cpu").stdout, place.run().stdout, place.asked()) == ("", "", [])


def test_asking_for_another_torch_makes_the_environment_anew(made: Place) -> None:
    made.run(TORCH="cpu")
    assert [line.split()[0] for line in made.asked()] == ["venv", "pip", "pip"]


def test_an_unknown_torch_is_refused(place: Place) -> None:
    done = place.run(TORCH="cuda")
    assert done.returncode == 1
    assert "TORCH has the value 'cuda'. Allowed: cpu" in done.stderr


def test_two_at_once_install_once(place: Place) -> None:
    place.python("3.11", pip="sleep 0.5")
    both = [subprocess.Popen(place.command(), env=place.environment(), stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [process.wait(timeout=60) for process in both] == [0, 0]
    assert [line.split()[0] for line in place.asked()] == ["venv", "pip"]
