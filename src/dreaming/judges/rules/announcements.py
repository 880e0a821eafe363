"""What only announces a statement, or takes leave after it: "one thing to keep in mind:", ", hope that helps".

An announcement is known by its words, whatever its phrase: all of them are ones that announcements are made of, one of
them announces, and a colon, a dash, a comma or "that" parts it from what it announces. A leave-taking is one of a few
forms, and stands at the very end.
"""

import re
from functools import lru_cache

from dreaming.domain.transient import transient
from dreaming.judges.rules import anchors, at_hand, refusals
from dreaming.judges.rules.gates import REMEMBERED, first_word, words_of

_F = re.IGNORECASE

_FILLING = frozenset(
    (
        "a about add additional again also am an and another anything are aside at be bear been before begin but by can could crucial do "
        "down extra fact few for from future get go going good had handy have help helpful i if important in into is it just keep "
        "later lest little ll m may me memory might minor more must my need next not now of off on one only other part please pretty "
        "probably quick quickly re really s say should side small so some something start still tell than that the there they think this "
        "those to too two up us useful ve very want wanted we what while will work would write writing you your"
    ).split()
)
_ANNOUNCING = frozenset(
    (
        "aligned aware clarification correction forget fyi heads know knowing mention mentioning mind note noting remember "
        "remembering remind reminder worth"
    ).split()
)
_NOUNS = frozenset("detail details point points thing things".split())
_ALL = _FILLING | _ANNOUNCING | _NOUNS
_BEGINNING = _ALL - {"add", "write"}  # "add a note that …" is a task
_ENDED = re.compile(
    r"(?P<head>[^\n:,.;!?–—`\"]{3,70}?)(?:(?P<mark>\s*[:,–—]\s*|\s+-{1,2}\s+)|\s(?:(?:is|are)\s)?(?P<that>that)\s)(?=\S)",
    _F,
)
# A comma parts more than announcements: what stands before it must do nothing but announce.
_BEFORE_COMMA = re.compile(
    r"(?:[\w'’ -]*\b(?:to (?:note|know|remember|mention|keep in mind|bear in mind|be aware of)|reminder|correction|clarification|"
    r"heads[- ]up|worth (?:noting|knowing|mentioning|remembering))|(?:\w+ )?(?:before i|lest (?:i|we)) forget|"
    r"(?:just )?so (?:that )?(?:you|we)(?:['’]re| are)?(?: all)? (?:know|aware|aligned))"
    r"(?: (?:from|on) my (?:side|part)| before (?:we|you|i) (?:start|begin|go on)| for (?:you|later))?",
    _F,
)
_BEFORE_THAT = re.compile(
    r"(?:\b(?:aware|in mind|reminder|note|worth \w+ing(?: down)?|thing|detail|point)|\bto (?:know|note|mention|remember|add|say))$",
    _F,
)
_ABOUT_IT = re.compile(r"(?:the|my)\s+(?:\w+\s+)?\w+$", _F)  # `the reminder: sent on Fridays` tells of a reminder
_FEWEST, _MOST, _FEWEST_AFTER = 2, 12, 3  # words


def announced(sentence: str, start: int) -> tuple[int, bool] | None:
    """Where the statement begins that the words from `start` on announce, and whether they call it a correction; else None."""
    if first_word(sentence, start) not in _BEGINNING:
        return None
    return _announced(sentence, start)


@lru_cache(maxsize=REMEMBERED)
def _announced(sentence: str, start: int) -> tuple[int, bool] | None:
    found = _ENDED.match(sentence, start)
    if found is None or not _announces(found["head"].strip(), found["mark"], sentence[found.end() :]):
        return None
    return found.end(), not words_of(found["head"]).isdisjoint(("correction",))


_LONGEST_ALONE = 60
_NEWS = frozenset("update updates news info information record".split())
_TOLD_ALONE = _ALL | _NEWS | frozenset("ahead front here is news our own quickly right team today".split())


def announces_alone(sentence: str) -> bool:
    """Whether a whole sentence does nothing but announce the next one: "a small update from my side."."""
    if len(sentence) > _LONGEST_ALONE or sentence.endswith("?"):
        return False
    said = words_of(sentence)
    return (
        said <= _TOLD_ALONE and not said.isdisjoint(_ANNOUNCING | _NOUNS | _NEWS) and not said.isdisjoint(_LITTLE_NEWS)
    )


_LITTLE_NEWS = frozenset(
    "a an one some another more two few just for quick small heads before so something fyi to".split()
)


def _announces(head: str, mark: str | None, after: str) -> bool:
    said = words_of(head)
    if not _FEWEST <= len(head.split()) <= _MOST or not said <= _ALL or len(after.split()) < _FEWEST_AFTER:
        return False
    if mark is None:
        return _BEFORE_THAT.search(head) is not None
    if mark.strip() == ",":
        return _BEFORE_COMMA.fullmatch(head) is not None
    return not said.isdisjoint(_ANNOUNCING | _NOUNS) and _ABOUT_IT.fullmatch(head) is None


_LONGEST_LEAVE = 80
_THANKS = (
    r"(?:many\ |so\ )?(?:please|pls|thanks|thank\ you|thx|cheers)"
    r"(?:\ (?:so|very)\ much|\ a\ lot|\ in\ advance|\ again|\ and\ (?:thanks|thank\ you))*"
)
_GO_ON = (
    r"(?:please\ |just\ |now\ |you\ can\ |you\ may\ |feel\ free\ to\ )*(?:carry\ on|go\ on|go\ ahead|keep\ going|continue|proceed)"
    r"(?:\ (?:please|now|then|with\ (?:it|that|this|the\ rest|your\ (?:work|task))))*"
)
_LEAVE = re.compile(
    rf"""(?:
    [\s,]+(?:{_THANKS}|ok(?:ay)?|please\ {_GO_ON})
    | \s+and\ (?:then\ )?{_GO_ON}
    | \s+[:;]-?[)D]
    | (?:\s*[,;–—]\s*|\s+-{{1,2}}\s+)(?:and\ |so\ |but\ )?(?:{_THANKS}|{_GO_ON}
        | (?:i\ )?hope\ (?:this|that|it)(?:['’]s|\ is)?\ (?:\w+\ )?(?:helps?|helpful|ok|okay|fine|clear|useful|sense)
        | (?:just\ )?so\ (?:that\ )?(?:you|we)(?:['’]re|\ are)?(?:\ all)?\ (?:know|aware|aligned|informed|in\ sync|in\ the\ loop|
            on\ the\ same\ page)
        | (?:just\ )?(?:fyi|btw|by\ the\ way|saying)|for\ (?:your|the)\ (?:information|record)|for\ (?:future\ )?reference
        | if\ you\ (?:don['’]t\ mind|please)|if\ (?:that|this|it)(?:['’]s|\ is)\ (?:ok|okay|fine|alright)(?:\ with\ you)?
        | as\ (?:you\ (?:may\ |probably\ |might\ )?know|i\ (?:said|mentioned))
        | (?:that|it)(?:['’]s|\ is|\ will\ be)\ (?:all|it|how\ i\ (?:like|want)\ it)(?:\ for\ (?:now|today))?
        | sorry(?:\ (?:for|about)\ (?:the|any|that)(?:\ \w+){{0,2}})?|no\ (?:worries|rush|problem)
        | (?:ok(?:ay)?|alright|got\ it|understood)(?=\s*\?*$))
    )[.!?\s]*$""",
    _F | re.VERBOSE,
)
_LEAVING = frozenset(
    (
        "please pls thanks thank thx cheers ok okay carry go going continue proceed hope know aware aligned informed sync loop page "
        "like want fyi btw way saying information record reference mind fine alright said mentioned all it sorry worries rush "
        "problem got understood d"
    ).split()
)


@lru_cache(maxsize=REMEMBERED)
def leave_at(sentence: str) -> int:
    """Where a statement ends in its sentence: before what takes leave behind it, as "please" and "thanks" do."""
    start, end = max(0, len(sentence) - _LONGEST_LEAVE), len(sentence)
    if _LEAVING.isdisjoint(words_of(sentence[start:])) and not sentence.endswith((")", "D")):
        return end
    while (found := _LEAVE.search(sentence, start, end)) is not None and found.start() > start:
        end = found.start()
    return end


def is_worth_keeping(text: str, *, is_asked: bool) -> bool:
    """Whether what the user announces says something that is understood later; asks for it to be kept, if `is_asked`."""
    is_done = _is_done_for_good(text)
    if refusals.is_supposed(text) or refusals.has_task(text) or refusals.is_talk(text):
        return False
    if refusals.is_momentary_strictly(text) or (refusals.is_momentary(text) and not is_done):
        return False
    if transient(text) or (not is_asked and at_hand.is_at_hand(text)):
        return False
    if refusals.is_pointing(text) or len(anchors.content(text)) < _FEWEST_AFTER:
        return False
    return (
        is_asked
        or is_done
        or _SAYS.match(text) is not None
        or (anchors.has_value(text) and _OF_MYSELF.match(text) is None)
    )


_DONE = re.compile(
    r"(?:we(?:['’]ve| have)?|(?-i:[A-Z])[\w.'’-]*(?:\s(?:(?-i:[A-Z])[\w.'’-]*|&))+(?: has| have)?)\s+(?:now |just |also |finally )*"
    r"(?!(?:fixed|pushed|restarted|reran|ran|tried|tested|looked|checked|found|saw|talked|met|had|discussed|noticed|debugged|reviewed|"
    r"wrote|read|sent|said|told|asked|called|got|were|was|came|worked|broke|failed|crashed|deployed|finished|started|merged(?! with)|"
    r"went(?! with))\b)(?:[a-z]{2,}(?:ed|t)|gave|took|chose|spun|made|sold|hung|drew|grew|became|withdrew|wound)\s+(?P<what>\S.*)",
    _F,
)


def _is_done_for_good(text: str) -> bool:
    """Whether a deed is told that left something: "we put Valkey in front of tide-api". Steps of the work left nothing."""
    found = _DONE.match(text)
    return found is not None and anchors.is_particular(" x " + found["what"])


_SAYS = re.compile(r"(?!(?:i|you|he|she|they)\b)\S+(?:\s+\S+){0,5}?\s+(?:is|are|has|have|[a-z]{2,}(?<!s)s)\s+\S", _F)
_OF_MYSELF = re.compile(r"(?:i|you)\b", _F)
