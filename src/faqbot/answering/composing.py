"""From evidence to what is shown: sentences in a row become one quote with one citation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from faqbot.answering.links import link
from faqbot.types import AnswerSentence, Citation, Evidence


def compose(evidence: Sequence[Evidence]) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
    """The answer that quotes `evidence` in order, each run of neighbouring sentences as one citation from 1 on."""
    citations = [citation for part in evidence for citation in _citations(part)]
    cited = tuple(_numbered(citations))
    return tuple(AnswerSentence(citation.quote, (citation.n,)) for citation in cited), cited


def numbered(evidence: Sequence[Evidence]) -> list[tuple[int, ...]]:
    """For each entry the numbers of the citations that `compose` makes of it."""
    given = {(one.source, one.start, one.end): one.n for one in compose(evidence)[1]}
    return [tuple(given[one.source, one.start, one.end] for one in _citations(entry)) for entry in evidence]


def cite(evidence: Evidence) -> Citation:
    """The evidence's first run as one citation, for what is shown as the closest passage."""
    return next(_citations(evidence))


def _citations(evidence: Evidence) -> Iterator[Citation]:
    document, section = evidence.document, evidence.section
    for first, last in _runs(evidence):
        start, end = section.sentences[first].start, section.sentences[last].end
        quote = document.quote(start, end)
        yield Citation(
            n=1,
            source=document.source,
            title=document.title,
            heading=section.heading,
            quote=quote,
            start=start,
            end=end,
            url=link(document.url, quote),
            reviewed=document.reviewed,
        )


def _runs(evidence: Evidence) -> Iterator[tuple[int, int]]:
    first = last = evidence.chosen[0]
    for number in evidence.chosen[1:]:
        if number != last + 1 or not _adjoin(evidence, last, number):
            yield first, last
            first = number
        last = number
    yield first, last


def _adjoin(evidence: Evidence, one: int, other: int) -> bool:
    """Whether nothing stands between two sentences that a quote of both would say: values of fields have names before them."""
    before, after = evidence.section.sentences[one], evidence.section.sentences[other]
    if after.kind != "field":
        return True
    return not any(letter.isalnum() for letter in evidence.document.quote(before.end, after.start))


def _numbered(citations: Iterable[Citation]) -> Iterator[Citation]:
    seen: set[tuple[str, int, int]] = set()
    for citation in citations:
        place = (citation.source, citation.start, citation.end)
        if place in seen:
            continue
        seen.add(place)
        yield Citation(
            len(seen),
            *(getattr(citation, name) for name in ("source", "title", "heading", "quote", "start", "end", "url", "reviewed")),
        )
