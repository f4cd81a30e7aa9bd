"""What scripted models make of the sentences they are offered: word them well, carelessly, or falsely. No chance is involved:
what varies hangs on the digest of the sentence, so two runs write the same.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from faqbot.answering.claims import Claim
from faqbot.evaluation import perturbing
from faqbot.language.words import content_tokens, stem

_MOST = 4
_GROUPED = re.compile(r"(\d{2,3})[,\u202f\u00a0 ]000\b")
_ASIDE = re.compile(r"\s*\([^()]*\)")
_OPENING = {
    "en": re.compile(r"^(?:In practice|Typically|There is|There are|In addition|Moreover)\b,? ?"),
    "fr": re.compile(r"^(?:En pratique|De plus|Il y a)\b,? ?"),
}
_SWAPS = {
    "en": {
        " between ": " from ",
        " in order to ": " to ",
        "It is ": "This is ",
        " such as ": " like ",
        " depending on ": " according to ",
        " generally ": " usually ",
    },
    "fr": {" généralement ": " en général ", " afin de ": " pour ", " tels que ": " comme ", " selon ": " suivant "},
}
_CHATTER = {
    "en": "We are a wonderful place to work and you will love it here!",
    "fr": "Nous sommes une entreprise merveilleuse et vous allez adorer !",
}
_INVENTED = {
    "en": "The position comes with a company car and a signing bonus of €25,000.",
    "fr": "Le poste offre une voiture de fonction et une prime d'arrivée de 25 000 €.",
}


@dataclass(frozen=True, slots=True)
class Given:
    """What a prompt offers: the question, and heading and words of each sentence by number.

    `right` are the sentences that a person marked as the answer: a model that reads well knows them, a script must be told.
    """

    question: str
    lang: str
    headings: Mapping[int, str]
    sentences: Mapping[int, str]
    right: frozenset[int] = frozenset()


Part = tuple[str, Sequence[int]]
Found = tuple[int, str]
Character = Callable[[Given], Sequence[Part]]


def good(given: Given) -> list[Part]:
    """Takes the sentences of the first section that share most with the question, in other words, and points at them."""
    return [(reworded(given.sentences[number], given.lang), [number]) for number in _relevant(given)]


def sloppy(given: Given) -> list[Part]:
    """Like good, but points past the end, at nothing, or at too much; chats, adds links and leaves sentences out."""
    found: list[Part] = [(_CHATTER[given.lang], [1])]
    for number in _relevant(given):
        text = _GROUPED.sub(r"\1k", _ASIDE.sub("", reworded(given.sentences[number], given.lang)))
        habit = _draw(text, 6)
        if habit == 0:
            continue
        if habit == 1:
            found.append((text, [number, len(given.sentences) + 5]))
        elif habit == 2:
            found.append((text, []))
        elif habit == 3:
            found.append((f"**{text}** [{number}] See [our site](https://example.com).", [number]))
        elif habit == 4:
            found.append((text, [number % len(given.sentences) + 1]))
        else:
            found.append((text, list(given.sentences)[:6]))
    return found


def lying(given: Given) -> list[Part]:
    """Turns every sentence into its opposite or swaps what it names, invents, and passes off what is not to the point."""
    found: list[Part] = []
    for number in _relevant(given):
        text = reworded(given.sentences[number], given.lang)
        found.extend((wrong, [number]) for wrong in _falsified(Claim(text, given.sentences[number], given.lang)))
    off_topic = max(given.sentences, key=lambda number: (-_shared(given, number), number))
    return [*found, (_INVENTED[given.lang], [1]), (given.sentences[off_topic], [off_topic])]


def reads_well(given: Given) -> Found:
    """Finds the sentence that a person marked, and says so where none is."""
    return (min(given.right), given.sentences[min(given.right)]) if given.right else (0, "")


def says_yes(given: Given) -> Found:
    """Takes the first sentence for an answer to whatever is asked."""
    return 1, given.sentences[1]


def makes_up(given: Given) -> Found:
    """Quotes what stands nowhere."""
    return 1, f"{given.question} Certainly, for everybody."


READERS: Mapping[str, Callable[[Given], Found]] = {
    "reads well": reads_well,
    "says yes to all": says_yes,
    "makes up quotes": makes_up,
}
CHARACTERS: Mapping[str, Character] = {"good": good, "sloppy": sloppy, "lying": lying}


def reworded(text: str, lang: str) -> str:
    """`text` said a little differently: openings left out, some words for others."""
    plain = _OPENING[lang].sub("", text)
    for old, new in _SWAPS[lang].items():
        plain = plain.replace(old, new)
    return plain[:1].upper() + plain[1:]


def _falsified(claim: Claim) -> Iterator[str]:
    for perturb in perturbing.PERTURBATIONS.values():
        yield from perturb(claim)
    yield from perturbing.renamed(claim, ["Amazon", "Berlin"])
    yield f"{claim.text.rstrip('.')}, {'which is guaranteed to everyone' if claim.lang == 'en' else 'ce qui est garanti à tous'}."


def _relevant(given: Given) -> list[int]:
    if given.right:
        return sorted(given.right)
    first = [number for number in given.sentences if given.headings[number] == given.headings[1]]
    best = sorted(first, key=lambda number: (-_shared(given, number), number))[:_MOST]
    return sorted(best)


def _shared(given: Given, number: int) -> int:
    asked = {stem(word, given.lang) for word in content_tokens(given.question, given.lang)}
    return len(asked & {stem(word, given.lang) for word in content_tokens(given.sentences[number], given.lang)})


def _draw(text: str, sides: int) -> int:
    return hashlib.sha256(text.encode()).digest()[0] % sides
