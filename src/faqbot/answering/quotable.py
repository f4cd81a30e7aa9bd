"""What may be an answer: never a question, a title, a call to action, an instruction to whoever writes answers, or the words
that only lead to a list.
"""

from __future__ import annotations

import functools
import re

from faqbot.language.markup import readable
from faqbot.language.steering import steers
from faqbot.language.words import fold, tokens
from faqbot.types import Document, Section, Sentence

_CALL = re.compile(
    r"^(?:do not |don t |please )?(?:click|contact us|apply now|sign up|subscribe|follow us|learn more|read more|find out more|see more|discover|visit our|check out|don t miss|"
    r"cliquez|contactez.nous|postulez|inscrivez|abonnez|suivez.nous|en savoir plus|decouvrez|visitez|consultez)\b"
)


def quotable(document: Document, section: Section, sentence: Sentence) -> bool:
    """Whether `sentence` can stand as (a part of) an answer."""
    chosen = sentence.kind == "field" or section.kind == "faq"
    return _answers(document.quote(sentence.start, sentence.end), document.title, sentence.kind == "item", chosen)


# Every question looks at the same sentences, and reading one takes longer than scoring it.
@functools.lru_cache(maxsize=16_384)
def _answers(written: str, title: str, item: bool, chosen: bool) -> bool:
    """Whether a text may answer; `chosen`: its author wrote it for an answer."""
    text = readable(written)
    words = tokens(text)
    if not words or text.rstrip('"”» ').endswith("?") or steers(text):
        return False
    if chosen:
        return True
    plain = re.sub(r"[’']", " ", fold(text))
    if _CALL.match(plain) or fold(text).strip() == fold(title).strip():
        return False
    return item or len(words) > 2


def leads(text: str) -> bool:
    """Whether a sentence only announces what follows it: it ends in a colon."""
    return text.rstrip().endswith(":")
