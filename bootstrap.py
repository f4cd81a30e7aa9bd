"""Makes `.venv` and installs faqbot into it, with the extras that are named; does nothing when that is done already.

Run by make with whichever python3 is there, so it needs the standard library of Python 3.7 only. It then looks for the
Python that the locked versions were made for. `TORCH=cpu` in the environment takes PyTorch's own build without CUDA.
"""

import fcntl
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Dict, List, Optional, Set, Tuple

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "faqbot-installed.json"
UNFINISHED = VENV / "faqbot-unfinished"
LOCKED = ("pyproject.toml", "constraints.txt")
WANTED = ((3, 11), (3, 12), (3, 13))  # best first: the locked versions were resolved for the first
CPU_TORCH = "https://download.pytorch.org/whl/cpu"
# What a Python must be able to do; a system package or a build of one's own may lack some of it.
PROBE = "import sys, ensurepip, venv, ssl, sqlite3, ctypes, lzma; print('%d %d' % sys.version_info[:2])"
VERSION = "import sys; print('%d %d' % sys.version_info[:2])"
HOW_LONG = """Setting up .venv. This happens once: two to ten minutes, and pip downloads {size}."""
SIZE = "about 0.7 GB"
SIZE_ON_LINUX = "0.7 GB where it finds PyTorch without CUDA, else about 3.2 GB (TORCH=cpu avoids that)"
ROOM = "2.5 GB, with CUDA 7 GB"


class Trouble(Exception):
    """The set-up cannot go on; the text says why and what to do."""


def main(extras: List[str]) -> int:
    """Make the environment fit `extras`; the exit code is 0 when it does."""
    os.chdir(str(ROOT))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        torch = _torch_choice()
        lock = os.open(str(ROOT), os.O_RDONLY)  # two makes at once: the second waits here, then finds the work done
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _is_done(set(extras), torch):
            _set_up(set(extras), torch)
    except Trouble as trouble:
        print("\n{}".format(trouble), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The same command starts again; what was downloaded is kept.", file=sys.stderr)
        return 130
    return 0


def _torch_choice() -> str:
    torch = os.environ.get("TORCH", "")
    if torch not in ("", "cpu"):
        raise Trouble("TORCH has the value {!r}. Allowed: cpu, or nothing for pip's own choice.".format(torch))
    return torch


# ------------------------------------------------------------------------------------------ what is there


def _is_done(extras: Set[str], torch: str) -> bool:
    stamp = _stamp()
    return (
        stamp.get("key") == _key(_venv_version())
        and extras <= set(stamp.get("extras", []))
        and torch in ("", stamp.get("torch"))
        and (VENV / "bin" / "python").exists()
        and (VENV / "bin" / "faqbot").exists()
        and not UNFINISHED.exists()
    )


def _stamp() -> Dict[str, Any]:
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _key(version: str) -> str:
    """What the environment was made from: the two files, the Python, and the place."""
    digest = hashlib.sha256()
    for part in [(ROOT / name).read_bytes() for name in LOCKED] + [version.encode(), str(VENV).encode()]:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def _venv_version() -> str:
    """The full version of the environment's Python as `venv` noted it, without starting it; "" where there is none."""
    try:
        lines = (VENV / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return ""
    return next((line.partition("=")[2].strip() for line in lines if line.split("=")[0].strip() == "version"), "")


# ------------------------------------------------------------------------------------------ finding a Python


def _find_python() -> str:
    """The best Python that can make an environment. Raises Trouble with what was found and what to install."""
    refused: List[str] = []
    for version in WANTED:
        for path in _candidates(version):
            if _answer(path, PROBE) == version:
                return path
            if _answer(path, VERSION) == version:
                refused.append(path)
    name = "python{}.{}".format(*WANTED[0])
    if refused:
        raise Trouble(
            "{} cannot make a complete environment: `{} -c 'import ensurepip, venv, ssl, sqlite3, ctypes, lzma'` fails.\n"
            "On Debian and Ubuntu: apt-get install python3-venv (or {}-venv). Then run the same command again.".format(
                refused[0], refused[0], Path(refused[0]).name
            )
        )
    raise Trouble(
        "faqbot needs Python 3.11, 3.12 or 3.13, and none was found on PATH or under ~/.pyenv.\n"
        "Debian, Ubuntu: apt-get install {0} {0}-venv. Fedora: dnf install {0}. macOS: brew install python@3.11.\n"
        "Then run the same command again.".format(name)
    )


def _candidates(version: Tuple[int, int]) -> List[str]:
    """Paths that may be this Python. All of PATH: its first hit may be a pyenv shim that leads nowhere."""
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    names = ["python{}.{}".format(*version), "python3"]
    found = [folder / name for name in names for folder in folders if (folder / name).is_file()]
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    found += sorted(pyenv.glob("{}.{}*/bin/{}".format(version[0], version[1], names[0])), reverse=True)
    return [str(path) for path in [*found, Path(sys.executable)] if VENV not in path.parents]


def _answer(python: str, code: str) -> Optional[Tuple[int, int]]:
    try:
        done = subprocess.run(
            [python, "-I", "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    words = done.stdout.split()
    return (int(words[0]), int(words[1])) if done.returncode == 0 and len(words) == 2 else None


# ------------------------------------------------------------------------------------------ making it


def _set_up(extras: Set[str], torch: str) -> None:
    began = time.monotonic()
    stamp = _stamp()
    installed = set(stamp.get("extras", []))
    fresh = _must_be_new(torch, stamp)
    if fresh:
        python = _find_python()
        _announce(torch)
        _remove()
        _run([python, "-m", "venv", str(VENV)], "making the environment with {}".format(python))
        installed = set()
    if STAMP.exists():
        STAMP.unlink()
    extras = extras | installed  # an environment never loses an extra that it had
    UNFINISHED.touch()
    if torch == "cpu":
        _pip(["--no-deps", "--index-url", CPU_TORCH, "--constraint", "constraints.txt", "torch"])
    project = ".[{}]".format(",".join(sorted(extras))) if extras else "."
    _pip(["--constraint", "constraints.txt", "--editable", project])
    UNFINISHED.unlink()
    kept = "" if fresh else stamp.get("torch", "")
    written = {"key": _key(_venv_version()), "place": str(VENV), "extras": sorted(extras), "torch": torch or kept}
    STAMP.write_text(json.dumps(written) + "\n", encoding="utf-8")
    print("Set up in {:.0f} s.".format(time.monotonic() - began), flush=True)


def _must_be_new(torch: str, stamp: Dict[str, Any]) -> bool:
    """True where there is no usable environment: none, a broken or half-made one, another Python, another torch."""
    python = str(VENV / "bin" / "python")
    if UNFINISHED.exists() or _answer(python, "import pip\n" + VERSION) not in WANTED:
        return True
    if stamp and torch == "cpu" and stamp.get("torch") != "cpu":
        return True
    return bool(stamp) and stamp.get("place") != str(VENV)  # moved or copied: its scripts name the old place


def _announce(torch: str) -> None:
    with_cuda = sys.platform.startswith("linux") and torch != "cpu"
    print(HOW_LONG.format(size=SIZE_ON_LINUX if with_cuda else SIZE), flush=True)


def _pip(arguments: List[str]) -> None:
    """Run `pip install`; raises Trouble when it fails."""
    quiet = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off", "--no-warn-script-location"]
    command = [str(VENV / "bin" / "python"), "-m", "pip", "install", *quiet, *arguments]
    environment = dict(os.environ, PIP_ROOT_USER_ACTION="ignore", PIP_USER="0", PYTHONUNBUFFERED="1")
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment, universal_newlines=True
    )
    try:
        _show(process)
    finally:
        if process.poll() is None:
            process.terminate()
    if process.wait() != 0:
        if process.returncode > 0:
            UNFINISHED.unlink()  # pip ended by itself and has undone what it began: the environment is whole
        raise Trouble(
            "pip could not install faqbot; its own words are above (exit code {}).\n"
            "Is the network there, and is there room on the disk ({})? Then run the same command again: what was fetched is kept.\n"
            "Still the same? Start afresh with `make clean`.".format(process.returncode, ROOM)
        )


def _show(process: "subprocess.Popen[str]") -> None:
    """Read pip's output to its end and print its errors, and its retries; of its chatter a terminal shows the present line."""
    live = sys.stdout.isatty()
    speaking = False
    assert process.stdout is not None
    for line in process.stdout:
        words = line.split()
        speaking = speaking or (bool(words) and words[0].lower() in ("error:", "error"))
        if speaking or words[:2] == ["WARNING:", "Retrying"]:
            print(("\r\033[K" if live else "") + line.rstrip(), file=sys.stderr, flush=True)
        elif live and words and words[0] in ("Collecting", "Downloading", "Installing", "Building", "Preparing"):
            print("\r\033[K" + " ".join(words)[: shutil.get_terminal_size().columns - 1], end="", flush=True)
    if live:
        print("\r\033[K", end="", flush=True)


def _remove() -> None:
    if VENV.is_symlink():
        VENV.unlink()
    elif VENV.exists():
        print("The environment in .venv is of another Python, moved, or only half made: it is made anew.", flush=True)
        shutil.rmtree(str(VENV))


def _run(command: List[str], what: str) -> None:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True, check=False)
    if done.returncode != 0:
        raise Trouble("{}\n{} failed. Start afresh with `make clean`.".format(done.stdout.strip(), what.capitalize()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
