"""Places named in a text: countries from CLDR (through Babel), and the cities and demonyms that candidates name."""

from __future__ import annotations

import functools
import re

from babel import Locale

from faqbot.language.words import fold

# Demonyms and short forms by ISO 3166 code; folded, both languages. A question that says "German" means Germany.
_ALSO = {
    "FR": "french francais francaise francaises", "DE": "german germans allemand allemande allemands", "GB": "uk britain british england english-based angleterre britannique scotland wales ecosse",
    "US": "usa us u.s. america american americans etats-unis americain americaine", "CH": "swiss suisse suisses", "BE": "belgian belge belges", "ES": "spanish espagnol espagnole",
    "IT": "italian italien italienne", "NL": "dutch holland hollande neerlandais", "PT": "portuguese portugais portugaise", "IE": "irish irlandais", "LU": "luxembourgish luxembourgeois",
    "CA": "canadian canadien canadienne quebec", "AU": "australian australien", "IN": "indian indien indienne", "CN": "chinese chinois chinoise", "JP": "japanese japonais", "BR": "brazilian bresilien",
    "MA": "moroccan marocain marocaine", "TN": "tunisian tunisien tunisienne", "DZ": "algerian algerien algerienne", "AE": "emirates emirats dubai abu-dhabi", "SG": "singaporean", "SE": "swedish suedois",
    "NO": "norwegian norvegien", "DK": "danish danois", "FI": "finnish finlandais", "PL": "polish polonais", "AT": "austrian autrichien", "RU": "russian russe", "UA": "ukrainian ukrainien", "IL": "israeli israelien",
}  # fmt: skip
_CITIES = """
paris lyon marseille toulouse bordeaux lille nantes nice strasbourg montpellier rennes grenoble sophia-antipolis london
manchester edinburgh dublin berlin munich hamburg frankfurt cologne zurich geneva geneve lausanne basel brussels
bruxelles amsterdam rotterdam madrid barcelona barcelone lisbon lisbonne porto rome milan turin vienna vienne stockholm
copenhagen oslo helsinki warsaw varsovie prague budapest bucharest athens athenes istanbul casablanca rabat tunis
algiers alger dakar abidjan cairo montreal toronto vancouver boston chicago seattle austin denver miami atlanta dallas
houston san-francisco los-angeles new-york washington tokyo seoul shanghai beijing pekin hong-kong bangalore mumbai
delhi sydney melbourne sao-paulo tel-aviv londres
""".split()
_REGIONS = {
    "europe": "europe european europeen europeenne",
    "asia": "asia asian asie",
    "africa": "africa african afrique",
    "north america": "north-america",
    "middle east": "middle-east moyen-orient",
}
# One city under two names.
_FRENCH = {
    "londres": "london", "geneve": "geneva", "bruxelles": "brussels", "barcelone": "barcelona", "lisbonne": "lisbon", "vienne": "vienna",
    "varsovie": "warsaw", "athenes": "athens", "alger": "algiers", "pekin": "beijing",
}  # fmt: skip
# Country names that are ordinary words or names in one of the languages.
_AMBIGUOUS = frozenset(
    {"georgia", "jordan", "chad", "togo", "niger", "mali", "cuba", "oman", "monde", "turkey", "guinea", "jersey", "nice", "us"}
)


def places(text: str) -> dict[str, str]:
    """The places that `text` names: a canonical name for each, and the words that named it.

    Names that are ordinary words as well count only where they are written with a capital.
    """
    found: dict[str, str] = {}
    plain = re.sub(r"[-’']", " ", text)
    folded = fold(plain)
    same_length = len(folded) == len(plain)
    for match in _pattern().finditer(folded):
        shown = plain[match.start() : match.end()] if same_length else match.group()
        if match.group() in _AMBIGUOUS and not shown[:1].isupper():
            continue
        if match.group() == "us" and shown != "US":
            continue
        found.setdefault(_names()[match.group()], shown)
    return found


@functools.cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for lang in ("en", "fr"):
        for code, name in Locale(lang).territories.items():
            if len(code) == 2 and code not in ("ZZ", "XA", "XB", "EU", "UN", "EZ", "QO"):
                names[re.sub(r"[-’']", " ", fold(name))] = code
    for code, words in _ALSO.items():
        names.update((word.replace("-", " "), code) for word in words.split())
    names.update((city.replace("-", " "), _FRENCH.get(city, city)) for city in _CITIES)
    for region, words in _REGIONS.items():
        names.update((word.replace("-", " "), region) for word in words.split())
    return names


def place_words() -> frozenset[str]:
    """The words of all the names that `places` knows, folded."""
    return frozenset(word for name in _names() for word in name.split())


@functools.cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_names(), key=lambda name: (-len(name), name))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")
