"""Words that carry no subject of their own, folded, by language. Question words are among them."""

from __future__ import annotations

_EN = """
a about above after again all also am an and any are as at be because been before being below between both but by can
could did do does doing done down during each few for from further get gets getting give go going got had has have
having he her here hers him his how i if in into is it its itself just know let like ll m many may me might more most
much must my myself need no nor not now of off on once one only or other our ours out over own please pls plz re s same
shall she should so some still such t than that the their them then there these they this those through to too u under
until up us ve very want was we were what whats when where which while who whom whose why will with would yes you your
yours yourself tell say says said explain exactly actually really kind sort thing things bit lot make makes made
anyone someone something anything hello hi hey ok okay thanks thank
"""

_FR = """
a ai aie ait alors apres as assez au aucun aucune aussi autre autres aux avant avec avez avoir avons bien c ca car ce
cela celle celles celui ces cet cette ceux chaque chez ci combien comme comment d dans de deja depuis des dessous dessus
deux dire dit doit doivent donc dont du elle elles en encore entre es est et etaient etait ete etes etre eu eux faire
fait faites faut fois font hors ici il ils j je jusque l la le les leur leurs lors lui m ma mais me meme memes mes moi
moins mon n ne ni non nos notre nous nouveau on ont ou oui par parce pas pendant peu peut peuvent peux plus plutot pour
pourquoi pouvez pouvoir pres puis qu quand que quel quelle quelles quels qui quoi s sa sans se sera ses si sien soit
sommes son sont sous souvent suis sur ta te tes toi ton tous tout toute toutes tres trop tu t un une va vais vas veux
veut vers voici voila vont vos votre vous vraiment y svp stp merci bonjour salut bonsoir dites expliquez expliquer
exactement chose choses quelque quelques quelqu estce
"""

FUNCTION_WORDS: dict[str, frozenset[str]] = {"en": frozenset(_EN.split()), "fr": frozenset(_FR.split())}
