"""The index against a plain dictionary: the same nearest entries as brute force, the same vectors back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from faqbot.index.entries import KINDS, entries
from tests.builders import HashEmbedder, index_of

word = st.sampled_from("pay role team office remote visa model data lead plan train grow ask hire skill".split())
sentence = st.lists(word, min_size=1, max_size=6).map(lambda words: " ".join(words).capitalize() + ".")
section = st.tuples(st.lists(word, min_size=1, max_size=3).map(" ".join), st.lists(sentence, max_size=4))
page = st.lists(section, min_size=1, max_size=5)


def text(sections: list[tuple[str, list[str]]]) -> str:
    return "# Title\n\n" + "\n\n".join(f"## {heading}?\n\n{' '.join(lines)}" for heading, lines in sections)


@settings(max_examples=12, deadline=None)
@given(st.lists(page, min_size=1, max_size=4), sentence, st.integers(1, 12), st.data())
def test_nearest_is_what_brute_force_finds(
    tmp_path_factory: object, pages: list[list[tuple[str, list[str]]]], question: str, limit: int, data: st.DataObject
) -> None:
    folder: Path = tmp_path_factory.mktemp("index")  # type: ignore[attr-defined]
    index = index_of(folder, {f"{number}.md": text(sections) for number, sections in enumerate(pages)})
    scope = frozenset(data.draw(st.sets(st.sampled_from(sorted(index.documents)), min_size=1)))
    vector = index.embedder.embed([question])[0]
    rows = [
        entry
        for source, document in index.documents.items()
        for entry in entries(document, [one for one in index.chunks.values() if one.source == source], titled=False)
    ]
    for kind in KINDS:
        plain = {row.id: HashEmbedder().embed([row.text])[0] for row in rows if row.kind == kind and row.source in scope}
        expected = sorted((float(np.dot(vector, stored)) for stored in plain.values()), reverse=True)[:limit]
        found = index.nearest(kind, vector, scope=scope, limit=limit)
        assert np.allclose([score for _, score in found], expected, atol=1e-4)
        assert all(abs(float(np.dot(vector, plain[key])) - score) < 1e-4 for key, score in found)
        back = index.vectors(kind, list(plain))
        assert back.keys() == plain.keys()
        assert all(np.allclose(back[key], plain[key], atol=1e-6) for key in plain)
