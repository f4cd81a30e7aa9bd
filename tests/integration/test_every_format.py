"""The same document in every format: the same question gets the same quote from each."""

from __future__ import annotations

import re

import pytest

from faqbot.assembly import ingest, open_bot
from faqbot.corpus.loaders import LOADERS
from faqbot.pipeline import FaqBot
from faqbot.settings import load
from faqbot.types import Turn
from tests.reading import write
from tests.sayings import everything

FORMATS = everything()
SAME = {".markdown": ".md", ".htm": ".html", ".yml": ".yaml"}


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> FaqBot:
    folder = tmp_path_factory.mktemp("formats")
    for suffix, raw in FORMATS.items():
        write(folder, f"corpus/role{suffix[1:]}/en/page{suffix}", raw)
    settings = load({}, data_dir=folder / "data", today="2026-11-24")
    report = ingest([folder / "corpus"], settings)
    assert not report.refused
    assert not report.warnings
    return open_bot(settings)


def words(quote: str) -> list[str]:
    return re.findall(r"\w+", quote)


def test_every_format_that_is_read_is_here() -> None:
    assert {SAME.get(suffix, suffix) for suffix in LOADERS} == set(FORMATS)


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("What does it pay?", "The job pays 50,000 to 60,000 euros a year. A bonus of one month comes on top."),
        ("Where is the job located?", "The job is in Example City, near the station."),
        ("Is remote work possible?", "You can work from home on two days a week."),
    ],
)
def test_the_same_question_gets_the_same_quote_from_each(bot: FaqBot, question: str, quote: str) -> None:
    given = {suffix: bot.ask(Turn(question, role=f"role{suffix[1:]}")) for suffix in FORMATS}
    assert {suffix: (answer.outcome, [one.quote for one in answer.citations]) for suffix, answer in given.items()} == {
        suffix: ("answered", [quote]) for suffix in FORMATS
    }
    for answer in given.values():
        (citation,) = answer.citations
        assert bot.index.documents[citation.source].text[citation.start : citation.end] == quote


def test_lists_and_tables_are_the_same_items_in_each(bot: FaqBot) -> None:
    """A CSV file holds one table, so it has the questions only."""
    found = {}
    for document in bot.index.documents.values():
        items = {
            document.quote(one.start, one.end) for section in document.sections for one in section.sentences if one.kind == "item"
        }
        found[document.source.rpartition(".")[2]] = items
    del found["csv"]
    expected = {
        "Build pipelines that bring data in every night.",
        "Run them and mend what breaks.",
        "Explain what the numbers mean.",
        "Step | Time",
        "First call | 30 minutes",
        "Interview with the team | 2 hours",
    }
    assert found == dict.fromkeys(found, expected)
