"""What people usually do, where things are found and what there is at a place, told without any verb of a list.

"We buy toner from Halden Papier", "you find Room Quartz on the fourth floor", "there is a ramp at Maple Hall".
"""

import re

from dreaming.judges.rules import anchors, at_hand, declared, lasting, refusals

_F = re.IGNORECASE

_THERE = re.compile(
    r"(?P<where>(?:(?:in|on|at|behind|next to|near)\s[^,;:]{2,60}?,?\s+)?)there(?:['’]s| is| are)\s+"
    r"(?!still\b|now\b|no\s+(?:need|way)\b|something\b|nothing\b|(?:\w+ly\s+)?an?\s+(?:chance|lot|couple|bit|few)\b)(?P<what>\S.*)",
    _F,
)
_AT_NAMED = re.compile(r"\b(?:in|at|on|of|for|inside|behind|near|next to|to)\s+(?P<place>\S.*)", _F)


def is_there(text: str) -> bool:
    """Whether it says what there is at a named place: "there is a ramp at Maple Hall", "on the second floor there is …"."""
    found = _THERE.match(text)
    if found is None or text.endswith("!"):
        return False
    what, where = found["what"], found["where"]
    if lasting.TROUBLES.search(what) or lasting.POINTS.search(what) or at_hand.OF_CODE.search(where):
        return False
    if where:
        return lasting.POINTS.search(where) is None
    behind = _AT_NAMED.search(what)
    words = behind["place"].rstrip(". ").split() if behind else []
    return any(_names(word) for word in words) or (
        len(words) == 1 and anchors.has_value(what) and declared.BARE.fullmatch(words[0]) is not None
    )


def _names(word: str) -> bool:
    """Whether a word is a name, an identifier or a number of a room and the like."""
    return any(kind.fullmatch(word) for kind in (declared.IDENTIFIER, declared.NAME, declared.NUMBERED))


_YOU = re.compile(
    r"you\s+(?:(?:can|will|may)\s+)?(?:always\s+|only\s+|usually\s+)?(?P<verb>find|reach|get|try|contact|book|order|park|enter|need|meet|"
    r"call|pay)\s+(?P<what>\S.*)|you['’]ll\s+(?:find|need)\s+(?P<also>\S.*)",
    _F,
)
_ADDRESS = re.compile(r"\w+://\S+")
_AT = re.compile(r"\b(?:in|at|on|under|by|from|via|through|with|for|open)\s+\S", _F)


def tells_where(text: str) -> bool:
    """Whether it tells anybody where or how something named is found: "you find Room Quartz on the fourth floor"."""
    found = _YOU.match(text)
    if found is None:
        return False
    what = found["what"] or found["also"]
    if (
        lasting.POINTS.search(what)
        or what.startswith("to ")
        or at_hand.OF_CODE.search(_ADDRESS.sub("", what))
        or lasting.TROUBLES.search(what)
    ):
        return False
    is_named = any(
        declared.IDENTIFIER.fullmatch(word) or declared.NAME.fullmatch(word) for word in what.rstrip(".! ").split()
    )
    return _AT.search(what) is not None and (is_named or anchors.has_value(what))


# What one does not do for good: wanting, seeing, deeds that are over.
_NOT_FOR_GOOD = (
    r"need|have|want|see|get|know|think|hope|guess|feel|should|"
    r"can|could|must|may|might|will|would|are|were|was|did|do|had|got|saw|found|made|went|ran|came|took|gave|said|told|tried|met|left|lost|"
    r"broke|spoke|wrote|sent|began|knew|kept|spent|fell|forgot|hit|agree|believe|expect|wait|look|hear|fail|wonder|mean|still|just|even|really|actually|finally|recently|once|\w+ly|"
    r"never|don|talk|discuss|plan|also|all|both"
)
_OFTEN = r"(?:(?:usually|always|only|normally|mostly|also|now)\s+)*"
_WE = re.compile(
    rf"we\s+{_OFTEN}(?!(?:{_NOT_FOR_GOOD})\b|\w+ed\b)[a-z]{{3,}}\s+(?P<what>[a-z\d]\S*(?:\s+\S+){{0,5}}?\s+"
    r"(?:from|at|through|with|by|via|on|to|in|as|into|under|for|of|per|off)\s+\S.*)",
    _F,
)
_NAMED_OBJECT = re.compile(rf"we\s+{_OFTEN}(?:meet|pay|use|buy|get|put)\s+(?P<what>\S.*)", _F)
_WE_WITH = re.compile(
    rf"we\s+(?!(?:{_NOT_FOR_GOOD})\b|\w+ed\b)[a-z]{{3,}}\s+(?P<what>(?:with|through|via|from|at|by)\s+\S.*)", _F
)
# What somebody does again and again, at a time of its own: "I file my expenses on Fridays".
_I_DO = re.compile(
    rf"i\s+(?!(?:{_NOT_FOR_GOOD})\b|\w+ed\b)[a-z]{{3,}}\s+\S.*?(?:\bon (?:(?:mon|tues|wednes|thurs|fri|satur|sun)days|weekends)\b|\bevery "
    r"(?!time)\w+|\bin the (?:mornings?|evenings?|afternoons?)\b|\b(?:after|before|at|from) \d|\bby (?:train|bus|bike|car|tram|ferry)\b)|"
    r"i have (?:(?:mon|tues|wednes|thurs|fri|satur|sun)days) off\b",
    _F,
)


def is_usual(text: str) -> bool:
    """Whether people tell what they do for good: "we buy toner from Halden Papier", "I file my expenses on Fridays"."""
    if _I_DO.match(text) is not None and not refusals.is_pointing(text):
        return True
    found = _WE.match(text) or _NAMED_OBJECT.match(text) or _WE_WITH.match(text)
    if (
        found is None
        or refusals.is_pointing(text)
        or lasting.TROUBLES.search(found["what"])
        or at_hand.OF_CODE.search(found["what"])
    ):
        return False
    return anchors.is_particular(" x " + found["what"])
