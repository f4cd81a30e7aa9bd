from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from docx.document import Document as WordDocument

from faqbot.corpus.loaders import LOADERS
from faqbot.errors import UsageError
from tests.office import pdf, word, workbook
from tests.reading import only, quotes, read, write

FRONT = """---
title: The role
role: data-engineer
lang: en
kind: faq
owner: Talent team
reviewed: 2026-06-09
url: https://example.org/role
aliases: [Data Engineer]
---
"""


def test_front_matter_describes_and_the_text_is_the_file(tmp_path: Path) -> None:
    text = FRONT + "\n# The role\n\nA data engineer builds pipelines.\n"
    write(tmp_path, "x/en/role.md", text)
    document = only(tmp_path)
    assert document.text == text
    assert (document.title, document.role, document.lang, document.kind) == ("The role", "data-engineer", "en", "faq")
    assert (document.reviewed, document.url, document.aliases) == (
        datetime.date(2026, 6, 9),
        "https://example.org/role",
        ("Data Engineer",),
    )
    assert quotes(document) == [("The role", ["A data engineer builds pipelines."])]


def test_folders_say_role_and_language(tmp_path: Path) -> None:
    for name in ("data-engineer/fr/a.md", "fr/b.md", "pages/c.md", "d.md"):
        write(tmp_path, name, "# Titre\n\nUne phrase pour le poste.\n")
    found = {document.source: (document.role, document.lang) for document in read([tmp_path]).documents}
    assert found == {
        "data-engineer/fr/a.md": ("data-engineer", "fr"),
        "fr/b.md": (None, "fr"),
        "pages/c.md": (None, "fr"),
        "d.md": (None, "fr"),
    }


def test_a_null_role_in_front_matter_overrides_the_folder(tmp_path: Path) -> None:
    write(tmp_path, "employer/en/a.md", "---\nrole: null\n---\n# A\n\nWe answer within a week.\n")
    assert only(tmp_path).role is None


def test_faq_entries_keep_all_their_wordings(tmp_path: Path) -> None:
    write(
        tmp_path,
        "faq.md",
        "# FAQ\n\n## What does it pay?\n\n- Salary?\n- How much?\n\nIt pays 100 euros.\nIt pays monthly.\n\n## Is it remote?\n\n- Home office?\n\n<!-- say so -->\n\n## Where?\n",
    )
    document = only(tmp_path)
    pay, remote, where = document.sections
    assert pay.wordings == ("What does it pay?", "Salary?", "How much?")
    assert [document.quote(one.start, one.end) for one in pay.sentences] == ["It pays 100 euros.", "It pays monthly."]
    assert remote.wordings == ("Is it remote?", "Home office?")
    assert remote.sentences == ()
    assert where.sentences == ()


def test_lists_tables_and_nesting_become_items_without_markers(tmp_path: Path) -> None:
    write(
        tmp_path,
        "a.md",
        "# A\n\n## Tools\n\nWe use:\n\n1. Python\n   - and `lists`\n2. SQL\n\n| what | who |\n|---|---|\n| pay | HR |\n\n> Quoted line.\n",
    )
    assert quotes(only(tmp_path)) == [
        ("Tools", ["We use:", "Python", "and `lists`", "SQL", "what | who", "pay | HR", "Quoted line."])
    ]


def test_facts_in_front_matter_are_fields_and_comments_are_not(tmp_path: Path) -> None:
    write(
        tmp_path,
        "a.md",
        '---\ntitle: A\nlayout: x\nlocation: "Paris" # or $1\n# pay: $5\nmax_payrange: $191,900\nnone:\nkey_objectives:\n  - title: Build\n    items:\n      - Design it.\n---\nText here now.\n',
    )
    document = only(tmp_path)
    assert quotes(document) == [
        ("A", ["Text here now."]),
        ("Location", ["Paris"]),
        ("Max payrange", ["$191,900"]),
        ("Key objectives", ["Build", "Design it."]),
    ]
    assert {section.kind for section in document.sections[1:]} == {"field"}


def test_description_lists_in_markdown_are_fields(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "# A\n\n<dl>\n <dt>Grade</dt>\n <dd>\n  G7\n </dd>\n</dl>\n\nA sentence below.\n")
    assert ("Grade", ["G7"]) in quotes(only(tmp_path))


def test_plain_text_has_headings_bullets_and_questions(tmp_path: Path) -> None:
    write(
        tmp_path,
        "a.txt",
        "The role\nA short profile of the role.\nMissions\n- Lead teams\n- Ship models.\nWhat does it pay?\nIt pays 100 euros.\n",
    )
    document = only(tmp_path)
    assert document.title == "The role"
    assert quotes(document) == [
        ("The role", ["A short profile of the role."]),
        ("Missions", ["Lead teams", "Ship models."]),
        ("What does it pay?", ["It pays 100 euros."]),
    ]
    assert document.sections[-1].kind == "faq"


def test_a_web_page_is_its_main_content(tmp_path: Path) -> None:
    page = """<html lang="fr"><head><title>T</title></head><body><nav><a>Menu</a></nav><div class="cookie-banner">Cookies?</div>
    <main><h1>Le poste</h1><p>Un <b>poste</b> clé.</p><p style="display:none">Caché.</p><!-- non --><h2>Salaire</h2><ul><li>100 euros</li></ul></main><footer>Pied</footer></body></html>"""
    write(tmp_path, "a.html", page)
    document = only(tmp_path)
    assert document.lang == "fr"
    assert quotes(document) == [("Le poste", ["Un poste clé."]), ("Salaire", ["100 euros"])]
    for chrome in ("Menu", "Cookies", "Caché", "Pied"):
        assert chrome not in document.text


def test_a_page_nested_deep_is_read(tmp_path: Path) -> None:
    write(tmp_path, "a.html", "<main>" + "<div>" * 5000 + "<p>Deep sentence here.</p>" + "</div>" * 5000 + "</main>")
    found = read([tmp_path])
    assert len(found.documents) + len(found.refused) == 1


def test_line_ends_and_byte_order_marks_are_normalised(tmp_path: Path) -> None:
    write(tmp_path, "a.md", b"\xef\xbb\xbf# A\r\n\r\nOne line.\r\n")
    assert only(tmp_path).text == "# A\n\nOne line.\n"


@pytest.mark.parametrize(
    ("name", "content", "code", "line"),
    [
        ("binary.md", b"\x89PNG\n\x1a\x00\x00", "binary", 2),
        ("latin.md", "# Été\n\nDéjà.\n".encode("latin-1"), "encoding", 1),
        ("date.md", "---\ntitle: A\nreviewed: 09/06/2026\n---\nText.\n", "front-matter-value", 3),
        ("lang.md", "---\nlang: english\n---\nText.\n", "front-matter-value", 2),
        ("yaml.md", "---\ntitle: A: B: C\n---\nText.\n", "front-matter-yaml", 2),
        ("list.md", "---\n- a\n---\nText.\n", "front-matter-shape", 2),
        ("open.md", "---\ntitle: A\n\nText.\n", "front-matter-open", 1),
    ],
)
def test_a_bad_file_is_refused_with_line_and_remedy_and_the_others_are_read(
    tmp_path: Path, name: str, content: str | bytes, code: str, line: int
) -> None:
    write(tmp_path, name, content)
    write(tmp_path, "good.md", "# Good\n\nA good sentence.\n")
    found = read([tmp_path])
    assert [document.source for document in found.documents] == ["good.md"]
    (refused,) = found.refused
    assert (refused.source, refused.code, refused.line) == (name, code, line)
    assert refused.message.endswith(".")
    assert refused.remedy.endswith(".")


def test_a_second_document_with_the_same_id_is_refused(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        write(tmp_path, name, "---\ntitle: T\nid: pay\n---\nSome text here.\n")
    found = read([tmp_path])
    assert [document.source for document in found.documents] == ["a.md"]
    assert [(one.source, one.line, one.code) for one in found.refused] == [("b.md", 3, "duplicate-id")]


def test_what_is_not_a_document_is_passed_over(tmp_path: Path) -> None:
    for name in ("README.md", ".hidden.md", ".git/a.md", "picture.png", "a.md"):
        write(tmp_path, name, "# A\n\nOne sentence here.\n")
    assert [document.source for document in read([tmp_path]).documents] == ["a.md"]


def test_an_unreadable_kind_that_is_named_itself_is_refused(tmp_path: Path) -> None:
    assert read([write(tmp_path, "a.png", b"x")]).refused[0].code == "format"


def test_an_empty_document_is_a_warning(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "")
    assert [one.code for one in read([tmp_path]).warnings] == ["empty"]


def test_a_missing_path_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no file or folder"):
        read([tmp_path / "nowhere"])


def test_several_roots_name_their_sources_and_may_not_clash(tmp_path: Path) -> None:
    write(tmp_path, "one/a.md", "# A\n\nOne sentence.\n")
    write(tmp_path, "two/a.md", "# A\n\nTwo sentences.\n")
    write(tmp_path, "three/one/a.md", "# A\n\nThree sentences.\n")
    found = read([tmp_path / "one", tmp_path / "two"])
    assert [document.source for document in found.documents] == ["one/a.md", "two/a.md"]
    with pytest.raises(UsageError, match="would both be called"):
        read([tmp_path / "one", tmp_path / "three" / "one"])


def _word(document: WordDocument) -> None:
    document.add_heading("Pay", 1)
    document.add_paragraph("It pays 100 euros.")


_PAGE = "<main><h2>Pay</h2><p>It pays 100 euros.</p></main>"
_SAYING: dict[str, str | bytes] = {
    ".html": _PAGE,
    ".htm": _PAGE,
    ".docx": word(_word),
    ".pdf": pdf([("Pay", 16, 50, ""), ("It pays 100 euros.", 11, 80, "")]),
    ".xlsx": workbook(("Sheet", [("question", "answer"), ("Pay", "It pays 100 euros.")])),
    ".csv": "question,answer\nPay,It pays 100 euros.\n",
    ".json": '[{"question": "Pay", "answer": "It pays 100 euros."}]',
    ".yaml": "- question: Pay\n  answer: It pays 100 euros.\n",
    ".yml": "pay: It pays 100 euros.\n",
}


@pytest.mark.parametrize("suffix", sorted(LOADERS))
def test_every_loader_reads_the_same_fact(tmp_path: Path, suffix: str) -> None:
    text = _SAYING.get(suffix, "Pay\n---\n\nIt pays 100 euros.\n")
    write(tmp_path, f"page{suffix}", text)
    assert quotes(only(tmp_path))[-1] == ("Pay", ["It pays 100 euros."])
