"""The table of routes: turns that are answered without looking into the documents, and the words that show them.

Patterns match folded text (small letters, no accents, straight apostrophes). `alone` routes count only when nothing
of meaning is left beside the pattern, so that "Hi, is salary negotiable? Thanks!" stays a question.
"""

from __future__ import annotations

from dataclasses import dataclass

from faqbot.types import Outcome


@dataclass(frozen=True, slots=True)
class Route:
    """A kind of turn: its outcome, the reason that picks the words of the reply, and how to know it."""

    outcome: Outcome
    reason: str
    pattern: str
    alone: bool = False


_ME = r"(?:me|my (?:profile|cv|resume|application|background))"

ROUTES: tuple[Route, ...] = (
    Route(
        "declined",
        "instructions",
        r"(?:ignore|forget|disregard|override|bypass) .{0,30}(?:instructions?|rules|prompt|guidelines|restrictions)|system prompt|(?:your|initial|hidden|developer) (?:system )?(?:prompt|instructions)|"
        r"you are now|from now on,? (?:you|act|answer)|pretend (?:to be|you)|act as (?:an?|if)|jailbreak (?:mode|yourself|you)|(?:be|get) jailbroken|developer mode|\bdan mode\b|do anything now|repeat (?:the|everything|all) .{0,20}above|"
        r"(?:reveal|show|print|leak|give me) .{0,25}(?:api key|password|secret|config\w*|prompt)|"
        r"(?:ignore|oublie|ignorez|oubliez) .{0,30}(?:instructions?|consignes|regles)|tes (?:instructions|consignes)|vos (?:instructions|consignes)|tu es maintenant|fais comme si|(?:cle|mot de passe) (?:api|admin)|"
        r"<\s*/?\s*(?:script|system|iframe|img)\b|\bdrop table\b|<\|im_",
    ),
    Route(
        "declined",
        "abuse",
        r"fuck\w*|(?:you(?:'re| are)?|your|ur) (?:an? |so |such an? |really |totally |fucking )*(?:stupid|idiot|useless|moron|dumb|trash|garbage|crap)|piece of (?:crap|trash|garbage)|stupid (?:bot|machine)|idiot(?:e)?|shit(?:ty)?|bitch|asshole|shut up|connard|connasse|salope|putain|merde|encule\w*|ta gueule|"
        r"nique\w*|bot (?:nul|debile|de merde)|t(?:u |')es (?:\w+ ){0,3}(?:nul|debile|con|idiot|stupide|inutile)\b",
    ),
    Route(
        "declined",
        "protected",
        r"(?:only|just|prefer\w*|exclud\w*|avoid\w*|reject\w*|filter(?: out)?|hire) .{0,25}(?:women|men|woman|man|males?|females?|white|black|arabs?|muslims?|jews?|christians?|gay|young people|old people|foreigners|pregnant)\b|"
        r"(?:over|under|above|below) (?:the age of )?\d\d (?:years old|too old)|too (?:old|young)|age limit|maximum age|minimum age|how old (?:must|should|do)|"
        r"(?:i am|i'm|im) .{0,20}pregnant|(?:i am|i'm|im) (?:gay|lesbian|trans\w*|muslim|jewish|black|a woman|over \d\d|\d\d years old)|my (?:religion|sexual orientation|ethnicity|origin|pregnancy|union membership)|"
        r"trop (?:vieux|vieille|jeune|age)|limite d'age|age (?:maximum|minimum|limite)|(?:seulement|uniquement|preferez|plutot) .{0,20}(?:femmes?|hommes?|blancs?|jeunes?)|"
        r"je suis (?:enceinte|gay|lesbienne|trans\w*|musulman\w*|juive?|noire?|une femme|agee? de)|j'ai (?:4\d|5\d|6\d) ans|ma (?:religion|grossesse|couleur)|(?:le|mon|un) (?:voile|foulard|hijab|turban)|enceinte|(?:wear|my) (?:a |the )?(?:hijab|headscarf|turban)",
    ),
    Route(
        "declined",
        "pay_history",
        r"(?:my|current|previous|last|present) (?:current |previous |last |present )?(?:salary|pay|compensation)(?= (?:is|was|history)|\?| to you)|(?:my|your candidates'?) salary history|(?:i|currently) (?:earn|make) \W?\d|"
        r"(?:mon|ma) (?:salaire|remuneration) (?:actuel\w*|precedent\w*)|mon dernier salaire|je gagne (?:actuellement )?\d|historique de salaire",
    ),
    Route(
        "declined",
        "fit",
        rf"am i (?:a )?(?:good|right|suitable|qualified|eligible|fit|strong|the right|too (?:junior|senior))|(?:would|will|could) (?:i|you) (?:get|be) (?:the job|hired|selected|accepted)|would you (?:hire|pick|choose|recruit) {_ME}|"
        rf"my chances|what are the odds|who(?:'s| is) (?:better|best|stronger|the best)|(?:rate|score|rank|evaluate|assess|review|judge|screen|compare) (?:{_ME}|this|these|the|our|all|two|three|following)?.{{0,15}}(?:cv|cvs|resume|resumes|profile|profiles|candidates?|applicants?)|"
        r"(?:good|right|best) (?:fit|match|candidate)|(?:is|does) my (?:profile|cv|resume|background|experience) (?:good|fit|match|enough|suit\w*)|do i (?:have what it takes|stand a chance|match|fit)|"
        r"(?:suis.je|est.ce que je suis) (?:fait|un bon|une bonne|assez|le bon|la bonne|qualifie|adapte)|mes chances|(?:note|notez|evalue|evaluez|classe|classez|juge|analyse|analysez|compare|comparez) (?:mon|ce|ces|les|le|mes|moi).{0,15}(?:cv|profil|candidat|candidature)s?|"
        r"(?:je|j'ai le profil qui) (?:correspond|colle|convien)\w*|vous me (?:prendri|recruteri|embaucheri|garderi|choisiri)\w+|(?:mon|le) profil (?:correspond|convient|colle|est.il|vous)|bon(?:ne)? candidat(?:e)?|vous m'(?:embaucheriez|engageriez|recruteriez)",
    ),
    Route(
        "handoff",
        "my_application",
        r"(?:status|news|update|progress|follow.?up) (?:of|on|about|regarding|for) my (?:application|candidacy|interview|cv)|my application (?:status|number)|did you (?:get|receive|read|see) my|have you (?:received|read|seen|got) my|"
        r"(?:any|no) (?:news|answer|reply|response) (?:about|on|to|for|from) (?:my|me|you)|i (?:have )?applied .{0,40}(?:ago|last|yesterday|no (?:answer|reply|news)|heard)|(?:is|was) my application|why (?:was i|did you|am i) (?:rejected|reject|turn)|"
        r"ou en est ma candidature|(?:suivi|statut|avancement|nouvelles) (?:de|sur|concernant) ma candidature|(?:avez.vous|as.tu|vous avez) (?:bien )?(?:recu|lu|vu) (?:mon|ma)|j'ai (?:postule|envoye|depose|transmis) .{0,50}(?:nouvelles|du neuf|retour|reponse|semaines?)|j'ai postule .{0,40}(?:il y a|depuis|sans|pas de|toujours|hier|aucune)|pourquoi (?:ai.je ete|vous m'avez|j'ai ete) refus\w*",
    ),
    Route(
        "handoff",
        "human",
        r"(?:talk|speak|chat|write|connect me|put me through|transfer me) (?:to|with) (?:an? |the |some |your )?(?:real |actual |live )?(?:human|person|someone|somebody|people|agent|recruiter|hr|advisor)|"
        r"(?:i want|i need|i'd like|can i (?:get|have|talk|speak|reach)|give me|get me) .{0,20}(?:a |an |some )?(?:human|real person|person|live agent|human agent|a recruiter)\b|call me(?: back)?|human please|"
        r"(?:parler|discuter|echanger|joindre|contacter) (?:a|avec) (?:un|une|quelqu'un|le|la)? ?(?:vrai\w* )?(?:humain\w*|personne|conseill\w*|recruteu\w*|rh|quelqu'un)|un (?:vrai )?(?:humain|conseiller)|une (?:vraie personne|conseillere)|passe[zr]?.moi (?:quelqu'un|un|une)|(?:rappelez|appelez|rappelle).moi|parler a quelqu'un",
    ),
    Route(
        "smalltalk",
        "who_are_you",
        r"(?:are|r) (?:you|u) (?:an? )?(?:bot|robot|human|ai|machine|real|real person|chatbot|computer|chatgpt|gpt|llm|person|automated)(?: or (?:an? )?(?:bot|robot|human|ai|machine|real|person)(?: person)?)?|who (?:are you|am i (?:talking|speaking|chatting) (?:to|with)|made you|built you)|what are you$|"
        r"what (?:can|do) you (?:do|know|answer|help(?: me)? with)|what can i ask(?: you)?|how (?:can|do) you (?:help|work)|what (?:questions|topics) can|your name|is this (?:a|an) (?:bot|ai|human|chatbot|robot)|"
        r"(?:es.tu|etes.vous|t'es|vous etes) (?:un|une)? ?(?:bot|robot|humain\w*|ia|machine|vraie personne|chatbot|personne)|qui (?:es.tu|etes.vous|est.ce que)|(?:que|qu'est.ce que) (?:sais|peux|savez|pouvez|tu sais|tu peux|vous pouvez).{0,6}(?:faire|vous faire|repondre)|comment (?:ca|cela) marche|c'est un (?:robot|bot)|a quoi tu sers|tu fais quoi",
        alone=True,
    ),
    Route(
        "smalltalk",
        "language_en",
        r"(?:do you|can (?:you|we|i)|could you|please)? ?(?:speak|talk|answer|reply|write|switch to|respond)(?: to me)?(?: in)? english|in english|english|(?:(?:tu|vous) (?:peux|pouvez|parle[sz]) )?(?:me )?(?:repondre|parler|ecrire|passer|continuer)? ?(?:en )?anglais",
        alone=True,
    ),
    Route(
        "smalltalk",
        "language_fr",
        r"(?:do you|can (?:you|we|i)|could you)? ?(?:speak|talk|answer|reply|write|switch to)(?: in)? french|in french|(?:parlez|parles)(?:.vous|.tu)? (?:en )?francais|(?:tu|vous) parle[sz] francais|(?:repond\w*|reponse|parle|parler|ecrire|discuter|passer?)? ?(?:moi )?en francais|francais",
        alone=True,
    ),
    Route(
        "smalltalk",
        "thanks",
        r"(?:ok(?:ay)?|great|perfect|super|cool|nice|awesome|good|wonderful|excellent|parfait|genial|top|d'accord|tres bien|ca marche|c'est note|well)?[ ,!.]*(?:thanks?(?: you)?(?: (?:so|very) much| a lot)?|thx|ty|cheers|much appreciated|that (?:helped|helps|was (?:very |really )?(?:useful|helpful))|"
        r"merci(?: (?:beaucoup|bien|a vous|a toi|pour (?:votre|ton|vos|tout|l')[^?]*|c'est (?:clair|parfait|note|top|gentil)|super|parfait))*)(?: for (?:your|the|all|everything)[^?]*)?",
        alone=True,
    ),
    Route(
        "smalltalk",
        "goodbye",
        r"(?:good ?)?bye(?: bye)?|see you(?: (?:later|soon))?|have a (?:nice|good|great) (?:day|evening|weekend|one)|good night|au revoir|a bientot|bonne (?:journee|soiree|nuit)|a plus|ciao|that(?:'s| is) all(?: for now)?|c'est tout",
        alone=True,
    ),
    Route(
        "smalltalk",
        "greeting",
        r"hi+(?: there| all| team)?|hey+(?: there)?|hello+(?: there| you)?|good (?:morning|afternoon|evening|day)|yo|greetings|bonjour(?: a (?:tous|vous))?|bonsoir|salut|coucou|hola|how are you(?: doing)?(?: today)?|how's it going|what's up|ca va|comment (?:allez.vous|ca va|vas.tu)|enchante\w*|madame|monsieur",
        alone=True,
    ),
    Route(
        "clarify",
        "unclear",
        r"(?:can you |could you |please )?(?:tell me|say|explain|give me|know|hear) (?:more|a bit more)|more(?: (?:info(?:rmation)?|details))?|go on|continue|what|huh|explain|details|the other one|another one|next|something else|"
        r"(?:dis|dites|dire|explique|expliquez).{0,2}(?:moi |m'en )?(?:en )?plus|plus d'infos?|continue[zr]?|quoi|hein|l'autre|autre chose|suivant|explique[zr]?",
        alone=True,
    ),
)
