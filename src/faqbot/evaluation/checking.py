"""The golden set against the documents: quotes stand where they are said to, and nothing answers what is marked unanswerable."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence

from faqbot.errors import EvaluationError
from faqbot.evaluation.cases import Case, Gold, GoldenSet
from faqbot.evaluation.located import Problems
from faqbot.evaluation.matching import in_scope, matches, places, sayings, says
from faqbot.types import Document


def check(golden: GoldenSet, documents: Iterable[Document]) -> None:
    """Return when every case fits the documents.

    Raises EvaluationError with a line of file, line and sentence for each that does not, and for an empty corpus.
    """
    by_source = {document.source: document for document in documents}
    if not by_source:
        raise EvaluationError("There is no document to hold the judged questions against. Name the folder with --corpus.")
    problems = Problems()
    for case in golden.cases:
        _check(case, by_source, problems)
    problems.stop()


def _check(case: Case, documents: Mapping[str, Document], problems: Problems) -> None:
    roles = sorted({document.role for document in documents.values() if document.role})
    if case.role is not None and case.role not in roles:
        problems.add(case.file, case.line, f"{case.id}: There is no role {case.role!r}; there are {', '.join(roles) or 'none'}.")
        return
    scope = in_scope(list(documents.values()), case.role)
    for gold in case.gold:
        _check_gold(case, gold, documents, problems)
    for pattern in case.absent:
        _check_absent(case, pattern, scope, problems)
    for number, nugget in enumerate(case.must, 1):
        if not any(says(document.text, wording) for document in scope for wording in nugget.any):
            wordings = " | ".join(nugget.any)
            problems.add(
                case.file, case.line, f"{case.id}: No wording of fact {number} in `must` ({wordings}) stands in a document."
            )


def _check_gold(case: Case, gold: Gold, documents: Mapping[str, Document], problems: Problems) -> None:
    document = documents.get(gold.doc)
    if document is None:
        near = difflib.get_close_matches(gold.doc, list(documents), n=1, cutoff=0.3)
        hint = f" Did you mean {near[0]}?" if near else ""
        problems.add(case.file, gold.line, f"{case.id}: There is no document {gold.doc!r}.{hint}")
    elif not places(document.text, gold.quote):
        drift = f"drift: {gold.doc} does not hold the quote {_short(gold.quote)!r}."
        problems.add(case.file, gold.line, f"{case.id}: {drift}{_nearest(document, gold.quote)}")


def _nearest(document: Document, quote: str) -> str:
    """The document's own sentence that is most like a quote that drifted, for the author's eye."""
    sentences = [document.quote(one.start, one.end) for section in document.sections for one in section.sentences]
    near = difflib.get_close_matches(quote, sentences, n=1, cutoff=0.5)
    return f" It now reads: {_short(near[0])!r}." if near else " Nothing there is like it; judge the case anew."


def _check_absent(case: Case, pattern: str, scope: Sequence[Document], problems: Problems) -> None:
    for document in scope:
        for start, text in sayings(document):
            if matches(pattern, text):
                line = document.text.count("\n", 0, start) + 1
                problems.add(
                    case.file,
                    case.line,
                    f"{case.id}: The pattern {pattern!r} of `absent` is found in {document.source}, from line {line}; is this answered?",
                )
                return


def _short(text: str) -> str:
    return text if len(text) <= 90 else f"{text[:87]}..."
