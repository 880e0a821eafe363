"""Of what kind a sentence is, if it is worth keeping at all.

The order of the questions is the policy: what asks, supposes or reacts is out first; then decisions, rules, what
people say of themselves, changes and facts. A sentence that fits none is left out.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from dreaming.domain.claims import ObservationKind
from dreaming.judges.rules import anchors, facts, imperatives, people, phrases, refusals

_F = re.IGNORECASE

_DECIDED = re.compile(
    r"(?:(?:let['’]?s|we(?:['’]ll| will| should| are going to|['’]re going to)|i(?:['’]ll| will|"
    r" am going to|['’]m going to))\s+(?:all\s+|just\s+|now\s+|instead\s+|always\s+|definitely\s+|"
    r"officially\s+)?(?:go(?:ing)? with|use|stick (?:to|with)|stay (?:on|with)|"
    r"switch(?:ing)? (?:\S+ ){0,3}?(?:to|over)|move (?:\S+ ){0,3}?(?:to|over)|"
    r"migrate (?:\S+ ){0,3}?to|"
    r"adopt|standardi[sz]e on|settle on|drop|deprecate|call (?:it|the|our)|target|support|avoid|keep(?! \w+ing)|name)|"
    r"(?:we|i)(?:['’]ve| have)?\s+(?:just\s+|then\s+|have\s+|finally\s+|also\s+|now\s+|already\s+|"
    r"officially\s+)?(?:decided|agreed|chose|chosen|settled on|opted|picked|selected|adopted|"
    r"standardi[sz]ed on|committed to|went with|ruled out|voted)\b|"
    r"(?:we|i)(?:['’]re| are|['’]m| am)\s+(?:now\s+|also\s+|all\s+|officially\s+)?(?:going with|"
    r"going to (?:switch|move|use|adopt|drop|migrate|replace)|switching|"
    r"moving (?=\S+ (?:\S+ ){0,4}?to\b|to\b|away)|migrating|adopting|dropping|standardi[sz]ing|"
    r"sticking|deprecating|replacing|sunsetting|retiring|keeping|abandoning)\b|"
    r"(?:the|our|final|my)\s+(?:\w+\s+)?decision\b|decision\s*:|decided\s*:|decided to\b|going with\b|"
    r"it was decided|the (?:team|board|group|client|boss|company) (?:decided|agreed|chose|picked)|"
    r"the plan is to\b)(?P<what>.*)",
    _F | re.DOTALL,
)
_CONTRAST = re.compile(
    r"(?:i meant|i said|i mean|what i meant(?: was| is)?|you (?:should|must) (?:use|have used))\b|"
    r"\b(?:should (?:be|have been|use|say|read))\b|^\W*(?:it['’]?s|use|it is|not)\b.*\b(?:not|"
    r"rather than|instead of)\b|,\s*not\s+\S|\bnot\s+\S.{0,60},\s*(?:but\s+)?\S",
    _F,
)
_RULE_SAID = re.compile(
    r"(?:i|we)\s+(?:want|need|expect|would like|['’]d like)\b|(?:we|i|our|my|the|every|each|all|any|"
    r"no|\w+s)\b.*\b(?:always|never|must(?: not)?|by default|every ?time|whenever|at all times|"
    r"only ever)\b",
    _F,
)
_WHEN = re.compile(
    r"(?:when(?:ever)?|if|before|after|for|to|in|on|every ?time|each time|once|while|unless|until|"
    r"from now on|going forward|by default|as a rule|in general|in (?:the )?future|"
    r"next time)\b[^?!]{0,100}?,\s*(?:please\s+|then\s+|just\s+|also\s+|you should\s+|you must\s+|"
    r"i want you to\s+|make sure (?:to|you)\s+)*",
    _F,
)
_DANGLING = re.compile(
    r"(?:it|this|that|these|those|them|him|her|option|version|approach|the (?:first|second|third|"
    r"other|latter|former|next|last|new|same|above|one|option|approach))\b",
    _F,
)
_FROM_TO = re.compile(
    r"\bfrom\s+\S.{0,60}\sto\s+\S|\bnow\s+\S.{0,60}\((?:was|were|previously|formerly|instead of)\b|"
    r"\bno longer\s+(?:applies|used|needed|supported|valid|the)\b",
    _F,
)
_I_DID = re.compile(
    r"(?:i|we|you)(?:['’]ve| have)?\s+(?:\w+ly\s+|just\s+)?(?!switched|moved|migrated|changed|renamed|"
    r"upgraded|replaced|adopted|dropped)\w+ed\b",
    _F,
)
_FEELING = re.compile(
    r"(?:i|we)(?:['’]m|['’]re| am| are)\b|.*\b(?:fun|great|special|amazing|awesome|good|nice|wonderful|proud|happy|there for)\b",
    _F,
)
_SECRET = re.compile(r"\[REDACTED:")
_OUTPUT = re.compile(

        r"\s*(?:\d{4}[-/]\d\d[-/]\d\d[T ,]\d\d:\d\d|\[?\d\d:\d\d:\d\d|\$ |% |>>> |\+\+\+ |--- |@@ |"
        r"diff --git|at \S+\(|at \S+:\d|File \"|Traceback|\w+(?:Error|Exception)\b|npm (?:ERR|WARN|error)|"
        r"\[?(?:ERROR|WARN(?:ING)?|INFO|DEBUG|FATAL|TRACE)\]?\b|(?:import|from|def|class|function|const|"
        r"let|var|return|public|private|#include|SELECT|INSERT|UPDATE)\s+\S+.*[({;=*]|[|{}<>\[\]])"
    r"|.*(?:[;{}]|=>|\|\||&&)\s*$",
)  # fmt: skip
_SIGNS = re.compile(r"[^\w\s.,'’\"“”`:()/!?–—-]")
_CODE = re.compile(r"`[^`\n]*`|https?://\S+")
_LETTERS = re.compile(r"[A-Za-z]{2}")
_SMALL_WORDS = re.compile(
    r"\b(?:the|is|are|was|were|of|to|and|with|for|my|our|we|it|its|by|from|has|have|that|this|not|be|"
    r"at|on|i|you|your|"
    r"they|she|he|as|an|or|when|but|never|always|all|each|use|uses|don['’]t|please)\b",
    _F,
)
_LONGEST = 500
_REMEMBERED = 1_024  # sentences; each is asked about by several readers in a row


@dataclass(frozen=True, slots=True)
class Cue:
    """What a sentence is worth keeping as; its statement is the sentence from `start` to `end`."""

    kind: ObservationKind
    start: int
    end: int


@lru_cache(maxsize=_REMEMBERED)
def cue_of(sentence: str) -> Cue | None:
    """What a user's sentence states, or None where nothing is to be kept."""
    if not is_readable(sentence):
        return None
    lead = phrases.bare(sentence)
    text = sentence[lead.start :]
    if refusals.is_reaction(text):
        return None
    asked = phrases.unasked(text)
    if refusals.is_question(text):
        return _requested(sentence, text, asked)
    rule = _rule(asked)
    if rule is not None:
        return Cue(_corrected_or(rule, lead.corrects), len(sentence) - len(asked), len(sentence))
    is_task = imperatives.is_order(asked) and (asked != text or not facts.is_pair(text))
    kind = None if is_task else _statement(text, lead.corrects)
    return None if kind is None else Cue(kind, lead.start, len(sentence))


def _requested(sentence: str, text: str, asked: str) -> Cue | None:
    """A rule may be put as a request: "can you always use metric units?"."""
    if asked == text or not refusals.is_standing(asked) or not imperatives.is_order(asked):
        return None
    rule = _rule(asked)
    return None if rule is None else Cue(rule, len(sentence) - len(asked), len(sentence.rstrip("?! ")))


def _corrected_or(kind: ObservationKind, corrects: bool) -> ObservationKind:
    return ObservationKind.CORRECTION if corrects else kind


@lru_cache(maxsize=_REMEMBERED)
def is_readable(sentence: str) -> bool:
    """Whether a sentence is prose of a length that one reads: no output, code, redacted secret or bare request."""
    if (
        sentence.rstrip(" .!").endswith("please")
        or not 6 <= len(sentence) <= _LONGEST
        or _SECRET.search(sentence)
        or _LETTERS.search(sentence) is None
    ):
        return False
    prose = _CODE.sub("", sentence)
    return _OUTPUT.match(prose) is None and _is_english(prose) and len(_SIGNS.findall(prose)) * 8 <= len(sentence)


def _is_english(prose: str) -> bool:
    """Whether a long sentence has the small words that English cannot do without."""
    words = len(prose.split())
    return words < 8 or len(_SMALL_WORDS.findall(prose)) * 14 >= words


def _rule(asked: str) -> ObservationKind | None:
    """An order's kind, also behind "when …,": "before each release, bump the version"."""
    kind = imperatives.rule_of(asked)
    if kind is not None:
        return kind
    when = _WHEN.match(asked)
    if when is None or imperatives.is_once(asked) or not imperatives.is_order(asked[when.end() :]):
        return None
    order = asked[when.end() :]
    if refusals.is_pointing(asked[: when.end()]) or not (refusals.is_standing(asked) or _HOW_TO.match(asked)):
        return None
    return ObservationKind.PROCEDURE if anchors.has_value(order) or len(order.split()) >= 3 else None


_HOW_TO = re.compile(r"(?:to|for)\s+\w+", _F)


def _statement(text: str, corrects: bool) -> ObservationKind | None:
    if refusals.is_supposed(text) and not refusals.is_standing(text):
        return None
    decided = _DECIDED.match(text)
    if decided:
        return ObservationKind.DECISION if _is_decision(decided["what"], text) else None
    kind = _corrected(text, corrects) if corrects or refusals.is_talk(text) else None
    kind = kind or _plain(text)
    return None if kind is None else _corrected_or(kind, corrects)


def _plain(text: str) -> ObservationKind | None:
    """What people say of themselves, a rule told as a fact, a fact, a change."""
    personal = people.kind_of(text) or people.kind_of(facts.without_introduction(text))
    if personal is not None:
        return personal
    if _RULE_SAID.match(text) and refusals.is_standing(text) and _is_rule_said(text):
        return ObservationKind.PREFERENCE
    return ObservationKind.FACT if facts.is_fact(text) or _is_changed(text) else None


def _is_changed(text: str) -> bool:
    """Whether it tells a change and names what changed, and from what or to what."""
    if not refusals.is_change(text) or refusals.is_momentary(text) or refusals.is_talk(text) or _DANGLING.match(text):
        return False
    if _I_DID.match(text):
        return False
    return anchors.is_particular(text) or _FROM_TO.search(text) is not None


def _is_decision(what: str, text: str) -> bool:
    words = what.split()
    if not words or _DANGLING.match(what.strip()):
        return False
    return "right now" not in text and (
        anchors.is_particular(" x" + what) or (len(words) >= 2 and not refusals.is_pointing(what))
    )


def _corrected(text: str, corrects: bool) -> ObservationKind | None:
    """What a correction puts right, where the sentence itself says so."""
    if not _CONTRAST.search(text) or refusals.is_momentary_strictly(text):
        return None
    enough = len(anchors.content(text)) >= 2
    return ObservationKind.CORRECTION if enough and (corrects or anchors.is_particular(" x " + text)) else None


def _is_rule_said(text: str) -> bool:
    if _FEELING.match(text) or len(text.split()) < 4:
        return False
    return not refusals.is_momentary_strictly(text) and not refusals.is_pointing(text)
