"""What people write that is no question: that they want a person, that an answer was none, and
thanks. Read from the words alone, and only where little else stands in the text."""

import re

from desk.help.wording import words_of

_SOMEBODY = (
    r"(?:(?:an?|the|your|some|any|real|actual|live|proper) )*"
    r"(?:person|human|human being|someone|somebody|anyone|anybody|agent|operator|people|support"
    r"|colleague|staff|team|representative|adviser|advisor)"
)
_QUELQU_UN = (
    r"(?:quelqu un|qqn|(?:une?|un|le|la|l|des|vos?) (?:vraie?s? )?(?:personnes?|humains?|agents?"
    r"|conseillere?|conseiller|support|equipe|collegues?|gens|etre humain|responsable))"
)
_END = (
    r"(?: (?:please|pls|plz|now|here|with this|about this|today|s il vous plait|svp|stp|merci))*$"
)
_PERSON = (
    rf"\b(?:talk|talking|speak|speaking|chat|connected|transferred|get|put) (?:me )?(?:through )?"
    rf"(?:to|with) {_SOMEBODY}\b",
    rf"^{_SOMEBODY}{_END}",
    r"\b(?:real|actual|live) (?:person|human|agent)\b",
    rf"\b(?:want|need|like) {_SOMEBODY}{_END}",
    rf"\b(?:can|could|would|will|is) (?:there )?(?:someone|somebody|anyone|anybody) (?:there )?"
    rf"(?:please )?(?:(?:who|that|to) )?(?:can )?(?:help|assist|answer|call)(?: me| us)?{_END}",
    rf"^(?:i|we) (?:still )?need (?:some |more )?help{_END}",
    rf"^(?:please |can you |could you )*help(?: me| us)?(?: out)?{_END}",
    rf"\b(?:parler|discuter|echanger|parle|joindre|contacter|voir) (?:a |avec |au |aux )?"
    rf"{_QUELQU_UN}\b",
    r"\b(?:vraie personne|vrai humain|etre humain)\b",
    rf"\bquelqu un (?:peut|pourrait|peux|pour|qui peut) (?:il )?(?:m |me |nous )?"
    rf"(?:aider|repondre|rappeler|appeler){_END}",
    rf"^(?:pouvez vous |peux tu |vous pouvez )?(?:m |me )?(?:aidez moi|aide moi|aider){_END}",
    rf"^a l aide{_END}",
    rf"^(?:j ai|nous avons) (?:toujours |encore |vraiment )?besoin d (?:aide|un humain){_END}",
    rf"\bbesoin d une? (?:vraie? )?(?:personne|humain|agent){_END}",
)
_THIS = r"(?:that|this|it|which|thats|its|your answer|the answer|the article|answer)"
_CELA = r"(?:ca|cela|ceci|ce|c|cette reponse|la reponse|votre reponse|l article)"
_NO_ANSWER = (
    rf"^(?:no |nope |sorry |but |hm |hmm )*{_THIS} (?:really )?(?:did not|didnt|does not|doesnt"
    rf"|hasnt|has not|is not|isnt|wasnt|was not|not|is no|no|of no) (?:really |at all )?"
    r"(?:help|helped|helping|helpful|useful|answer|answered|work|worked|clear|right|correct|it"
    r"|true|what i|my question|the answer|an answer)\b",
    rf"^(?:no |nope |sorry |but )*{_THIS} (?:is |was )?(?:all |just |completely |totally )?"
    r"(?:wrong|incorrect|false|useless|unhelpful|nonsense|rubbish)\b",
    r"^(?:no |sorry )?(?:did not|didnt|does not|doesnt|not) (?:help|work|helpful|useful)"
    r"(?: me| us| at all)?$",
    r"^(?:no |sorry )?wrong answer\b",
    r"\bnot (?:really )?(?:at all )?(?:what (?:i|we) (?:asked|meant|mean|was|were|need|want)"
    r"|(?:an answer to )?(?:my|our) question)",
    r"\b(?:doesnt|didnt|does not|did not) answer (?:my|our|the) question",
    r"^(?:sorry )?(?:i|we) (?:still )?(?:dont|do not|didnt|did not|cant) (?:really )?"
    r"(?:understand|get it|get this|get that|follow|see)(?: this| that| it| the answer"
    r"| your answer| anything| a word)?$",
    r"^(?:i m |im |i am )?(?:still )?(?:confused|lost|not clear|unclear|stuck|not sure)$",
    rf"^{_THIS} (?:makes|make) no sense$",
    rf"^{_THIS} (?:doesnt|does not) make (?:any )?sense$",
    rf"^(?:non |desole |desolee |mais )*{_CELA} (?:ne |n )?(?:m |me |nous )?(?:a |est |avait )?"
    r"(?:vraiment )?(?:repond|aide|resout|marche|fonctionne|sert|va|clair|suffit)(?:e|ent)? ?"
    r"(?:pas|rien|a rien|en rien|plus)\b",
    rf"^(?:non |desole |desolee |mais )*{_CELA} (?:ne |n )?(?:m |me |nous )?(?:a|est) pas "
    r"(?:vraiment )?(?:aide|repondu|ma question|ce que|la (?:bonne )?reponse|juste|correct|vrai"
    r"|clair|utile)",
    r"\bpas ce que (?:j ai|je|on|nous) (?:demande|demandais|voulais|cherche|cherchais|veux|avons)",
    r"\bne repond(?:ez)? pas a (?:ma|la|notre) question",
    r"^(?:non )?(?:c est |cela est |ca est )?(?:faux|une? mauvaise reponse|mauvaise reponse|inutile"
    r"|incorrect)\b",
    r"^(?:desole |desolee )?(?:je |j |on |nous )?(?:n |ne )?(?:y |l )?(?:ai |avons )?"
    r"(?:pas |rien |toujours pas )?(?:comprends|compris|comprend|comprenons)(?: pas| rien| toujours"
    r" pas)(?: la reponse| cette reponse| votre reponse)?$",
    r"^(?:desole |desolee )?(?:je |j |on |nous )?(?:n |ne )?(?:ai |avons )?(?:pas|rien|toujours"
    r" pas) compris(?: la reponse| votre reponse)?$",
)
_ASKS_FOR_A_PERSON = re.compile("|".join(_PERSON))
_SAYS_NO_ANSWER = re.compile("|".join(_NO_ANSWER))
_MOST_WORDS = 16
"""A longer text says more than that."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_MEANS_IT = _set(
    "thanks thank thx tx ty cheers merci ok okay great perfect super parfait nickel genial top"
    " helps helped works worked solved understood compris entendu thumbsup pray ok_hand cool"
    " brilliant awesome excellent lovely marche fonctionne"
)
_BESIDE = _set(
    "you so very much many a lot again for your the this that it thats its was is just what i"
    " needed wanted now all everyone sam team help quick reply answer answers got yes oui really"
    " beaucoup bien c est ca cela exactement exactly parfaitement de d l la le votre vos ton ta"
    " pour aide accord reponse reponses rapide vous toi tous et and have nice good day one bonne"
    " journee soiree bonjour hello hi dear en avance in advance j ai je m me to us nous infiniment"
    " vraiment tout perfectly un une mille grand"
)
_ASKING = _set("is was est et and does did")
"""Begin a question that somebody forgot the mark of."""


def wants_a_person(text: str) -> bool:
    """Whether somebody asks to be helped by a person, in general."""
    return _matches(_ASKS_FOR_A_PERSON, text)


def says_no_answer(text: str) -> bool:
    """Whether somebody says that an answer wasn't one, or that they don't understand it."""
    return _matches(_SAYS_NO_ANSWER, text)


def is_thanks(text: str) -> bool:
    """Whether it says thanks, or that all is well, and nothing else."""
    if "?" in text:
        return False
    words = [word for word in words_of(_without_names(text)) if word != "#number"]
    if not words or words[0] in _ASKING:
        return False
    return bool(_MEANS_IT & {*words}) and {*words} <= _MEANS_IT | _BESIDE


def _matches(pattern: re.Pattern[str], text: str) -> bool:
    words = words_of(_without_names(text))
    return len(words) <= _MOST_WORDS and pattern.search(" ".join(words)) is not None


def _without_names(text: str) -> str:
    """Whom they call is not what they say."""
    return re.sub(r"@\w+", " ", text)
