"""Every code with which a file is refused or warned about: when, and what its author can do. docs/documents.md shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from faqbot.errors import DocumentError
from faqbot.types import Finding


@dataclass(frozen=True, slots=True)
class Reason:
    """When a code is given, and the remedy that stands with it unless the place knows a better one."""

    when: str
    remedy: str


# The file is not read; the others are.
REFUSED: Mapping[str, Reason] = {
    "format": Reason("No loader reads files with this ending.", "Save it in one of the formats that are read."),
    "unreadable": Reason("The file cannot be opened.", "Check that it exists and may be read."),
    "link": Reason("The path is a symbolic link; what it points to may lie anywhere.", "Put the file itself in its place."),
    "not-a-file": Reason("The path is a device, a pipe or a socket.", "Put a file in its place."),
    "name": Reason("The file's name holds invisible, control or undecodable characters.", "Rename the file."),
    "too-large": Reason("The file, or what it unpacks to, is larger than what is read.", "Split it by heading."),
    "binary": Reason("A text format holds a zero byte.", "Save it as UTF-8 text."),
    "encoding": Reason("The text is in no encoding that it declares or that is expected.", "Save it as UTF-8."),
    "encrypted": Reason("The file is locked with a password.", "Save it without a password, in today's format."),
    "archive-bomb": Reason("The file unpacks to far more than it holds.", "Save it again from the program it comes from."),
    "archive-path": Reason(
        "The file's archive holds a path that leads out of it.", "Save it again from the program it comes from."
    ),
    "entities": Reason("The file's XML declares entities.", "Save it again from the program it comes from."),
    "too-deep": Reason("Elements of the file are nested too deep.", "Save it in a simpler form."),
    "too-heavy": Reason("Reading the file takes more memory than is allowed.", "Split it, or save it in a simpler form."),
    "too-slow": Reason("Reading the file takes longer than is allowed.", "Split it, or save it in a simpler form."),
    "crashed": Reason("The file breaks the reader of its format.", "Open it in the program it comes from and save it again."),
    "no-text": Reason(
        "The file holds pictures of text only, or none.",
        "Have its text recognised (OCR), or save it from the program it was written in.",
    ),
    "damaged": Reason("The format's own structure is broken.", "Open it in the program it comes from and save it again."),
    "front-matter-open": Reason("The front matter has no closing line.", "End it with a line of three hyphens (---)."),
    "front-matter-yaml": Reason(
        "The front matter is not YAML.", "Write one `name: value` a line, and put values with a colon or a hash in quotes."
    ),
    "front-matter-shape": Reason("The front matter is no list of names and values.", "Write one `name: value` a line."),
    "front-matter-value": Reason(
        "A described value is not of its kind, such as a date that is none.", "Write the value as the message says."
    ),
    "fetch-address": Reason("It is no address of the web.", "Write an address that begins with https://, without a password."),
    "fetch-failed": Reason("The page cannot be fetched now.", "Open it in a browser; when it shows there, ingest again later."),
    "fetch-gone": Reason("The site says that there is no such page.", "Take the address out, or write the new one."),
    "fetch-robots": Reason(
        "The site's robots.txt asks programs not to read the page.", "Ask the site's keeper, or save the page as a file."
    ),
    "fetch-private": Reason(
        "The address leads into a private network.",
        "If that is wanted, name the network in FAQBOT_FETCH_ALLOW, such as 10.1.2.0/24.",
    ),
    "fetch-size": Reason("The page is larger than what is read.", "Name the pages it links to instead."),
    "fetch-kind": Reason("The page is of a kind that no loader reads.", "Save it in one of the formats that are read."),
    "fetch-many": Reason("More pages are named than are read at once.", "Name the ones that matter in a list of addresses."),
    "duplicate-id": Reason("Two documents have the same `id`.", "Give each document an id of its own, or none."),
}

# The file is read, and something about it is worth a look.
WARNED: Mapping[str, Reason] = {
    "fetch-old": Reason("A page cannot be fetched now, and the copy from before is read.", "Nothing, unless it stays so."),
    "empty": Reason("The document has no text that could answer.", "Write at least one sentence below a heading."),
    "invisible": Reason(
        "Characters that nobody sees were left out of the text: zero-width ones, marks that turn its direction, controls.",
        "Type the text anew where they stand; they come from copying, or hide something.",
    ),
    "instructions": Reason(
        "A line reads like an order to a language model. It is indexed as any other text and never obeyed.",
        "Delete the line if you did not write it.",
    ),
}


def refusal(source: str, code: str, message: str, *, line: int = 0, remedy: str = "") -> DocumentError:
    """The error that refuses `source` for the reason `code`; `remedy` where the place knows a better one than the table."""
    return DocumentError(source, line=line, code=code, message=message, remedy=remedy or REFUSED[code].remedy)


def warning(source: str, code: str, message: str, *, line: int = 0) -> Finding:
    """What is worth a look in `source`, with the table's remedy."""
    return Finding(source, line, code, message, WARNED[code].remedy)


def table() -> str:
    """The table of codes in docs/documents.md, as Markdown."""
    rows = ["| code | refused or warned | when | what to do |", "|---|---|---|---|"]
    for word, reasons in (("refused", REFUSED), ("warning", WARNED)):
        rows += [f"| `{code}` | {word} | {reason.when} | {reason.remedy} |" for code, reason in reasons.items()]
    return "\n".join(rows)
