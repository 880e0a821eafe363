"""Orders that are no task of this session, though they name no habit: directions for a person, and what to do in a case.

"Ask for Pascale at Studio Okapi" and "type 4417 on the keypad" are nothing that an agent could do now, "when
invoice-mailer breaks, shout in #firehall" waits for its case, and who announces an order wants it known.
"""

import re

from dreaming.judges.rules import anchors, at_hand, imperatives, refusals
from dreaming.judges.rules.gates import Gated

_F = re.IGNORECASE

_IN_PERSON = Gated(
    re.compile(
        r"""(?:
      (?:ask|reach\ out\ to|get\ in\ touch\ with|turn\ to|talk\ to|speak\ to|speak\ with)(?=\ (?:for\ )?(?-i:[A-Z][a-z]))
    | (?:dial|type)(?=\ \d) | ring | park | knock | queue
    | look\ for(?=.*\ (?:when|if)\ you\ (?:arrive|come|wait|visit|need))
    | take\ the\ (?:\w+\ )?(?:bus|train|tram|stairs|lift|elevator|ferry)
    )\b(?!\s+(?:me|us|him|them|it|this|that|yourself|questions?|anything|whether|if|why|how|what)\b)\s+(?P<what>\S.*)""",
        _F | re.VERBOSE,
    ),
    begins="ask reach get turn talk speak dial type ring park knock queue look take",
)
_FOR_WHAT = re.compile(
    r"\b(?:about|for|if|when|whenever|before|after|within|than|until|on|at|in|to|with|through|by|from|under|behind|between|near)\s+\S",
    _F,
)
_CASE = Gated(
    re.compile(
        r"(?:if|when|whenever|in case|should)\s+(?P<case>[^,?!]{3,80}?\b(?:[a-z]{2,}(?<![su])s|is|are|has|have|up|down|out)\b"
        r"[^,?!]{0,60}),\s+"
        r"(?:then\s+|please\s+)*(?P<order>[a-z]+\s+\S.*)",
        _F,
    ),
    begins="if when whenever in should",
)
_OF_TASK = re.compile(
    r"\b(?:you(?:['’]re| are)? (?:done|ready|finished|find|see|get)|tests?|builds?|it|this|that|these|those|linter|compiler|lines?)\b",
    _F,
)
_NAMED = re.compile(r"(?<!^)\b(?!I\b|I['’])[A-Z][\w'’]+|\b[a-z][a-z\d]*(?:-[a-z\d]+)+\b|(?<!\w)#[a-z][\w-]+")
_TASKS = re.compile(
    r"(?:fix|implement|refactor|investigate|debug|continue|finish|undo|revert|rerun|retry|help|show|explain|tell|find|summari[sz]e|compare|"
    r"propose|suggest|draft|plan|wait|go|try|do|update|change|rename|remove|delete|convert|extract|improve|optimi[sz]e|rewrite|simplify|"
    r"clean|migrate|bump|upgrade|check|test|review|write|make|merge|rebase|repair|finalize|close|resolve)\b",
    _F,
)


def is_direction(asked: str) -> bool:
    """Whether an order tells a person whom to ask, where to park and the like, by name or number."""
    found = _IN_PERSON.match(asked)
    if found is None or imperatives.is_once(asked) or refusals.is_momentary(asked) or at_hand.OF_CODE.search(asked):
        return False
    what = " x " + found["what"]
    return _FOR_WHAT.search(asked) is not None and anchors.is_particular(what) and not _BY_A_DAY.search(asked)


_BY_A_DAY = re.compile(r"\b(?:today|tonight|tomorrow|now|for (?:the|a|an|his|her|their) )\b", _F)


def is_for_a_case(asked: str) -> bool:
    """Whether an order waits for a case that is named: "if something comes up at Maple Hall, talk to Ilse"."""
    found = _CASE.match(asked)
    if found is None or at_hand.OF_CODE.search(asked) or _OF_TASK.search(found["case"]) or refusals.is_question(asked):
        return False
    order = found["order"]
    if imperatives.is_once(asked) or re.match(r"(?:the|a|an|we|i|you|it|they|he|she|my|our)\b", order, _F):
        return False
    return (
        _NAMED.search(" " + found["case"]) is not None and _NAMED.search(" " + order) is not None and _is_order(order)
    )


def _is_order(text: str) -> bool:
    return imperatives.is_order_by_place(text) or _TO_SOMEBODY.match(text) is not None


_TO_SOMEBODY = re.compile(r"[a-z]{3,}(?<!s)(?<!ed)(?<!ing)\s+(?:in|to|for|at|on|with|via|through)\s+\S", _F)


def is_told_way(asked: str, *, is_asked: bool) -> bool:
    """Whether an order that was announced says how it is done with a named thing, exactly, and is no task for now."""
    if _TASKS.match(asked) or imperatives.is_once(asked):
        return False
    if refusals.is_momentary_strictly(asked) or not _FOR_WHAT.search(asked):
        return False
    names = {found[0] for found in _NAMED.finditer(asked)}
    if is_asked and (names or anchors.has_value(asked)):
        return True
    return len(names) > 1 or (bool(names) and anchors.has_value(_NAMED.sub("", asked)))
