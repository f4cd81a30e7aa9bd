"""What stands beside a quote from a document whose time is over."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from faqbot.answering.deciding import decide
from faqbot.answering.library import Library
from faqbot.types import Document, Evidence, Note, Part, Query, Verdict, Zone
from tests.builders import documents
from tests.fakes import FakeIndex

TODAY = datetime.date(2026, 11, 24)


def notes(document: Document, zone: Zone) -> list[Note]:
    section = next(one for one in document.sections if one.kind != "field")
    evidence = Evidence(document, section, (0,), 0.9)
    query = Query("What does a cook do?", "What does a cook do?", "en", frozenset({document.source}))
    part = Part(query, (evidence,), Verdict(0.9, zone), {})
    library = Library(FakeIndex({document.source: document}))
    return list(decide([part], library, role=None, today=TODAY).notes)


@pytest.mark.parametrize("zone", ["answer", "closest"])
@pytest.mark.parametrize(
    ("matter", "kind", "code"),
    [
        ("valid_until: 2026-11-23", "stale", "stale"),
        ("valid_until: 2026-11-24", None, None),
        ("closes: 2026-11-23", "closed", "closed_on"),
        ("kind: posting\nvalid_until: 2026-11-23", "closed", "closed_on"),
        ("status: withdrawn", "closed", "closed"),
        ("closes: 2026-11-24", None, None),
    ],
)
def test_a_document_past_its_date_is_not_quoted_without_saying_so(
    tmp_path: Path, zone: Zone, matter: str, kind: str | None, code: str | None
) -> None:
    (document,) = documents(tmp_path, {"cook.md": f"---\n{matter}\n---\n\n# Cook\n\nA cook prepares meals every day.\n"})
    found = [(note.kind, note.code) for note in notes(document, zone) if note.kind != "closest"]
    assert found == ([(kind, code)] if kind else [])
