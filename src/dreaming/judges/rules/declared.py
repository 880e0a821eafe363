"""Plain statements that are known by their form, whatever their verb: who or what, a verb in the present, what is said of it.

No list of verbs is complete, so none is asked for here. The subject has to name its thing by itself ("Leonie Marsh",
"Room 3.07", `tide-api`, "alerts of tidepool"), and what is said of it has to be more than its state of the moment, a
judgement, or trouble with the work at hand: those are what the lists of this module are of.
"""

import re
from collections.abc import Sequence

from dreaming.judges.rules import anchors, at_hand, refusals

_F = re.IGNORECASE


def is_declared(text: str) -> bool:
    """Whether a bare statement says something lasting of a named thing, by its form alone."""
    if text.endswith((":", "…", "...")) or at_hand.is_at_hand(text):
        return False
    return _tells_where(text) or _is_there(text) or _we_do(text) or _is_clause(text)


# -- somebody or something does something ----------------------------------------------------------------------------


def _is_clause(text: str) -> bool:
    words = _without_place(text).rstrip(".! ").split()
    for place in range(1, min(len(words), _LONGEST_SUBJECT + 1)):
        if words[place - 1].endswith((",", ":", ";", "–", "—")) or _BREAKS.fullmatch(words[place]):
            return False
        subject = words[:place]
        if not _is_verb(words[place], subject):
            continue
        how = _named(subject)
        if how:
            return _says(words[place], words[place + 1 :], is_sure=how == _SURE)
        if words[place] in _AUXILIARY:
            return False
    return False


_LONGEST_SUBJECT = 9
_SURE, _LIKELY = 2, 1
_BREAKS = re.compile(
    r"(?:but|since|because|so|while|although|though|if|when|that|which|who|whose|whom|then|than|whether|unless|"
    r"i|you|he|she|they|it|was|were|had|did|will|would|should|could|might|shall|[–—-]+)",
    _F,
)
_AUXILIARY = frozenset("is are has have does do can cannot must".split())
_THIRD = re.compile(r"[a-z]{2,}(?<![sui])s")
_BASE = re.compile(r"[a-z]{3,}(?<!ing)(?<!ed)(?<!ly)")
_PLURAL = re.compile(r"\w{2,}(?<![sui])s(?:['’])?", _F)
_NO_VERB = frozenset(
    "always sometimes perhaps besides towards afterwards others ours theirs yours its this plus minus times days weeks hours "
    "minutes months years across versus thus as and or not nor for from with without into onto over under about after before "
    "between during per via than too also only just both each all any more most less least once here there now new old".split()
)


def _is_verb(word: str, subject: Sequence[str]) -> bool:
    """Whether a word can be the verb of a subject in the present: "seats" of one, "seat" of several."""
    if word in _AUXILIARY:
        return True
    if word in _NO_VERB:
        return False
    return _THIRD.fullmatch(word) is not None or (_is_many(subject) and _BASE.fullmatch(word) is not None)


def _is_many(subject: Sequence[str]) -> bool:
    return _PLURAL.fullmatch(_head(subject)) is not None or "and" in subject


def _head(subject: Sequence[str]) -> str:
    """The noun of a subject: "alerts" of "alerts of tidepool"."""
    for place, word in enumerate(subject):
        if place and word in _OF:
            return subject[place - 1]
    return subject[-1]


_OF = frozenset("of for from in at on with to".split())
_DETERMINER = re.compile(r"(?:the|an?|our|my|his|her|their|its|your|every|each|all|both|no|some|any|this|these|those)", _F)
_NO_SUBJECT = re.compile(
    r"(?:i|you|he|she|it|they|we|this|that|these|those|there|here|what|which|who|how|why|where|nothing|nobody|everything|everybody|"
    r"everyone|someone|somebody|something|anything|anyone|your|now|then|still|next|first|also|and|or|but|not|no|please|thanks|"
    r"let|let['’]s|looks?|seems?|the)",
    _F,
)
_NAME = re.compile(r"[(\"“]?(?:[^\W\d_a-zß-ÿ][\w'’&.-]*|&)[)\"”]?")
_NUMBERED = re.compile(r"#?[A-Z]{0,3}\d[\w.-]*|[A-Z]")
_IDENTIFIER = re.compile(r"[a-z][a-z\d]*(?:-[a-z\d]+)+(?:['’]s)?")


def _named(subject: Sequence[str]) -> int:
    """How surely a subject names its thing: `_SURE`, `_LIKELY` (one word that may be a name), or 0."""
    text = " ".join(subject)
    if _NO_SUBJECT.fullmatch(subject[0]) and not (subject[0] in {"The", "the"} and len(subject) > 1):
        return 0
    if at_hand.OF_CODE.search(text) or _DETERMINER.fullmatch(subject[-1]) or subject[-1] in _OF:
        return 0
    if any(_IDENTIFIER.fullmatch(word) for word in subject):
        return _SURE
    if any(_NAME.fullmatch(word) or _NUMBERED.fullmatch(word) for word in subject[1:]):
        return _SURE
    return _LIKELY if _may_name(subject) else 0


def _may_name(subject: Sequence[str]) -> bool:
    """Whether a subject is one capital word, "our …", or "the … of …": it names something, if what follows is particular."""
    first = subject[0].lower()
    if first == "our":
        return len(subject) > 1
    return any(word in _OF for word in subject[1:-1]) or (len(subject) == 1 and _NAME.fullmatch(subject[0]) is not None)


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
_LASTING = frozenset("looks stops works work stop means helps work".split())  # with such a word: "stops at 18:00", "looks after …"
_POINTS = re.compile(
    r"\b(?:this(?! (?:repo|repository|project|codebase|house|company|team|year|month)\b)|these|those|(?<!while )(?<!when )(?<!if )(?<!until )(?<!unless )(?<!before )(?<!after )it|them|here|there|again|yet|so far|"
    r"above|below|you|your|me|us|him|anymore|any more|that(?=\W*$))\b|\bthe (?:same|above|following|wrong|right|other) ",
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
    r"(?:not |too |so |very |really |quite |pretty |rather |a bit |a little |way |always |more |less |the (?:most|best|worst)\b)*(?:"
    r"un\w+|im\w+|mis\w+|\w+(?:ing|able|ible|ful|ous|ish|less)|good|bad|better|worse|fine|great|nice|ok|okay|ugly|odd|weird|strange|hard|"
    r"easy|simple|complex|complicated|clear|big|huge|small|large|long|short|high|low|old|new|right|wrong|correct|important|different|"
    r"similar|cool|awesome|annoyed|angry|happy|sad|sorry|glad|tired|excited|worried|upset|confused|sure|afraid|aware|likely|"
    r"perfect|terrible|horrible|awful|a (?:mess|pain|joke|shame|problem|bug|mystery|nightmare|disaster|bit|lot))\b",
    _F,
)
_TROUBLES = re.compile(
    r"\b(?:bugs?|errors?|typos?|problems?|issues?|conflicts?|exceptions?|failures?|warnings?|traceback|null|undefined|nan|comments?|"
    r"questions?|trouble|nothing|no (?:idea|clue|effect|tests?|docs|time)|wrong|empty|missing|trailing|unused|duplicate[sd]?|"
    r"weird|odd|strange|late|early|twice|\d\d\ds)\b",
    _F,
)
_LITTLE = frozenset(
    "a an the of to in on at for by with from as and or not no it its is are be been very quite really just also still now then so too "
    "much many lot lots bit well fine good great ok okay".split()
)
_PARTICIPLE = re.compile(
    r"(?:not |also |now |all |fully |only |\w+ly )*(?P<done>\w{2,}(?:ed|en|wn|pt|ght|ilt|ept|ut|ung|ost|un|id|ld|nt|de|und))\s+(?P<what>\S.*)", _F
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
_HAS_DONE = re.compile(r"(?:just |now |already |not |also |since )*(?:been|\w{2,}ed|gone|done|got|become|made|taken|run|left|seen|begun|lost)\b", _F)
_BY_THEN = re.compile(r"\bby (?:noon|tonight|tomorrow|then|today|eod|\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day)", _F)


def _says(verb: str, after: Sequence[str], *, is_sure: bool) -> bool:
    """Whether what follows a verb is worth keeping; of a thing that is not surely named, it must be particular."""
    rest = " ".join(after)
    if not any(len(word.strip(".,;()")) > 1 and word.lower() not in _LITTLE for word in after):
        return False
    if _POINTS.search(rest) or not (is_sure or _is_particular(after) or (verb in {"is", "are"} and _OURS.match(rest))):
        return False
    if _TROUBLES.search(rest) and not (is_sure and anchors.has_value(rest)):
        return False
    if verb in {"is", "are"}:
        return _is_so(rest)
    if verb in {"has", "have"}:
        return _PERFECT.match(rest) is not None or _HAS_DONE.match(rest) is None
    if verb in {"can", "cannot", "must"}:
        return verb != "can" or is_sure
    if verb in {"wants", "want", "needs", "need"} and (after[0] == "to" or _BY_THEN.search(rest)):
        return False
    return verb not in _TROUBLE or (verb in _LASTING and _LASTS_AFTER.match(rest) is not None and not _JUDGED.match(rest))


def _is_particular(after: Sequence[str]) -> bool:
    words = [word.strip(".,;()") for word in after]
    return anchors.is_particular(" x " + " ".join(after)) or any(_LETTERED.fullmatch(word) for word in words)


_LETTERED = re.compile(r"[B-HJ-Z]")  # "lot B"
_OURS = re.compile(r"(?:our|my)\s+[\w -]+$", _F)


def _is_so(rest: str) -> bool:
    """Whether what somebody or something is outlasts the moment and is no judgement."""
    if _STATE.match(rest) or (_JUDGED.match(rest) and not anchors.has_value(rest)):
        return False
    done = _PARTICIPLE.fullmatch(rest)
    if done and done["done"].lower() in _ENDS_WITH_IT:
        return anchors.is_particular(" x " + done["what"])
    return done is not None or _IS_SOMETHING.match(rest) is not None or anchors.is_particular(" x " + rest)


_IS_SOMETHING = re.compile(r"(?:our|my|an?|the|in|on|at|by|near|behind|next to|under|from|part of|also)\s+\w", _F)


# -- where it is said ------------------------------------------------------------------------------------------------

_PLACED = re.compile(
    r"(?:(?:on|every|each|until|since|from|by)\s+(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekdays|weekends|"
    r"(?:other|second|third|last|first)\s+\w+|\w+\s+\d+|(?:day|week|month|year|night|morning|quarter|spring|summer|autumn|winter))|"
    r"(?:at|from|since|after|before|until)\s+\d[\w:.]*(?:\s?[ap]m)?|"
    r"(?:in|on|at|for|with|under|inside)\s+(?:(?:the|our|my|every|each|all)\s+)?(?:[a-z][\w-]*\s+){0,2}[a-z][\w-]*)"
    r"(?:\s+at\s+\d[\w:.]*)?,?\s+(?=[A-Z\d]|[a-z]+-[a-z])",
)


def _without_place(text: str) -> str:
    """The clause behind "on Tuesdays", "in production" and the like, with or without a comma."""
    lowered = text[:1].lower() + text[1:]
    found = _PLACED.match(lowered)
    return text[found.end() :] if found else text


_THERE = re.compile(r"(?P<where>.*?)\bthere(?:['’]s| is| are)\s+(?!still\b|now\b|no\s+need\b|no\s+way\b|something\b|nothing\b)(?P<what>\S.*)", _F)
_AT_NAMED = re.compile(r"\b(?:in|at|on|of|for|inside|behind|near|next to|to)\s+(?P<place>\S.*)", _F)


def _is_there(text: str) -> bool:
    """Whether it says what there is at a named place: "there is a ramp at Maple Hall", "on the second floor there is …"."""
    found = _THERE.match(text)
    if found is None or _TROUBLES.search(found["what"]) or _POINTS.search(found["what"]):
        return False
    place = found["where"].strip(" ,") or (at["place"] if (at := _AT_NAMED.search(found["what"])) else "")
    words = place.rstrip(".! ").split()
    if not words or at_hand.OF_CODE.search(place) or _POINTS.search(place):
        return False
    is_placed = bool(found["where"].strip()) and re.match(r"(?:in|on|at|behind|next to|near)\b", place, _F) is not None
    return is_placed or any(_IDENTIFIER.fullmatch(word) or _NAME.fullmatch(word) or _NUMBERED.fullmatch(word) for word in words)


_YOU = re.compile(
    r"you\s+(?:(?:can|will|may)\s+)?(?:always\s+|only\s+|usually\s+)?(?P<verb>find|reach|get|try|contact|book|order|park|enter|need|meet|"
    r"see|call|pay)\s+(?P<what>\S.*)|you['’]ll\s+(?:find|need)\s+(?P<also>\S.*)",
    _F,
)
_AT = re.compile(r"\b(?:in|at|on|under|by|from|via|through|with|for|open)\s+\S", _F)


def _tells_where(text: str) -> bool:
    """Whether it tells anybody where or how something named is found: "you find Room Quartz on the fourth floor"."""
    found = _YOU.match(text)
    if found is None:
        return False
    what = found["what"] or found["also"]
    if _POINTS.search(what) or at_hand.OF_CODE.search(what.split()[0]) or _TROUBLES.search(what):
        return False
    is_named = any(_IDENTIFIER.fullmatch(word) or _NAME.fullmatch(word) for word in what.rstrip(".! ").split())
    return _AT.search(what) is not None and (is_named or anchors.has_value(what))


_WE = re.compile(
    r"we\s+(?:usually\s+|always\s+|only\s+|normally\s+|mostly\s+|also\s+|now\s+)*(?!(?:need|have|want|see|get|know|think|hope|guess|feel|should|"
    r"can|could|must|may|might|will|would|are|were|was|did|do|had|got|saw|found|made|went|ran|came|took|gave|said|told|tried|met|left|lost|"
    r"broke|spoke|wrote|sent|began|knew|kept|spent|fell|forgot|hit|agree|believe|expect|wait|look|hear|fail|wonder|mean|still|just|"
    r"never|don|talk|discuss|plan|also|all|both)\b|\w+ed\b)(?P<verb>[a-z]{3,})\s+(?P<what>[a-z]\S*(?:\s+\S+){0,5}?\s+"
    r"(?:from|at|through|with|by|via|on|to|in|as|into|under|for|of|per|off)\s+\S.*)",
    _F,
)
_NAMED_OBJECT = re.compile(
    r"we\s+(?:usually\s+|always\s+|only\s+|normally\s+|mostly\s+|also\s+|now\s+)*(?:meet|pay|use|buy|get|put)\s+(?P<what>\S.*)", _F
)


def _we_do(text: str) -> bool:
    """Whether a group tells what it does: "we buy toner from Halden Papier"."""
    found = _WE.match(text) or _NAMED_OBJECT.match(text)
    if found is None or refusals.is_pointing(text) or _TROUBLES.search(found["what"]) or at_hand.OF_CODE.search(found["what"]):
        return False
    return anchors.is_particular(" x " + found["what"])
