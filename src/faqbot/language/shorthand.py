"""What people type on a phone: "u", "ppl", "yrs", "w/o". Spelt out before anything reads the question."""

from __future__ import annotations

import re

_EN = {
    "u": "you", "ur": "your", "r": "are", "ppl": "people", "yr": "year", "yrs": "years", "yoe": "years of experience", "xp": "experience", "exp": "experience",
    "w/": "with", "w/o": "without", "b4": "before", "rn": "right now", "atm": "at the moment", "asap": "as soon as possible", "wat": "what", "wht": "what", "wot": "what", "whats": "what is",
    "hw": "how", "abt": "about", "bc": "because", "cuz": "because", "cos": "because", "pls": "please", "plz": "please", "thx": "thanks", "thnx": "thanks", "ty": "thank you", "tnx": "thanks",
    "k": "ok", "gn": "good night", "gm": "good morning", "helo": "hello", "hii": "hi", "im": "i am", "ive": "i have", "id": "i would", "dont": "do not", "doesnt": "does not", "cant": "cannot",
    "whos": "who is", "hows": "how is", "wheres": "where is", "theres": "there is", "thats": "that is", "isnt": "is not", "arent": "are not", "gonna": "going to", "wanna": "want to", "gotta": "have to",
    "min": "minimum", "max": "maximum", "mgr": "manager", "mgmt": "management", "dev": "developer", "eng": "engineer", "co": "company", "uni": "university", "info": "information", "infos": "information",
    "msg": "message", "nr": "number", "cert": "certification", "certs": "certifications", "infra": "infrastructure", "biz": "business", "tech": "technical", "prod": "product", "corp": "company",
    "comp": "compensation", "sal": "salary", "&": "and",
}  # fmt: skip
_FR = {
    "pr": "pour", "ds": "dans", "ac": "avec", "av": "avec", "tt": "tout", "ts": "tous", "bcp": "beaucoup", "qd": "quand", "qq": "quelque", "qqn": "quelqu'un", "qqun": "quelqu'un", "pk": "pourquoi", "pq": "pourquoi", "pcq": "parce que",
    "koi": "quoi", "kel": "quel", "ki": "qui", "jsp": "je ne sais pas", "jvx": "je veux", "c": "c'est", "ya": "il y a", "svp": "s'il vous plaît", "stp": "s'il te plaît", "mci": "merci", "mrc": "merci", "g": "j'ai", "bjr": "bonjour", "bsr": "bonsoir", "slt": "salut", "cdt": "merci",
    "rdv": "rendez-vous", "nb": "nombre", "xp": "expérience", "exp": "expérience", "ans": "ans", "tps": "temps", "tlt": "télétravail", "tt?": "télétravail", "tech": "technique", "info": "information", "infos": "informations", "diff": "différence", "dif": "différence",
    "dispo": "disponible", "rému": "rémunération", "remu": "rémunération", "boîte": "entreprise", "boite": "entreprise", "taf": "travail", "job": "poste", "asap": "dès que possible", "h": "heures", "min": "minimum", "max": "maximum", "dev": "développeur", "ing": "ingénieur", "&": "et",
}  # fmt: skip
_TABLES = {"en": _EN, "fr": _FR}
_WORD = re.compile(r"(?<![\w/&+'’@.-])(?:w/o?|&|[^\W_]+)(?![\w/&+'’@-])")


def spell_out(text: str, lang: str) -> str:
    """`text` with the shorthand of `lang` spelt out, word by word; everything else stays as it is."""
    table = _TABLES.get(lang, {})

    def word(match: re.Match[str]) -> str:
        typed = match.group()
        # Capitals are a name or an acronym, unless everything is.
        if typed.isupper() and typed.isalpha() and not text.isupper():
            return typed
        return table.get(typed.lower(), typed)

    return _WORD.sub(word, text)
