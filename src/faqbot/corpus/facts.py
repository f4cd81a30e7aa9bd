"""The facts that documents state under a name, and how candidates ask about each.

A field's name is seldom what somebody asks: "Valid through" answers "Until when can I apply?". The questions are wordings of
the field's section, as a recruiter lists them below an entry; they never stand in an answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from faqbot.language.words import fold

# A name before its value, in bold or plain: "**Closing date:** 30 November 2026".
_NAMED = re.compile(r"(?:[*_]{1,2})?([^\s:*_|][^:*_|\n]{1,40}?)[*_]{0,2}\s?:[*_]{0,2}[ \t]+\S")


@dataclass(frozen=True, slots=True)
class Fact:
    """The names of one fact, and the questions it answers by language."""

    names: tuple[str, ...]
    questions: Mapping[str, tuple[str, ...]]


def _fact(names: str, en: str, fr: str) -> Fact:
    return Fact(tuple(names.split(" | ")), {"en": tuple(en.split(" | ")), "fr": tuple(fr.split(" | "))})


FACTS: tuple[Fact, ...] = (
    _fact(
        "pay | salary | base salary | estimated salary | salary range | pay range | payrange | max payrange | min payrange | compensation | remuneration | wage | "
        "salaire | salaire de base | fourchette salariale | grille salariale",
        "What does it pay? | What is the salary? | How much would I earn?",
        "Quel est le salaire ? | Combien gagne-t-on ? | Quelle est la rémunération ?",
    ),
    _fact(
        "location | locations | job location | work location | place | address | office | offices | city | duty station | lieu | lieu de travail | localisation | adresse | ville | bureau",
        "Where is it? | Where is the job located? | Where is the office? | In which city is it?",
        "Où se trouve le poste ? | Dans quelle ville est-ce ? | Quel est le lieu de travail ?",
    ),
    _fact(
        "workplace type | remote | job location type | work mode | telecommuting | telework | teletravail | mode de travail",
        "Can I work remotely? | Is it on site, hybrid or remote?",
        "Peut-on télétravailler ? | Est-ce sur site, hybride ou à distance ?",
    ),
    _fact(
        "contract | contract type | employment type | commitment | type of contract | appointment type | contrat | type de contrat | nature du contrat",
        "What kind of contract is it? | Is it permanent? | Is it full-time or part-time?",
        "Quel est le type de contrat ? | Est-ce un CDI ? | Est-ce à temps plein ?",
    ),
    _fact(
        "valid through | application deadline | deadline | closing date | apply by | close date | closes | date limite | date de cloture | date limite de candidature",
        "Until when can I apply? | What is the closing date? | What is the deadline to apply?",
        "Jusqu'à quand peut-on postuler ? | Quelle est la date limite de candidature ?",
    ),
    _fact(
        "start date | job start date | starting date | starts | date de debut | date de prise de poste | prise de poste",
        "When does the job start? | What is the start date?",
        "Quand commence le poste ? | Quelle est la date de prise de poste ?",
    ),
    _fact(
        "date posted | first published | published | published on | posted | opening date | open date | date de publication",
        "When was it posted? | When was the job published? | Since when is the job open?",
        "Quand l'offre a-t-elle été publiée ? | Depuis quand l'offre est-elle ouverte ?",
    ),
    _fact(
        "department | team | unit | employment unit | departement | equipe | service | direction",
        "Which team or department is the job in?",
        "Dans quelle équipe ou quel service est le poste ?",
    ),
    _fact("grade | level | pay grade | gs level | gs grade | job level | niveau | echelon", "What grade is the job? | What level is the role?", "Quel est le niveau du poste ?"),
    _fact("work hours | working hours | hours | schedule | horaires | temps de travail", "What are the working hours?", "Quels sont les horaires de travail ?"),
    _fact("experience | experience requirements | experience requise", "How much experience do I need? | What experience is required?", "Quelle expérience faut-il ?"),
    _fact("education | education requirements | formation | diplome", "Which degree do I need? | What education is required?", "Quel diplôme faut-il ?"),
    _fact("benefits | job benefits | perks | avantages", "What are the benefits?", "Quels sont les avantages ?"),
    _fact("company | employer | hiring organization | entreprise | employeur", "Which company is hiring? | Who is the employer?", "Quelle entreprise recrute ? | Qui est l'employeur ?"),
    _fact("total job openings | openings | vacancies | number of vacancies | postes ouverts", "How many positions are open?", "Combien de postes sont ouverts ?"),
)  # fmt: skip

_BY_NAME = {name: fact for fact in FACTS for name in fact.names}


def named(line: str) -> str:
    """The name by which `line` gives a known fact ("Closing date: 30 November"); empty where it gives none."""
    found = _NAMED.match(line)
    return found.group(1) if found and _known(found.group(1)) else ""


def questions(name: str, lang: str) -> tuple[str, ...]:
    """How candidates ask about the fact of that name; nothing where it is none that is known."""
    fact = _known(name)
    return fact.questions.get(lang, fact.questions["en"]) if fact else ()


def _known(name: str) -> Fact | None:
    return _BY_NAME.get(" ".join(fold(name).replace("_", " ").split()))
