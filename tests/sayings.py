"""One document in every format that is read: the same questions, answers, list and table, written as each format writes them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from docx.document import Document

from tests.office import pdf, table, word, workbook

TITLE = "Data engineer"
ENTRIES = (
    ("What does the job pay?", "The job pays 50,000 to 60,000 euros a year. A bonus of one month comes on top."),
    ("Where is the job?", "The job is in Example City, near the station."),
    ("Can I work from home?", "You can work from home on two days a week."),
)
MISSIONS = ("Build pipelines that bring data in every night.", "Run them and mend what breaks.", "Explain what the numbers mean.")
STEPS = (("Step", "Time"), ("First call", "30 minutes"), ("Interview with the team", "2 hours"))


def everything() -> Mapping[str, bytes]:
    """The file of each format by its ending."""
    texts: dict[str, str | bytes] = {
        ".md": _markdown(),
        ".txt": _plain(),
        ".html": _page(),
        ".docx": word(_fill),
        ".pdf": _pdf(),
        ".xlsx": workbook(
            ("Questions", [("Question", "Answer"), *ENTRIES]), ("Missions", [(one,) for one in MISSIONS]), ("Steps", STEPS)
        ),
        ".csv": "question,answer\n" + "".join(f'"{question}","{answer}"\n' for question, answer in ENTRIES),
        ".json": json.dumps(_data()),
        ".yaml": json.dumps(_data(), indent=1),  # JSON is YAML
    }
    return {name: text.encode() if isinstance(text, str) else text for name, text in texts.items()}


def _markdown() -> str:
    entries = "".join(f"## {question}\n\n{answer}\n\n" for question, answer in ENTRIES)
    items = "".join(f"- {one}\n" for one in MISSIONS)
    rows = [f"| {left} | {right} |\n" for left, right in STEPS]
    return f"# {TITLE}\n\n{entries}## Missions\n\n{items}\n## Steps\n\n{rows[0]}|---|---|\n{''.join(rows[1:])}"


def _plain() -> str:
    entries = "".join(f"{question}\n{answer}\n\n" for question, answer in ENTRIES)
    return (
        f"{TITLE}\n\n{entries}Missions\n"
        + "".join(f"- {one}\n" for one in MISSIONS)
        + "\nSteps\n"
        + "".join(f"- {a} | {b}\n" for a, b in STEPS)
    )


def _page() -> str:
    entries = "".join(f"<h2>{question}</h2><p>{answer}</p>" for question, answer in ENTRIES)
    items = "".join(f"<li>{one}</li>" for one in MISSIONS)
    rows = "".join(f"<tr><td>{left}</td><td>{right}</td></tr>" for left, right in STEPS)
    main = f"<main><h1>{TITLE}</h1>{entries}<h2>Missions</h2><ul>{items}</ul><h2>Steps</h2><table>{rows}</table></main>"
    return f"<html lang='en'><body><nav><a href='/'>Home</a></nav>{main}<footer>Example Company</footer></body></html>"


def _fill(document: Document) -> None:
    document.add_heading(TITLE, 0)
    for question, answer in ENTRIES:
        document.add_heading(question, 1)
        document.add_paragraph(answer)
    document.add_heading("Missions", 1)
    for one in MISSIONS:
        document.add_paragraph(one, style="List Bullet")
    document.add_heading("Steps", 1)
    table(document, STEPS)


def _pdf() -> bytes:
    lines: list[tuple[str, float, float, str]] = [(TITLE, 22, 40, "")]
    top = 40.0

    def add(text: str, size: float, gap: float) -> None:
        nonlocal top
        top += gap
        lines.append((text, size, top, ""))

    for question, answer in ENTRIES:
        add(question, 15, 40)
        # A line of print holds fewer words than the answer.
        words = answer.split()
        add(" ".join(words[:8]), 11, 25)
        add(" ".join(words[8:]), 11, 14)
    add("Missions", 15, 40)
    for one in MISSIONS:
        add(f"\x95 {one}", 11, 20)
    add("Steps", 15, 40)
    for left, right in STEPS:
        add(left, 11, 20)
        lines.append((right, 11, top, "1 0 0 1 200 0 cm"))
    return pdf([(text, size, place, more) for text, size, place, more in lines if text])


def _data() -> object:
    entries = [{"question": question, "answer": answer} for question, answer in ENTRIES]
    return {
        "title": TITLE,
        "questions": entries,
        "missions": "\n".join(f"- {one}" for one in MISSIONS),
        "steps": [dict(zip(STEPS[0], row, strict=True)) for row in STEPS[1:]],
    }
