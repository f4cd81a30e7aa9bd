"""The table of routes: turns that are answered without looking into the documents, and the words that show them.

Patterns match folded text (small letters, no accents, straight apostrophes). `alone` routes count only when nothing
of meaning is left beside small talk, so that "Hi, is salary negotiable? Thanks!" stays a question; `unless_themed` ones
only when no theme of a job shows, so that swearing does not hide a question about pay. The first that matches counts.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from faqbot.types import Outcome

# A word of a pattern that nothing may be added to.
_WHOLE_WORD = re.compile(r"(?<![a-z\\[])[a-z]{4,}(?![a-z\\\[(?*+{.])")


@dataclass(frozen=True, slots=True)
class Route:
    """A kind of turn: its outcome, the reason that picks the words of the reply, and how to know it."""

    outcome: Outcome
    reason: str
    patterns: tuple[str, ...]
    alone: bool = False
    unless_themed: bool = False


_ME = r"(?:me|my (?:profile|cv|resume|application|background|experience))"
_PERSON = r"(?:an? |the |some |your |une? |le |la )?(?:real |actual |live |vraie? )?(?:human|person|someone|somebody|people|agent|recruiter|hr|advisor|humaine?|personne|conseill\w*|recruteu\w*|rh|quelqu'un|member of|membre de)"
_TONGUE = r"(?:english|french|german|spanish|italian|arabic|chinese|portuguese|dutch|russian|anglais|francais|allemand|espagnol|italien|arabe|chinois|portugais|neerlandais|russe)"
_RULES = r"(?:instructions?|rules|prompt|guidelines|restrictions|consignes?|regles)"
_GROUP = r"(?:women|men|woman|man|males?|females?|white|black|arabs?|muslims?|jews?|christians?|gays?|young (?:people|men|women|guys|ones)|old people|foreigners|pregnant|femmes?|hommes?|blancs?|noirs?|arabes?|musulmans?|juifs?|jeunes?|vieux|francais de souche)"
_HEALTH = r"(?:disab\w*|handicap\w*|wheelchair|fauteuil|bipolar|bipolaire|autis\w*|adhd|tdah|depress\w*|illness|disease|cancer|maladie|malade|hiv)"
_WORRY = r"(?:reject|hold it against|against me|not take|wo n't take|count against|problem|issue|worr\w*|fear|afraid|hide|hurt|souci|probleme|genant|ecarter|recaler|refus\w*|crain\w*|peur|cacher|griller|mal vu|c'est mort)"

ROUTES: tuple[Route, ...] = (
    Route(
        "handoff",
        "crisis",
        (
            r"(?:i |i'm |im |am |feel\w* |been )(?:\w+ ){0,3}suicidal|(?:thinking|thought|thoughts) (?:of|about) suicide|(?:kill|hurt|harm) myself|(?:want|wish) (?:to die|i (?:was|were) dead)|end my (?:own )?life|end it all|no reason to (?:live|go on)|(?:don't|do not) want to (?:live|be alive)",
            r"(?:me|m'|mon) ?suicid\w*|pensees? suicidaires?|(?:me tuer|me faire du mal)(?! a la tache)|(?:envie|veux|voudrais) (?:de )?mourir|en finir avec (?:la|ma) vie|mettre fin a mes jours|plus (?:envie|la force) de vivre",
        ),
    ),
    Route(
        "smalltalk",
        "deletion",
        (
            r"(?:delete|erase|remove|clear|forget) (?:all )?(?:my|this|our) (?:data|chat|conversation|messages?|history|questions?)",
            r"(?:supprime\w*|efface\w*|oublie\w*) (?:toutes? )?(?:mes|ma|ce|cette|notre) (?:donnees|chat|conversation|discussion|messages?|historique|questions?)",
        ),
    ),
    Route(
        "declined",
        "instructions",
        (
            rf"(?:ignore|forget|disregard|override|bypass|oublie[zr]?|ignore[zr]?) .{{0,30}}{_RULES}",
            r"system prompt|(?:your|initial|hidden|developer) (?:system )?(?:prompt|instructions)|(?:tes|vos) (?:instructions|consignes|regles)",
            rf"(?:print|repeat|reveal|show|list|copy|recopi\w*|affiche\w*|repete\w*|montre\w*) .{{0,40}}{_RULES}|{_RULES} (?:you were given|que (?:tu as|vous avez) recu\w*)",
            r"you are now|tu es maintenant|(?:from now on|a partir de maintenant),? .{0,12}(?:you|act|answer|talk|speak|tu|vous|repond\w*|parle\w*)|.{0,40} from now on and",
            r"pretend (?:to be|you)|act as (?:an?|if)|fais comme si|(?:talk|speak|answer|parle|reponds) (?:like|comme) (?:an?|une?)|role ?play",
            r"jailbreak (?:mode|yourself|you)|(?:be|get) jailbroken|developer mode|mode developpeur|dan mode|do anything now",
            r"(?:repeat|translate|traduis|traduire|repete) .{0,40}(?:above|before my|avant mon|ci.dessus|precede)",
            r"(?:reveal|show|print|leak|give me|donne.moi) .{0,25}(?:api key|password|secret|config\w*|prompt|cle api|mot de passe)",
            r"decode .{0,20}(?:this|ceci|ca)|base64|<\s*/?\s*(?:script|system|iframe|img)\b|drop table|union select|<\|im_",
        ),
    ),
    Route(
        "declined",
        "abuse",
        (
            r"fuck\w*|shit(?:ty)?|bitch|asshole|shut up|stfu|scum\w*|suck my|piece of (?:crap|trash|garbage)|connard|connasse|salope|putain|merde|encule\w*|ta gueule|nique\w*|ntm|fdp|va te faire|foutre",
            r"(?:you(?:'re| are)?|your|ur) (?:an? |so |such an? |really |totally |all )*(?:stupid|idiots?|useless|morons?|dumb|trash|garbage|crap)|stupid (?:bot|machine)",
            r"t(?:u |')es (?:\w+ ){0,3}(?:nul|debile|con|idiot|stupide|inutile)|bot (?:nul|debile|de merde)|bande d[e'] ?(?:idiots|cons|nuls|incapables)",
        ),
        unless_themed=True,
    ),
    Route(
        "declined",
        "protected",
        (
            rf"(?:only|just|prefer\w*|exclud\w*|avoid\w*|reject\w*|filter(?: out)?|hire|find|want|seulement|uniquement|plutot|que des|trouve\w*|pas de) (?:.{{0,24}} )?{_GROUP}(?!\w)",
            r"(?:over|under|above|below|plus de|moins de) (?:the age of )?[2-7]\d(?: (?:years old|ans))?(?= |$).{0,10}(?:old|too|only|for this|ans|please|find|$)|too (?:old|young)|trop (?:vieux|vieille|jeune|age)\w*",
            r"age limit|(?:maximum|minimum) age|how old (?:must|should|do)|limite d'age|age (?:maximum|minimum|limite|max|mini)",
            r"(?:i am|i'm|im) [3-7]\d(?! ?(?:%|k|years? (?:of|in)|yrs? (?:of|in)))(?!\d)|j'?ai [3-7]\d ans(?! (?:d|en|dans))",
            r"(?:i am|i'm|im) .{0,20}pregnant(?!.*\b(?:leave|cover|insurance)\b)|enceinte(?!.*\b(?:conges?|mutuelle)\b)|(?:want|have|avoir|veut|veux) (?:kids|children|a baby|des enfants|un bebe)|maternity .{0,20}against",
            r"(?:i am|i'm|im|je suis) (?:an? |une? )?(?:gay|lesbian\w*|lesbienne|trans\w*|muslim|musulman\w*|jewish|juive?|christian|chretien\w*|catholic|catholique|hindu\w*|hindoue?|buddhist|bouddhiste|sikh|atheist|athee|bisexual\w*|bi|queer|non.binary|non.binaire|widow\w*|veuve?|divorced|divorcee?|black|noire?|arab\w*|asian|a woman|a man|une femme|un homme|single mother|mere celibataire)(?!\w)",
            r"hijab|headscarf|turban|(?:le|un|mon) (?:voile|foulard)|my (?:religion|sexual orientation|ethnicity|origins?|race|union membership)|ma (?:religion|couleur|grossesse)|mon (?:orientation|origine)",
            r"(?:strong|foreign|thick|fort|mon) .{0,12}accent|because (?:of my (?:name|age|accent|origin|gender|sex|skin|faith|religion|nationality|kids|children|family)|i am a (?:woman|man|mother|mum|mom))|(?:at|a) [4-7]\d(?: ans)? (?:is it|am i|is that|c'est|est.ce|on est)|(?:turning|turned|aged|age of) [3-7]\d(?!\d)|[4-7]\d (?:yo|y\.o\.|years? old)(?!\w)|a cause de mon (?:nom|prenom|age|accent|origine)|je m'appelle .{0,40}(?:recaler|refuser|probleme|souci)",
            rf"{_HEALTH}.{{0,60}}{_WORRY}|{_WORRY}.{{0,60}}{_HEALTH}",
        ),
    ),
    Route(
        "declined",
        "pay_history",
        (
            r"(?:my|current|previous|last|present) (?:\d )?(?:current |previous |last |present )?(?:salary|salaries|pay|compensation)(?= (?:is|was|were|history)|\?| to you)|(?:my|your candidates'?) salary history",
            r"(?:mon|ma|mes|notre) .{0,12}(?:salaires?|remuneration|fiches? de paie) (?:actuel\w*|precedent\w*|d'avant|c'etait|etait)|(?:mon|votre|son|l')? ?(?:ancien|dernier|precedent) salaire|mes .{0,14}fiches de paie|historique de salaire",
            r"(?:i am|i'm|im|i) (?:currently |now |already |earning |making |earn |make |paid |on |at |underpaid at )+[\d.,]+ ?(?:k|000|€|\$|euros)?|je (?:suis|touche|gagne) (?:actuellement |deja |aujourd'hui )?(?:a |environ )?\d[\d .,]*(?:k|000|€|euros)|(?:je suis|chuis) au smic|underpaid",
            r"what i (?:earned|made|was paid|earn now)|(?:earned|made|paid) (?:before|previously|in my last)|ce que je (?:gagnais|touchais)|(?:previous|last|former|precedent|dernier) (?:candidate|holder|person|candidat|titulaire)\w* .{0,15}(?:earn|make|paid|gagn|touch)|(?:earn|gagnait|touchait) .{0,6}(?:le |the )?(?:previous|precedent|dernier|last) (?:candidat|person|titulaire)",
        ),
    ),
    Route(
        "declined",
        "fit",
        (
            rf"am i (?:a )?(?:good|right|suitable|qualified|eligible|fit|strong|the right|too (?:junior|senior))|would you (?:hire|pick|choose|recruit|take) {_ME}",
            r"(?:would|will|could) (?:i|you) (?:get|be) (?:the job|hired|selected|accepted|shortlisted)|my chances|what are the odds|who(?:'s| is) (?:better|best|stronger|the best)",
            rf"(?:rate|score|rank|evaluate|assess|review|judge|screen|compare|shortlist|sort) (?:{_ME}|this|these|the|our|all|two|three|following)?.{{0,15}}(?:cvs?|resumes?|profiles?|background|candidates?|applicants?)",
            r"(?:what do|do) you think (?:of|about) (?:me|my|this (?:profile|candidate))|(?:good|right|best) (?:fit|match|candidate)|(?:is|does) my (?:profile|cv|resume|background|experience) (?:good|fit|match|enough|suit\w*)",
            r"do i (?:have what it takes|stand a chance|match|fit)|(?:between|entre) .{3,80} (?:who|whom|which one|qui|lequel|laquelle)",
            r"(?:suis.je|est.ce que je suis) (?:fait|un bon|une bonne|assez|le bon|la bonne|qualifie|adapte)|mes chances|bon(?:ne)? candidat(?:e)?",
            r"(?:note|notez|evalue|evaluez|classe|classez|juge|analyse|analysez|compare|comparez|trie|triez) (?:mon|ce|ces|les|le|mes|moi|mes).{0,15}(?:cv|profil|candidat|candidature|parcours)s?",
            r"(?:je|j'ai le profil qui) (?:correspond|colle|convien)\w*|(?:tu|vous) m(?:e |')(?:prend|recrut|embauch|gard|chois|engag)\w+|(?:mon|le) profil (?:correspond|convient|colle|est.il|vous)",
            r"(?:vous|tu|t') ?en penses?z? quoi|qu'en (?:pensez.vous|penses.tu)",
        ),
    ),
    Route(
        "handoff",
        "my_application",
        (
            r"(?:status|news|update|progress|follow.?up) (?:of|on|about|regarding|for) my (?:application|candidacy|interview|cv)|my application (?:status|number)|did you (?:get|receive|read|see) my|have you (?:received|read|seen|got) my|(?:is|was) my application",
            r"(?:any|no) (?:news|answer|reply|response) (?:about|on|to|for|from) (?:my|me|you)|i (?:have )?applied .{0,40}(?:ago|last|yesterday|no (?:answer|reply|news)|heard)|why (?:was i|did you|am i) (?:rejected|reject|turn)",
            r"(?:please|pls|can you|could you|kindly|i want to|i would like to|i'd like to) .{0,12}(?:withdraw|cancel|retract|replace|correct|update|delete) .{0,12}(?:my|it with)|i (?:uploaded|sent|attached|submitted) .{0,60}(?:wrong|outdated|mistake|old)",
            r"(?:ou en est|avancement|suivi|statut|nouvelles) .{0,14}ma candidature|ma candidature (?:en est|elle en est|a ete|est.elle)|(?:avez.vous|as.tu|vous avez) (?:bien )?(?:recu|lu|vu) (?:mon|ma)",
            r"j'?ai (?:postule|envoye|depose|transmis) .{0,60}(?:nouvelles|du neuf|retour|reponse|semaines?|mois|rien|toujours|il y a|depuis|hier|aucune)|pourquoi (?:ai.je ete|vous m'avez|j'ai ete) (?:refus|recal|rejet)\w*",
            r"je (?:retire|veux retirer|souhaite retirer|voudrais retirer|annule) ma candidature|je me suis tromp\w+ .{0,60}|(?:remplacer|corriger|modifier) (?:mon|le) (?:cv|dossier|fichier) (?:que|par|deja)",
        ),
    ),
    Route(
        "smalltalk",
        "who_are_you",
        (
            r"(?:are|r) (?:you|u) (?:an? )?(?:real |actual )?(?:bot|robot|human|ai|machine|real|person|chatbot|computer|chatgpt|gpt|llm|automated)(?: or (?:an? )?(?:real )?(?:bot|robot|human|ai|machine|person|real))?|is this (?:an? )?(?:real )?(?:bot|ai|human|chatbot|robot|person)(?: or (?:an? )?(?:bot|human|robot|person))?",
            r"who (?:are you|made you|built you|programmed you|created you|am i (?:talking|speaking|chatting) (?:to|with))(?: exactly| really)?|what are you(?: exactly| really)?|your name|which (?:ai|model|llm) (?:are you|is this|do you use)",
            r"what (?:can|do) you (?:do|know|answer|help(?: me)? with)|what (?:kind of |sort of )?(?:stuff |things |questions |topics )?can i ask(?: you)?(?: here)?|how (?:can|do) you (?:help|work)|what (?:questions|topics) can you",
            r"is (?:this|our|my) (?:chat|conversation) (?:being )?(?:saved|stored|recorded|logged|private|anonymous)(?: somewhere)?|(?:do you|will you) (?:save|store|record|keep) (?:this|our|my) (?:chat|conversation|messages?)|(?:will|does|can) (?:the |a |your )?(?:recruiter|anyone|somebody|hr) (?:read|see) (?:this|it|my messages?|our chat)|who (?:reads|can read|sees) (?:this|it|my messages?|our chat)",
            r"(?:es.tu|etes.vous|t'es|vous etes|tu es) (?:un|une)? ?(?:vraie? )?(?:bot|robot|humain\w*|ia|machine|personne|chatbot)(?: ou (?:un|une)? ?(?:vraie? )?(?:bot|robot|humain\w*|ia|machine|personne))?|c'est un (?:robot|bot|humain)",
            r"qui (?:es.tu|etes.vous|est.ce que|t'a (?:programme|cree|fait)|vous a (?:programme|cree|concu))|(?:tu es|t'es|vous etes) qui(?: toi| vous)?|c'est quelle ia(?: derriere ce chat)?|quelle ia",
            r"(?:que|qu'est.ce que) (?:sais|peux|savez|pouvez|tu sais|tu peux|vous pouvez|vous savez).{0,6}(?:faire|vous faire|repondre)|(?:tu (?:sais|peux)|vous (?:savez|pouvez)) (?:faire|repondre a) quoi(?: au juste)?|comment (?:ca|cela|tu|vous) (?:marche|fonctionne)\w*|a quoi tu sers|tu fais quoi",
            r"(?:cette|notre|la) (?:discussion|conversation) (?:est.elle |est )?(?:enregistree|conservee|stockee|sauvegardee|anonyme)|par qui (?:peut.elle|est.elle) .{0,10}lue|qui (?:lit|peut lire|voit) (?:ca|cela|ce chat|mes messages|cette conversation)",
        ),
        alone=True,
    ),
    Route(
        "smalltalk",
        "language_en",
        (
            r"(?:(?:do|can|could|would|will) (?:you|we|i)|please|mind|you)? ?(?:speak|talk|chat|answer\w*|reply|write|continue|switch|respond|do this|understand)(?: (?:to )?me)?(?: in| to)? english(?: (?:please|instead|from now on|now))?|in english(?: please)?|english",
            r"(?:(?:tu|vous|on) (?:peux|pouvez|peut|parle[sz]?|comprend\w*) )?(?:me )?(?:repondre|parler|ecrire|passer?|continuer|switcher|discuter)? ?(?:en )?(?:l')?anglais",
        ),
        alone=True,
    ),
    Route(
        "smalltalk",
        "language_fr",
        (
            r"(?:(?:do|can|could|would|will) (?:you|we|i)|please|mind|you)? ?(?:speak|talk|chat|answer\w*|reply|write|continue|switch|respond|do this|understand)(?: (?:to )?me)?(?: in| to)? french(?: (?:please|instead|from now on|now))?|in french(?: please| instead)?",
            r"(?:(?:tu|vous|on) (?:peux|pouvez|peut|parle[sz]?|comprend\w*) )?(?:(?:pourriez|pouvez|peux).(?:vous|tu) )?(?:me |m')?(?:parlez?.?(?:vous)?|parles.?tu|repond\w*|reponse|parle[rz]?|ecri\w*|discuter|passe[rz]?|continuer)? ?(?:moi )?(?:en )?(?:le )?francais",
        ),
        alone=True,
    ),
    Route(
        "smalltalk",
        "languages",
        (
            rf"(?:(?:do|can|could) (?:you|u|we|i) )?(?:speak|talk|chat|answer|reply|write|switch to|understand|continue)(?: (?:to )?me)?(?: in)? {_TONGUE}|(?:which|what) (?:other )?languages (?:can|do) (?:you|u|i|we) (?:speak|chat|understand|know|use)(?: in)?",
            rf"(?:tu|vous|on) (?:parle[sz]?|comprend\w*|peux parler|pouvez parler) (?:l')?{_TONGUE}|passe[zr]? en {_TONGUE}|(?:tu|vous) (?:comprend\w*|parle[sz]?) quelles? langues?(?: toi| vous)?|quelles? langues? (?:parle[sz]?|comprend\w*).(?:tu|vous)",
        ),
        alone=True,
    ),
    Route(
        "handoff",
        "human",
        (
            rf"(?:talk|speak|chat|connect me|put me (?:through|thru)|transfer me|conversation|discuss\w*|phone call) .{{0,24}}(?:to|with) {_PERSON}|(?:put me (?:through|thru)|transfer me) to \w+",
            rf"is there {_PERSON} (?:that |who )?(?:i|we) (?:can|could) (?:talk|speak|write|chat|turn)|any ?(?:one|body) i can (?:talk|speak) to",
            rf"(?:i want|i need|i'd like|i would like|can i (?:get|have|reach)|give me|get me) {_PERSON}(?= |$|[.!?])(?! (?:do|does|who|with))",
            rf"(?:parler|discuter|echanger|joindre|contacter|avoir) .{{0,40}}(?:a|avec)? ?(?:un membre|{_PERSON})(?! de (?:l'ia|genai))|vive voix|un (?:vrai )?(?:humain|conseiller)|une (?:vraie personne|conseillere)|passe[zr]?.moi (?:quelqu'un|un|une)",
            r"(?:have|let|ask) (?:someone|somebody|a recruiter|hr) (?:call|ring|phone|contact|write)|(?:call|ring|phone) me|human please|don't want (?:a|to talk to a) bot|(?:rappelez|appelez|rappelle|appelle).moi|(?:m'appeler|me rappeler|me telephoner)",
        ),
    ),
    Route(
        "smalltalk",
        "thanks",
        (
            r"(?:ok(?:ay)?|great|perfect|super|cool|nice|awesome|good|wonderful|excellent|parfait|genial|top|nickel|d'accord|tres bien|ca marche|c'est note|well)?[ ,!.]*(?:thanks?(?: you)?(?: (?:so|very) much| a lot| a ton| loads| mate)?|thx|ty|cheers(?: mate)?|much appreciated|that (?:helped|helps|was (?:very |really )?(?:useful|helpful))(?: me)?(?: (?:a lot|loads|so much))?)(?: for (?:your|the|all|everything)[^?]*)?",
            r"(?:(?:ok|top|super|parfait|genial|cool|d'accord)[ ,!]*)?merci(?: (?:beaucoup|bien|infiniment|a vous|a toi|pour (?:votre|ton|vos|tout|l'|le|la)[^?]*|c'est (?:clair|parfait|note|top|gentil)|super|parfait))*|(?:je (?:vous|te) )?remercie[^?]*|nickel|parfait",
            r"(?:you're|you are|that's|that is|this is) (?:actually |really |so |pretty |very |quite )*(?:good|great|helpful|awesome|nice|amazing|cool|useful)[^?]*|(?:franchement |vraiment )?(?:t'es|tu es|vous etes|c'est) (?:vraiment |trop |tres )?(?:super|genial\w*|top|cool|gentil\w*|fort\w*|utile|efficace)[^?]*",
        ),
        alone=True,
        unless_themed=True,
    ),
    Route(
        "smalltalk",
        "goodbye",
        (
            r"(?:good ?)?bye(?: bye)?|see you(?: (?:later|soon|around))?|have a (?:nice|good|great|lovely) (?:day|evening|weekend|night|one)|good night|that(?:'s| is) all(?: for now)?|(?:i )?(?:gotta|got to|have to|need to|must) go",
            r"au revoir|a bientot|bonne (?:journee|soiree|nuit|fin de journee)(?: a (?:vous|toi))?|a plus(?: tard)?|ciao|c'est tout|je (?:vous|te) laisse|bon week.?end",
        ),
        alone=True,
    ),
    Route(
        "smalltalk",
        "greeting",
        (
            r"hi+(?: there| all| team| everyone)?|hey+(?: there)?|hell+o+(?: there| you| everyone)?|(?:good )?(?:morning|afternoon|evening|day)|yo|greetings|howdy|how are you(?: doing)?(?: today)?|how's it going|(?:what's|what is) up|(?:is )?(?:any ?one|somebody|someone) (?:here|there|home)",
            r"(?:i hope|hope) (?:you|this|i am|i'm|all|everything)[^?]*|nice to meet you|pleased to meet you",
            r"bonjour|bonsoir|salut|coucou|hola|hello|ca va|comment (?:allez.vous|ca va|vas.tu)|enchante\w*|madame|monsieur|messieurs|mesdames|(?:a )?(?:toute l'equipe|tous|vous tous)|(?:il )?(?:y a |ya )?quelqu'un(?: la)?|j'espere que (?:vous|tu|tout)[^?]*",
        ),
        alone=True,
        unless_themed=True,
    ),
    Route(
        "clarify",
        "unclear",
        (
            r"(?:can you |could you |please )?(?:tell me|say|explain|give me|know|hear) (?:more|a bit more)|more(?: (?:info(?:rmation)?|details))?|go on|continue|what|huh|explain|details|the other one|another one|next|something else|and|so|stuff|thing|whatever|blah(?: blah)*",
            r"(?:dis|dites|dire|explique|expliquez).{0,2}(?:moi |m'en )?(?:en )?plus|plus d'infos?|continue[zr]?|quoi|hein|l'autre|autre chose|suivant|explique[zr]?|e+u+h+|heu+|bah|ben|hu+m+|(?:et )?(?:donc|alors)|truc|machin|bidule",
        ),
        alone=True,
    ),
)


@functools.cache
def route_words() -> frozenset[str]:
    """The whole words of the patterns, which a typing mistake may hide."""
    return frozenset(word for route in ROUTES for pattern in route.patterns for word in _WHOLE_WORD.findall(pattern))
