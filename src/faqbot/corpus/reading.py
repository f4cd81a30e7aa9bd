"""From paths to documents. One bad file is refused with a sentence; the others are read all the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from faqbot.corpus import files
from faqbot.corpus.files import Found
from faqbot.corpus.isolation import Reader
from faqbot.corpus.parsing import Parsed
from faqbot.corpus.refusals import refusal
from faqbot.errors import DocumentError
from faqbot.types import Corpus, Document, Finding


def read(paths: Sequence[Path], reader: Reader | None = None) -> Corpus:
    """Every document below `paths`, sorted by source. Raises UsageError for a path that does not exist.

    The files are parsed in a process of their own: that of `reader`, or one that ends with this call.
    """
    if reader is not None:
        return _read(paths, reader)
    with Reader() as own:
        return _read(paths, own)


def _read(paths: Sequence[Path], reader: Reader) -> Corpus:
    found, errors = files.find(paths)
    gathered = _Gathered(errors)
    for file in found:
        try:
            for parsed in reader.parse(files.read_bytes(file), file.source, file.below):
                gathered.add(parsed, file)
        except DocumentError as error:
            gathered.errors.append(error)
    return gathered.corpus()


class _Gathered:
    """The documents so far, and what went wrong."""

    def __init__(self, errors: list[DocumentError]) -> None:
        self.errors = errors
        self._documents: dict[str, Document] = {}
        self._warnings: list[Finding] = []
        self._ids: dict[str, str] = {}

    def add(self, parsed: Parsed, file: Found) -> None:
        """Keep a document. Raises DocumentError when another one has its `id`."""
        source, identity = parsed.document.source, parsed.identity
        if identity in self._ids:
            message = f"`id` has the value {identity!r}, which {self._ids[identity]} has too."
            raise refusal(file.source, "duplicate-id", message, line=_line_of(parsed.document.text, "id"))
        if identity:
            self._ids[identity] = source
        self._documents[source] = parsed.document
        self._warnings.extend(parsed.warnings)

    def corpus(self) -> Corpus:
        """All of it, by source."""
        refused = (Finding(one.source, one.line, one.code, one.message, one.remedy) for one in self.errors)
        documents = (self._documents[source] for source in sorted(self._documents))
        return Corpus(tuple(documents), tuple(sorted(refused, key=lambda one: one.source)), tuple(self._warnings))


def _line_of(text: str, name: str) -> int:
    match = re.search(rf"^{name}\s*:", text, re.MULTILINE)
    return text.count("\n", 0, match.start()) + 1 if match else 1
