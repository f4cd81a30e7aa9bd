"""What the reading process may use: memory, processor time, files, and no network. Set from within, before the first file.

The kernel holds memory, processor time and file size (`resource`), and on Linux the network (a seccomp filter). Where it
cannot, an audit hook still stops code written in Python. `probe` tries each and says what holds.
"""

from __future__ import annotations

import ctypes
import math
import platform
import resource
import socket
import struct
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

MEMORY = 640 * 1024 * 1024
CPU_SECONDS = 10
WALL_SECONDS = 15
WRITTEN = 4 * 1024 * 1024

_FORBIDDEN = (
    "socket.__new__",
    "socket.connect",
    "socket.bind",
    "socket.getaddrinfo",
    "socket.gethostby",
    "socket.sendto",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "os.spawn",
    "os.kill",
    "ftplib.",
    "http.client.",
    "urllib.Request",
    "shutil.",
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.symlink",
)
# Linux: the numbers of seccomp(2), and for each machine its audit name and the calls socket, execve, execveat, ptrace.
_SET_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_MACHINES: Mapping[str, tuple[int, tuple[int, ...]]] = {
    "x86_64": (0xC000003E, (41, 59, 322, 101)),
    "aarch64": (0xC00000B7, (198, 221, 281, 117)),
}
_IO_URING_SETUP = 425  # one number everywhere; its rings can open sockets past the filter
_LOAD, _EQUALS, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | 1, 0x80000000
_X32 = 0x40000000


def apply() -> None:
    """Bind this process for good."""
    for name, most in (("RLIMIT_AS", MEMORY), ("RLIMIT_FSIZE", WRITTEN), ("RLIMIT_CORE", 0)):
        _lower(getattr(resource, name), most)
    _forbid_network()
    sys.addaudithook(_audit)


def allow_cpu(seconds: int = CPU_SECONDS) -> None:
    """Let this process compute for `seconds` more; then the system ends it."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time()) + seconds, hard))


def memory_ran_short() -> bool:
    """Whether this process came close to its memory limit: a foreign library may say anything but that it had no memory."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        peak = next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmPeak"))
    except (OSError, StopIteration):
        return False  # only Linux tells
    return peak > 0.9 * MEMORY


def probe() -> dict[str, bool]:
    """What holds in this process, by name: tried, not looked up."""
    return {
        "memory": _memory_holds(),
        "cpu": resource.getrlimit(resource.RLIMIT_CPU)[0] != resource.RLIM_INFINITY,
        "network": _network_holds(),
    }


def _lower(kind: int, most: int) -> None:
    try:
        resource.setrlimit(kind, (most, most))
    except (OSError, ValueError):
        return  # macOS has no limit on memory; `probe` says so


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(f"A document's reader may not do {event}.")
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        raise PermissionError("A document's reader may not write files.")


def _forbid_network() -> None:
    """Let the kernel refuse sockets and new programs; without effect where there is no seccomp."""
    machine = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None:
        return
    program = _program(*machine)
    filled = ctypes.create_string_buffer(program)
    # struct sock_fprog: the number of instructions, and where they are.
    head = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(filled))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0:
        libc.prctl(_SET_SECCOMP, _FILTER, ctypes.c_char_p(head), 0, 0)


def _program(audit: int, calls: tuple[int, ...]) -> bytes:
    """The filter: another machine's calls end the process, the named ones fail with EPERM, all others pass."""

    def step(code: int, yes: int, no: int, value: int) -> bytes:
        return struct.pack("HBBI", code, yes, no, value)

    refused = (*calls, _IO_URING_SETUP)
    steps = [step(_LOAD, 0, 0, 4), step(_EQUALS, 1, 0, audit), step(_RETURN, 0, 0, _KILL), step(_LOAD, 0, 0, 0)]
    steps.append(step(_AT_LEAST, len(refused) + 1, 0, _X32))
    steps += [step(_EQUALS, len(refused) - number, 0, call) for number, call in enumerate(refused)]
    return b"".join([*steps, step(_RETURN, 0, 0, _ALLOW), step(_RETURN, 0, 0, _REFUSE)])


def _memory_holds() -> bool:
    try:
        bytearray(2 * MEMORY)
    except MemoryError:
        return True
    return False


def _network_holds() -> bool:
    """Whether even code that is not Python gets no socket."""
    try:
        return int(ctypes.CDLL(None).socket(socket.AF_INET, socket.SOCK_STREAM, 0)) < 0
    except (OSError, PermissionError):
        return True
