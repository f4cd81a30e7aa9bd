"""Whatever the documents and the question: every promise of the contract holds for the answer."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from faqbot.answering import calibration
from faqbot.assembly import assemble
from faqbot.cli.batches import answer_lines
from faqbot.errors import UsageError
from faqbot.evaluation.invariants import breaches
from faqbot.settings import Settings
from tests.builders import index_of

word = st.sampled_from(
    "pay salary role team office remote visa model data lead plan train grow France Germany 2026 100,000 € « é » [1] **bold** [link](https://example.org) `x`".split()
)
sentence = st.lists(word, min_size=1, max_size=9).map(lambda words: " ".join(words).capitalize() + ".")
heading = st.lists(word, min_size=1, max_size=3).map(" ".join)
part = st.one_of(
    sentence,
    st.lists(sentence, min_size=1, max_size=6).map(" ".join),
    st.lists(sentence, min_size=1, max_size=6).map(lambda lines: "\n".join(f"- {line}" for line in lines)),
    st.just("<!-- nothing here -->"),
)
page = st.lists(st.tuples(heading, st.booleans(), part), min_size=1, max_size=5).map(
    lambda parts: "# Title\n\n" + "\n\n".join(f"## {name}{'?' if asks else ''}\n\n{body}" for name, asks, body in parts)
)
place = st.sampled_from(["a.md", "b.md", "one/en/a.md", "one/fr/b.md", "two/en/a.md", "c.txt"])
question = st.one_of(
    sentence,
    heading.map(lambda text: f"what about {text}?"),
    st.text(max_size=60),
    st.sampled_from(["hi", "salary and visa?", "et en Allemagne ?"]),
)


@settings(max_examples=20, deadline=None)
@given(
    st.dictionaries(place, page, min_size=1, max_size=4),
    st.lists(st.tuples(question, st.lists(question, max_size=2)), min_size=1, max_size=6),
    st.sampled_from(["careful", "balanced", "open"]),
)
def test_every_answer_keeps_every_promise(
    tmp_path_factory: object, files: dict[str, str], asked: list[tuple[str, list[str]]], caution: str
) -> None:
    folder: Path = tmp_path_factory.mktemp("any")  # type: ignore[attr-defined]
    try:
        index = index_of(folder, files)
    except UsageError:
        return  # comments alone: there is nothing to index
    chosen = Settings(caution=caution, today=datetime.date(2026, 11, 24))
    bot = assemble(index, chosen, replace(calibration.load("a model of the tests"), own=True))
    rows = list(answer_lines(bot, [json.dumps({"question": text, "turns": turns}) for text, turns in asked]))
    assert len(rows) == len(asked)
    for row in rows:
        if "error" not in row:
            assert list(breaches(row, index.documents, index=index.generation)) == []
            assert all(index.documents[one["source"]].text[one["start"] : one["end"]] == one["quote"] for one in row["citations"])
            assert len({index.documents[one["source"]].role for one in row["citations"]} - {None}) <= 1
