"""Generations: an index is built aside, verified by a real query, and switched to by renaming one small file.

Below the data folder: `index/<generation>/` holds one immutable generation, `index/current` names the live one,
`index/.<generation>-<random>` is being built. A kill at any moment leaves the pointer at a whole generation.
"""

from __future__ import annotations

import os
import re
import secrets
import shlex
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import filelock

from faqbot.errors import FaqbotError, IndexUnusable, UsageError
from faqbot.index import store
from faqbot.index.building import Builder, Parts, Progress
from faqbot.index.opened import Generation, open_generation
from faqbot.index.vectors import open_store
from faqbot.protocols import Embedder
from faqbot.types import Chunk, Document

Opened = TypeVar("Opened")
Cut = Callable[[Document], Sequence[Chunk]]
_ID = re.compile(r"[0-9a-f]{16}")
# How long an ingest waits for another one, in seconds.
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did; `embedded` counts the texts that were not found in the live generation."""

    generation: str
    changed: bool
    documents: int
    chunks: int
    embedded: int


def current_generation(data_dir: Path) -> str | None:
    """The id of the live generation; None when there is none."""
    try:
        name = (data_dir / "index" / "current").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return None
    return name if _ID.fullmatch(name) else None


def stored_documents(data_dir: Path) -> tuple[dict[str, Document], str]:
    """The live generation's documents by source and its id, without model or vectors. Raises IndexUnusable."""
    return _live(data_dir, lambda folder: (store.read_documents(folder, store.read_manifest(folder)), folder.name))


def open_index(data_dir: Path, embedder: Embedder, chroma: str = "") -> Generation:
    """The live generation. Raises IndexUnusable when there is none, it is damaged, or another model built it."""

    def opened(folder: Path) -> Generation:
        manifest = store.read_manifest(folder)
        if manifest.fingerprint != embedder.fingerprint:
            raise IndexUnusable(
                f"The index was built with the model {manifest.fingerprint}, but the setting names {embedder.fingerprint}. "
                "Run: faqbot ingest"
            )
        return open_generation(folder, manifest, embedder=embedder, chroma=chroma)

    return _live(data_dir, opened)


def drop_older(data_dir: Path, chroma: str = "") -> None:
    """Remove every generation but the live one, and what killed builds left: nothing stays of a document that it lacks."""
    root = data_dir / "index"
    if root.is_dir():
        with _alone(root):
            _sweep(root, keep={current_generation(data_dir)}, chroma=chroma)


def build(
    documents: Sequence[Document],
    *,
    cut: Cut,
    embedder: Embedder,
    data_dir: Path,
    chroma: str = "",
    progress: Progress | None = None,
) -> BuildReport:
    """Build a generation of exactly `documents` and switch to it; nothing is done when the live one is the same.

    `cut` makes a document's chunks. Raises UsageError for no documents or while another ingest is at work; the live
    generation is then as it was.
    """
    if not documents:
        raise UsageError("There is no document to index; the index stays as it was.")
    root = data_dir / "index"
    root.mkdir(parents=True, exist_ok=True)
    with _alone(root):
        generation = store.identity(documents, embedder.fingerprint)
        live = _whole(data_dir, embedder, chroma)
        try:
            if live is not None and live.generation == generation:
                return BuildReport(generation, False, len(live.documents), len(live.chunks), 0)
            before = current_generation(data_dir)
            _sweep(root, keep={before}, chroma=chroma)
            ordered = sorted(documents, key=lambda document: document.source)
            site = _Site(root, Builder(generation, embedder, chroma))
            report = site.build([(document, cut(document)) for document in ordered], live=live, progress=progress)
            _switch(root, generation)
            _sweep(root, keep={generation, before}, chroma=chroma)
        finally:
            if live is not None:
                live.close()
    return report


@dataclass(frozen=True, slots=True)
class _Site:
    """Where a generation is built: in a folder aside, moved to its place when it is whole."""

    root: Path
    builder: Builder

    def build(self, parts: Parts, *, live: Generation | None, progress: Progress | None) -> BuildReport:
        known = dict(live.store.keyed()) if live is not None else {}
        generation = self.builder.generation
        aside = self.root / f".{generation}-{secrets.token_hex(4)}"
        aside.mkdir()
        manifest, embedded = self.builder.build(aside, parts, known=known, progress=progress)
        place = self.root / generation
        if place.exists():  # damaged, or live twice before: out of the way, and swept
            place.rename(self.root / f".{generation}-{secrets.token_hex(4)}")
        aside.rename(place)
        store.settle_entry(self.root)
        open_generation(place, manifest, embedder=self.builder.embedder, chroma=self.builder.chroma).close()
        return BuildReport(generation, True, manifest.documents, manifest.chunks, embedded)


def _whole(data_dir: Path, embedder: Embedder, chroma: str) -> Generation | None:
    """The live generation when it can be read and answers; None when it must be built anew."""
    try:
        return open_index(data_dir, embedder, chroma)
    except FaqbotError:
        return None


def _switch(root: Path, generation: str) -> None:
    """Make `generation` the live one: the only step that a reader sees."""
    pointer = root / f".current-{secrets.token_hex(4)}"
    with pointer.open("w", encoding="ascii") as file:
        file.write(f"{generation}\n")
        file.flush()
        os.fsync(file.fileno())
    pointer.replace(root / "current")
    store.settle_entry(root)


def _sweep(root: Path, *, keep: set[str | None], chroma: str) -> None:
    """Remove generations but those in `keep`, and what killed builds left: the lock says that no build is at work."""
    for entry in sorted(root.iterdir()):
        if entry.is_dir() and entry.name not in keep:
            if chroma:
                _drop(entry, chroma)
            shutil.rmtree(entry, ignore_errors=True)
        elif entry.name.startswith(".current-"):
            entry.unlink(missing_ok=True)


def _drop(folder: Path, chroma: str) -> None:
    """Delete a swept generation's collections on the server; a half-built one has no manifest but the name itself."""
    try:
        name = store.read_manifest(folder).store
    except IndexUnusable:
        name = folder.name.lstrip(".")
    vectors = open_store(folder, name, chroma=chroma)
    try:
        vectors.drop()
    finally:
        vectors.close()


def _live(data_dir: Path, use: Callable[[Path], Opened]) -> Opened:
    """What `use` makes of the live generation's folder, anew when an ingest has switched and swept it meanwhile."""
    while True:
        generation = current_generation(data_dir)
        if generation is None:
            raise IndexUnusable(f"There is no index in {data_dir}. Run: {_ingest_into(data_dir)}")
        folder = data_dir / "index" / generation
        try:
            if not folder.is_dir():
                raise IndexUnusable(f"The index {generation} is missing from {data_dir}. Run: {_ingest_into(data_dir)}")
            return use(folder)
        except IndexUnusable:
            if current_generation(data_dir) == generation:
                raise


def _ingest_into(data_dir: Path) -> str:
    """The command that makes an index in `data_dir`, as a shell takes it."""
    return "faqbot ingest" + ("" if data_dir == Path(".faqbot") else f" --data {shlex.quote(str(data_dir))}")


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Hold the lock of `root`, which the system takes back from a process that is killed."""
    try:
        with filelock.FileLock(root / ".lock", timeout=_PATIENCE):
            yield
    except filelock.Timeout:
        raise UsageError(f"Another ingest is at work in {root}. Wait until it is done, then try again.") from None
