"""Whether what is said of a thing holds longer than the moment, and is no judgement and no trouble with the work."""

import re
from collections.abc import Sequence

from dreaming.domain.calendars import WEEKDAY
from dreaming.judges.rules import anchors

_F = re.IGNORECASE

# What these say in the present is of the moment, or is thought, felt or said.
_TROUBLE = frozenset(
    "fail fails crash crashes break breaks hang hangs throw throws raise raises print prints show shows say says find finds complain "
    "complains warn warns exit exits die dies freeze freezes choke chokes miss misses lack lacks look looks seem seems appear appears "
    "feel feels sound sounds think thinks ask asks tell tells know knows hope hopes wonder wonders agree agrees wait waits try tries "
    "forget forgets mean means mention mentions suggest suggests claim claims insist insists behave behaves stop stops work works "
    "become becomes happen happens happy glad guess guesses remember remembers notice notices struggle struggles suffer suffers "
    "overwrite overwrites ignore ignores confuse confuses bother bothers annoy annoys help helps matter matters return returns".split()
)
_LASTING = frozenset(
    "looks stops works work stop means helps".split()
)  # with such a word: "stops at 18:00", "looks after …"
_LASTS_AFTER = re.compile(r"\s*(?:after|for|in|at|on|from|as|to|until|with|every|each|only|like)\b", _F)
POINTS = re.compile(
    r"""\b(?:
      this(?!\ (?:repo|repository|project|codebase|house|company|team|year|month)\b) | these | those
    | (?<!while\ )(?<!when\ )(?<!if\ )(?<!until\ )(?<!unless\ )(?<!before\ )(?<!after\ )it
    | them | here | there | again | yet | so\ far | above | below | you | your | me | him | too\W*$ | any\ ?more | that(?=\W*$)
    )\b | \bthe\ (?:same|above|following|wrong|right|other)\ """,
    _F | re.VERBOSE,
)
_STATE = re.compile(
    r"""(?:not\ |still\ |also\ |now\ |just\ |already\ |almost\ |nearly\ |currently\ )*(?:
      \w+ing\b
    | (?:away|back|late|early|here|there|gone|home|ill|sick|busy|done|ready|over|open|free|full|empty|stuck|blocked|missing|offline|online|
        unavailable|unreachable|red|green|slow|fast|broken|wrong|right|none|null|undefined|true|false)\b
        (?!\ (?:on|at|from|until|for|to|by|every|after)\b)
    | (?:down|up|off|out|on|in)\W*$
    | (?:in|on|at|off|out|away|back|behind|between)\ (?:an?\ |the\ |her\ |his\ |their\ |another\ )?(?:meetings?|(?<!on\ )calls?|phone|
        train|bus|plane|lunch|break|door|way|line|hold|loop|middle|trouble|hurry|mood|progress|conflict)\b
    )""",
    _F | re.VERBOSE,
)
_JUDGED = re.compile(
    r"""(?:not\ |too\ |so\ |very\ |really\ |quite\ |pretty\ |rather\ |a\ bit\ |a\ little\ |way\ |always\ |more\ |less\ |an?\ |
        the\ (?:most|best|worst)\b)*(?:
      un\w+ | im\w+ | mis\w+ | \w+(?:ing|able|ible|ful|ous|ish|less)
    | good|bad|better|worse|fine|great|nice|ok|okay|ugly|odd|weird|strange|hard|easy|simple|complex|complicated|clear|big|huge|small|
        large|long|short|high|low|old|new|right|wrong|correct|important|different|similar|cool|awesome|annoyed|angry|happy|sad|sorry|
        glad|tired|excited|worried|upset|confused|sure|afraid|aware|likely|smart|amazing|crazy|incredible|perfect|terrible|horrible|
        awful|mess|pain|joke|shame|problem|bug|mystery|nightmare|disaster|bit|lot
    )\b""",
    _F | re.VERBOSE,
)
TROUBLES = re.compile(
    r"""\b(?:
      bugs?|errors?|typos?|problems?|issues?|conflicts?|exceptions?|failures?|warnings?|traceback|null|undefined|nan|comments?|questions?|
      trouble|nothing|wrong|empty|missing|trailing|unused|duplicate[sd]?|weird|odd|strange|late|early|twice|[45]\d\ds?|timeout|tickets?|
      messages?|mails?|calls?|spaces?|commas?|brackets?|semicolons?
    | no\ (?:idea|clue|effect|tests?|docs|time) | open\ \w+ | the\ (?:commit|push|merge|diff)
    )\b""",
    _F | re.VERBOSE,
)
_LITTLE = frozenset(
    "a an the of to in on at for by with from as and or not no it its is are be been very quite really just also still now then so too "
    "much many lot lots bit well fine good great ok okay".split()
)
_PARTICIPLE = re.compile(
    r"(?:not |also |now |all |fully |only |\w+ly )*(?P<done>\w{2,}(?:ed|en|wn|pt|ght|ilt|ept|ut|ung|ost|un|id|ld|nt|de|und))\s+"
    r"(?P<what>\S.*)",
    _F,
)
_ENDS_WITH_IT = frozenset(
    "closed merged deleted removed finished done fixed broken failed blocked stuck reverted rebased pushed committed confused annoyed "
    "supposed meant bound allowed gone interested concerned worried excited disappointed surprised pleased cut".split()
)
_PERFECT = re.compile(
    r"(?:now |just |also |already |recently |officially )*(?:taken over|moved (?:to|from|into)|left|joined|become|"
    r"changed (?:to|from|its|her|his|their)|switched (?:to|from)|been (?:\w+ed) (?:to|as|from))\s+\S",
    _F,
)
_HAS_DONE = re.compile(
    r"(?:just |now |already |not |also |since )*(?:been|\w{2,}ed|gone|done|got|become|made|taken|run|left|seen|begun|lost)\b",
    _F,
)
_BY_THEN = re.compile(rf"\bby (?:noon|tonight|tomorrow|then|today|eod|\d|{WEEKDAY})", _F)


def says(verb: str, after: Sequence[str], *, is_sure: bool) -> bool:
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
