"""Words that mean the same to somebody who looks for a job, folded, a group a line; English and French apart.

Used to tell whether the evidence speaks of what was asked in other words; never to rewrite what is shown.
"""

from __future__ import annotations

import functools

from faqbot.language.words import stem

_GROUPS = {
    "en": """
salary pay wage compensation remuneration earn money paid package income
bonus variable equity incentive
company employer organisation organization firm business recruiter
hire recruit employ seek look
job role position post vacancy opening
skill competency ability expertise proficiency knowledge mastery
mission duty responsibility task work
training education study course certification learn degree diploma qualification
degree diploma master bachelor school university
experience background years seniority
career path evolution growth progression promotion advancement future next
manager boss supervisor lead report
difference differ versus vs compare distinction distinguish
start begin launch
need require essential necessary must mandatory prerequisite
tool framework technology library stack software
industry sector field
remote telework home wfh
holiday vacation leave pto
interview process step stage round
application apply candidate
important key main essential
big large
ai genai artificial
team people colleague staff
founder startup entrepreneur
ethics compliance governance legal regulation gdpr
exist emerge create appear reason
""",
    "fr": """
salaire remuneration paie paye gagner gagne revenu package argent
bonus variable prime equity
entreprise employeur societe organisation boite
recruter recrute embaucher embauche cherche recherche
poste emploi role metier fonction job
competence savoir maitrise connaissance expertise aptitude
mission tache responsabilite role
formation etude cursus diplome certification cours ecole apprendre
diplome master ecole universite ingenieur
experience parcours annees profil
carriere evolution evoluer perspective debouche avenir suite devenir
manager chef responsable superieur rattache reporter
difference distinguer comparer distinction versus
debuter commencer demarrer
requis necessaire indispensable obligatoire falloir essentiel cle
outil framework technologie bibliotheque logiciel
secteur domaine industrie
teletravail distance remote distanciel
conge vacances rtt
entretien processus etape
candidature postuler candidat
ia genai intelligence artificielle
equipe collegue
ethique conformite gouvernance rgpd
pourquoi raison emerger apparaitre exister creer
""",
}


@functools.cache
def synonyms(lang: str) -> dict[str, frozenset[str]]:
    """For each stem of the table, the stems that mean the same, itself included."""
    table: dict[str, set[str]] = {}
    for line in _GROUPS.get(lang, "").strip().splitlines():
        group = {stem(word, lang) for word in line.split()}
        for member in group:
            table.setdefault(member, set()).update(group)
    return {member: frozenset(group) for member, group in table.items()}
