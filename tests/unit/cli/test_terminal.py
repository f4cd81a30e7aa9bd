"""Answers as a terminal shows them."""

from __future__ import annotations

from typing import Any

from faqbot.cli.terminal import show_answer


def rendered(text: str, *, cited: bool = True) -> dict[str, Any]:
    source = {"n": 1, "source": "a.md", "heading": ["Skills"], "reviewed": None, "quote": text}
    return {
        "answer": text,
        "lang": "en",
        "notes": [],
        "closest": None if cited else source,
        "citations": [source] if cited else [],
        "suggestions": [],
    }


def test_items_of_a_list_begin_with_a_mark_the_first_one_too() -> None:
    assert show_answer(rendered("build wheels\n- true **frames** [1]")).startswith(
        "• build wheels\n• true frames [1]\n\n[1] a.md"
    )


def test_the_line_that_leads_to_a_list_is_no_item() -> None:
    shown = show_answer(rendered("You need:\n\n1. patience\n2. a bike"))
    assert shown.startswith("You need:\n\n• patience\n• a bike")


def test_lines_stay_lines_so_that_rows_of_a_table_do() -> None:
    assert show_answer(rendered("| Grade | Pay |\n| 1 | €31,000 | [1]")).startswith("| Grade | Pay |\n| 1 | €31,000 | [1]")


def test_a_long_item_is_set_in_and_the_closest_passage_keeps_its_items() -> None:
    shown = show_answer(rendered(f"short\n- {'word ' * 30}end", cited=False))
    quoted = [line for line in shown.splitlines() if line.startswith("  |")]
    assert quoted[0] == "  | • short"
    assert quoted[1].startswith("  | • word")
    assert quoted[2].startswith("  |   word")
