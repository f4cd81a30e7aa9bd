"""Shows the marks of Markdown inside a line as bold, italic or code. Everything is escaped; links and images never load."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

# Classes that leave out their own closing mark keep each pattern linear. Images and links give their words only.
_MARKS = re.compile(
    r"\*\*(?P<strong>[^*\n]+)\*\*"
    r"|(?<![\w*])\*(?P<em>[^*\s][^*\n]*)\*(?![\w*])"
    r"|(?<!\w)__(?P<strong_>[^_\n]+)__(?!\w)"
    r"|(?<!\w)_(?P<em_>[^_\s][^_\n]*)_(?!\w)"
    r"|`(?P<code>[^`\n]+)`"
    r"|!?\[(?P<words>[^\[\]\n]*)\]\([^()\s]*(?: \"[^\"\n]*\")?\)"
)


_TAGS = {name: Markup(f"<{name}>{{}}</{name}>") for name in ("strong", "em", "code")}  # noqa: S704 - three names of ours


def inline(text: str) -> Markup:
    """`text` as safe HTML."""
    made: list[Markup] = []
    position = 0
    for match in _MARKS.finditer(text):
        made.append(escape(text[position : match.start()]))
        name = match.lastgroup or "words"
        words = match.group(name)
        tag = name.rstrip("_")
        made.append(escape(words) if tag == "words" else _TAGS[tag].format(words))
        position = match.end()
    made.append(escape(text[position:]))
    return Markup("").join(made)
