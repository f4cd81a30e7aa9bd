"""What kind of thing a question asks for, and whether a text holds one: an amount, a duration, a date, a number."""

from __future__ import annotations

import functools
import re

from faqbot.language.money import Amount, sums
from faqbot.language.words import fold

# What a job pays, and what is paid besides it.
_PAY = (
    r"salar|salaire|\bpa(?:y|ye|ie)\b|\bearn|\bwages?\b|remunerat|compensation|combien .{0,12}(?:gagn|pay|touch)|\bgagne|package"
)
_NO_PAY = (
    r"sick|\bpay (?:for|towards)|maternity|parental|holiday pay|redundan|severance|overtime|pay ?(?:day|date|slip|rise|gap|scale)|when .*\bpaid|maladie|maternite|"
    r"heures supp|fiche de p|jour de p|quand .*pay"
)
_ASKED = {
    "pay": rf"^(?!.*(?:{_NO_PAY})).*(?:{_PAY})",
    "money": r"\bmoney\b|\bcosts?\b|how much (?:does|do|would|will|can|is|money)|combien .{0,12}(?:cout|euro)|\bprix\b|\bbudget",
    "duration": r"how long|how many (?:years|months|weeks|days|hours)|combien de (?:temps|annees|mois|jours|semaines)|quelle duree|experience",
    "date": r"\bwhen\b|what date|deadline|which day|quand|quelle date|date limite",
    "count": r"how many|combien de|number of|nombre d",
    "person": r"\bwho\b|whom|\bqui\b",
    "place": r"\bwhere\b|which (?:city|country|office)|\bou (?:est|se|sont|travaill)|quelle ville|dans quel",
    "reason": r"\bwhy\b|pourquoi|how come",
    "list": r"^(?:which|what)|^quel",
}
_HELD = {
    "pay": r"\bsmic\b|minimum wage|living wage|pay (?:band|grade|scale|point)|\bband \d|grille (?:de salaires?|indiciaire)",
    "money": r"[€$£]|\b(?:eur|euros?|usd|dollars?|k€)\b|\d\s?k\b",
    "duration": r"\b\d+(?:\s?(?:-|–|to|a|et)\s?\d+)?\s*(?:years?|months?|weeks?|days?|hours?|minutes?|ans?|annees?|mois|semaines?|jours?|heures?)\b|\b(?:one|two|three|four|five|six|several|un|deux|trois|quelques|plusieurs)\s+(?:business |working )?(?:years?|months?|weeks?|days?|hours?|ans?|mois|semaines?|jours?)\b",
    "date": r"\b(?:19|20)\d\d\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)\b|\b\d{1,2}/\d{1,2}\b",
    "count": r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|un|une|deux|trois|quatre|cinq)\b",
}
_ASKED_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _ASKED.items()}
_HELD_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _HELD.items()}
# The least that a job pays for each period.
_LEAST_PAID = {"hour": 5.0, "day": 40.0, "month": 400.0, "year": 5000.0}
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_YES_NO = re.compile(
    r"^(?:is|are|do|does|did|can|could|will|would|should|has|have|am|was|must|may|est.ce|peut.on|faut.il|y a.t.il|puis.je|a.t.on|dois.je)\b"
)


def asked_kinds(question: str) -> frozenset[str]:
    """The kinds of thing `question` asks for; "yes_no" for a question that wants a yes or a no."""
    folded = fold(question).strip()
    kinds = {kind for kind, pattern in _ASKED_PATTERNS.items() if pattern.search(folded)}
    if "pay" in kinds:
        kinds.discard("money")  # "how much does it pay" is not answered by any sum
    return frozenset(kinds | ({"yes_no"} if _YES_NO.match(folded) else set()))


def shaped_kinds(question: str) -> frozenset[str]:
    """Those of the kinds asked for that show in the shape of an answer: an amount, a duration, a date, a number."""
    return asked_kinds(question) & _HELD.keys()


# Every question looks at the same sentences.
@functools.lru_cache(maxsize=32_768)
def holds(kind: str, text: str) -> bool:
    """Whether `text` holds something of `kind`; true for a kind that cannot be told by its shape."""
    pattern = _HELD_PATTERNS.get(kind)
    found = pattern is None or pattern.search(fold(text)) is not None
    return found or (kind == "pay" and any(map(_wage, sums(text))))


def _wage(amount: Amount) -> bool:
    """Whether somebody could be paid `amount` for a job: £600 a year is a budget, 9 € a day is lunch."""
    least = _LEAST_PAID.get(amount.period)
    return least is not None and amount.high >= least


def years(text: str) -> frozenset[str]:
    """The calendar years named in `text`."""
    return frozenset(_YEAR.findall(text))
