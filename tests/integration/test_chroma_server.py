"""The same index on a Chroma server: built, found, switched, swept, and said to be gone when the server is."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from faqbot.corpus.chunking import chunk
from faqbot.errors import IndexUnusable
from faqbot.index.generations import BuildReport, build, open_index
from tests.builders import HashEmbedder, documents

PAGE = "# Pay\n\n## Salary\n\nThe role pays {} euros.\n"


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A Chroma server's address and process."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(tmp_path / "server"), "--host", "127.0.0.1"]
    process = subprocess.Popen(
        [*command, "--port", str(port)], cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            with socket.socket() as knocking:
                if knocking.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, "the Chroma server ended by itself"
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.kill()
        process.wait()


def ingest(folder: Path, amount: int, data: Path, address: str) -> BuildReport:
    found = documents(folder, {"pay.md": PAGE.format(amount)})
    embedder = HashEmbedder()
    cut = lambda one: chunk(one, embedder.count_tokens, embedder.max_tokens)  # noqa: E731
    return build(found, cut=cut, embedder=embedder, data_dir=data, chroma=address)


def collections(address: str) -> set[str]:
    """The generations that have collections on the server."""
    found = httpx.get(f"{address}/api/v2/tenants/default_tenant/databases/default_database/collections").json()
    return {collection["name"].partition("-")[0] for collection in found}


def test_an_index_on_a_server(tmp_path: Path, server: tuple[str, subprocess.Popen[bytes]]) -> None:
    address, process = server
    data = tmp_path / "data"
    reports = [ingest(tmp_path / "corpus", amount, data, address) for amount in (100, 100, 200, 300)]
    assert [report.changed for report in reports] == [True, False, True, True]
    assert 0 < reports[2].embedded < reports[0].embedded
    assert collections(address) == {report.generation for report in reports[2:]}

    index = open_index(data, HashEmbedder(), chroma=address)
    vector = index.embedder.embed(["The role pays 300 euros."])[0]
    ((_, score),) = index.nearest("sentence", vector, scope=frozenset(index.documents), limit=1)
    assert score == pytest.approx(1.0, abs=1e-4)

    process.kill()
    process.wait()
    with pytest.raises(IndexUnusable, match=r"cannot be read"):
        index.nearest("sentence", vector, scope=frozenset(index.documents), limit=1)
    with pytest.raises(IndexUnusable, match=r"No Chroma server answers.*chroma run"):
        open_index(data, HashEmbedder(), chroma=address)
    with pytest.raises(IndexUnusable, match="lost its vectors"):
        open_index(data, HashEmbedder())
