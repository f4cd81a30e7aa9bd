"""The verifier of written sentences: what it lets pass and what it stops, in English and in French."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest

from faqbot.answering.claims import FEATURES, Claim, features
from faqbot.answering.contradictions import contradictions
from faqbot.answering.verifying import ClaimVerifier, Weights, folder_of, load, probability
from faqbot.errors import ModelError
from tests.builders import HashEmbedder

PAY = "A Head of Generative AI generally earns between €100,000 and €180,000 gross per year."
PAIE = "La rémunération se situe généralement entre 100 000 € et 180 000 € brut par an."
DEGREE = "A degree is not required, but eight years of experience are."
DIPLOME = "Aucun diplôme n’est exigé, mais huit ans d’expérience sont demandés."
REMOTE = "Remote work is possible up to two days a week."


@pytest.mark.parametrize(
    ("text", "evidence", "lang", "broken"),
    [
        ("The pay lies between €100k and €180k.", PAY, "en", ()),
        ("The pay lies between €110k and €180k.", PAY, "en", ("number",)),
        ("It generally earns between 180,000 and 100,000 months.", PAY, "en", ("number",)),
        ("Le salaire est de 100 à 180 k€.", PAIE, "fr", ()),
        ("Le salaire est de 100 à 280 k€.", PAIE, "fr", ("number",)),
        ("A Head of Generative AI at OpenAI generally earns €100,000.", PAY, "en", ("name",)),
        ("London pays a Head of Generative AI €100,000.", PAY, "en", ("name",)),
        ("No degree is required.", DEGREE, "en", ()),
        ("You do not need a degree.", DEGREE, "en", ()),
        ("A degree is required.", DEGREE, "en", ("-not",)),
        ("Remote work is not possible.", REMOTE, "en", ("+not",)),
        ("Remote work is always possible, up to two days a week.", REMOTE, "en", ("+always",)),
        ("Remote work is mandatory two days a week.", REMOTE, "en", ("+must", "-may")),
        ("Un diplôme n’est pas exigé.", DIPLOME, "fr", ()),
        ("Un diplôme est exigé.", DIPLOME, "fr", ("-not",)),
        ("La rémunération ne se situe pas entre 100 000 € et 180 000 €.", PAIE, "fr", ("+not",)),
        ("La rémunération se situe sans exception généralement entre 100 000 € et 180 000 €.", PAIE, "fr", ("+not",)),
    ],
)
def test_a_rule_names_what_the_evidence_contradicts(text: str, evidence: str, lang: str, broken: tuple[str, ...]) -> None:
    assert contradictions(Claim(text, evidence, lang)) == broken


def test_numbers_that_change_places_are_noticed() -> None:
    evidence = "The company was founded in 1983 and went public in 1991."
    assert contradictions(Claim("The company was founded in 1983.", evidence, "en")) == ()
    assert contradictions(Claim("The company was founded in 1991.", evidence, "en")) == ("number",)


def test_an_acronym_and_a_nationality_stand_for_what_the_evidence_spells_out() -> None:
    assert (
        contradictions(Claim("In the US the NFL plays.", "The National Football League plays in the United States.", "en")) == ()
    )


def test_coverage_is_the_share_of_the_words_of_meaning() -> None:
    values = features(Claim("The tall tower opened.", "The tower opened in spring.", "en"), HashEmbedder())
    assert list(values) == list(FEATURES)
    assert values["covered"] == pytest.approx(2 / 3)  # tower and open(ed) of tall, tower, open(ed)
    assert values["pairs"] == pytest.approx(1 / 3)  # "tower opened" of three pairs


def test_a_quoted_sentence_is_accepted_whatever_the_weights_say() -> None:
    never = Weights(("covered",), (0.0,), (1.0,), (0.0,), -30.0, 0.99)
    check = ClaimVerifier(HashEmbedder(), never).check(Claim(DEGREE.upper(), f"{PAY} {DEGREE}", "en"))
    assert check.accepted
    assert check.support == 1.0


def test_the_line_decides_where_no_rule_does() -> None:
    weights = Weights(("covered",), (0.5,), (0.25,), (1.0,), 0.0, 0.6)
    assert probability(weights, {"covered": 0.5}) == 0.5
    assert probability(weights, {"covered": 0.75}) == pytest.approx(0.7311)  # 1 / (1 + 1/e)
    verifier = ClaimVerifier(HashEmbedder(), weights)
    evidence = "Remote work is possible."
    assert verifier.check(Claim("Remote work seems possible here.", evidence, "en")).accepted  # 3 of 4 words: 0.73
    refused = verifier.check(Claim("Canteen lunches seem tasty.", evidence, "en"))
    assert (refused.accepted, refused.reasons) == (False, ("unsupported",))
    assert verifier.check(Claim(" ", evidence, "en")).reasons == ("empty",)


# ------------------------------------------------------------------------------------------ whose weights


def test_weights_made_in_the_data_folder_go_before_those_of_the_package(tmp_path: Path) -> None:
    name = next(file.stem for file in (files("faqbot.answering") / "verifiers").iterdir() if file.suffix == ".json")  # type: ignore[attr-defined]
    shipped = load(name, tmp_path)
    folder_of(tmp_path).mkdir()
    own = {
        "features": ["covered"], "mean": [0.0], "scale": [1.0], "coefficients": [0.0], "intercept": 0.0, "line": 0.5,
        "made_from": {"claims": "mine"},
    }  # fmt: skip
    (folder_of(tmp_path) / f"{name}.json").write_text(json.dumps(own))
    assert load(name, tmp_path).made_from == "mine"
    assert load(name) == shipped
    assert shipped.own


def test_a_model_without_weights_borrows_some_and_says_so(tmp_path: Path) -> None:
    assert not load("another-model-v1", tmp_path).own


@pytest.mark.parametrize("content", ["{", "[]", '{"features": []}'])
def test_weights_that_cannot_be_read_are_named(tmp_path: Path, content: str) -> None:
    folder_of(tmp_path).mkdir()
    (folder_of(tmp_path) / "m.json").write_text(content)
    with pytest.raises(ModelError, match=r"m\.json cannot be read .*faqbot eval calibrate --claims"):
        load("m", tmp_path)
