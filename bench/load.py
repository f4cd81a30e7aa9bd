"""Puts the real server under load on loopback with wrk, and prints how long visitors wait.

    python bench/load.py                      # the shipped corpus, 1, 8 and 32 visitors
    python bench/load.py --set FAQBOT_BATCH=1 # the same, with a setting changed
    python bench/load.py --server http://127.0.0.1:7860   # a server that runs already

Each visitor asks the judged questions of `eval/golden/` one after the other, as fast as the answers come. A number behind
each makes it new, so that no cache answers it. Needs wrk (Debian: apt-get install wrk).
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
ROLE = "head-of-generative-ai"
# wrk runs this for each request, and once at the end. Every thread starts at another question.
SCRIPT = """
local bodies = {}
for line in io.lines("%(bodies)s") do bodies[#bodies + 1] = line end
local threads, at = 0, 0
function setup(thread) thread:set("offset", threads * 7); threads = threads + 1 end
function init() at = offset + os.time() %% 100000 * 10000 end
function request()
  at = at + 1
  local body = bodies[at %% #bodies + 1]:gsub("NUMBER", tostring(at))
  return wrk.format("POST", "/api/v1/ask", {["Content-Type"] = "application/json"}, body)
end
local failed = 0
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    'FIGURES {"answers": %%d, "seconds": %%.2f, "p50": %%.1f, "p95": %%.1f, "p99": %%.1f, "most": %%.1f, "not_200": %%d, "broken": %%d}\\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
    latency:percentile(99) / 1e3, latency.max / 1e3, e.status, e.connect + e.read + e.write + e.timeout))
end
"""


def questions() -> list[str]:
    """The judged questions for development, each once, English and French in turn."""
    found: list[list[str]] = []
    for name in ("dev-en.yaml", "dev-fr.yaml"):
        cases = yaml.safe_load((ROOT / "eval" / "golden" / name).read_text(encoding="utf-8"))
        cases = cases["cases"] if isinstance(cases, dict) else cases
        found.append([case["question"] for case in cases])
    return [question for pair in zip(*found, strict=False) for question in pair]


@contextlib.contextmanager
def served(data: Path, settings: dict[str, str]) -> Iterator[tuple[str, int]]:
    """The address and process id of a server over the index in `data`; limits off, or they would answer for it."""
    environment = {**os.environ, "FAQBOT_LIMIT_CLIENT": "0", "FAQBOT_LIMIT_DAY": "0", "FAQBOT_LOG_LEVEL": "warning", **settings}
    command = [sys.executable, "-m", "faqbot", "serve", "--port", "0", "--data", str(data)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout
    try:
        words = process.stdout.readline().split()
        yield next(word for word in words if word.startswith("http")), process.pid
    finally:
        process.terminate()
        process.wait(20)


def load(address: str, visitors: int, seconds: int, script: Path) -> dict[str, float]:
    """What wrk saw of so many visitors."""
    command = ["wrk", "-t1", f"-c{visitors}", f"-d{seconds}s", "--timeout", "30s", "-s", str(script), address]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    line = next(line for line in told.splitlines() if line.startswith("FIGURES "))
    figures: dict[str, float] = json.loads(line.removeprefix("FIGURES "))
    return figures


def row(visitors: int, found: dict[str, float], cpu: float) -> str:
    """A line of the table; `cpu` is what the server's process used, in seconds."""
    rate = found["answers"] / found["seconds"]
    return (
        f"| {visitors} | {found['answers']:.0f} | {rate:.1f} | {found['p50']:.0f} | {found['p95']:.0f} | {found['p99']:.0f} "
        f"| {found['p95'] / found['p50']:.1f} | {1000 * cpu / found['answers']:.1f} | {found['not_200'] + found['broken']:.0f} |"
    )


def cpu_seconds(pid: int) -> float:
    """What a process has used of the processor so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> str:
    """The resident memory of a process now and at its peak, in MB."""
    lines = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines())
    now, peak = (int(lines[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
    return f"{now:.0f} MB resident, {peak:.0f} MB at its peak"


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--visitors", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--seconds", type=int, default=20, help="for each number of visitors")
    parser.add_argument("--server", help="the address of a server that runs already")
    parser.add_argument("--data", type=Path, help="a data folder with an index (default: a fresh one of corpus/)")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a setting for the server")
    options = parser.parse_args()
    if not shutil.which("wrk"):
        print("wrk is not there. Debian, Ubuntu: apt-get install wrk. macOS: brew install wrk.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        bodies, script = Path(folder, "bodies.jsonl"), Path(folder, "visitor.lua")
        bodies.write_text(
            "".join(json.dumps({"question": f"{one} NUMBER", "role": ROLE}) + "\n" for one in questions()), encoding="utf-8"
        )
        script.write_text(SCRIPT % {"bodies": bodies}, encoding="utf-8")
        data = options.data or Path(folder, "data")
        if not options.server and not options.data:
            command = [sys.executable, "-m", "faqbot", "ingest", str(ROOT / "corpus"), "--data", str(data)]
            subprocess.run(command, check=True, capture_output=True)
        settings = dict(one.split("=", 1) for one in options.set)
        address, pid = (options.server, 0) if options.server else stack.enter_context(served(data, settings))
        load(address, 4, 3, script)  # what is loaded with the first questions
        print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()} {' '.join(options.set)}")
        print(
            "| visitors | answers | a second | p50 ms | p95 ms | p99 ms | p95/p50 | CPU ms an answer | failed |\n|---|---|---|---|---|---|---|---|---|"
        )
        for visitors in options.visitors:
            before = cpu_seconds(pid) if pid else 0.0
            found = load(address, visitors, options.seconds, script)
            print(row(visitors, found, (cpu_seconds(pid) if pid else 0.0) - before), flush=True)
        if pid:
            print(memory(pid))
    return 0


if __name__ == "__main__":
    sys.exit(main())
