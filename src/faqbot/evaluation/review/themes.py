"""The themes that candidates ask about, in the order in which a missing one should be written, and how they ask.

The wordings are ours and stand in no document: a map that asks with a document's own headings finds what it put there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """What is asked about: its name for the recruiter, how candidates ask by language, and how an answer shows.

    `topics` names entries of `faqbot.language.topics`: a passage on this theme holds words of one of them. `holds` is a kind
    of `faqbot.language.quantities` that an answer must hold. `shows` matches the folded words of an answer where those of
    the topic also stand in sentences about something else (a duty to respect the GDPR says nothing of a candidate's data).
    """

    key: str
    label: str
    questions: Mapping[str, tuple[str, ...]]
    topics: frozenset[str]
    holds: str = ""
    shows: str = ""


def _theme(key: str, label: str, topics: str, en: tuple[str, ...], fr: tuple[str, ...], **signs: str) -> Theme:
    return Theme(key, label, {"en": en, "fr": fr}, frozenset(topics.split()), **signs)


THEMES: tuple[Theme, ...] = (
    _theme(
        "pay", "Pay", "pay",
        ("What is the salary for this job?", "How much would I earn?", "pay range?"),
        ("Quel salaire proposez-vous pour ce poste ?", "Combien est-ce que je gagnerais ?", "fourchette de salaire ?"),
        holds="pay",
    ),
    _theme(
        "process", "Hiring process", "process test",
        ("How does the recruitment process work?", "How many interview rounds are there?", "What happens after I apply?"),
        ("Comment se déroule le recrutement ?", "Combien d'entretiens faut-il passer ?", "Que se passe-t-il après ma candidature ?"),
    ),
    _theme(
        "place", "Place of work", "place",
        ("Where would I be working?", "In which city is the office?", "location?"),
        ("Où se situe le poste ?", "Dans quelle ville sont les bureaux ?", "lieu de travail ?"),
        shows=r"based in|located|locations?\b|offices? (?:is|are|in|at)|on.?site|duty station|lieu|bureaux|base\w* a|situe\w* a|adresse",
    ),
    _theme(
        "remote", "Remote work", "remote",
        ("Can this job be done remotely?", "How many days from home are allowed?", "hybrid or on site?"),
        ("Le télétravail est-il possible ?", "Combien de jours de télétravail par semaine ?", "poste en distanciel ?"),
    ),
    _theme(
        "deadline", "Deadline", "deadline",
        ("What is the closing date for applications?", "Until when can I apply?", "Is this job still open?"),
        ("Quelle est la date limite pour postuler ?", "Jusqu'à quand peut-on candidater ?", "L'offre est-elle encore ouverte ?"),
    ),
    _theme(
        "documents", "Documents to send", "documents application",
        ("What should my application contain?", "Do I have to attach a cover letter?", "Which documents are required?"),
        ("Que doit contenir le dossier de candidature ?", "Faut-il joindre une lettre de motivation ?", "Quels documents envoyer ?"),
        shows=r"cover letter|resumes?\b|\bcvs?\b|portfolio|transcripts?|attach|upload|lettre de motivation|justificatif|piece",
    ),
    _theme(
        "contract", "Type of contract", "contract",
        ("Is this a permanent or a temporary position?", "What kind of contract would I get?", "Can I do this job as a freelancer?"),
        ("Est-ce un CDI ou un CDD ?", "Quel type de contrat proposez-vous ?", "Peut-on exercer ce poste en freelance ?"),
        shows=r"permanent|fixed.term|term.limited|temporary|\bcontracts?\b|(?:appointment|employment) type|freelanc\w*|\bcd[id]\b|contrat|independant",
    ),
    _theme(
        "qualification", "Qualification", "qualification training",
        ("Which degree do I need?", "How many years of experience are required?", "What are the minimum qualifications?"),
        ("Quel diplôme faut-il avoir ?", "Combien d'années d'expérience sont demandées ?", "Quelles sont les qualifications requises ?"),
    ),
    _theme(
        "skills", "Skills", "skills qualification",
        ("Which skills are you looking for?", "What must I be able to do well?", "Which tools should I know?"),
        ("Quelles compétences recherchez-vous ?", "Que faut-il savoir faire ?", "Quels outils faut-il maîtriser ?"),
    ),
    _theme(
        "duties", "Duties", "missions",
        ("What would my responsibilities be?", "What does a typical day look like?", "What are the main tasks?"),
        ("Quelles seraient mes responsabilités ?", "À quoi ressemble une journée type ?", "Quelles sont les principales tâches ?"),
        shows=r"missions?|(?:the|about the|your) role|role summary|key objectives?|what you(?:.ll| will)? do|responsib\w*|responsab\w*|duties|in charge of|en charge|tasks?|taches?|you(?:'ll| will)|day.to.day|objectives?|pilote\w*",
    ),
    _theme(
        "start", "Start date", "start",
        ("When would I start?", "What is the starting date?", "Do you wait if I have a notice period?"),
        ("Quand commencerait le travail ?", "Quelle est la date de prise de poste ?", "Mon préavis pose-t-il problème ?"),
    ),
    _theme(
        "hours", "Working hours", "hours",
        ("How many hours a week is it?", "Is there weekend or night work?", "What are the working hours?"),
        ("Combien d'heures par semaine ?", "Y a-t-il du travail le week-end ?", "Quels sont les horaires ?"),
    ),
    _theme(
        "benefits", "Benefits", "benefits bonus",
        ("What benefits come with the job?", "Do you provide health insurance?", "What perks do employees get?"),
        ("Quels sont les avantages ?", "Y a-t-il une mutuelle ?", "Qu'est-ce qu'on a en plus du salaire ?"),
        shows=r"insurance|pension|retirement|401|vouchers?|perks|employee benefits|benefits (?:include|package)|health|mutuelle|tickets? resto|titres? resto|retraite|prevoyance|avantages (?:sociaux|salariaux)",
    ),
    _theme(
        "holidays", "Holidays and leave", "holidays parental",
        ("How much paid leave is there?", "How many vacation days would I have?", "Is there parental leave?"),
        ("Combien de congés payés ?", "Combien de jours de RTT ?", "Quel est le congé parental ?"),
    ),
    _theme(
        "languages", "Languages", "languages",
        ("Which languages do I have to speak?", "How good must my English be?", "What is the working language?"),
        ("Quelles langues faut-il parler ?", "Quel niveau d'anglais est demandé ?", "Quelle est la langue de travail ?"),
    ),
    _theme(
        "team", "Team and manager", "team",
        ("Who would I report to?", "How large is the team?", "Would I manage people?"),
        ("Qui serait mon responsable hiérarchique ?", "Quelle est la taille de l'équipe ?", "Est-ce que j'encadrerais des gens ?"),
        shows=r"reports? (?:directly )?to|reporting to|team of|\d+ people|manag\w+|leads?\b|supervis\w+|rattache\w*|sous la (?:responsabilite|direction)|encadr\w*|dirige\w*|equipe de",
    ),
    _theme(
        "growth", "Growth", "growth",
        ("What career progression is there?", "Can I be promoted?", "What could I become afterwards?"),
        ("Quelles sont les perspectives de carrière ?", "Peut-on évoluer ?", "Que peut-on devenir après ce poste ?"),
    ),
    _theme(
        "training", "Training on the job", "training",
        ("Do you pay for training?", "Would I get time to learn new things?", "Which courses can employees take?"),
        ("Financez-vous des formations ?", "Aurais-je du temps pour me former ?", "Quelles formations les salariés peuvent-ils suivre ?"),
        shows=r"(?:training|learning|development) (?:budget|days?|time|programme?s?|opportunit\w*|allowance)|professional development|(?:pay|paid|fund\w*|offer\w*|provide\w*) .{0,40}(?:training|courses?|learning)|(?:budget|plan|journees?) (?:de )?formation|formations? (?:continue|interne|financee)s?|financ\w+ .{0,40}formation",
    ),
    _theme(
        "contact", "Contact", "contact",
        ("Whom can I contact with questions?", "What is the recruiter's e-mail address?", "Is there a phone number for candidates?"),
        ("Qui contacter pour une question ?", "Quelle est l'adresse mail du recruteur ?", "Y a-t-il un numéro de téléphone ?"),
        shows=r"@|https?:|\+?\d[\d .()-]{7,}\d|e-?mails?\b|phone|telephone|contact form|formulaire",
    ),
    _theme(
        "reply", "Time to reply", "delay",
        ("How long until candidates hear back?", "When do you answer applications?", "How long does it take to get a reply?"),
        ("Sous quel délai répondez-vous aux candidats ?", "Quand donnez-vous une réponse ?", "Combien de temps avant un retour ?"),
        shows=r"\b(?:days?|weeks?|months?|hours?|jours?|semaines?|mois|heures?)\b",
    ),
    _theme(
        "visa", "Visa and moving", "visa",
        ("Do you sponsor work visas?", "Must I be a citizen to apply?", "Do you help with relocation?"),
        ("Aidez-vous à obtenir un visa de travail ?", "Faut-il la nationalité pour postuler ?", "Aidez-vous au déménagement ?"),
    ),
    _theme(
        "internship", "Internships", "internship",
        ("Are there internships?", "Do you take apprentices?", "Is there a programme for students?"),
        ("Proposez-vous des stages ?", "Prenez-vous des alternants ?", "Y a-t-il une place pour un étudiant en apprentissage ?"),
        shows=r"\bintern(?:s|ships?)?\b|apprentic\w*|work.study|students?\b|alternan\w*|stagiaires?|\bstages? (?:de|en|pour|d|propose\w*|possibles?)",
    ),
    _theme(
        "bonus", "Bonus and shares", "bonus",
        ("Is there a bonus?", "Do employees get shares?", "Is part of the pay variable?"),
        ("Y a-t-il une prime ?", "Les salariés reçoivent-ils des actions ?", "Une part du salaire est-elle variable ?"),
    ),
    _theme(
        "travel", "Business travel", "travel",
        ("How much travel does the job involve?", "Are there business trips?", "Would I have to travel for work?"),
        ("Y a-t-il des déplacements ?", "À quelle fréquence faut-il voyager ?", "Le poste demande-t-il des voyages ?"),
    ),
    _theme(
        "part_time", "Part-time", "part_time",
        ("Is part-time possible?", "Can I work four days a week?", "Do you offer job sharing?"),
        ("Le temps partiel est-il possible ?", "Peut-on travailler à 80 % ?", "La semaine de 4 jours est-elle possible ?"),
    ),
    _theme(
        "probation", "Probation", "probation",
        ("How long is the trial period?", "Is there a probation period?", "When does probation end?"),
        ("Quelle est la durée de la période d'essai ?", "Y a-t-il une période d'essai ?", "La période d'essai est-elle renouvelable ?"),
    ),
    _theme(
        "accessibility", "Disability", "accessibility",
        ("Are adjustments possible for candidates with a disability?", "Is the workplace accessible?", "Whom do I ask for adjustments at the interview?"),
        ("Quels aménagements pour un candidat en situation de handicap ?", "Les locaux sont-ils accessibles ?", "À qui demander un aménagement d'entretien ?"),
        shows=r"adjust\w*|accommodat\w*|disab\w*|wheelchair|handicap\w*|amenage\w*|rqth|fauteuil",
    ),
    _theme(
        "data", "Personal data", "data",
        ("What do you do with applicants' personal data?", "How long are CVs kept?", "How is privacy protected?"),
        ("Que faites-vous des données personnelles des candidats ?", "Combien de temps gardez-vous les CV ?", "Respectez-vous le RGPD ?"),
        shows=r"(?:your|applicants?|candidates?|personal|vos|tes|des candidats?) (?:\w+ ){0,2}(?:data|information|details|donnees|cvs?\b)|donnees personnelles|privacy (?:notice|policy|statement|act)|kept for|conserve\w*|(?:delet|suppri)\w*",
    ),
)  # fmt: skip

# What differs from one posting to the next. The rest an employer says once, for all.
OF_A_POSTING = frozenset("pay place remote deadline contract qualification skills duties start hours team travel".split())

BY_KEY: Mapping[str, Theme] = {theme.key: theme for theme in THEMES}
