"""faqbot beside plain vectors of both shipped models, BM25 and a stock LlamaIndex pipeline, on the same public sets in the same run.

    python bench/stock_pipelines.py SET_FOLDER [SET_FOLDER ...] [--data DIR] [--out TABLE.md]

All of them read the same passages. LlamaIndex has the model that faqbot runs on, through the same runtime, so that what
differs is the pipeline. A set is a folder as `faqbot eval external` reads it.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import bm25s
import click
import numpy as np

from faqbot.evaluation.asking import ask_set
from faqbot.evaluation.external import DEPTH, Found, PublicSet, read, score, table
from faqbot.index.embedding import NAMES, open_embedder
from faqbot.language import sentences
from faqbot.protocols import Embedder
from faqbot.settings import Settings, load

System = Callable[[PublicSet, Settings], list[Found]]
_AT_ONCE = 32


def embed(embedder: Embedder, texts: Sequence[str]) -> np.ndarray:
    """One row a text, in the order given; texts of like length are embedded together."""
    order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
    rows = np.zeros((len(texts), embedder.dimension), dtype=np.float32)
    for begin in range(0, len(order), _AT_ONCE):
        part = order[begin : begin + _AT_ONCE]
        rows[part] = embedder.embed([texts[number] or " " for number in part])
    return rows


def plain(given: PublicSet, settings: Settings, *, model: str) -> list[Found]:
    """One vector of `model` a passage, cosine; of the best passage the sentence nearest to the question."""
    embedder = open_embedder(model, settings.data_dir, threads=settings.threads)
    passages = embed(embedder, [f"{passage.title}\n{passage.text}".strip() for passage in given.passages])
    questions = embed(embedder, [question.text for question in given.questions])
    parts: dict[int, tuple[list[str], np.ndarray]] = {}
    found: list[Found] = []
    for vector in questions:
        scores = passages @ vector
        order = np.argsort(-scores, kind="stable")[:DEPTH]
        best = int(order[0])
        if best not in parts:
            text = given.passages[best].text
            split = [text[start:end] for start, end in sentences.split(text)] or [text]
            parts[best] = (split, embed(embedder, split))
        split, vectors = parts[best]
        sentence = split[int(np.argmax(vectors @ vector))]
        found.append(Found(tuple(given.passages[n].id for n in order), sentence, float(scores[order[0]]), sentence))
    return found


def bm25(given: PublicSet, _: Settings) -> list[Found]:
    """BM25 as bm25s has it by default; the whole of the best passage is shown."""
    texts = [f"{passage.title}\n{passage.text}" for passage in given.passages]
    index = bm25s.BM25()
    index.index(bm25s.tokenize(texts, show_progress=False), show_progress=False)
    depth = min(DEPTH, len(texts))
    found: list[Found] = []
    for question in given.questions:
        words = bm25s.tokenize([question.text], show_progress=False)
        numbers, scores = index.retrieve(words, k=depth, show_progress=False)
        kept = [int(number) for number, value in zip(numbers[0], scores[0], strict=True) if value > 0]
        shown = given.passages[kept[0]].text if kept else ""
        found.append(Found(tuple(given.passages[n].id for n in kept), shown, float(scores[0][0])))
    return found


def stock_llamaindex(given: PublicSet, settings: Settings) -> list[Found]:
    """LlamaIndex as its first example has it: VectorStoreIndex over Documents, default splitter; the best node is shown."""
    from llama_index.core import Document, VectorStoreIndex

    model = _adapter(open_embedder(settings.embedding_model, settings.data_dir, threads=settings.threads))
    documents = [
        Document(text=passage.text, metadata={"title": passage.title} if passage.title else {}, doc_id=passage.id)
        for passage in given.passages
    ]
    retriever = VectorStoreIndex.from_documents(documents, embed_model=model).as_retriever(similarity_top_k=DEPTH)
    found: list[Found] = []
    for question in given.questions:
        nodes = retriever.retrieve(question.text)
        ranking = tuple(dict.fromkeys(str(node.node.ref_doc_id) for node in nodes))
        found.append(Found(ranking, nodes[0].text if nodes else "", float(nodes[0].score or 0.0) if nodes else 0.0))
    return found


def faqbot(given: PublicSet, settings: Settings) -> list[Found]:
    """faqbot, by the path that every front takes."""
    return ask_set(given, settings)


def joined(given: PublicSet, settings: Settings) -> list[Found]:
    """Faqbot without its follow-ups: the question is what was asked before and the question, and nothing else is known."""
    asked = tuple(replace(one, text=" ".join((*one.turns[-1:], one.text)), turns=()) for one in given.questions)
    return ask_set(replace(given, questions=asked), settings)


SYSTEMS: Mapping[str, System] = {
    "faqbot": faqbot,
    "faqbot, last two turns joined": joined,
    **{f"plain {model}": functools.partial(plain, model=model) for model in NAMES},
    "BM25": bm25,
    "stock LlamaIndex": stock_llamaindex,
}


def _adapter(embedder: Embedder) -> Any:
    """Our embedder as LlamaIndex takes one."""
    from llama_index.core.embeddings import BaseEmbedding

    class Adapter(BaseEmbedding):
        def _get_text_embedding(self, text: str) -> list[float]:
            return [float(value) for value in embedder.embed([text])[0]]

        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

    return Adapter(model_name="the same model")


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--data", "data_dir", type=click.Path(path_type=Path, file_okay=False), help="Where the exported model is kept.")
@click.option("--only", multiple=True, type=click.Choice(list(SYSTEMS)), help="Measure only these.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Add the tables to this file.")
def main(folders: tuple[Path, ...], data_dir: Path | None, only: tuple[str, ...], out: Path | None) -> None:
    """Measure every system on every set, and print one table a set."""
    settings = load(data_dir=data_dir)
    for folder in folders:
        given = read(folder)
        results = {}
        times = []
        for name, system in SYSTEMS.items():
            if (only and name not in only) or (system is joined and not any(one.turns for one in given.questions)):
                continue
            started = time.perf_counter()
            results[name] = score(given, system(given, settings))
            times.append(f"{name} {time.perf_counter() - started:.0f} s")
        text = f"## {given.name}\n\n{len(given.passages)} passages, {len(given.questions)} questions.\n\n{table(results)}\n\n"
        click.echo(f"{text}{', '.join(times)}")
        if out:
            with out.open("a", encoding="utf-8") as file:
                file.write(text)


if __name__ == "__main__":
    main()
