"""Of what kind a sentence is, if it is worth keeping at all.

The order of the questions is the policy: what asks, supposes or reacts is out first; then decisions, rules, what
people say of themselves, changes and facts. A sentence that fits none is left out.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from dreaming.domain.claims import ObservationKind
from dreaming.judges.rules import (
    anchors,
    at_hand,
    decisions,
    declared,
    directions,
    facts,
    hearsay,
    imperatives,
    manners,
    people,
    permissions,
    phrases,
    refusals,
    settings,
    usages,
)
from dreaming.judges.rules.announcements import announces_alone, is_worth_keeping, leave_at
from dreaming.judges.rules.gates import REMEMBERED, Gated
from dreaming.judges.rules.introductions import without_introduction
from dreaming.judges.rules.reactions import is_reaction
from dreaming.judges.rules.readable import is_readable
from dreaming.judges.rules.spelling import mended

_F = re.IGNORECASE

_CONTRAST = re.compile(
    r"(?:i meant|i said|i mean|what i meant(?: was| is)?|you (?:should|must) (?:use|have used))\b|"
    r"\b(?:should (?:be|have been|use|say|read))\b|^\W*(?:it['’]?s|use|it is|not)\b.*\b(?:not|"
    r"rather than|instead of)\b|^not\s+\S+,|,\s*not\s+\S|\bnot\s+\S.{0,60},\s*(?:but\s+)?\S",
    _F,
)
# It puts something right without saying that anything was wrong.
_NOT_BUT = re.compile(
    r"not\s+\S+,\s*(?:we|i|use|it['’]s|our|my)\b|it should (?:be|say|read) .{1,60}, not\b|"
    r"it['’]?s\s[^,]{1,60},\s*not\s+(?:(?-i:[A-Z])|\S*\d|[`\"])",
    _F,
)
_IT_IS = re.compile(
    r"(?:it|that|this|he|she|they)(?:['’]s|['’]re| is| are| was| were| should be| must be)\s+(?!not\b|just\b|still\b)",
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
_FEELING = re.compile(
    r"(?:i|we)(?:['’]m|['’]re| am| are)\b|.*\b(?:fun|great|special|amazing|awesome|good|nice|wonderful|proud|happy|there for)\b",
    _F,
)


@dataclass(frozen=True, slots=True)
class Cue:
    """What a sentence is worth keeping as; its statement is the sentence from `start` to `end`."""

    kind: ObservationKind
    start: int
    end: int


@lru_cache(maxsize=REMEMBERED)
def cue_of(sentence: str, *, corrects: bool = False, ruled: bool = False, offered: bool = False) -> Cue | None:
    """What a user's sentence states, or None where nothing is to be kept.

    `corrects` says that the words before it rejected something, `offered` that they announced it; `ruled` that it
    stands in a list of rules.
    """
    meant = mended(sentence)
    if announces_alone(meant.text) or not (
        is_readable(meant.text) or is_readable(meant.text[phrases.bare(meant.text).start :])
    ):
        return None
    cue = _turned(meant.text) or _cue(meant.text, corrects=corrects, ruled=ruled, offered=offered)
    return None if cue is None else Cue(cue.kind, meant.typed(cue.start), meant.typed(cue.end))


def _cue(sentence: str, *, corrects: bool, ruled: bool, offered: bool = False) -> Cue | None:
    lead = phrases.bare(sentence)
    corrects, offered = corrects or lead.corrects, offered or lead.offers
    end = leave_at(sentence)
    text = sentence[lead.start : end]
    if is_reaction(text) or hearsay.is_sarcastic(sentence) or hearsay.is_reported(text):
        return None
    asked = phrases.unasked(text)
    if refusals.is_question(text):
        return _requested(sentence, text, asked)
    lifted, manner = permissions.kind_of(text), manners.begins_at(asked)
    rule = lifted or _rule(asked) or (_listed(asked) if ruled else None)
    if rule is None and _is_way(asked, is_asked=lead.asks, is_offered=offered):
        rule = ObservationKind.PROCEDURE
    if rule is None and manner is not None:
        rule = ObservationKind.PREFERENCE
    if rule is not None:
        start = lead.start if lifted else end - len(asked) + (manner or 0)
        return None if hearsay.is_joking(sentence) else Cue(_corrected_or(rule, corrects), start, end)
    is_task = (
        imperatives.is_order(asked) and (asked != text or not facts.is_pair(text)) and not usages.tells_where(text)
    )
    if is_task and corrects and _is_told_again(asked):
        return Cue(ObservationKind.CORRECTION, end - len(asked), end)
    kind = None if is_task else _statement(text, corrects)
    if kind is None and (lead.asks or offered) and not is_task and is_worth_keeping(text, is_asked=lead.asks):
        kind = ObservationKind.FACT
    if kind is None or (kind is not ObservationKind.FACT and hearsay.is_joke(text, sentence)):
        return None
    return Cue(kind, lead.start, end)


def _is_way(asked: str, *, is_asked: bool, is_offered: bool) -> bool:
    """Whether an order that is no rule by itself is to be known: a direction, what to do in a case, what was announced."""
    if directions.is_direction(without_introduction(asked)) or directions.is_for_a_case(asked):
        return True
    if is_asked and imperatives.tells_how(asked):
        return True
    if not (is_asked or is_offered) or facts.is_pair(asked) or not directions.is_told_way(asked, is_asked=is_asked):
        return False
    if imperatives.is_order(asked):
        return True
    # Its first word may be a name: "garnet bills its customers".
    return imperatives.is_order_by_place(asked) and _statement(asked, corrects=False) is None


def _requested(sentence: str, text: str, asked: str) -> Cue | None:
    """A rule may be put as a request: "can you always use metric units?"."""
    stands = refusals.is_standing_order(asked) or _ENDS.match(asked)
    if asked == text or not stands or not imperatives.is_order(asked):
        return None
    rule = _rule(asked)
    start = sentence.find(text) + len(text) - len(asked)
    return None if rule is None else Cue(rule, start, start + len(asked.rstrip("?! ")))


def _listed(asked: str) -> ObservationKind | None:
    """An item of a list of rules is a rule, whatever its form, if it names what it is about."""
    is_rule = imperatives.is_order(asked) or _NO_SUCH.match(asked) or anchors.has_value(asked)
    if not is_rule or refusals.is_pointing(asked):
        return None
    enough = 1 if _NO_SUCH.match(asked) else 2
    return ObservationKind.PREFERENCE if len(anchors.content(asked)) >= enough else None


def _is_told_again(asked: str) -> bool:
    """Whether an order that comes with a complaint names what to use: "you keep using single quotes, use double quotes"."""
    return _USE.match(asked) is not None and not refusals.is_pointing(asked) and len(anchors.content(asked)) >= 2


def _turned(sentence: str) -> Cue | None:
    """A rule that follows a task or a complaint in the same sentence: "fix it, and from now on write a test first"."""
    turn = _TURN.search(sentence)
    if turn is None or refusals.is_question(sentence):
        return None
    head, rest = sentence[: turn.start()], sentence[turn.end() :]
    if not is_readable(rest) or hearsay.is_reported(head) or refusals.is_supposed(head) or _says_by_itself(head):
        return None
    cue = _cue(rest, corrects=False, ruled=False)
    return cue and Cue(cue.kind, turn.end() + cue.start, turn.end() + cue.end)


def _says_by_itself(head: str) -> bool:
    """Whether what stands before the rule would be kept: then the sentence stays whole."""
    return (
        imperatives.rule_of(phrases.unasked(head)) is not None
        or _statement(head[phrases.bare(head).start :], corrects=False) is not None
    )


_TURN = Gated(
    re.compile(
        r"(?<=\w{3})(?:[,;]\s+|\s+[–—-]+\s+|\s+)(?:(?:and|but|also|so|then|plus)\s+)+"
        r"(?=(?:please\s+)?(?:from now on|from here on|going forward|in (?:the )?future|next time|always|never|don't ever)\b)|"
        r"(?<=\w{3})(?:[,;]\s+|\s+[–—-]+\s+)(?=(?:please\s+)?(?:from now on|from here on|going forward|in (?:the )?future|next time)\b)",
        _F,
    ),
    holds="now here forward future next always never don",
)
_ENDS = re.compile(r"(?:stop|quit|avoid|never|don['’]t ever)\s+\w+", _F)
_NO_SUCH = re.compile(r"no\s+\w+", _F)
_USE = re.compile(r"(?:use|call|name|write|put|keep|stick to|go with)\b", _F)


def _corrected_or(kind: ObservationKind, corrects: bool) -> ObservationKind:
    return ObservationKind.CORRECTION if corrects else kind


def _rule(asked: str) -> ObservationKind | None:
    """An order's kind, also behind "when …,": "before each release, bump the version"."""
    kind = imperatives.rule_of(asked)
    if kind is not None:
        return kind
    when = _WHEN.match(asked)
    if when is None or imperatives.is_once(asked) or not imperatives.is_order_by_place(asked[when.end() :]):
        return None
    order = asked[when.end() :]
    if refusals.is_pointing(asked[: when.end()]) or not (refusals.is_standing(asked) or _HOW_TO.match(asked)):
        return None
    return ObservationKind.PROCEDURE if anchors.is_particular(order) or len(order.split()) >= 3 else None


_HOW_TO = re.compile(r"(?:to|for)\s+\w+", _F)


def _statement(text: str, corrects: bool) -> ObservationKind | None:
    if (refusals.is_supposed(text) and not refusals.is_standing(text)) or refusals.has_task(text):
        return None
    decided = decisions.is_decided(text)
    if decided is not None:
        return ObservationKind.DECISION if decided else None
    corrects = corrects or _NOT_BUT.match(text) is not None
    kind = _corrected(text, corrects) if corrects or refusals.is_talk(text) else None
    if kind is None:
        kind = _plain(text)
        kind = None if kind is None or at_hand.is_at_hand(text) else kind
    return None if kind is None else _corrected_or(kind, corrects)


def _plain(text: str) -> ObservationKind | None:
    """What people say of themselves, a rule told as a fact, a fact, a change."""
    as_rule = _AS_RULE.match(text)
    if as_rule or _WE_ALWAYS.match(text):
        rest = text[as_rule.end() :] if as_rule else text
        if not refusals.is_talk(rest) and (_is_rule_said(rest) or facts.is_fact(rest)):
            return ObservationKind.PREFERENCE
    personal = people.kind_of(text) or people.kind_of(without_introduction(text))
    if personal is not None:
        return personal
    if _RULE_SAID.match(text) and refusals.is_standing(text) and _is_rule_said(text):
        return ObservationKind.PREFERENCE
    if _ONLY_WITH.match(text) and anchors.is_particular(" x " + text):
        return ObservationKind.FACT
    is_told = facts.is_fact(text) or decisions.is_changed(text) or settings.are_told(text) or _is_declared(text)
    return ObservationKind.FACT if is_told else None


_ONLY_WITH = re.compile(
    r"(?:nothing|nobody|no (?:one|\w+))\s+(?:is|are|may|can|gets?|goes|go|\w+s)\s[^.?]{2,80}?\b(?:without|except|unless|before|until)\s+\S",
    _F,
)
_AS_RULE = re.compile(r"(?:as a (?:general )?rule|in general|by default|at all times),?\s+(?=(?:we|i|our|my)\b)", _F)
_WE_ALWAYS = re.compile(
    r"(?:we|i)\s+(?:always|never)\s+(?!had\b|was\b|were\b|thought\b|wanted\b|liked\b|loved\b|know\b|knew\b|get\b|got\b|"
    r"forget\b|forgot\b|said\b|heard\b|saw\b|been\b|seem\b|have to\b|feel\b|felt\b|find\b|lose\b|understood\b|\w+ed\b)\w",
    _F,
)


def _is_declared(text: str) -> bool:
    tells_where = usages.tells_where(text)
    if not (tells_where or usages.is_usual(text) or usages.is_there(text) or declared.is_declared(text)):
        return False
    return not refusals.is_momentary(text) and (tells_where or not refusals.is_talk(text))


def _corrected(text: str, corrects: bool) -> ObservationKind | None:
    """What a correction puts right, where the sentence itself says so."""
    if (
        corrects
        and _IT_IS.match(text)
        and anchors.is_particular(" x " + text)
        and not refusals.is_momentary_strictly(text)
    ):
        return ObservationKind.CORRECTION
    if not _CONTRAST.search(text) or refusals.is_momentary_strictly(text):
        return None
    enough = len(anchors.content(text)) >= 2
    return ObservationKind.CORRECTION if enough and (corrects or anchors.is_particular(" x " + text)) else None


def _is_rule_said(text: str) -> bool:
    if _FEELING.match(text) or len(text.split()) < 4:
        return False
    return not refusals.is_momentary_strictly(text) and not refusals.is_pointing(text)
