"""Everything that an ingest was asked for: files, folders, addresses, and lists of addresses."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from faqbot.corpus.downloads import Downloaded, download
from faqbot.corpus.fetching import Fetcher
from faqbot.corpus.isolation import Reader
from faqbot.corpus.reading import read
from faqbot.corpus.sitemaps import addresses
from faqbot.errors import UsageError
from faqbot.types import Corpus, Document

LIST = ".urls"


def is_address(given: str) -> bool:
    """Whether what somebody typed is an address of the web, and no path."""
    return given.lower().startswith(("http://", "https://"))


def gather(given: Sequence[str], folder: Path, fetcher: Fetcher) -> Corpus:
    """The documents of the paths and addresses in `given`; pages are kept in `folder`, which holds nothing else afterwards.

    Raises UsageError for a path that does not exist, a list without addresses, or two documents with one source.
    """
    urls = [one for one in given if is_address(one)]
    paths = [Path(one) for one in given if not is_address(one)]
    lists = [path for path in paths if path.suffix.lower() == LIST and path.is_file()]
    urls += [url for path in lists for url in _listed(path)]
    with Reader() as reader:
        local = read([path for path in paths if path not in lists], reader)
        if not urls:
            shutil.rmtree(folder, ignore_errors=True)
            return local
        done = download(list(dict.fromkeys(urls)), folder, fetcher)
        return _joined(local, _placed(read([folder], reader), done))


def _listed(path: Path) -> list[str]:
    found = addresses(path.read_text(encoding="utf-8", errors="replace"))
    if not found:
        raise UsageError(f"{path} lists no address. Write one a line, each with https:// before it.")
    return found


def _placed(web: Corpus, done: Downloaded) -> Corpus:
    """The documents from the web with the addresses that they came from, where they name none themselves."""
    return Corpus(
        tuple(_addressed(document, done) for document in web.documents),
        (*done.refused, *web.refused),
        (*done.warnings, *web.warnings),
    )


def _addressed(document: Document, done: Downloaded) -> Document:
    return document if document.url else replace(document, url=done.addresses.get(document.source))


def _joined(local: Corpus, web: Corpus) -> Corpus:
    sources = {document.source for document in local.documents}
    if twice := sorted(sources & {document.source for document in web.documents}):
        raise UsageError(f"A file and a page would both be called {twice[0]}. Rename the file's folder.")
    documents = sorted((*local.documents, *web.documents), key=lambda document: document.source)
    return Corpus(tuple(documents), (*local.refused, *web.refused), (*local.warnings, *web.warnings))
