"""The choice of the stages: which index, which model, which calibration. Nothing is computed here."""

from __future__ import annotations

import difflib
import functools
import ipaddress
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from faqbot.answering import calibration
from faqbot.answering.answerability import CalibratedJudge
from faqbot.answering.calibration import Calibration
from faqbot.answering.features import FeatureExtractor
from faqbot.answering.library import Library
from faqbot.answering.retrieval import HybridRetriever
from faqbot.answering.selection import SentenceSelector
from faqbot.errors import IndexUnusable, UsageError
from faqbot.index.caching import CachingEmbedder
from faqbot.index.changes import Changes, compare
from faqbot.index.embedding import open_embedder
from faqbot.index.generations import build, current_generation, drop_older, open_index, stored_documents
from faqbot.pipeline import FaqBot, Stages
from faqbot.protocols import Composer, Embedder, Index, Judge, LanguageModel, Reader, Reranker
from faqbot.settings import Settings
from faqbot.types import Corpus, Document, Finding, Sample

if TYPE_CHECKING:
    from faqbot.delivery.handoff import Delivery
    from faqbot.llm import GuardedModel
    from faqbot.records import SqlRecords

# The corpus report, in the data folder.
REPORTS = ("report.html", "report.json")
# What the last ingest was asked for.
_GIVEN = "given.json"
_RECORDS = "records.sqlite"


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did: the live generation, whether it is a new one, and what was refused or warned about.

    `embedded` counts the texts that the model had to read: those that the generation before did not hold; `roles` are those
    that have a document.
    """

    index: str | None
    changed: bool
    documents: int
    chunks: int
    refused: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    embedded: int = 0
    changes: Changes = field(default_factory=Changes)
    roles: tuple[str, ...] = ()


def open_bot(settings: Settings) -> FaqBot:
    """The bot over the live index. Raises IndexUnusable or ModelError with the command that repairs it."""
    return assemble(open_live(settings), settings, model=None if settings.llm == "none" else open_language_model(settings))


def open_live(settings: Settings) -> Index:
    """The live index with its model. Raises IndexUnusable or ModelError with the command that repairs it."""
    return open_index(settings.data_dir, CachingEmbedder(_embedder(settings)), chroma=settings.chroma)


def assemble(
    index: Index, settings: Settings, fitted: Calibration | None = None, *, model: LanguageModel | None = None
) -> FaqBot:
    """The bot over `index`, with the calibration `fitted`, or else that of its model; `model` words the answers."""
    reranker = _reranker(settings)
    fitted = fitted or calibration.load(models(index, settings), settings.data_dir)
    library = Library(index, fitted.intents)
    retriever = HybridRetriever(library, fitted.chunk)
    judge = CalibratedJudge(FeatureExtractor(library), fitted, settings.caution)
    stages = Stages(
        retriever=retriever,
        selector=SentenceSelector(library, retriever, fitted.sentence, reranker),
        judge=judge,
        composer=_composer(model, index, judge, settings) if model else None,
        reader=_reader(model, settings) if model and settings.llm_reads else None,
    )
    return FaqBot(library, stages, contact=settings.contact, today=settings.date)


def models(index: Index, settings: Settings) -> str:
    """Names the models that score evidence, for which a calibration is made."""
    reranker = _reranker(settings)
    return f"{index.embedder.fingerprint}-{reranker.fingerprint}" if reranker else index.embedder.fingerprint


def ingest(given: Sequence[str | Path], settings: Settings, progress: Callable[[int, int], None] | None = None) -> IngestReport:
    """Read the paths and addresses in `given`, build a generation of what can be read, and switch to it; with nothing to
    index the live one stays.

    `progress` is called with (texts embedded, texts to embed). Raises UsageError for a missing path.
    """
    from faqbot.corpus.chunking import chunk

    corpus = _gathered(given, settings)
    if not any(document.sections for document in corpus.documents):
        nothing = Finding(
            ", ".join(map(str, given)),
            0,
            "nothing",
            "There is no document that could answer.",
            "Add a Markdown, text or HTML file; the index stays as it was.",
        )
        return IngestReport(None, False, 0, 0, (*corpus.refused, nothing), corpus.warnings)
    before = _documents_before(settings)
    embedder = _embedder(settings)
    report = build(
        corpus.documents,
        cut=lambda document: chunk(document, embedder.count_tokens, embedder.max_tokens),
        embedder=embedder,
        data_dir=settings.data_dir,
        chroma=settings.chroma,
        progress=progress,
    )
    _remember(given, settings)
    return IngestReport(
        report.generation,
        report.changed,
        report.documents,
        report.chunks,
        corpus.refused,
        corpus.warnings,
        report.embedded,
        compare(before, corpus.documents),
        tuple(sorted({document.role for document in corpus.documents if document.role})),
    )


def _gathered(given: Sequence[str | Path], settings: Settings) -> Corpus:
    from faqbot.corpus.fetching import Fetcher
    from faqbot.corpus.gathering import gather
    from faqbot.network import Guard

    with Fetcher(Guard(tuple(map(ipaddress.ip_network, settings.fetch_allow)))) as fetcher:
        return gather(list(map(str, given)), settings.data_dir / "fetched", fetcher)


def last_given(settings: Settings) -> list[str]:
    """What the last ingest was asked for: paths, made absolute, and addresses; the corpus of the settings before any."""
    try:
        found = json.loads((settings.data_dir / _GIVEN).read_text(encoding="utf-8"))
        return [str(one) for one in found]
    except (OSError, ValueError, TypeError):
        return [str(settings.corpus.resolve())]


def _remember(given: Sequence[str | Path], settings: Settings) -> None:
    from faqbot.corpus.gathering import is_address

    named = [str(one) if is_address(str(one)) else str(Path(one).resolve()) for one in given]
    (settings.data_dir / _GIVEN).write_text(json.dumps(named), encoding="utf-8")


def erase_older(settings: Settings) -> None:
    """Leave nothing of documents that are not in the live index: no older generation, no report or run that quotes them, and
    no quote of theirs in kept conversations. Raises RecordsUnavailable when these cannot be reached.
    """
    drop_older(settings.data_dir, settings.chroma)
    shutil.rmtree(settings.data_dir / "evaluation", ignore_errors=True)
    for name in REPORTS:
        (settings.data_dir / name).unlink(missing_ok=True)
    documents = _documents_before(settings)
    if documents and (settings.database_url or (settings.data_dir / _RECORDS).exists()):
        records = open_records(settings)
        try:
            records.unquote({source: document.text for source, document in documents.items()})
        finally:
            records.close()


def open_records(settings: Settings) -> SqlRecords:
    """The database of conversations and feedback: the one that is set, else SQLite in the data folder."""
    from faqbot.records import open_records as open_database

    return open_database(settings.database_url or f"sqlite:///{settings.data_dir.resolve() / _RECORDS}")


def open_delivery(settings: Settings) -> Delivery:
    """The way to a person. Raises SettingsError where what is set for mail or webhook does not go together."""
    from faqbot.delivery.channels import Ways, choose

    return choose(
        Ways(
            contact=settings.contact,
            smtp_url=settings.smtp_url.get_secret_value(),
            smtp_from=settings.smtp_from,
            webhook_url=settings.webhook_url.get_secret_value(),
            webhook_secret=settings.webhook_secret.get_secret_value(),
            fetch_allow=settings.fetch_allow,
        )
    )


def live_generation(settings: Settings) -> str | None:
    """The id of the generation that is live on disk; None when there is none."""
    return current_generation(settings.data_dir)


def stored_document(settings: Settings, source: str) -> tuple[Document, str]:
    """A document of the live index and the generation's id, without loading the model.

    Raises UsageError for an unknown source, with the nearest known one.
    """
    documents, generation = stored_documents(settings.data_dir)
    if source in documents:
        return documents[source], generation
    near = difflib.get_close_matches(source, list(documents), n=1, cutoff=0.3)
    raise UsageError(f"There is no document {source!r} in the index.{f' Did you mean {near[0]}?' if near else ''}")


@functools.lru_cache(maxsize=4)
def open_language_model(settings: Settings) -> GuardedModel:
    """The language model of the settings, opened once: its budget and its breaker outlive the index. Raises SettingsError."""
    from faqbot.llm import Access, Limits, Prices, open_model

    limits = Limits(
        concurrent=settings.llm_concurrent,
        day_tokens=settings.llm_budget_day,
        conversation_tokens=settings.llm_budget_conversation,
        prices=Prices(settings.llm_price_prompt, settings.llm_price_completion),
    )
    access = Access(
        settings.llm,
        settings.llm_model,
        address=settings.llm_base_url,
        key=settings.llm_api_key.get_secret_value(),
        kind=settings.llm_class,
        options=settings.llm_options.get_secret_value(),
    )
    return open_model(access, local_only=settings.llm_local_only, limits=limits)


def samples(settings: Settings) -> list[Sample]:
    """What a page of metrics may show beside the web's own numbers: the language model's, where there is one."""
    return [] if settings.llm == "none" else open_language_model(settings).samples()


def _documents_before(settings: Settings) -> Mapping[str, Document]:
    """The documents of the live generation; none where there is none that can be read."""
    try:
        return stored_documents(settings.data_dir)[0]
    except IndexUnusable:
        return {}


def _composer(model: LanguageModel, index: Index, judge: Judge, settings: Settings) -> Composer:
    from faqbot.answering import verifying
    from faqbot.answering.generating import GroundedComposer

    verifier = verifying.ClaimVerifier(index.embedder, verifying.load(index.embedder.fingerprint, settings.data_dir))
    # The time limit is for one answer: where the model reads first, a quarter of it goes to each of the two readings.
    share = 0.5 if settings.llm_reads else 1.0
    return GroundedComposer(model, verifier, judge, timeout=share * settings.llm_timeout)


def _reader(model: LanguageModel, settings: Settings) -> Reader:
    from faqbot.answering.reading import ModelReader

    return ModelReader(model, 0.25 * settings.llm_timeout)


def _reranker(settings: Settings) -> Reranker | None:
    if not settings.reranker:
        return None
    from faqbot.index.cross_encoder import open_reranker

    return open_reranker(Path(settings.reranker), settings.threads)


def _embedder(settings: Settings) -> Embedder:
    return open_embedder(settings.embedding_model, settings.data_dir, threads=settings.threads)
