"""The vectors of one generation in Chroma. The only module that knows chromadb.

One collection a kind: a question asks each kind for its nearest, and one collection with a filter on the kind is
slower than four without. Embeddings are always ours; a collection that carries an embedding function is refused,
because opening it would run what its stored configuration names.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np

from faqbot.errors import IndexUnusable, SettingsError
from faqbot.index.entries import KINDS, Entry
from faqbot.protocols import Matrix

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

_MOST_AT_ONCE = 2000
# HNSW (Malkov and Yashunin 2016) with wide search: up to a few thousand entries the result is the exact one.
_HNSW = {"space": "cosine", "ef_construction": 200, "ef_search": 400, "max_neighbors": 32}


class VectorStore:
    """The four collections of one generation, in a folder of its own or on a Chroma server."""

    def __init__(self, client: ClientAPI, generation: str) -> None:
        self._client = client
        self._generation = generation
        self._collections: dict[str, Collection] = {}
        self._counts: dict[str, int] = {}

    def write(self, rows: Sequence[tuple[Entry, Matrix, str]]) -> None:
        """Store entries with their vectors and the keys under which a later build finds the vectors again."""
        configuration: Any = {"hnsw": _HNSW}
        for kind in KINDS:
            own = [row for row in rows if row[0].kind == kind]
            collection = self._client.create_collection(self._name(kind), embedding_function=None, configuration=configuration)
            for begin in range(0, len(own), _MOST_AT_ONCE):
                part = own[begin : begin + _MOST_AT_ONCE]
                collection.add(
                    ids=[entry.id for entry, _, _ in part],
                    embeddings=np.stack([vector for _, vector, _ in part]),
                    metadatas=[{"source": entry.source, "key": key} for entry, _, key in part],
                )

    def nearest(self, kind: str, vector: Matrix, *, limit: int, sources: Sequence[str] | None = None) -> list[tuple[str, float]]:
        """The nearest entries of `kind` as (id, cosine), best first; only those of `sources` when they are given."""
        collection = self._collection(kind)
        wanted = min(limit, self._counts[kind])
        if not wanted:
            return []
        where: Any = {"source": {"$in": list(sources)}} if sources is not None else None
        found = collection.query(query_embeddings=[vector.tolist()], n_results=wanted, where=where, include=["distances"])
        return [
            (key, round(1.0 - float(distance), 6))
            for key, distance in zip(found["ids"][0], _listed(found["distances"])[0], strict=True)
        ]

    def count(self, kind: str) -> int:
        """How many entries of `kind` there are."""
        self._collection(kind)
        return self._counts[kind]

    def get(self, kind: str, ids: Sequence[str]) -> dict[str, Matrix]:
        """The stored vectors of these entries by id."""
        if not ids:
            return {}
        found = self._collection(kind).get(ids=list(ids), include=["embeddings"])
        return {
            key: np.asarray(vector, dtype=np.float32)
            for key, vector in zip(found["ids"], _listed(found["embeddings"]), strict=True)
        }

    def keys(self, kind: str) -> Iterator[tuple[str, Matrix]]:
        """All stored vectors of `kind` with their keys."""
        collection = self._collection(kind)
        for begin in range(0, self._counts[kind], _MOST_AT_ONCE):
            found = collection.get(limit=_MOST_AT_ONCE, offset=begin, include=["embeddings", "metadatas"])
            for metadata, vector in zip(_listed(found["metadatas"]), _listed(found["embeddings"]), strict=True):
                yield str(metadata["key"]), np.asarray(vector, dtype=np.float32)

    def drop(self) -> None:
        """Delete the collections, for a generation on a server."""
        for collection in self._client.list_collections():
            if collection.name.startswith(f"{self._generation}-"):
                self._client.delete_collection(collection.name)

    def _collection(self, kind: str) -> Collection:
        if kind not in self._collections:
            try:
                collection = self._client.get_collection(self._name(kind), embedding_function=None)
                _refuse_foreign(collection)
                self._counts[kind] = collection.count()
            except IndexUnusable:
                raise
            except Exception as error:  # noqa: BLE001 - chromadb raises classes of many kinds for a damaged folder
                raise IndexUnusable(
                    f"The vectors of index {self._generation} cannot be read: {error}. Run: faqbot ingest"
                ) from None
            self._collections[kind] = collection
        return self._collections[kind]

    def _name(self, kind: str) -> str:
        return f"{self._generation}-{kind}"


def open_store(folder: Path, generation: str, *, chroma: str) -> VectorStore:
    """The store of `generation`: inside `folder`, or on the server at `chroma`. Raises IndexUnusable or SettingsError."""
    import chromadb
    from chromadb.config import Settings

    quiet = Settings(anonymized_telemetry=False)
    if not chroma:
        return VectorStore(chromadb.PersistentClient(path=str(folder / "chroma"), settings=quiet), generation)
    address = urlsplit(chroma)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise SettingsError(f"FAQBOT_CHROMA has the value {chroma!r}; it must be an address such as http://127.0.0.1:8000.")
    try:
        client = chromadb.HttpClient(
            host=address.hostname, port=address.port or 8000, ssl=address.scheme == "https", settings=quiet
        )
    except ValueError as error:
        raise IndexUnusable(
            f"No Chroma server answers at {chroma}: {error}. Start it with `chroma run`, or leave FAQBOT_CHROMA empty."
        ) from None
    return VectorStore(client, generation)


def key_of(text: str, fingerprint: str) -> str:
    """Under which key a vector is found again: the text and the model that made it."""
    return hashlib.sha256(f"{fingerprint}\0{text}".encode()).hexdigest()[:32]


def _refuse_foreign(collection: Collection) -> None:
    configured: Mapping[str, Any] = collection.configuration_json
    function = configured.get("embedding_function")
    if function not in (None, {"type": "legacy"}) and (not isinstance(function, dict) or function.get("type") != "legacy"):
        raise IndexUnusable(
            f"The collection {collection.name} carries the embedding function {json.dumps(function)}, which is not ours. Run: faqbot ingest"
        )


def _listed(value: Any) -> Any:
    return value if value is not None else []
