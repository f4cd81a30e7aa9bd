"""Markdown and HTML marks inside a line: what a reader need not see, and a model must not read."""

from __future__ import annotations

import html
import re

# Each pattern is linear: no nested repetition over the same characters.
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_IMAGE = re.compile(r"!\[([^\[\]]*)\]\([^()\n]*\)")
_LINK = re.compile(r"\[([^\[\]]*)\](?:\([^()\n]*\)|\[[^\[\]\n]*\])")
_MARKER = re.compile(r"^[ \t>]*(?:[-*+•]|\d{1,3}[.)])[ \t]+", re.MULTILINE)
_EMPHASIS = re.compile(r"\*{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)|`+|~~")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_SPACE = re.compile(r"[ \t\u00a0\u202f]*\n[ \t\n]*|[ \t]{2,}")


def readable(text: str) -> str:
    """`text` as a person reads it: link targets, tags, comments, emphasis and list markers gone.

    Line breaks become blanks: use it for one sentence, one item or one passage, never for offsets.
    """
    plain = _TAG.sub("", _COMMENT.sub(" ", text))
    plain = _LINK.sub(r"\1", _IMAGE.sub(r"\1", plain))
    plain = _EMPHASIS.sub("", _MARKER.sub("", plain))
    return _SPACE.sub(" ", html.unescape(_ESCAPE.sub(r"\1", plain))).strip()


def blank_comments(text: str) -> str:
    """`text` with every HTML comment overwritten by blanks (line ends stay), so that offsets hold."""
    return _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)
