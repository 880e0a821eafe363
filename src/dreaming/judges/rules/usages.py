"""What people usually do, where things are found and what there is at a place, told without any verb of a list.

"We buy toner from Halden Papier", "you find Room Quartz on the fourth floor", "there is a ramp at Maple Hall".
"""

import re

from dreaming.domain.calendars import WEEKDAY
from dreaming.judges.rules import anchors, at_hand, declared, lasting, refusals
from dreaming.judges.rules.gates import first_word, words_of

_F = re.IGNORECASE

_THERE = re.compile(
    r"(?P<where>(?:(?:in|on|at|behind|next to|near)\s[^,;:]{2,60}?,?\s+)?)there(?:['’]s| is| are)\s+"
    r"(?!still\b|now\b|no\s+(?:need|way)\b|something\b|nothing\b|(?:\w+ly\s+)?an?\s+(?:chance|lot|couple|bit|few)\b)(?P<what>\S.*)",
    _F,
)
_AT_NAMED = re.compile(r"\b(?:in|at|on|of|for|inside|behind|near|next to|to)\s+(?P<place>\S.*)", _F)


def is_there(text: str) -> bool:
    """Whether it says what there is at a named place: "there is a ramp at Maple Hall", "on the second floor there is …"."""
    found = _THERE.match(text) if "there" in words_of(text) else None
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
    found = _YOU.match(text) if first_word(text) == "you" else None
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


# What one does not do for good: wanting, seeing, talking, deeds that are over.
_NOT_FOR_GOOD = (
    r"need|have|want|see|get|know|think|hope|guess|feel|should|can|could|must|may|might|will|would|are|were|was|did|do|had|got|saw|found|"
    r"made|went|ran|came|took|gave|said|told|tried|met|left|lost|broke|spoke|wrote|sent|began|knew|kept|spent|fell|forgot|hit|agree|"
    r"believe|expect|wait|look|hear|fail|wonder|mean|still|just|even|really|actually|finally|recently|once|\w+ly|never|don|talk|discuss|"
    r"plan|also|all|both"
)
# What one does in the work at hand, in so many words the same way.
_STEPS = (
    r"call|run|try|pass|click|open|type|press|set|add|change|move|copy|paste|start|stop|load|close|check|test|remove|delete|log|put|define|"
    r"import|return|point|switch|go|come|read|write|apply|insert|select|save|update|keep|like|love|miss|notice|remember|promise|appreciate|"
    r"understand|suppose|ask|tell|say|show|send|let|am|stand|sit|struggle|thought|felt|cannot|visit|cant|dont|wont|to|and|or|not|too|won"
)
_OFTEN = r"(?:(?:usually|always|only|normally|mostly|also|now)\s+)*"
_WE = re.compile(
    rf"we\s+{_OFTEN}(?!(?:{_NOT_FOR_GOOD})\b|\w+ed\b)[a-z]{{3,}}\s+(?P<what>[a-z\d]\S*(?:\s+\S+){{0,5}}?\s+"
    r"(?:from|at|through|with|by|via|on|to|in|as|into|under|for|of|per|off)\s+\S.*|(?:with|through|via|from|at|by)\s+\S.*|"
    r"(?:about |around |roughly )?\d[\d.,]*\s.*)",
    _F,
)
_NAMED_OBJECT = re.compile(rf"we\s+{_OFTEN}(?:meet|pay|use|buy|get|put)\s+(?P<what>\S.*)", _F)
# What somebody does with a name, or with an amount: "I insure the van with Allianz", "I budget 250 euros for food".
_I_WITH = re.compile(
    rf"i\s+{_OFTEN}(?!(?:{_NOT_FOR_GOOD}|{_STEPS})\b|\w+ed\b)[a-z]{{3,}}\s+(?:\S+\s+){{0,4}}?(?:(?:with|in|at|from|through|by)\s+"
    r"(?:[a-z]+\s+){0,2}?(?-i:[A-Z][a-z])|\d[\d.,]*\s\S+\s(?:for|on|per|an?)\s)",
    _F,
)
# What somebody does again and again, at a time of its own: "I file my expenses on Fridays".
_I_DO = re.compile(
    rf"i\s+(?!(?:{_NOT_FOR_GOOD})\b|\w+ed\b)[a-z]{{3,}}\s+(?:\S.*?)?(?:\bon (?:{WEEKDAY}s|weekends)\b|"
    r"\bevery (?!time)\w+|\bin the (?:mornings?|evenings?|afternoons?)\b|\b(?:after|before|at|from) \d|"
    rf"\bby (?:train|bus|bike|car|tram|ferry)\b)|i have (?:{WEEKDAY}s) off\b",
    _F,
)


def is_usual(text: str) -> bool:
    """Whether people tell what they do for good: "we buy toner from Halden Papier", "I file my expenses on Fridays"."""
    if first_word(text) not in {"i", "we"} or refusals.is_pointing(text):
        return False
    if _I_DO.match(text) is not None:
        return True
    if _I_WITH.match(text) is not None:
        return not any(words.search(text) for words in (lasting.TROUBLES, lasting.POINTS, at_hand.OF_CODE))
    found = _WE.match(text) or _NAMED_OBJECT.match(text)
    if found is None or lasting.TROUBLES.search(found["what"]) or at_hand.OF_CODE.search(found["what"]):
        return False
    return anchors.is_particular(" x " + found["what"])
