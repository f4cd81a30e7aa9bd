"""The themes that candidates ask about, and the words, English and French, by which a text shows its theme.

Patterns are matched against folded text (small letters, no accents). A theme is a fact about words, not about a
corpus: the same table serves every recruiter's documents.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping

from faqbot.language.words import fold

TOPICS: Mapping[str, str] = {
    "pay": r"salar\w*|salair\w*|pay|pays? (?:well|me|you)|paid|payrange|wages?|compensation|remunerat\w*|earn\w*|package|how much|money|gross|combien (?:gagne|paye|touche|on)\w*|gagn\w+|touche\w*|rapporte\w*|paye\w*|paie\w*|brut|fixe",
    "bonus": r"bonus\w*|equity|stock options?|shares|variable|bspce|rsus?|primes?|interessement|participation|actions gratuites",
    "raise": r"raises?|pay rise|salary review|step increase|augmentations?",
    "negotiation": r"negotia\w*|counter ?offer|negoci\w*",
    "benefits": r"benefits?|perks?|health ?(?:care|insurance)|insurance|pension|retirement|401k|meal vouchers?|lunch vouchers?|gym|avantages?|mutuelle|tickets? resto\w*|titres? resto\w*|prevoyance|retraite",
    "holidays": r"holidays?|vacations?|annual leave|paid leave|days? off|pto|time off|conges?|rtt|vacances",
    "parental": r"parental|maternity|paternity|childcare|creche|maternite|paternite|garde d enfants?",
    "hours": r"working hours|work hours|hours a|hours per|hours|schedule|overtime|on.call|weekends?|nights?|shifts?|full.time|35h|39h|horaires?|heures|astreintes?|temps plein|temps complet",
    "part_time": r"part.time|temps partiel|4.day week|four.day week|80 ?%|mi.temps",
    "place": r"where is (?:the|this|your|it)|located|location|office|offices|address|city|based in|on.?site|relocat\w*|commute|lieu|adresse|bureaux?|ville|situe\w*|ou se (?:trouve|situe)|demenag\w*",
    "remote": r"remote\w*|wfh|home ?office|work(?:ing)? from home|from home|hybrid (?:work\w*|model|schedule|policy)|telework\w*|tele ?travail\w*|distanciel|full remote|(?:travail|mode|rythme) hybride|a distance",
    "travel": r"travel\w*|business trips?|deplacements?|voyages?",
    "equipment": r"equipment|laptops?|macbook|computer|hardware|materiel|ordinateur|pc portable",
    "start": r"start date|starting date|when (?:do|would|can|could|does) \w+ \w*\s?(?:start|begin)|start(?:ing)? (?:asap|immediately)|notice period|date de (?:debut|prise de poste|demarrage)|prise de poste|commencer|quand (?:debut|demarre|commence)\w*|preavis",
    "probation": r"probation\w*|trial period|periode d essai",
    "contract": r"contracts?|permanent|fixed.term|freelanc\w*|contractors?|employment type|cdi|cdd|contrat|independant|portage",
    "internship": r"intern|interns|internships?|apprentic\w*|work.study|placement student|stages?|stagiaire|alternan\w*|apprentissage",
    "visa": r"visas?|sponsor\w*|work permit|work authori[sz]ation|right to work|citizen\w*|permis de travail|titre de sejour|nationalite",
    "process": r"hiring process|recruitment process|interviews?|rounds?|stages? of the process|selection process|steps|recruiter calls?|entretiens?|processus|etapes|recrutement se",
    "test": r"assessment|coding test|technical test|take.home|case study|test technique|cas pratique|tests?",
    "deadline": r"deadline|closing date|closes|last day to apply|apply by|until when|how long .{0,20}open|still open|date limite|cloture|jusqu a quand|encore (?:ouvert|disponible)\w*",
    "delay": r"how long (?:until|before|does it take|will it take|to hear)|when (?:will|would|do|should) i (?:hear|know|get)|hear back|response time|reply|answer from you|delai\w*|quand (?:aurai|aura|saurai|vais)|reponse|combien de temps",
    "documents": r"cover letter|resume|cv|portfolio|documents?|references?|lettre de motivation|justificatifs?|what (?:do|should) i send|pieces a fournir",
    "application": r"apply|applying|application|applications|re.?apply|postul\w*|candidat(?:ure|er)\w*",
    "withdraw": r"withdraw\w*|change my application|edit my application|update my application|retirer ma candidature|modifier ma candidature",
    "contact": r"contact\w*|who (?:can|do|should) i (?:call|write|e?mail|talk|ask)|phone number|e.?mail address|hr department|recruiter(?:'s)? name|joindre|coordonnees|telephone|adresse mail",
    "languages": r"speak\w*|fluen\w*|languages? (?:required|needed|do)|working language|english level|french|bilingual|langues?|bilingue|parler|niveau d anglais|anglais",
    "team": r"team|teams|team size|how many people|report(?:s|ing)? to|manager|who would i work|colleagues|hierarchy|equipes?|rattache\w*|hierarchi\w*|superieur|collegues",
    "qualification": r"degree\w*|diploma\w*|bac ?\+ ?\d|phd|master'?s?|bachelor\w*|doctorate|school|university|qualif\w*|requirements?|experience\w*|years of|prerequis|diplome\w*|ecole|universite|doctorat|annees d",
    "training": r"training|train|certif\w*|courses?|mooc|learn\w*|upskill\w*|study|studies|formations?|former|se former|apprendre|cours|etudes",
    "skills": r"skills?|competenc\w*|know how|expertise|tech stack|stack|tools?|frameworks?|technolog\w*|outils?|savoir.faire|maitris\w*",
    "missions": r"missions?|duties|responsibilit\w*|day.to.day|daily|tasks?|what (?:would|will) i do|what does .{0,40} do|job description|responsabilit\w*|taches?|quotidien|role au sein|fait (?:un|une|le|la)",
    "growth": r"career\w*|promot\w*|progress\w*|evol\w*|next step|grow\w*|become|after this (?:job|role)|carriere|perspectives|devenir",
    "accessibility": r"accessib\w*|disab\w*|adjustments?|accommodat\w*|wheelchair|handicap\w*|rqth|amenagements?",
    "data": r"gdpr|personal data|my data|privacy|delete my|rgpd|donnees personnelles|mes donnees|vie privee",
    "fraud": r"scam\w*|fraud\w*|fake|legit\w*|real offer|arnaque\w*|fraude\w*|fausse",
    "feedback": r"feedback|rejected|rejection|refus\w*|turned down|retour sur ma",
    "dress": r"dress code|wear|code vestimentaire",
    "culture": r"culture|values|diversity|inclusion|valeurs|ambiance|diversite",
}  # fmt: skip


@functools.lru_cache(maxsize=65536)
def topics(text: str) -> frozenset[str]:
    """The themes whose words stand in `text`."""
    folded = re.sub(r"[’']", " ", fold(text))
    return frozenset(name for name, pattern in _patterns().items() if pattern.search(folded))


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(rf"(?<!\w)(?:{pattern})(?!\w)") for name, pattern in TOPICS.items()}


def likeness(question: str, lines: Iterable[str]) -> float:
    """How much the themes of `question` agree with those of the nearest of `lines`: shared over all (Jaccard), 0 to 1."""
    asked = topics(question)
    if not asked:
        return 0.0
    return max((len(asked & other) / len(asked | other) for other in map(topics, lines)), default=0.0)
