"""Personal data in what a visitor types: found by linear-time patterns, and masked before anything is kept or sent.

Every pattern begins where something begins and repeats a bounded number of times, or gives nothing back once it has read on
(`++`): no text makes one of them slow.
"""

from __future__ import annotations

import re
from collections.abc import Callable

# Blanks that people put between digits: also the ones that French typography and copying bring.
_BLANK = r" \u00a0\u202f\u2009"
_GAP = rf"[{_BLANK}.\-]?"
_WHOLE = r"(?![\w@])"

_LINK = re.compile(r"(?<!\w)(?:https?://|www\.)[^\s<>\"'“”«»]++", re.IGNORECASE)
# What in a link is somebody's: a query, a fragment, a login, a profile, or a part that looks like a key.
_TELLING = re.compile(
    r"[?#@=]|linkedin\.com/in/|(?:facebook|instagram|twitter|x|github)\.com/|/(?=[A-Za-z_-]*\d)(?=[\d_-]*[A-Za-z])[\w-]{16}",
    re.IGNORECASE,
)
_MAIL = re.compile(
    r"(?<![\w.+%-])[\w.+%-]++(?:@|\s?[\[({](?:at|arobase)[\])}]\s?)[\w-]++(?:(?:\.|\s?[\[({](?:dot|point)[\])}]\s?)[\w-]++)++"
    r"|(?<![\w.+%-])[\w.+%-]++ (?:at|arobase) [\w-]{1,63} (?:dot|point) (?:com|org|net|fr|eu|de|be|ch|ca|uk|io|co|edu)\b",
    re.IGNORECASE,
)
_IBAN = re.compile(
    rf"(?<!\w)[A-Z]{{2}}\d{{2}}(?:[{_BLANK}-]?[A-Z0-9]{{4}}){{2,7}}(?:[{_BLANK}-]?[A-Z0-9]{{1,4}})?{_WHOLE}", re.IGNORECASE
)
_CARD = re.compile(rf"(?<![\w.,])(?:(?:\d{{4}}[{_BLANK}-]?){{3}}\d{{4}}|\d{{4}}[{_BLANK}-]?\d{{6}}[{_BLANK}-]?\d{{5}}){_WHOLE}")
_SOCIAL = re.compile(
    # France: sex, year, month, department (Corsica has letters), commune, order, key
    rf"(?<![\w.,])[1-478]{_GAP}\d{{2}}{_GAP}(?:0[1-9]|1[0-2]|[2-9]\d){_GAP}(?:\d{{2}}|2[AB]){_GAP}\d{{3}}{_GAP}\d{{3}}(?:{_GAP}\d{{2}})?{_WHOLE}"
    # United States, United Kingdom
    rf"|(?<![\w.,-])\d{{3}}[{_BLANK}-]\d{{2}}[{_BLANK}-]\d{{4}}{_WHOLE}"
    rf"|(?<!\w)(?-i:[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])[{_BLANK}-]?(?:\d{{2}}[{_BLANK}-]?){{3}}(?-i:[A-D]){_WHOLE}",
    re.IGNORECASE,
)
_PHONE = re.compile(
    rf"(?<![\w.,])(?:\+|00)[1-9](?:[{_BLANK}.\-/()]{{0,2}}\d){{6,14}}{_WHOLE}"
    # Nine digits at least, and no strokes: a date is no number to call.
    rf"|(?<![\w.,])\(?0[1-9](?:[{_BLANK}.\-)]{{0,2}}\d){{7,10}}{_WHOLE}"
    rf"|(?<![\w.,])(?:1[{_BLANK}.-])?\(?[2-9]\d{{2}}\)?[{_BLANK}.-]{{1,2}}\d{{3}}[{_BLANK}.-]\d{{4}}{_WHOLE}"
)
# Nothing that the documents could answer has nine digits in a row; applications, passports and accounts do.
_NUMBER = re.compile(rf"(?<![\w.,])\d{{9,19}}{_WHOLE}")
_NAME = re.compile(
    r"(?<!\w)(?P<said>(?:[Mm]y name is|[Mm]y name[’']s|[Jj]e m[’']appelle|[Mm]on nom est|[Jj]e me nomme) )[^\W\d_][\w’'-]{0,40}(?: [A-ZÀ-Þ][\w’'-]{0,40}){0,3}"
)


def _is_telling(found: re.Match[str]) -> bool:
    return bool(_TELLING.search(found.group()))


def _is_account(found: re.Match[str]) -> bool:
    """An IBAN by its check digits, or one typed with a slip: in capitals, with digits enough."""
    plain = re.sub(r"[\W_]", "", found.group())
    if sum(character.isdigit() for character in plain) < 8 or not plain.isascii():
        return False
    turned = plain[4:] + plain[:4]
    return plain.isupper() or int("".join(str(int(character, 36)) for character in turned)) % 97 == 1


def _always(_: re.Match[str]) -> bool:
    return True


# In this order: an address inside a link, or a number inside an account, is part of that.
_PATTERNS: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], bool]], ...] = (
    ("link", _LINK, _is_telling),
    ("e-mail", _MAIL, _always),
    ("iban", _IBAN, _is_account),
    ("card", _CARD, _always),
    ("social security number", _SOCIAL, _always),
    ("phone", _PHONE, _always),
    ("number", _NUMBER, _always),
)


def mask(text: str) -> tuple[str, tuple[str, ...]]:
    """`text` with each e-mail address, phone, card, account, social security or other long number, and each link that tells
    of somebody, replaced by its kind in brackets; and the kinds that were found.
    """
    kinds: list[str] = []

    def replaced(found: re.Match[str], kind: str, holds: Callable[[re.Match[str]], bool]) -> str:
        if not holds(found):
            return found.group()
        if kind not in kinds:
            kinds.append(kind)
        return f"[{kind}]"

    for kind, pattern, holds in _PATTERNS:
        text = pattern.sub(lambda found, kind=kind, holds=holds: replaced(found, kind, holds), text)  # type: ignore[misc]
    return text, tuple(kinds)


def mask_for_keeping(text: str) -> str:
    """`text` as it may be kept: masked, and without the name that somebody introduces themselves by."""
    return _NAME.sub(r"\g<said>[name]", mask(text)[0])
