"""Plain statements that are known by their form, whatever their verb: who or what, a verb in the present, what is said of it.

No list of verbs is complete, so none is asked for here. The subject has to name its thing by itself ("Leonie Marsh",
"Room 3.07", `tide-api`, "alerts of tidepool"), and what is said of it has to be more than its state of the moment, a
judgement, or trouble with the work at hand: those are what the lists of this module are of.
"""

import re
from collections.abc import Sequence

from dreaming.judges.rules import anchors, at_hand, facts

_F = re.IGNORECASE


def is_declared(text: str) -> bool:
    """Whether a bare statement says something lasting of a named thing, by its form alone."""
    if text.endswith((":", "…", "...")) or at_hand.is_at_hand(text):
        return False
    return _CASE.match(text) is not None or _is_clause(text)


# -- somebody or something does something ----------------------------------------------------------------------------


def _is_clause(text: str) -> bool:
    clause = _without_place(text)
    where = text[: len(text) - len(clause)]
    words = _CLEFT.sub(r"\g<who>", clause).rstrip(". ").split()
    if not words or words[-1].endswith("!") or _BREAKS.fullmatch(words[0]) or _NO_SUBJECT.fullmatch(words[0]):
        return False
    for place in range(1, min(len(words), _LONGEST_SUBJECT + 1)):
        if words[place - 1].endswith((",", ":", ";", "–", "—")) or _BREAKS.fullmatch(words[place]):
            return False
        subject = words[:place]
        if not _is_verb(words[place], subject, words[place + 1 :]):
            continue
        how = _named(subject) or _by_its_place(subject, words[place + 1 :], where)
        if how:
            return _says(words[place], words[place + 1 :], is_sure=how == _SURE)
        if words[place] in _AUXILIARY:
            return False
    return False


_LONGEST_SUBJECT = 9
_CLEFT = re.compile(r"it(?:['’]s|\s+is)\s+(?P<who>(?-i:[A-Z])[^,;]{1,40}?)\s(?:who|that)(?=\s[a-z]+s\s)", _F)
_SURE, _LIKELY = 2, 1
_BREAKS = re.compile(
    r"(?:but|since|because|so|while|although|though|if|when|that|which|who|whose|whom|then|than|whether|unless|"
    r"i|you|he|she|they|it|was|were|had|did|will|would|should|could|might|shall|[–—-]+|\(.*)",
    _F,
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
_NO_SUBJECT = re.compile(
    r"(?:i|you|he|she|it|they|we|this|that|these|those|there|here|what|which|who|how|why|where|nothing|nobody|everything|everybody|"
    r"everyone|someone|somebody|something|anything|anyone|your|now|then|still|next|first|also|and|or|but|not|no|please|thanks|"
    r"let|let['’]s|looks?|seems?|sounds?|feels?|been|glad|happy|sorry|congrats|gonna|gotta|love|nice|one|some|most|many|"
    r"(?:it|that|there|here|he|she|they|we|you|i|what|who)['’]\w+)",
    _F,
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
    if len(subject) > 1 or BARE.fullmatch(subject[0]) is None or _NO_SUBJECT.fullmatch(subject[0]):
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


# -- what is said of it ----------------------------------------------------------------------------------------------

_TROUBLE = frozenset(
    "fail fails crash crashes break breaks hang hangs throw throws raise raises print prints show shows say says find finds complain "
    "complains warn warns exit exits die dies freeze freezes choke chokes miss misses lack lacks look looks seem seems appear appears "
    "feel feels sound sounds think thinks ask asks tell tells know knows hope hopes wonder wonders agree agrees wait waits try tries "
    "forget forgets mean means mention mentions suggest suggests claim claims insist insists behave behaves stop stops work works "
    "become becomes happen happens happy glad guess guesses remember remembers notice notices struggle struggles suffer suffers "
    "overwrite overwrites ignore ignores confuse confuses bother bothers annoy annoys help helps matter matters return returns".split()
)
_LASTS_AFTER = re.compile(r"\s*(?:after|for|in|at|on|from|as|to|until|with|every|each|only|like)\b", _F)
_LASTING = frozenset(
    "looks stops works work stop means helps work".split()
)  # with such a word: "stops at 18:00", "looks after …"
POINTS = re.compile(
    r"\b(?:this(?! (?:repo|repository|project|codebase|house|company|team|year|month)\b)|these|those|(?<!while )(?<!when )(?<!if )(?<!until )(?<!unless )(?<!before )(?<!after )it|them|here|there|again|yet|so far|"
    r"above|below|you|your|me|him|too\W*$|anymore|any more|that(?=\W*$))\b|\bthe (?:same|above|following|wrong|right|other) ",
    _F,
)
_STATE = re.compile(
    r"(?:not |still |also |now |just |already |almost |nearly |currently )*(?:\w+ing\b|(?:away|back|late|early|here|there|gone|home|ill|sick|"
    r"busy|done|ready|over|open|free|full|empty|stuck|blocked|missing|offline|online|unavailable|unreachable|red|green|"
    r"slow|fast|broken|wrong|right|None|null|undefined|true|false)\b(?! (?:on|at|from|until|for|to|by|every|after)\b)|(?:down|up|off|out|on|in)\W*$|"
    r"(?:in|on|at|off|out|away|back|behind|between) (?:an? |the |her |his |their |another )?(?:meetings?|(?<!on )calls?|phone|train|bus|plane|lunch|"
    r"break|door|way|line|hold|loop|middle|trouble|hurry|mood|progress|conflict|charge of it)\b)",
    _F,
)
_JUDGED = re.compile(
    r"(?:not |too |so |very |really |quite |pretty |rather |a bit |a little |way |always |more |less |an? |the (?:most|best|worst)\b)*(?:"
    r"un\w+|im\w+|mis\w+|\w+(?:ing|able|ible|ful|ous|ish|less)|good|bad|better|worse|fine|great|nice|ok|okay|ugly|odd|weird|strange|hard|"
    r"easy|simple|complex|complicated|clear|big|huge|small|large|long|short|high|low|old|new|right|wrong|correct|important|different|"
    r"similar|cool|awesome|annoyed|angry|happy|sad|sorry|glad|tired|excited|worried|upset|confused|sure|afraid|aware|likely|"
    r"smart|cool|amazing|crazy|incredible|perfect|terrible|horrible|awful|a (?:mess|pain|joke|shame|problem|bug|mystery|nightmare|disaster|bit|lot))\b",
    _F,
)
TROUBLES = re.compile(
    r"\b(?:bugs?|errors?|typos?|problems?|issues?|conflicts?|exceptions?|failures?|warnings?|traceback|null|undefined|nan|comments?|"
    r"questions?|trouble|nothing|no (?:idea|clue|effect|tests?|docs|time)|wrong|empty|missing|trailing|unused|duplicate[sd]?|"
    r"weird|odd|strange|late|early|twice|[45]\d\ds?|timeout|open \w+|the (?:commit|push|merge|diff)|tickets?|messages?|mails?|calls?|spaces?|commas?|brackets?|semicolons?)\b",
    _F,
)
_LITTLE = frozenset(
    "a an the of to in on at for by with from as and or not no it its is are be been very quite really just also still now then so too "
    "much many lot lots bit well fine good great ok okay".split()
)
_PARTICIPLE = re.compile(
    r"(?:not |also |now |all |fully |only |\w+ly )*(?P<done>\w{2,}(?:ed|en|wn|pt|ght|ilt|ept|ut|ung|ost|un|id|ld|nt|de|und))\s+(?P<what>\S.*)",
    _F,
)
_ENDS_WITH_IT = frozenset(
    "closed merged deleted removed finished done fixed broken failed blocked stuck reverted rebased pushed committed confused annoyed "
    "supposed meant bound allowed gone interested concerned worried excited disappointed surprised pleased cut".split()
)
_PERFECT = re.compile(
    r"(?:now |just |also |already |recently |officially )*(?:taken over|moved (?:to|from|into)|left|joined|become|changed (?:to|from|its|her|his|their)|"
    r"switched (?:to|from)|been (?:\w+ed) (?:to|as|from))\s+\S",
    _F,
)
_HAS_DONE = re.compile(
    r"(?:just |now |already |not |also |since )*(?:been|\w{2,}ed|gone|done|got|become|made|taken|run|left|seen|begun|lost)\b",
    _F,
)
_BY_THEN = re.compile(
    r"\bby (?:noon|tonight|tomorrow|then|today|eod|\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day)", _F
)


def _says(verb: str, after: Sequence[str], *, is_sure: bool) -> bool:
    """Whether what follows a verb is worth keeping; of a thing that is not surely named, it must be particular."""
    rest = " ".join(after)
    if not any(len(word.strip(".,;()")) > 1 and word.lower() not in _LITTLE for word in after) or POINTS.search(rest):
        return False
    if TROUBLES.search(rest) and not (is_sure and anchors.has_value(rest)):
        return False
    if not (is_sure or _is_particular(after) or (verb in {"is", "are"} and _OURS.match(rest))):
        return False
    return _lasts(verb, rest, is_sure=is_sure)


def _lasts(verb: str, rest: str, *, is_sure: bool) -> bool:
    """Whether it holds longer than the moment."""
    if verb in {"is", "are"}:
        return _is_so(rest)
    if verb in {"has", "have"}:
        return _PERFECT.match(rest) is not None or _HAS_DONE.match(rest) is None
    if verb in {"can", "cannot", "must"}:
        return verb != "can" or is_sure
    if verb in {"wants", "want", "needs", "need"}:
        return not rest.startswith("to ") and _BY_THEN.search(rest) is None
    if verb not in _TROUBLE or _KNOWN_AS.match(rest):
        return True
    return verb in _LASTING and _LASTS_AFTER.match(rest) is not None and _JUDGED.match(rest) is None


_KNOWN_AS = re.compile(r"us (?:as|under|by)\s", _F)


def _is_particular(after: Sequence[str]) -> bool:
    words = [word.strip(".,;()") for word in after]
    return anchors.is_particular(" x " + " ".join(after)) or any(_LETTERED.fullmatch(word) for word in words)


_LETTERED = re.compile(r"[B-HJ-Z]")  # "lot B"
_OURS = re.compile(r"(?:our|my)\s+[\w -]+$", _F)


_DIGIT = re.compile(r"\d")


def _is_so(rest: str) -> bool:
    """Whether what somebody or something is outlasts the moment and is no judgement."""
    if _STATE.match(rest) or (_JUDGED.match(rest) and _DIGIT.search(rest) is None):
        return False
    done = _PARTICIPLE.fullmatch(rest)
    if done and done["done"].lower() in _ENDS_WITH_IT:
        return anchors.is_particular(" x " + done["what"])
    return done is not None or _IS_SOMETHING.match(rest) is not None or anchors.is_particular(" x " + rest)


_IS_SOMETHING = re.compile(r"(?:our|my|an?|the|in|on|at|by|near|behind|next to|under|from|part of|also)\s+\w", _F)


_PLACED = re.compile(
    r"(?:(?:on|every|each|until|since|from|by)\s+(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekdays|weekends|"
    r"(?:other|second|third|last|first)\s+\w+|\w+\s+\d+|(?:day|week|month|year|night|morning|quarter|spring|summer|autumn|winter))|"
    r"(?:at|from|since|after|before|until)\s+\d[\w:.]*(?:\s?[ap]m)?|"
    r"(?:in|on|at|for|with|under|inside)\s+(?:(?:the|our|my|every|each|all)\s+)?(?:[a-z][\w-]*\s+){0,2}[a-z][\w-]*)"
    r"(?:\s+at\s+\d[\w:.]*)?,?\s+(?=[A-Z\d]|[a-z]+-[a-z])",
)


# "When Leonie Marsh is away, Greta covers", "nothing is merged into tide-api without two approvals"
_CASE = re.compile(
    r"(?:[Ww]hen|[Ii]f|[Ww]hile|[Ww]henever)\s+(?:[A-Z]\w+|[a-z]+(?:-[a-z\d]+)+)(?:\s[A-Z]\w+)*\s+(?:is|are|has|[a-z]+s)\b[^,?]{0,60},\s+"
    r"[A-Z]\w+(?:\s[A-Z]\w+)*\s+[a-z]+(?<![su])s\b(?!\s+(?:me|you|it|that)\b)"
)


def _without_place(text: str) -> str:
    """The clause behind "on Tuesdays", "in production" and the like, with or without a comma."""
    clause = facts.without_introduction(text)
    found = _PLACED.match(clause[:1].lower() + clause[1:])
    return clause[found.end() :] if found else clause
