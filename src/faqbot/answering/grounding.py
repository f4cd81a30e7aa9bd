"""The verifier: every quote is compared, character by character, with the text at its place in the stored document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from faqbot.errors import GroundingError
from faqbot.types import Answer, Citation, Document


def verify(answer: Answer, documents: Mapping[str, Document]) -> None:
    """Return when `answer` may be shown. Raises GroundingError for the first quote that is not its source's text,
    a sentence that is not its citations' quotes, or a fact where none may stand.
    """
    cited = [*answer.citations, *([answer.closest] if answer.closest else [])]
    for citation in cited:
        _verify_quote(citation, documents)
    if answer.abstained and (answer.citations or answer.sentences):
        raise GroundingError(f"Answer {answer.id} abstains with {answer.outcome} and yet cites {len(answer.citations)} quotes.")
    if answer.outcome == "answered":
        _verify_sentences(answer)


def _verify_quote(citation: Citation, documents: Mapping[str, Document]) -> None:
    document = documents.get(citation.source)
    if document is None:
        raise GroundingError(f"The source {citation.source} of citation {citation.n} is not in the index.")
    found = document.quote(citation.start, citation.end)
    if found != citation.quote or not found or citation.start < 0:
        raise GroundingError(
            f"{citation.source}[{citation.start}:{citation.end}] reads {found[:60]!r}, the quote reads {citation.quote[:60]!r}."
        )


def _verify_sentences(answer: Answer) -> None:
    quotes: Mapping[int, str] = {citation.n: citation.quote for citation in answer.citations}
    if not answer.sentences:
        raise GroundingError(f"Answer {answer.id} is answered without a sentence.")
    for sentence in answer.sentences:
        if not sentence.citations or not set(sentence.citations) <= set(quotes):
            raise GroundingError(
                f"The sentence {sentence.text[:60]!r} cites {list(sentence.citations)}, and there are {len(quotes)} quotes."
            )
        if answer.mode == "extractive" and sentence.text != _joined(quotes, sentence.citations):
            raise GroundingError(f"The sentence {sentence.text[:60]!r} is not the quote it cites.")


def _joined(quotes: Mapping[int, str], numbers: Iterable[int]) -> str:
    return " ".join(quotes.get(number, "") for number in numbers)
