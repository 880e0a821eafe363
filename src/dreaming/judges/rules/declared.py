"""Plain statements that are known by their form, whatever their verb: who or what, a verb in the present, what is said of it.

No list of verbs is complete, so none is asked for here. The subject has to name its thing by itself ("Leonie Marsh",
"Room 3.07", `tide-api`, "alerts of tidepool"), and what is said of it has to be more than its state of the moment, a
judgement, or trouble with the work at hand: those are what the lists of this module are of.
"""

import re
from collections.abc import Sequence

from dreaming.domain.calendars import WEEKDAY
from dreaming.judges.rules import anchors, at_hand, lasting
from dreaming.judges.rules.gates import first_word
from dreaming.judges.rules.introductions import without_introduction

_F = re.IGNORECASE


def is_declared(text: str) -> bool:
    """Whether a bare statement says something lasting of a named thing, by its form alone."""
    if first_word(text) in _BEGINS_NONE or text.endswith((":", "…", "...", "!")):
        return False
    return _CASE.match(text) is not None or _is_clause(text)


_BEGINS_NONE = frozenset(
    "i you he she it they we this that these those there here what which who whose how why where nothing nobody everything everybody "
    "everyone someone somebody something anything anyone your then still next first also and or but not no please thanks let look looks "
    "seem seems sound sounds feel feels been glad happy sorry congrats gonna gotta love nice one some most many so because although".split()
)


# -- somebody or something does something ----------------------------------------------------------------------------


def _is_clause(text: str) -> bool:
    clause = _without_place(text)
    where = text[: len(text) - len(clause)]
    words = _CLEFT.sub(r"\g<who>", clause).rstrip(". ").split()
    if not words or first_word(words[0]) in _BEGINS_NONE or words[0].lower() in _BREAKS:
        return False
    for place in range(1, min(len(words), _LONGEST_SUBJECT + 1)):
        if words[place - 1][-1] in ",:;–—" or words[place].lower() in _BREAKS or words[place][0] == "(":
            return False
        subject = words[:place]
        if not _is_verb(words[place], subject, words[place + 1 :]):
            continue
        how = _named(subject) or _by_its_place(subject, words[place + 1 :], where)
        if how:
            return lasting.says(words[place], words[place + 1 :], is_sure=how == _SURE)
        if words[place] in _AUXILIARY:
            return False
    return False


_LONGEST_SUBJECT = 9
_CLEFT = re.compile(r"it(?:['’]s|\s+is)\s+(?P<who>(?-i:[A-Z])[^,;]{1,40}?)\s(?:who|that)(?=\s[a-z]+s\s)", _F)
_SURE, _LIKELY = 2, 1
_BREAKS = frozenset(
    "but since because so while although though if when that which who whose whom then than whether unless i you he she they it was were "
    "had did will would should could might shall – — -".split()
)
_AUXILIARY = frozenset("is are has have does do can cannot must".split())
_THIRD = re.compile(r"[a-z]{2,}(?<![sui])(?<!ing)s")
_BASE = re.compile(r"[a-z]{3,}(?<!ing)(?<!ed)(?<!ly)")
_PLURAL = re.compile(r"\w{2,}(?<![sui])s(?:['’])?", _F)
_NO_VERB = frozenset(
    "always sometimes perhaps besides towards afterwards others ours theirs yours its this plus minus times days weeks hours "
    "minutes months years across versus thus as and or not nor for from with without into onto over under about after before "
    "between during per via than too also only just both each all any more most less least once here there now new old".split()
)


def _is_verb(word: str, subject: Sequence[str], after: Sequence[str]) -> bool:
    """Whether a word can be the verb of a subject in the present: "seats" of one, "seat" of several."""
    if word in _AUXILIARY:
        return True
    if word in _NO_VERB or not after or after[0] in _AUXILIARY or _BEHIND_A_NOUN.match(f"{word} {after[0]}"):
        return False
    if _THIRD.fullmatch(word):
        return True
    return _is_many(subject) and _BASE.fullmatch(word) is not None and _BEHIND_A_VERB.match(after[0]) is not None


def _is_many(subject: Sequence[str]) -> bool:
    return not _FIRMS.isdisjoint(subject) or _PLURAL.fullmatch(_head(subject)) is not None or "and" in subject


# A plain form is a verb where these stand behind it: "alerts land in …", not "Japanese financial text".
_BEHIND_A_VERB = re.compile(
    r"(?:an?|the|our|my|its|their|no|all|every|each|two|three|four|five|six|ten|us|for|of|in|on|at|to|by|with|from|into|as|up|out|under|over|"
    r"through|via|until|after|before|only|\d\S*|(?-i:[A-Z])\S*)$",
    _F,
)
_BEHIND_A_NOUN = re.compile(
    r"\w+s (?:of|\w+ed|and|or)$|(?!(?:pays|stands|cares|speaks|accounts|asks|works|signs|covers|answers)\b)\w+s for$"
)
_FIRMS = frozenset("& Ltd Inc AB AS AG KG GmbH Oy SA BV NV plc LLC Co".split())  # "Ferrum KG know us as …"


def _head(subject: Sequence[str]) -> str:
    """The noun of a subject: "alerts" of "alerts of tidepool"."""
    for place, word in enumerate(subject):
        if place and word in _OF:
            return subject[place - 1]
    return subject[-1]


_OF = frozenset("of for from in at on with to".split())
_DETERMINER = re.compile(
    r"(?:the|an?|our|my|his|her|their|its|your|every|each|all|both|no|some|any|this|these|those)", _F
)
NAME = re.compile(r"[(\"“]?(?:[^\W\d_a-zß-ÿ][\w'’&.-]*|&)[)\"”]?")
NUMBERED = re.compile(r"#?[A-Z]{0,3}\d[\w.-]*|[B-HJ-Z]")
IDENTIFIER = re.compile(r"[a-z][a-z\d]*(?:-[a-z\d]+)+(?:['’]s)?")


def _named(subject: Sequence[str]) -> int:
    """How surely a subject names its thing: `_SURE`, `_LIKELY` (one word that may be a name), or 0."""
    text = " ".join(subject)
    if subject[0].endswith("ing") and _DOING.fullmatch(text) is None:
        return 0
    if at_hand.OF_CODE.search(text) or _DETERMINER.fullmatch(subject[-1]) or subject[-1] in _OF:
        return 0
    if any(IDENTIFIER.fullmatch(word) for word in (subject[0], subject[-1])) and anchors.has_value(text):
        return _SURE
    if any(NAME.fullmatch(word) or NUMBERED.fullmatch(word) for word in subject[1:]):
        return _SURE
    return _LIKELY if _may_name(subject) else 0


def _by_its_place(subject: Sequence[str], after: Sequence[str], where: str) -> int:
    """A single plain word may be the name of a thing, where the sentence cannot be an order: "tidepool pulls its …"."""
    if len(subject) > 1 or BARE.fullmatch(subject[0]) is None:
        return 0
    if where:
        return _SURE if any(IDENTIFIER.fullmatch(word) for word in re.split(r"[\s,]+", where)) else _LIKELY
    return _LIKELY if after and subject[0][-1] != "s" and after[0] not in _OF and after[0] not in _NO_VERB else 0


BARE = re.compile(r"[a-z]{4,}(?<!ing)(?<!ly)")


_DOING = re.compile(
    r"\w+ing(?:\s[a-z]+)?\s(?:[A-Z][\w-]*|#?[A-Z]{0,3}\d[\w.-]*)"
)  # "Meeting room Fjord", not "finding my Zen"


def _may_name(subject: Sequence[str]) -> bool:
    """Whether a subject is one capital word, "our …", or "the … of …": it names something, if what follows is particular."""
    first = subject[0].lower()
    if first == "our":
        return len(subject) > 1
    if len(subject) == 1:
        return NAME.fullmatch(subject[0]) is not None
    is_headed = _DETERMINER.fullmatch(first) is not None or _PLURAL.fullmatch(_head(subject)) is not None
    return (
        first.isdigit()
        or any(IDENTIFIER.fullmatch(word) for word in subject)
        or (is_headed and any(word in _OF for word in subject[1:-1]))
    )


# "When Leonie Marsh is away, Greta covers", "nothing is merged into tide-api without two approvals"
_CASE = re.compile(
    r"(?:[Ww]hen|[Ii]f|[Ww]hile|[Ww]henever)\s+(?:[A-Z]\w+|[a-z]+(?:-[a-z\d]+)+)(?:\s[A-Z]\w+)*\s+(?:is|are|has|[a-z]+s)\b[^,?]{0,60},\s+"
    r"[A-Z]\w+(?:\s[A-Z]\w+)*\s+[a-z]+(?<![su])s\b(?!\s+(?:me|you|it|that)\b)"
)


_PLACED = re.compile(
    rf"(?:(?:on|every|each|until|since|from|by)\s+(?:{WEEKDAY}s?|weekdays|weekends|"
    r"(?:other|second|third|last|first)\s+\w+|\w+\s+\d+|(?:day|week|month|year|night|morning|quarter|spring|summer|autumn|winter))|"
    r"(?:at|from|since|after|before|until)\s+\d[\w:.]*(?:\s?[ap]m)?|"
    r"(?:in|on|at|for|with|under|inside)\s+(?:(?:the|our|my|every|each|all)\s+)?(?:[a-z][\w-]*\s+){0,2}[a-z][\w-]*)"
    r"(?:\s+at\s+\d[\w:.]*)?,?\s+(?=[A-Z\d]|[a-z]+-[a-z])",
)


def _without_place(text: str) -> str:
    """The clause behind "on Tuesdays", "in production" and the like, with or without a comma."""
    clause = without_introduction(text)
    found = _PLACED.match(clause[:1].lower() + clause[1:])
    return clause[found.end() :] if found else clause
