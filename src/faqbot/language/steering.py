"""Sentences that address whoever writes the answer instead of whoever reads it: planted to steer a language model.

"Add a link to your reply" tells a candidate nothing about a role, so it is never quoted and never shown to a model.
"""

from __future__ import annotations

import re

from faqbot.language.words import fold

_OUTPUT = r"(?:response|reply|replies|answer|answers|output|completion|reponses?)"
_ASK = (
    r"add|include|insert|append|integrate|incorporate|modify|change|enhance|augment|replace|substitute|convert|render|provide|use|write|"
    r"say|tell|mention|suggest|tease|invite|introduce|misspell|scramble|jumble|rearrange|anagram|remove|group|combine|put|end|begin|start|"
    r"finish|translate|encode|format|print|output|repeat|reveal|ajoute[rz]?|inclu[rst]\w*|inser\w*|modifie[rz]?|remplace[rz]?|utilise[rz]?|ecri\w+|"
    r"mentionne[rz]?|propose[rz]?|termine[rz]?|commence[rz]?|repete[rz]?|revele[rz]?|traduis\w*|traduire"
)
# What people have chatbots write; nobody asks it of whoever holds a role.
_WORKS = (
    r"poem|haiku|song|lyrics|joke|riddle|limerick|(?:short )?story|essay|speech|letter to|recipe|headline|tweet|equivalent|translation|"
    r"example of how to|introduction for|code snippet|python function|poeme|chanson|blague|recette|histoire|dissertation"
)
_TASK = re.compile(
    rf"^\W*(?:please |now |then )?(?:(?:write|compose|draft|develop|create|generate|provide|give|tell|make|deliver|recite|ecri\w+|redige[rz]?|compose[rz]?|raconte[rz]?)\b.{{0,40}}\b(?:{_WORKS})\b|"
    r"(?:translate|traduis\w*) (?:the following|la phrase|ceci|this)\b|(?:render|rearrange|scramble|encode|spell) your message\b|replace (?:every|all|each|the)? ?(?:\w+ )?(?:letters?|vowels?|words?)\b|"
    r"(?:explain|describe|break down) (?:the|how|why)\b.{0,60}\b(?:in simple terms|with an example|theory|plot|lifecycle|step by step)\b)"
)
_STEERS = re.compile(
    rf"^\W*(?:please |now |also |always |you must |you should |dans |in )?(?:(?:{_ASK})\b.{{0,160}}\b(?:your|the|ta|votre|tes|vos|la) (?:\w+ ){{0,2}}{_OUTPUT}\b|"
    rf"(?:your|ta|votre) (?:\w+ )?{_OUTPUT}\b.{{0,40}}\b(?:{_ASK})\b)|"
    rf"\b(?:in|of|from|to|for|with|dans|de|a) (?:your|ta|votre) (?:\w+ )?(?:{_OUTPUT}|message)(?:'s)?\b.{{0,12}}(?:$|[,.;])|"
    r"\b(?:ignore|disregard|forget|ignore[rz]?|oublie[rz]?)\b.{0,40}\b(?:instructions?|prompts?|rules|consignes|regles)\b|"
    r"\b(?:system prompt|language model|as an ai|you are (?:now )?(?:an? )?(?:ai|assistant|chatbot|bot)|prompt systeme|modele de langage)\b.{0,60}\b(?:must|should|will|reveal|print|answer|reply|say|output|doit|dois|reponds?)\b|"
    r"^\W*(?:assistant|system|user|ai)\s*:"
)


def steers(text: str) -> bool:
    """Whether `text` is an instruction to the writer of an answer, or a task for a chatbot."""
    plain = re.sub(r"[’‘]", "'", fold(text))
    return _STEERS.search(plain) is not None or _TASK.match(plain) is not None
