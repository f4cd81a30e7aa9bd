"""A real PostgreSQL for tests: made anew in a folder of its own, on a socket in it, by a user that is not root."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

USER = "faqbot"
# As root we hand the server to this user: PostgreSQL refuses to run as root, and needs no rights at all.
_UNPRIVILEGED = "nobody"


@dataclass
class Postgres:
    """A running server, and the databases made in it."""

    folder: Path
    binaries: Path
    process: subprocess.Popen[bytes]
    made: int = 0

    def database(self) -> str:
        """The address of an empty database."""
        self.made += 1
        name = f"t{self.made}"
        self.sql(f"CREATE DATABASE {name}")
        socket = quote(str(self.folder / "socket" / ".s.PGSQL.5432"), safe="")
        return f"postgresql://{USER}@/{name}?unix_sock={socket}"

    def sql(self, statement: str, database: str = "postgres") -> str:
        """What psql says to a statement."""
        command = [self.binaries / "psql", "-X", "-q", "-A", "-t", "-h", self.folder / "socket", "-U", USER, "-d", database]
        said = subprocess.run([*command, "-c", statement], capture_output=True, text=True, check=True, timeout=60)
        return said.stdout.strip()

    def pause(self) -> None:
        """Let the server hang: connections open, nothing answers."""
        for pid in self._all():
            os.kill(pid, signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        for pid in self._all():
            os.kill(pid, signal.SIGCONT)

    def kill(self) -> None:
        """End it at once, as a crash would, and wait for its children to notice."""
        children = self._all()
        self.process.kill()
        self.process.wait(30)
        deadline = time.monotonic() + 30
        while any(_alive(pid) for pid in children):
            assert time.monotonic() < deadline, "the children of a killed PostgreSQL live on"
            time.sleep(0.02)

    def restart(self) -> None:
        """Start it again over the same folder."""
        self.process = _start(self.folder, self.binaries)

    def stop(self) -> None:
        """End it in order, by its own process id."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)  # fast shutdown: no waiting for clients
            self.process.wait(60)

    def _all(self) -> list[int]:
        if not Path("/proc/self").exists():
            return [self.process.pid]
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii").split()
        return [self.process.pid, *map(int, found)]


def binaries() -> Path | None:
    """The folder of the newest initdb there is."""
    places = [Path(os.environ["FAQBOT_POSTGRES"])] if os.environ.get("FAQBOT_POSTGRES") else []
    on_path = shutil.which("initdb")
    places += [Path(on_path).resolve().parent] if on_path else []
    for pattern in ("usr/lib/postgresql/*/bin", "opt/homebrew/opt/postgresql*/bin"):
        places += sorted(Path("/").glob(pattern), key=lambda place: place.parts, reverse=True)
    return next((place for place in places if (place / "initdb").is_file()), None)


@contextmanager
def running(found: Path) -> Iterator[Postgres]:
    """A server of the programs in `found`, gone with its folder when the block ends."""
    # Not below pytest's folder: that one only its owner may enter, and a socket's path must be short.
    folder = Path(tempfile.mkdtemp(prefix="faqbot-pg-"))
    try:
        (folder / "socket").mkdir()
        if os.geteuid() == 0:
            for path in (folder, folder / "socket"):
                shutil.chown(path, _UNPRIVILEGED)
        command = [found / "initdb", "-D", folder / "data", "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        made = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=180, **_as_nobody())
        assert made.returncode == 0, made.stderr
        server = Postgres(folder, found, _start(folder, found))
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path, found: Path) -> subprocess.Popen[bytes]:
    options = {"listen_addresses": "", "unix_socket_directories": folder / "socket", "shared_buffers": "16MB", "fsync": "off"}
    given = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [found / "postgres", "-D", folder / "data", *given], cwd=folder, stdout=log, stderr=log, **_as_nobody()
        )
    deadline = time.monotonic() + 60
    ready = [found / "pg_isready", "-q", "-h", folder / "socket", "-U", USER]
    while subprocess.run(ready, check=False, timeout=60).returncode != 0:
        assert process.poll() is None, (folder / "log").read_text(encoding="utf-8", errors="replace")[-2000:]
        assert time.monotonic() < deadline, "PostgreSQL did not open in a minute"
        time.sleep(0.05)
    return process


def _as_nobody() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    import grp
    import pwd

    entry = pwd.getpwnam(_UNPRIVILEGED)
    return {"user": entry.pw_uid, "group": grp.getgrgid(entry.pw_gid).gr_gid, "extra_groups": []}


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
