"""Work that a session leaves: what the user puts off, what was never answered, what the agent says remains.

A topic is the reduced words of the matter, so that a later session that goes on with it, or ends it, can be matched.
"""

import re
from collections.abc import Iterator, Sequence

from dreaming.domain.calendars import WEEKDAY
from dreaming.domain.claims import Draft, ObservationKind
from dreaming.domain.model import Event, EventType, OutcomeResult, Session
from dreaming.domain.sentences import sentences
from dreaming.domain.taint import address
from dreaming.judges.rules import anchors, phrases, refusals
from dreaming.judges.rules.cues import cue_of
from dreaming.judges.rules.gates import Gated
from dreaming.judges.rules.reactions import is_reaction
from dreaming.judges.rules.readable import is_readable
from dreaming.judges.rules.speech import Said, is_item, is_own, one_line, own_sentences, quotes_of

_F = re.IGNORECASE
_LATER = (
    rf"(?:tomorrow|later(?! than)|next (?:time|week|session|sprint|month|quarter|{WEEKDAY})|"
    rf"another (?:day|time)|some ?day|eventually|at some point|before (?:the )?(?:release|launch|merge|"
    rf"demo|deadline|go-?live|weekend|end of)|after (?:the )?(?:release|launch|weekend|holidays|break)|"
    rf"on {WEEKDAY}|by (?:{WEEKDAY}|tomorrow|next|the end of))"
)

_MARKED = re.compile(
    rf"(?:todo|to-do|fixme|left to do|still to do|open (?:item|point|question|issue|task)s?|"
    rf"remaining(?: \w+)?|follow[- ]?ups?|action items?|backlog|parked|"
    rf"(?:note |reminder |one |task )?for (?:later|tomorrow|next (?:time|week|session)|"
    rf"{WEEKDAY}))\s*(?:[:–—-]|\s-)\s*(?P<what>\S.*)",
    _F | re.DOTALL,
)
_PUT_OFF = Gated(
    re.compile(
        rf"{_LATER},?\s+(?:we|i|you|let['’]?s|please|somebody|someone)\b(?:['’](?:ll|d))?\s*(?P<a>.*)"
        rf"|(?:please\s+)?remind (?:me|us)\s+(?:{_LATER}\s+)?(?:to|about|that)\s+(?P<b>.*)"
        rf"|(?:don['’]?t|do not) let (?:me|us) forget\s+(?:to|about|that)\s+(?P<c>.*)"
        rf"|(?:(?:we|i|you)(?:['’]ll| will)?|someone|somebody)\s+(?:also\s+)?(?:still\s+(?:need|have|must|"
        rf"should|want|ought|owe)\b(?:\s+to)?|(?:need|have to|should|must|want to|ought|will|plan|"
        rf"would like|can)\b(?:\s+to)?(?=.*\b{_LATER}))\s*(?P<d>.*)"
        rf"|let['’]?s\s+(?:continue|pick|resume|leave|park|postpone|defer|revisit|table|finish|go on|do|"
        rf"look|tackle|handle|discuss|come back|return|get back)\b(?=.*\b(?:{_LATER}|for now|"
        rf"then)\b)(?P<e>.*)"
        rf"|(?:i|we)['’]ll\s+(?:\w+\s+){{1,3}}?(?=.*\b{_LATER})(?P<f>.*)",
        _F | re.DOTALL,
    ),
    holds=(
        "tomorrow later next another some someday eventually point release launch merge demo deadline live golive weekend end "
        "holidays break remind forget still now then monday tuesday wednesday thursday friday saturday sunday"
    ),
)
_STILL = Gated(
    re.compile(
        r"(?P<what>(?!(?:it|this|that|which|who|there)\b)\S.{0,160}?)\s+(?:is|are|has|have|"
        r"remains?)?\s*(?:still\s+(?:needs? (?:to|a|an|some|\w+ing)|has to|have to|to be (?:done|written|"
        r"migrated|fixed|tested|decided)|to do|open|missing|pending|outstanding|unresolved|unfinished|"
        r"undecided|not (?:done|finished|implemented|migrated|tested|resolved|decided|merged|written))|"
        r"(?:not|n['’]t) (?:been )?(?:done|finished|implemented|migrated|decided|written|started|"
        r"merged) yet|left for later|put off|on hold|parked for now)\b",
        _F | re.DOTALL,
    ),
    holds="still yet later off hold parked",
)
_WAITING = Gated(
    re.compile(
        r"(?:(?:i['’]m|we['’]re|we are|i am|still)\s+)*(?:waiting (?:for|on)|blocked (?:on|"
        r"by))\s+(?P<what>(?!(?:you|it|this|that)\b)\S.*)",
        _F | re.DOTALL,
    ),
    holds="waiting blocked",
)

_DONE_WORD = (
    r"(?:done|finished|completed?|fixed|merged|deployed|shipped|resolved|live|closed|migrated|"
    r"released|sorted(?: out)?|implemented|in place|rolled out|solved|taken care of|"
    r"no longer (?:needed|open|blocked|an issue|necessary))"
)
_DONE = Gated(
    re.compile(
        rf"(?P<what>(?!(?:it|this|that|these|those|they|everything|all|which|i|we|you|when|once|after|"
        rf"until|if)\b)\S+(?:\s+\S+){{0,9}}?)\s+(?:is|are|has been|have been|was|were|got)(?:\s+(?:now|all|"
        rf"finally|already|officially|both))*\s+{_DONE_WORD}(?:\s+(?:now|already|too|at last|as well))?\W*$"
        rf"|(?:we|i)(?:['’]ve| have)?\s+(?:(?:just|finally|now|already|also)\s+)*(?:finished|completed|"
        rf"merged|shipped|resolved|closed|wrapped up|sorted out|finalized|finalised|"
        rf"done with)\s+(?P<also>(?!(?:it|this|that)\b)\S.*)"
        rf"|(?:all )?done with\s+(?P<with>(?!(?:it|this|that)\b)\S.*)",
        _F,
    ),
    holds=(
        "done finished complete completed fixed merged deployed shipped resolved live closed migrated released sorted implemented "
        "place rolled solved care longer wrapped finalized finalised"
    ),
)
_REMAINS = re.compile(
    r"\b(?:still (?:needs? to be|needs? (?:a|an|some)|need to|to do|open|missing|pending|outstanding|"
    r"unresolved|have to be|has to be)|remaining (?:work|tasks?|steps?|items?|issues?|"
    r"todos?)(?=\s*(?::\s*\w|is\b|are\b|includes?\b))|(?:not|"
    r"n['’]t) (?:yet )?(?:been )?(?:implemented|done|finished|covered|addressed|migrated|"
    r"wired up)(?: yet)?|left to do|remains? (?:to be done|open|unresolved|to do))\b",
    _F,
)
_REMAINS_HEAD = re.compile(
    r"\W*(?:remaining(?: \w+)?|still (?:open|to do|left|missing|pending)|left to do|next steps?|"
    r"not (?:yet )?(?:done|finished)|todos?|to do|open (?:items|points|questions|issues))\W*$",
    _F,
)
_NONE = re.compile(r"\b(?:none|nothing|no (?:more|other|further|open|remaining)|all (?:done|tasks)|everything)\b", _F)
_AGENT_KEEPS = 3


def left_open(said: Said) -> Draft | None:
    """The open work, or the end of it, that a user's sentence tells; None where it tells none."""
    sentence = said.sentence
    if not is_readable(sentence.text) or refusals.is_question(sentence.text):
        return None
    start = phrases.bare(sentence.text).start
    text = sentence.text[start:]
    done = _DONE.match(text)
    if done and (done["what"] or not anchors.is_particular(text) or cue_of(sentence.text) is None):
        return _draft(said, start, done["what"] or done["also"] or done["with"], closes=True)
    marked = _MARKED.match(text)
    if marked:
        return _draft(said, start + marked.start("what"), marked["what"])
    matter = _put_off(text)
    return None if matter is None else _draft(said, start, matter)


def _put_off(text: str) -> str | None:
    if _SUPPOSED.match(text):
        return None
    found = _PUT_OFF.match(text)
    if found:
        return next((part for part in found.groups() if part), None)
    return text if _STILL.match(text) or _WAITING.match(text) else None


_SUPPOSED = re.compile(r"(?:if|what if|maybe|perhaps|suppose|when|unless|because|would)\b", _F)


def _draft(said: Said, start: int, matter: str | None, *, closes: bool = False) -> Draft | None:
    words = anchors.content(matter or "")
    if len(words) < (1 if closes else 2):
        return None
    sentence = said.sentence
    statement = sentence.text[start:]
    return Draft(
        kind=ObservationKind.OPEN,
        text=_told(one_line(statement)),
        quotes=quotes_of(said.event, sentence.start, sentence.end, statement),
        topic=_topic(words),
        closes=closes,
    )


def _told(text: str) -> str:
    """A statement that ends in a question mark without it: "the tests still fail?" tells what is open."""
    told = text.rstrip("?!. ")
    return f"{told}." if text.endswith("?") and not refusals.is_question(told) else text


def _topic(words: Sequence[str]) -> str:
    return "open:" + " ".join(words)


def unanswered(session: Session, events: Sequence[Event]) -> Iterator[Draft]:
    """The last request of a session that was interrupted before the agent said anything to it."""
    last = next((place for place in range(len(events) - 1, -1, -1) if is_own(events[place])), None)
    if last is None:
        return
    after = events[last + 1 :]
    interrupted = any(event.type is EventType.USER_INTERRUPT for event in after) or (
        session.outcome is not None and session.outcome.result is OutcomeResult.INTERRUPTED
    )
    if not interrupted or any(event.type is EventType.AGENT_MESSAGE and event.text.strip() for event in after):
        return
    for said in own_sentences(events[last]):
        text = said.sentence.text
        if is_readable(text) and not is_reaction(text) and len(anchors.content(text)) >= 2:
            draft = _draft(said, phrases.bare(text).start, text)
            if draft is not None:
                yield draft
            return


def announced(events: Sequence[Event]) -> Iterator[Draft]:
    """What the agent's last message says remains: a few sentences, never orders to the reader."""
    last = next(
        (event for event in reversed(events) if event.type is EventType.AGENT_MESSAGE and event.text.strip()), None
    )
    if last is None:
        return
    kept = 0
    under_heading = False
    for sentence in sentences(last.text):
        if _REMAINS_HEAD.match(sentence.text):
            under_heading = True
            continue
        listed = under_heading and is_item(Said(last, sentence))
        under_heading = listed
        if kept < _AGENT_KEEPS and (listed or _REMAINS.search(sentence.text)) and _is_plain(sentence.text):
            draft = _draft(Said(last, sentence), 0, sentence.text)
            if draft is not None:
                kept += 1
                yield draft


def _is_plain(text: str) -> bool:
    return (
        is_readable(text)
        and not text.rstrip("* ").endswith(":")
        and not refusals.is_question(text)
        and address(text) is None
        and _NONE.search(text) is None
        and len(anchors.content(text)) >= 3
    )
