"""The vectors of one generation in Chroma. The only module that knows chromadb.

One collection a kind: a question asks each kind for its nearest, and one collection with a filter on the kind is
slower than four without. Embeddings are always ours; a collection that carries an embedding function is refused,
because using it would run what its stored configuration names.
"""

from __future__ import annotations

import hashlib
import json
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import numpy as np

from faqbot.errors import IndexUnusable, SettingsError
from faqbot.index.entries import KINDS, Entry
from faqbot.index.scrubbing import scrubbed
from faqbot.index.weights import sha256
from faqbot.protocols import Matrix

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection
    from chromadb.config import Settings

_FOLDER = "chroma"
_DATABASE = "chroma.sqlite3"
# Chroma takes 5,461 rows at once, and as many ids as SQLite takes variables.
_MOST_AT_ONCE = 2000
# HNSW (Malkov and Yashunin 2016) with wide search. Measured against brute force: the nearest 24 of 1,000, 3,000 and
# 30,000 entries were the exact ones (400); with 200, one in fifty of the nearest 96 of 30,000 was missed.
_HNSW = {"space": "cosine", "ef_construction": 200, "ef_search": 400, "max_neighbors": 32}

# Clients of one path share a system, which the last to close stops: nobody may be opening it at that moment. A collected
# store closes wherever the collector runs, so the thread that holds this may come by again.
_ONE_AT_A_TIME = threading.RLock()


class VectorStore:
    """The four collections of one generation, in a folder of its own or on a Chroma server. `name` tells builds apart."""

    def __init__(self, client: ClientAPI, name: str) -> None:
        self._client = client
        self._name = name
        self._collections: dict[str, Collection] = {}
        self._counts: dict[str, int] = {}
        # Chroma keeps one system a path and process until its last client is closed: a reader must not depend on
        # somebody remembering that.
        self.close = weakref.finalize(self, _close, cast("Client", client))

    def write(self, rows: Sequence[tuple[Entry, Matrix, str]]) -> None:
        """Store entries with their vectors and the keys under which a later build finds the vectors again."""
        for kind in KINDS:
            own = [row for row in rows if row[0].kind == kind]
            with self._guard("written"), scrubbed():
                collection = self._client.create_collection(
                    f"{self._name}-{kind}",
                    embedding_function=None,
                    configuration={"hnsw": _HNSW},  # type: ignore[arg-type]
                )
                for begin in range(0, len(own), _MOST_AT_ONCE):
                    part = own[begin : begin + _MOST_AT_ONCE]
                    collection.add(
                        ids=[entry.id for entry, _, _ in part],
                        embeddings=np.stack([vector for _, vector, _ in part]),
                        metadatas=[{"source": entry.source, "key": key} for entry, _, key in part],
                    )

    def nearest(self, kind: str, vector: Matrix, *, limit: int, sources: Sequence[str] | None = None) -> list[tuple[str, float]]:
        """The nearest entries of `kind` as (id, cosine), best first; only those of `sources` when they are given."""
        wanted = min(limit, self.count(kind))
        if not wanted:
            return []
        where: Any = None if sources is None else {"source": {"$in": list(sources)}}
        with self._guard("read"):
            row: Any = vector
            found = self._collections[kind].query(query_embeddings=[row], n_results=wanted, where=where, include=["distances"])
        distances = _listed(found["distances"])[0]
        return [(key, round(1.0 - float(distance), 6)) for key, distance in zip(found["ids"][0], distances, strict=True)]

    def count(self, kind: str) -> int:
        """How many entries of `kind` there are."""
        if kind not in self._counts:
            with self._guard("read"):
                collection = self._client.get_collection(f"{self._name}-{kind}", embedding_function=None)
                _refuse_foreign(collection)
                self._collections[kind] = collection
                self._counts[kind] = collection.count()
        return self._counts[kind]

    def get(self, kind: str, ids: Sequence[str]) -> dict[str, Matrix]:
        """The stored vectors of these entries by id; unknown ids are left out."""
        vectors: dict[str, Matrix] = {}
        unique = list(dict.fromkeys(ids)) if self.count(kind) else []
        for begin in range(0, len(unique), _MOST_AT_ONCE):
            with self._guard("read"):
                found = self._collections[kind].get(ids=unique[begin : begin + _MOST_AT_ONCE], include=["embeddings"])
            for key, vector in zip(found["ids"], _listed(found["embeddings"]), strict=True):
                vectors[key] = np.asarray(vector, dtype=np.float32)
        return vectors

    def keyed(self) -> Iterator[tuple[str, Matrix]]:
        """All stored vectors with the keys that they were written under."""
        for kind in KINDS:
            for begin in range(0, self.count(kind), _MOST_AT_ONCE):
                with self._guard("read"):
                    found = self._collections[kind].get(limit=_MOST_AT_ONCE, offset=begin, include=["embeddings", "metadatas"])
                rows = zip(_listed(found["metadatas"]), _listed(found["embeddings"]), strict=True)
                for metadata, vector in rows:
                    yield str(metadata["key"]), np.asarray(vector, dtype=np.float32)

    def drop(self) -> None:
        """Delete the collections; for a server, since a folder is deleted whole."""
        with self._guard("deleted"):
            for collection in self._client.list_collections():
                if collection.name in {f"{self._name}-{kind}" for kind in KINDS}:
                    self._client.delete_collection(collection.name)

    @contextmanager
    def _guard(self, what: str) -> Iterator[None]:
        """Turn whatever Chroma raises into IndexUnusable: its classes have no base in common, and httpx adds its own."""
        try:
            yield
        except IndexUnusable:
            raise
        except Exception as error:  # noqa: BLE001 - a provider's client, see above
            raise IndexUnusable(f"The vectors of the index {self._name} cannot be {what}: {error}. Run: faqbot ingest") from None


def open_store(folder: Path, name: str, *, chroma: str = "") -> VectorStore:
    """The store `name`: inside `folder`, or on the server at `chroma`. Raises IndexUnusable or SettingsError."""
    import chromadb
    from chromadb.config import Settings

    quiet = Settings(anonymized_telemetry=False)
    if chroma:
        return VectorStore(_connect(chroma, quiet), name)
    try:
        with _ONE_AT_A_TIME:
            return VectorStore(chromadb.PersistentClient(path=str(_place(folder, name)), settings=quiet), name)
    except Exception as error:  # noqa: BLE001 - a foreign reader: Chroma raises classes of many kinds for a damaged file
        raise IndexUnusable(f"The vectors in {folder} cannot be opened: {error}. Run: faqbot ingest") from None


def seal(folder: Path, name: str) -> dict[str, str]:
    """The SHA-256 of the files of the store that hold a finished HNSW graph, by path below `folder`.

    Chroma loads them without looking: a cut one ends the process with a segmentation fault. They no longer change
    once a generation is built. Its database does (every opening writes to it), and is checked by SQLite itself; a graph
    of fewer than 1,000 entries lives in the database, and its files are not read.
    """
    graphs = sorted(path.parent for path in _place(folder, name).glob("*/index_metadata.pickle"))
    files = [path for graph in graphs for path in sorted(graph.iterdir())]
    return {path.relative_to(folder).as_posix(): sha256(path) for path in files}


def check_seal(folder: Path, name: str, sealed: Mapping[str, str]) -> None:
    """Return when the store can be opened without harm. Raises IndexUnusable."""
    if not (_place(folder, name) / _DATABASE).is_file():  # Chroma would make an empty one
        raise IndexUnusable(f"The index in {folder} has lost its vectors. Run: faqbot ingest")
    found = seal(folder, name)
    for path in sorted({*found, *sealed}):
        if found.get(path) != sealed.get(path):
            raise IndexUnusable(f"The index in {folder} is damaged: {path} is not as it was built. Run: faqbot ingest")


def _place(folder: Path, name: str) -> Path:
    """Where the store lies. Each build has a path of its own: Chroma goes on using the files of one that it has seen."""
    return folder / _FOLDER / name


def key_of(text: str, fingerprint: str) -> str:
    """Under which key a vector is found again: the text and the model that made it."""
    return hashlib.sha256(f"{fingerprint}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _connect(chroma: str, settings: Settings) -> ClientAPI:
    import chromadb

    try:
        address = urlsplit(chroma)
        host, port = address.hostname, address.port
    except ValueError:
        host = None
    if not host or address.scheme not in ("http", "https"):
        raise SettingsError(f"FAQBOT_CHROMA has the value {chroma!r}; it must be an address such as http://127.0.0.1:8000.")
    try:
        return chromadb.HttpClient(host=host, port=port or 8000, ssl=address.scheme == "https", settings=settings)
    except Exception as error:  # noqa: BLE001 - a provider's client: Chroma's classes and httpx's have no base in common
        raise IndexUnusable(
            f"No Chroma server answers at {chroma}: {error} Start it with `chroma run`, or leave FAQBOT_CHROMA empty."
        ) from None


def _close(client: Client) -> None:
    # Chroma's client for a server is two, and both leave their connections open when they are closed.
    both: tuple[Any, ...] = (client, client._admin_client)
    pools = [getattr(one._server, "_session", None) for one in both]
    with _ONE_AT_A_TIME:
        client.close()
    for pool in pools:
        if pool is not None:
            pool.close()


def _refuse_foreign(collection: Collection) -> None:
    configured: Mapping[str, Any] = collection.configuration_json
    function = configured.get("embedding_function")
    if function is not None and not (isinstance(function, dict) and function.get("type") == "legacy"):
        raise IndexUnusable(
            f"The collection {collection.name} carries the embedding function {json.dumps(function)}, which is not ours. "
            "Run: faqbot ingest"
        )


def _listed(value: Any) -> Any:
    return value if value is not None else []
