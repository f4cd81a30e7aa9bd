from __future__ import annotations

from pathlib import Path

import pytest

from faqbot.corpus.facts import FACTS, questions
from tests.reading import only, write


def test_a_name_belongs_to_one_fact() -> None:
    names = [name for fact in FACTS for name in fact.names]
    assert len(names) == len(set(names))


def test_every_fact_is_asked_about_in_both_languages() -> None:
    for fact in FACTS:
        assert set(fact.questions) == {"en", "fr"}
        assert all(line.endswith("?") for lines in fact.questions.values() for line in lines)


@pytest.mark.parametrize(
    ("name", "lang", "first"),
    [
        ("Valid through", "en", "Until when can I apply?"),
        ("Rémunération", "fr", "Quel est le salaire ?"),
        ("max_payrange", "de", "What does it pay?"),
    ],
)
def test_names_are_known_however_they_are_written(name: str, lang: str, first: str) -> None:
    assert questions(name, lang)[0] == first


def test_an_unknown_name_has_no_questions() -> None:
    assert questions("Shoe size", "en") == ()


def test_a_field_is_found_by_what_candidates_ask(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "---\nlang: fr\nlieu: Paris\npointure: 42\n---\nDu texte ici.\n")
    place, size = only(tmp_path).sections[1:]
    assert place.wordings[:3] == ("Lieu", "Où se trouve le poste ?", "Dans quelle ville est-ce ?")
    assert size.wordings == ()
