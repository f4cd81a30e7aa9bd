"""Questions with one typing mistake, as thumbs make them, to see how many answers a mistake changes."""

from __future__ import annotations

import random
import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]{4,}")
# What lies beside a letter on the keyboards of most phones, QWERTY and AZERTY taken together.
_NEIGHBOURS = {
    "a": "zqs", "b": "vn", "c": "xv", "d": "sf", "e": "zr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk", "k": "jl",
    "l": "km", "m": "nl", "n": "bm", "o": "ip", "p": "ol", "q": "aw", "r": "et", "s": "ad", "t": "ry", "u": "yi", "v": "cb",
    "w": "qx", "x": "cz", "y": "tu", "z": "ae",
}  # fmt: skip


def mistyped(question: str, chance: random.Random) -> str:
    """`question` with one mistake inside one word of four letters or more; as it is where there is none.

    The mistake is one of four, equally likely: two letters swapped, one left out, one typed twice, a neighbour's key. The
    first letter stays, as it does in most mistakes (Damerau 1964; Pollock and Zamora 1984). Accents are left out, too.
    """
    plain = "".join(each for each in unicodedata.normalize("NFD", question) if not unicodedata.combining(each))
    words = list(_WORD.finditer(plain))
    if not words:
        return question
    word = chance.choice(words)
    return plain[: word.start()] + _spoilt(word.group(), chance) + plain[word.end() :]


def _spoilt(word: str, chance: random.Random) -> str:
    kind, at = chance.choice(("swap", "drop", "double", "neighbour")), chance.randrange(1, len(word) - 1)
    if kind == "swap":
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == "drop":
        return word[:at] + word[at + 1 :]
    if kind == "double":
        return word[:at] + word[at] + word[at:]
    return word[:at] + chance.choice(_NEIGHBOURS.get(word[at].lower(), word[at])) + word[at + 1 :]
