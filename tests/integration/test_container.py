"""The Dockerfile and compose.yaml, where no image can be built: what they promise, and the Dockerfile's steps run by hand."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from faqbot.settings import Settings
from tests.unit.test_house import tracked

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = {f"FAQBOT_{name.upper()}" for name in Settings.model_fields}
UNPRIVILEGED = 65534


def steps() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile, continued lines joined."""
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("#")).replace("\\\n", "")
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in text.splitlines() if line)]


def last(name: str) -> str:
    return [rest for word, rest in steps() if word == name][-1]


def environment() -> dict[str, str]:
    return dict(part.split("=", 1) for word, rest in steps() if word == "ENV" for part in shlex.split(rest))


# ------------------------------------------------------------------------------------------- what they promise


def test_the_image_runs_as_nobody_in_particular_and_says_how_it_is() -> None:
    user, group = last("USER").split(":")
    assert int(user) > 999
    assert int(group) > 999
    assert "/readyz" in last("HEALTHCHECK")
    assert last("VOLUME") == environment()["FAQBOT_DATA_DIR"]
    assert all(rest.startswith("python:3.11") for word, rest in steps() if word == "FROM")


def test_what_is_copied_is_in_the_repository_and_in_the_build_context() -> None:
    files = tracked()
    context = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for word, rest in steps():
        if word == "COPY" and "--from=" not in rest:
            for source in rest.split()[:-1]:
                assert any(file == source or file.startswith(f"{source}/") for file in files), source
                assert f"!{source}" in context


def test_every_setting_that_they_name_exists() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8") + (ROOT / "compose.yaml").read_text(encoding="utf-8")
    named = set(re.findall(r"FAQBOT_[A-Z_]+", text))
    assert len(named) > 5
    assert named <= SETTINGS


def test_compose_is_whole_and_gives_no_more_than_is_needed() -> None:
    composed = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    services = composed["services"]
    faqbot = services["faqbot"]
    assert (faqbot["read_only"], faqbot["cap_drop"], faqbot["security_opt"]) == (True, ["ALL"], ["no-new-privileges:true"])
    assert all(port.startswith("127.0.0.1:") for port in faqbot["ports"])
    assert "ports" not in services["database"]
    for service in services.values():
        assert set(service.get("depends_on", {})) <= set(services)
        assert service.get("restart") == "unless-stopped"
        for volume in service["volumes"]:
            name = volume.split(":")[0]
            assert name in composed["volumes"] or (ROOT / name).exists()
    assert "healthcheck" in services["database"]
    assert "PASSWORD: ${POSTGRES_PASSWORD:?" in (ROOT / "compose.yaml").read_text(encoding="utf-8")


def test_docker_compose_reads_the_file_where_it_is_installed() -> None:
    commands = (["docker", "compose"], ["docker-compose"])
    command = next((each for each in commands if _answers([*each, "version"])), None)
    if command is None:
        pytest.skip("Docker Compose is not installed here; the file was read as YAML only")
    given = {**os.environ, "POSTGRES_PASSWORD": "a-password"}
    subprocess.run([*command, "--file", ROOT / "compose.yaml", "config", "--quiet"], env=given, check=True)


def _answers(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


# ------------------------------------------------------------------------------------------- its steps, run by hand


class Image:
    """Runs the Dockerfile's instructions in a folder that stands for the root of the file system.

    Absolute paths in them are taken below that folder; both stages share it. As root, the commands are run by a user
    without rights.
    """

    FOLDERS = ("/opt/faqbot", "/build", "/data", "/corpus")

    def __init__(self, root: Path, python: str) -> None:
        self.root = root
        self.context = root / "context"
        self.python = python
        self.cwd = root
        home = str(root / "home")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("FAQBOT_", "PYTHON", "VIRTUAL_ENV"))}
        self.environment = {**kept, "HOME": home, "TMPDIR": home, "TORCH": ""}

    def place(self, text: str) -> str:
        """`text` with the image's folders below ours."""
        return re.sub(rf"(?<![\w.])({'|'.join(self.FOLDERS)})(?=[/\s:\"']|$)", lambda hit: f"{self.root}{hit[0]}", text)

    def run(self, word: str, rest: str) -> None:
        """Do what one instruction says."""
        if word == "WORKDIR":
            self.shell(f"mkdir -p {shlex.quote(self.place(rest))}")
            self.cwd = Path(self.place(rest))
        elif word == "COPY" and "--from=" not in rest:
            *sources, target = rest.split()
            for source in sources:
                from_, to = self.context / source, Path(self.place(target)) if target.startswith("/") else self.cwd / target
                self.shell(f"cp -r {shlex.quote(str(from_))} {shlex.quote(str(to))}")
        elif word == "COPY":
            assert Path(self.place(rest.rsplit(maxsplit=1)[-1])).is_dir(), rest
        elif word == "RUN":
            self.shell(self.place(rest))
        elif word == "ENV":
            self.environment |= {name: self.place(value) for name, value in environment().items() if name not in ("PATH", "HOME")}
            self.environment["PATH"] = f"{self.root}/opt/faqbot/bin:{self.environment['PATH']}"

    def popen(self, command: list[str], **options: Any) -> subprocess.Popen[str]:
        """Start a command as the user without rights."""
        user = {"user": UNPRIVILEGED, "group": UNPRIVILEGED, "extra_groups": []} if os.geteuid() == 0 else {}
        return subprocess.Popen(command, cwd=self.cwd, env=self.environment, text=True, **user, **options)  # type: ignore[call-overload,no-any-return]

    def shell(self, script: str) -> None:
        """Run a command line to its end."""
        bin_ = self.root / "bin"
        process = self.popen(["sh", "-c", f'PATH="{bin_}:$PATH"; {script}'])
        assert process.wait() == 0, script


def _python() -> str:
    """A Python 3.11 that the user without rights may run and make environments with."""
    user: dict[str, Any] = {"user": UNPRIVILEGED, "group": UNPRIVILEGED, "extra_groups": []} if os.geteuid() == 0 else {}
    code = "import sys, ensurepip, venv, ssl, sqlite3; sys.exit(sys.version_info[:2] != (3, 11))"
    found = [shutil.which("python3.11", path=folder) for folder in os.environ["PATH"].split(os.pathsep)]
    for path in filter(None, [*found, "/usr/bin/python3.11", sys.executable]):
        try:
            if subprocess.run([path, "-I", "-c", code], capture_output=True, check=False, cwd="/", **user).returncode == 0:
                return path
        except OSError:
            continue
    pytest.skip("no Python 3.11 that a user without rights may run")


@pytest.fixture
def image() -> Iterator[Image]:
    # Not pytest's own folder: nobody but its owner may enter that.
    root = Path(subprocess.run(["mktemp", "-d"], capture_output=True, text=True, check=True).stdout.strip())
    try:
        made = Image(root, _python())
        for folder in ("context", "home", "bin", "opt"):
            (root / folder).mkdir()
        (root / "bin" / "python").symlink_to(made.python)
        for name in tracked():
            if any(name == source or name.startswith(f"{source}/") for source in _context()):
                (made.context / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, made.context / name)
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", f"{UNPRIVILEGED}:{UNPRIVILEGED}", root], check=True)
        yield made
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _context() -> list[str]:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    return [line[1:] for line in lines if line.startswith("!")]


@pytest.mark.long
def test_the_steps_of_the_dockerfile_serve_and_write_to_the_volume_only(image: Image) -> None:
    for word, rest in steps():
        image.run(word, rest)
    image.environment |= {"FAQBOT_PORT": "0", "FAQBOT_HOST": "127.0.0.1"}
    # What a read-only root means: of all that was installed and copied nothing may be written to any more.
    subprocess.run(["chmod", "-R", "a-w", image.root / "opt", image.root / "corpus", image.root / "build"], check=True)
    process = image.popen(json.loads(last("CMD")), stdout=subprocess.PIPE)
    assert process.stdout
    try:
        address = next(word for line in process.stdout for word in line.split() if word.startswith("http"))
        assert httpx.get(f"{address}/readyz", timeout=30).status_code == 200
        body = {"question": "What does it pay?", "role": "head-of-generative-ai"}
        assert httpx.post(f"{address}/api/v1/ask", json=body, timeout=30).json()["outcome"] == "answered"
        assert httpx.get(address, timeout=30).status_code == 200
        check = json.loads(last("HEALTHCHECK").partition("CMD")[2])
        check[-1] = check[-1].replace("http://127.0.0.1:7860", address)
        assert image.popen(check).wait(30) == 0
        process.terminate()
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.communicate()
