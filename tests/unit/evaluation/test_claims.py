"""Judged claims: the format, the halves, the fit, and the sentences made wrong on purpose."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from faqbot.answering.claims import Claim
from faqbot.answering.verifying import ClaimVerifier
from faqbot.errors import EvaluationError
from faqbot.evaluation import perturbing
from faqbot.evaluation.claims import fit, left_out, read, score, table
from tests.builders import HashEmbedder

WORDS = "tower river market garden bridge castle station museum harbour forest meadow tunnel village chapel island".split()


def folder(place: Path, rows: list[dict[str, object]]) -> Path:
    (place / "claims.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return place


def made(n: int = 120) -> list[dict[str, object]]:
    """Claims that take most of their words from the evidence, and claims that take few."""
    draw = random.Random(7)
    rows: list[dict[str, object]] = []
    for number in range(n):
        there = draw.sample(WORDS, 8)
        others = [word for word in WORDS if word not in there]
        supported = number % 2 == 0
        words = there[:5] + others[:1] if supported else there[:1] + others[:5]
        evidence = f"In {1800 + number} the {' and the '.join(there)} opened."
        rows.append({"id": f"c{number}", "evidence": evidence, "claim": " ".join(words), "supported": supported})
    return [*rows, {**rows[1], "id": "generic", "claim": "That is nice", "label": "Generic"}]


def test_the_fit_separates_on_the_half_it_did_not_see(tmp_path: Path) -> None:
    claims = read(folder(tmp_path, made()))
    fitted = fit(claims, HashEmbedder())
    unseen = left_out(claims, fitted.data["made_from"]["claims"])
    assert {one.claim.evidence for one in unseen}.isdisjoint(one.claim.evidence for one in claims if one.fitted)
    values = score(unseen, ClaimVerifier(HashEmbedder(), fitted.weights))
    assert values["balanced accuracy"].value == 1.0
    assert values["verbatim refused"].value == 0.0
    assert values["balanced accuracy"].n == sum(not one.generic for one in unseen)
    assert "| balanced accuracy | 1.000 |" in table(values)
    assert left_out(claims, "another set") == claims


def test_a_set_without_both_labels_or_with_a_broken_line_is_refused(tmp_path: Path) -> None:
    rows = made(4)
    with pytest.raises(EvaluationError, match="nothing to tell apart"):
        read(folder(tmp_path, [row for row in rows if row["supported"]]))
    with pytest.raises(
        EvaluationError, match=r"claims\.jsonl:2: Each line must be an object with id, evidence, claim, supported"
    ):
        read(folder(tmp_path, [rows[0], {"id": "x"}]))
    with pytest.raises(EvaluationError, match="too few claims"):
        fit(read(folder(tmp_path, rows)), HashEmbedder())


@pytest.mark.parametrize(
    ("kind", "text", "lang", "wrong"),
    [
        ("another number", "It has 3 floors.", "en", ["It has 4 floors."]),
        ("another number", "It has floors.", "en", []),
        ("a number of the same evidence", "It has 3 floors.", "en", ["It has 1889 floors."]),
        ("an inserted negation", "It is tall and was built.", "en", ["It is not tall and was built."]),
        ("an inserted negation", "Elle est haute.", "fr", ["Elle n’est pas haute."]),
        ("an inserted negation", "Elle doit fermer.", "fr", ["Elle ne doit pas fermer."]),
        ("a negation left out", "It is not tall.", "en", ["It is tall."]),
        ("a negation left out", "Elle ne ferme jamais.", "fr", ["Elle ferme."]),
    ],
)
def test_a_sentence_is_made_wrong_in_one_way(kind: str, text: str, lang: str, wrong: list[str]) -> None:
    claim = Claim(text, "In 1889 it had 3 floors.", lang)
    assert list(perturbing.PERTURBATIONS[kind](claim)) == wrong


def test_a_name_is_replaced_by_one_that_the_evidence_lacks() -> None:
    claim = Claim("It stands in Lyon near the river.", "It stands in Lyon, not in Paris.", "en")
    assert list(perturbing.renamed(claim, ["Paris", "Nantes"])) == ["It stands in Nantes near the river."]
