"""What is decided, and what was one way and is another now."""

import re

from dreaming.domain.telling import is_contrast, told_change
from dreaming.judges.rules import anchors, refusals

_F = re.IGNORECASE

_DECIDED = re.compile(
    r"(?:(?:let['’]?s(?: not| never)?|we(?:['’]ll| will| should| are going to|['’]re going to)|i(?:['’]ll| will|"
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
    r"it was decided|the (?:\w+ )?(?:team|board|group|client|boss|company|family|committee|council) (?:has |have |just |finally |"
    r"now |also )*(?:decided|agreed|chose|chosen|picked|settled on|voted)|"
    r"the plan is to\b)(?P<what>.*)",
    _F | re.DOTALL,
)
_DANGLING = re.compile(
    r"(?:it|this|that|these|those|them|him|her|option|version|approach|the (?:first|second|third|"
    r"other|latter|former|next|last|new|same|above|one|option|approach))\b",
    _F,
)
_OCCASION = re.compile(
    r"(?:(?:after|in|at|during|following|for|since|on|with|together with)\s[^,.;:!?]{2,60}?,?\s(?=(?:we|i|the team)\s)|"
    r"(?:(?:going|moving) forward|from now on|from here on|in (?:the )?future|starting (?:today|now|tomorrow|"
    r"next \w+)),?\s+(?=let|we|i\b))",
    _F,
)


def is_decided(text: str) -> bool | None:
    """Whether a statement that is put as a decision is one; None where it is put otherwise."""
    occasion = _OCCASION.match(text)
    decided = _DECIDED.match(text, occasion.end() if occasion else 0) or _DECIDED.match(text)
    return None if decided is None else _is_decision(decided["what"], text)


def _is_decision(what: str, text: str) -> bool:
    words = what.split()
    if not words or _DANGLING.match(what.strip()):
        return False
    return "right now" not in text and (
        anchors.is_particular(" x" + what) or (len(words) >= 2 and not refusals.is_pointing(what))
    )


_SOMEBODY = re.compile(r"(?:they|he|she)\b", _F)  # who, only this conversation shows
_FROM_TO = re.compile(
    r"""
      \bfrom\s+\S.{0,60}\sto\s+\S
    | \bnow\s+\S.{0,60}\((?:was|were|previously|formerly|instead\ of)\b
    | \bno\ longer\s+(?:applies|used|needed|supported|valid|the)\b
    | \b(?:has|have|replaced)\s+.{1,60}?\bas\s+(?:its|their|our|the)\s+\w
    | \bused\ to\ be\s.{1,60}?[,;]\s+(?:and\ |but\ )?(?:now\b|it['’]?s\b|it\ is\b|after\b)
    | \([^()]{1,40}\s(?:before(?:\ that)?|until\ now|until\ then)\)
    """,
    _F | re.VERBOSE,
)
_I_DID = re.compile(
    r"(?:i|we|you)(?:['’]ve| have)?\s+(?:\w+ly\s+|just\s+)?(?!switched|moved|migrated|changed|renamed|"
    r"upgraded|replaced|adopted|dropped)\w+ed\b",
    _F,
)


def is_changed(text: str) -> bool:
    """Whether it tells a change and names what changed, and from what or to what."""
    if refusals.is_momentary(text) or refusals.is_talk(text):
        return False
    return _is_told_by_its_form(text) or _is_told_by_a_word(text)


def _is_told_by_its_form(text: str) -> bool:
    """Whether it says that something has another value now: both are figures, names and the like, or of something named."""
    change = told_change(text)
    if change is None or is_contrast(text) or refusals.is_pointing(text):
        return False
    around = text
    for value in change:
        around = around.replace(value, "", 1)
    return all(anchors.is_particular(" x " + value) for value in change) or anchors.is_particular(" x " + around)


def _is_told_by_a_word(text: str) -> bool:
    if not refusals.is_change(text) or _DANGLING.match(text) or _I_DID.match(text) or _SOMEBODY.match(text):
        return False
    return anchors.is_particular(text) or _FROM_TO.search(text) is not None
