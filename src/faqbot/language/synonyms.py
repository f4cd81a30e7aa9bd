"""Words that mean the same to somebody who looks for a job, folded, a group a line; English and French apart.

Used to rank and to tell whether the evidence speaks of what was asked in other words; never to rewrite what is shown.
"""

from __future__ import annotations

import functools

from faqbot.language.words import stem

_GROUPS = {
    "en": """
salary pay wage compensation remuneration earn money paid package income euro euros gross cash
bonus variable equity incentive stock shares option
company employer organisation organization firm business corporation enterprise
hire recruit employ seek want look demand need
job role position post vacancy opening gig
skill competency ability expertise proficiency knowledge mastery know command familiar
mission duty responsibility task work project
training education study course certification learn degree diploma qualification school
degree diploma master masters bachelor phd doctorate school university graduate
experience background years seniority senior experienced junior
career path evolution growth progression promotion advancement future next after move step become
manager boss supervisor lead report superior above hierarchy chief
people team staff colleague manage management lead supervise
difference differ versus vs compare comparison distinction distinguish same
start begin launch
require essential necessary must mandatory prerequisite expected expect
tool framework technology library stack software
industry sector field vertical
code coding program programming develop technical engineer hands
remote telework home wfh
holiday vacation leave pto
interview process step stage round
application apply candidate
important key main essential top
big large huge
small startup
image picture photo visual video diffusion
gdpr privacy compliance legal law regulation regulatory governance ethics copyright intellectual property
security safety jailbreak attack risk
bias fairness hallucination
write written publish published author behind wrote
update updated date recent old fresh
exist emerge create appear reason why point purpose
rare scarce value valued sought
bank finance financial insurance
hospital health healthcare pharma medical
shop retail commerce
factory manufacturing industrial
saas software publisher vendor editor
consulting consultancy consultant advisory
vc venture capital fund investor
founder found start startup entrepreneur own
regulator regulatory think tank institution public
priority prioritise prioritize choose pick select first
strategy strategic vision roadmap
minimum least
teach teaching pedagogy explain accessible
monitor monitoring watch follow keep current blog news
""",
    "fr": """
salaire remuneration paie paye payer gagner gagne revenu package argent toucher brut euros
bonus variable prime equity action actions part
entreprise employeur societe organisation boite groupe
recruter recrute embaucher embauche chercher recherche recruteur
poste emploi role metier fonction job travail
competence savoir maitrise connaissance expertise aptitude connaitre
mission tache responsabilite role travail projet
formation etude cursus diplome certification cours ecole apprendre
diplome master ecole universite ingenieur bac doctorat licence
experience parcours annees anciennete senior junior
carriere evolution evoluer perspective debouche avenir suite devenir apres prochain
manager chef responsable superieur rattache reporter hierarchie dessus depend
equipe collegue gens personnes encadrer manager diriger management
difference distinguer comparer distinction versus pareil meme
debuter commencer demarrer
requis necessaire indispensable obligatoire falloir essentiel cle attendu
outil framework technologie bibliotheque logiciel stack
secteur domaine industrie branche
coder code programmer developper technique
teletravail distance remote distanciel
conge vacances rtt
entretien processus etape
candidature postuler candidat
image photo video visuel diffusion
rgpd conformite juridique legal droit reglement gouvernance ethique propriete intellectuelle
securite risque attaque jailbreak
biais hallucination
ecrire ecrit publier publie auteur
mise jour date recent
pourquoi raison emerger apparaitre exister creer naitre interet utilite
rare recherche valorise
banque finance assurance
hopital sante medical pharma
commerce distribution retail magasin
usine industrie manufacture industriel
saas editeur logiciel
conseil cabinet consultant
fonds venture capital investissement
fonder fondateur createur startup entrepreneur
regulateur institution think tank public
priorite prioriser choisir
strategie vision feuille route
minimum moins
expliquer pedagogie vulgariser
veille suivre actualite blog
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
