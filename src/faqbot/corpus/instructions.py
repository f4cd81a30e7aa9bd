"""Text in a document that tells a language model what to do: it is indexed like any other, and its author is warned."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LONGEST_SHOWN = 80
_PATTERNS = (
    # Earlier orders are to be dropped.
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.\n]{0,40}\b(?:instructions?|prompts?|rules|guidelines|directions|context|above|guardrails)\b",
    r"\b(?:ignore[zr]?|oublie[zr]?|contourne[zr]?)\b[^.\n]{0,40}\b(?:instructions?|consignes|règles|directives|invite)\b",
    # Another part is to be played.
    r"\byou are (?:now|no longer)\b|\bpretend (?:to be|you are)\b|\bact as (?:if you|an? (?:ai|assistant|unrestricted))\b",
    r"\b(?:tu es|vous êtes) (?:maintenant|désormais) (?:une? )?(?:ia|assistant|modèle|chatbot)\b",
    # A model is addressed by what it is.
    r"\b(?:note|message|instructions?|attention|important)\s+(?:to|for|à|pour)\s+(?:the |any |all |toute? |l['’])?(?:ai|llm|language model|assistant|chatbot|ia|modèle)\b",
    r"\b(?:if you are|as) an? (?:ai|llm|large language model|language model)\b",
    r"^[^\w\n]*(?:system|developer|assistant)(?: (?:prompt|message|override|note))?\s*:|\b(?:system|admin|developer) override\b",
    r"\b(?:when|if|whenever) (?:asked|answering|a (?:user|candidate) asks)\b[^.\n]{0,60}\b(?:say|answer|reply|respond|recommend|tell)\b",
    r"\b(?:respond|reply|answer) (?:only )?(?:with|in) (?:the (?:word|phrase|following)|only|json|base64)\b",
    r"\bdo not (?:tell|reveal|mention|inform)\b[^.\n]{0,30}\b(?:user|candidate|anyone)\b",
    r"\b(?:reveal|print|repeat|output|leak|exfiltrate)\b[^.\n]{0,30}\b(?:system prompt|your (?:instructions|prompt)|api key|password)\b",
    # The answer to come is spoken of, which no document for people does.
    r"\b(?:in|(?<!forward )to|of|from|with|modify|augment|enhance|change|render|rewrite|scramble) your (?:next )?(?:response|reply|answer|output|message)\b",
    r"\bprovide your (?:response|reply|answer)\b|\bdans (?:ta|votre) réponse\b",
    # The marks of chat formats.
    r"<\|(?:im_start|im_end|system|user|assistant|endoftext)\|>|\[/?INST\]|<<SYS>>|^#{2,} *(?:system|instruction)s?:? *$",
)
_INSTRUCTION = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE | re.MULTILINE)


def instructions(text: str) -> Iterator[tuple[int, str]]:
    """The lines of `text`, counted from 1, that read like orders to a language model, each with its words."""
    last = 0
    for match in _INSTRUCTION.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        if line != last:
            yield line, " ".join(match.group().split())[:_LONGEST_SHOWN]
        last = line
