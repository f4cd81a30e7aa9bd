"""What is wrong with documents themselves: conflicts, what is over, pay that is missing, duplicates."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from faqbot.evaluation.review.issues import Issue
from faqbot.evaluation.review.reviewing import inspect
from tests.builders import documents

TODAY = datetime.date(2026, 11, 24)


def found(place: Path, files: dict[str, str], today: datetime.date = TODAY) -> list[Issue]:
    return inspect(documents(place, files), today)


def pair(place: Path, one: str, other: str) -> list[Issue]:
    """The issues of two documents on one role, one in English and one in French."""
    return [
        issue
        for issue in found(place, {"cook/en/a.md": f"# Cook\n\n{one}\n", "cook/fr/b.md": f"# Cuisinier\n\n{other}\n"})
        if issue.kind == "conflict"
    ]


@pytest.mark.parametrize(
    ("one", "other", "theme"),
    [
        ("The salary is €30,000 to €35,000 a year.", "Le salaire va de 30 000 à 34 000 € par an.", "pay"),
        ("A cook earns €30,000 a year.", "Un cuisinier gagne 31 k€ par an.", "pay"),
        ("Location: Paris", "- **Lieu** : Lyon", "place"),
        ("Closing date: 9 June 2026", "Date limite : 10 juin 2026", "deadline"),
        ("Grade: SEO", "Grade : HEO", "grade"),
        ("Start date: 1 June 2026", "Prise de poste : 1er juillet 2026", "start"),
    ],
)
def test_two_documents_that_cannot_both_be_right_are_both_quoted(tmp_path: Path, one: str, other: str, theme: str) -> None:
    (issue,) = pair(tmp_path, one, other)
    assert issue.theme == theme
    assert [passage.source for passage in issue.passages] == ["cook/en/a.md", "cook/fr/b.md"]
    assert [passage.line for passage in issue.passages] == [3, 3]
    assert issue.passages[0].quote in one
    assert issue.passages[1].quote in other


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The salary is €30,000 to €35,000 a year.", "Le salaire va de 30 000 à 35 000 € par an."),
        ("A cook earns €30,000 a year.", "Un cuisinier gagne 200 € par jour."),
        ("The salary is €30,000 to €35,000 a year.", "Un chef peut gagner un salaire de 60 000 € par an."),
        ("A cook earns €30,000 a year.", "Une prime de 1 000 € par an s'ajoute au salaire."),
        ("Location: London", "Lieu : Londres ou Paris"),
        ("Location: London, Paris", "Lieu : Paris"),
        ("Closing date: 9 June 2026", "Date limite : 09/06/2026"),
    ],
)
def test_what_can_both_be_right_is_no_conflict(tmp_path: Path, one: str, other: str) -> None:
    assert pair(tmp_path, one, other) == []


def test_different_roles_do_not_contradict_each_other(tmp_path: Path) -> None:
    files = {f"{role}/en/a.md": f"# {role}\n\nGrade: {grade}\n" for role, grade in (("cook", "1"), ("baker", "2"))}
    assert found(tmp_path, files) == []


def test_what_is_over_expired_or_long_unreviewed_is_told(tmp_path: Path) -> None:
    matters = {
        "closed": "closes: 2026-11-23",
        "expired": "valid_until: 2026-11-23",
        "unreviewed": "reviewed: 2025-11-23",
        "fine": "reviewed: 2025-11-24\nvalid_until: 2026-11-24",
    }
    files = {f"{name}.md": f"---\n{matter}\n---\n\n# {name}\n\nThis is about {name}.\n" for name, matter in matters.items()}
    assert [(issue.kind, issue.passages[0].source) for issue in found(tmp_path, files)] == [
        (kind, f"{kind}.md") for kind in ("closed", "expired", "unreviewed")
    ]


@pytest.mark.parametrize(
    ("place", "pay", "day", "told"),
    [
        ("Lyon, France", "", TODAY, True),
        ("Dublin", "", TODAY, True),
        ("London", "", TODAY, False),
        ("Lyon, France", "The salary is €30,000 a year.", TODAY, False),
        ("Lyon, France", "", datetime.date(2026, 6, 6), False),
    ],
)
def test_pay_must_be_stated_where_the_law_asks_for_it(
    tmp_path: Path, place: str, pay: str, day: datetime.date, told: bool
) -> None:
    issues = found(tmp_path, {"cook/en/a.md": f"# Cook\n\nLocation: {place}\n\n{pay or 'A cook cooks.'}\n"}, day)
    assert [issue.kind for issue in issues] == (["pay_range"] if told else [])


def test_the_same_text_twice_is_a_duplicate_whatever_it_is_called(tmp_path: Path) -> None:
    text = "# Cook\n\nA cook cooks.\n\n- Soup\n"
    (issue,) = found(tmp_path, {"cook/en/a.md": text, "baker/en/b.md": text, "c.md": "# C\n\nSomething else.\n"})
    assert (issue.kind, [passage.source for passage in issue.passages]) == ("duplicate", ["baker/en/b.md", "cook/en/a.md"])


def test_two_versions_are_told_for_one_role_and_not_for_a_ladder_of_roles(tmp_path: Path) -> None:
    lines = "".join(f"- Duty number {number}\n" for number in range(20))
    versions = {"cook/en/a.md": f"# Cook\n\n{lines}", "cook/en/b.md": f"# Cook\n\n{lines}- One more duty\n"}
    assert [issue.message for issue in found(tmp_path / "one", versions)] == ["2 documents say the same nearly word for word."]
    ladder = {name.replace("cook", role): text for (name, text), role in zip(versions.items(), ("cook", "chef"), strict=True)}
    assert found(tmp_path / "two", ladder) == []


@pytest.mark.parametrize(("pay", "told"), [("Pay range: [50000, 75000.50, EUR]", []), ("Team: Kitchen", ["pay_range"])])
def test_a_feed_states_its_pay_in_numbers_and_its_country_as_a_code(tmp_path: Path, pay: str, told: list[str]) -> None:
    text = f"---\ncountry: FR\n{pay}\n---\n\n# Cook\n\nA cook cooks.\n"
    assert [issue.kind for issue in found(tmp_path, {"cook/en/a.md": text})] == told
    other = text.replace("75000.50", "80000")
    issues = found(tmp_path / "2", {"cook/en/a.md": text, "cook/en/b.md": other.replace("cooks", "cooks well")})
    assert [issue.kind for issue in issues] == (told or ["conflict"])
