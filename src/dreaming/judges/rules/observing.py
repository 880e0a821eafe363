"""What a session shows, found by rules: pure, deterministic, and with a quote for each thing seen.

Statements come from a user's own sentences (`cues`), open work from the user and from the agent's last words
(`open_work`), lessons from commands that failed (`failures`), and what may recur from tasks asked for (`requests`).
Everything here is a proposal: the engine finds the quotes again, grades who said them and counts sessions.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from dreaming.domain.claims import Draft, ObservationKind
from dreaming.domain.questions import ObserveTask
from dreaming.judges.rules.announcements import announces_alone
from dreaming.judges.rules.clauses import clauses
from dreaming.judges.rules.confirmations import confirmed
from dreaming.judges.rules.cues import cue_of
from dreaming.judges.rules.failures import lessons
from dreaming.judges.rules.news import news_in
from dreaming.judges.rules.open_work import announced, left_open, unanswered
from dreaming.judges.rules.requests import requests
from dreaming.judges.rules.speech import Said, is_item, is_own, one_line, own_sentences, quotes_of

_PRONOUN = re.compile(r"(?:(?:and|also|but),?\s+)?(?:it|they|he|she|this|that)(?=['’\s])", re.IGNORECASE)
_STAND_IN = "Acme"  # any name: what is said of "it" is judged as if it were said of a name
_LONGEST_PAIR = 300


def observe(task: ObserveTask) -> tuple[Draft, ...]:
    """Everything the rules see in one session, in the order in which it was said, each thing once."""
    if task.steering.ignore_sessions:
        return ()
    events = tuple(event for event in task.events if not event.abandoned)
    spoken = [own_sentences(event) for event in events if is_own(event)]
    found = (
        *(draft for said in spoken for draft in _stated(said)),
        *confirmed(events),
        *unanswered(task.session, events),
        *announced(events),
        *lessons(events),
        *requests(spoken),
    )
    return tuple(_distinct(draft for draft in found if not task.steering.leaves_out(draft.text)))


def _stated(said: Sequence[Said]) -> Iterator[Draft]:
    """One message's statements. A sentence about "it" belongs to the statement before it."""
    pending: tuple[int, int, int, Draft] | None = None  # where its sentence and statement begin, where it ends
    corrects = ruled = offered = False
    for each in (clause for sentence in said for clause in clauses(sentence)):
        joined = _joined(each, pending)
        if joined is not None and pending is not None:
            pending = (pending[0], pending[1], each.sentence.end, joined)
            continue
        if pending:
            yield pending[3]
        ruled = _leads_rules(each.sentence.text) or (ruled and is_item(each))
        pending = _fresh(each, corrects=corrects, ruled=ruled, offered=offered)
        corrects = _REJECTS.fullmatch(each.sentence.text) is not None
        offered = announces_alone(each.sentence.text)
    if pending:
        yield pending[3]


def _leads_rules(sentence: str) -> bool:
    """Whether it is a heading over rules that hold on. Requirements and steps are those of a task."""
    return sentence.endswith(":") and _RULES_FOLLOW.fullmatch(sentence) is not None


# Words that only say that what came before is wrong: what follows puts it right.
_REJECTS = re.compile(
    r"(?:no+|nope|nah|wrong|incorrect|not (?:quite|right|true|correct)|(?:that|this|it)(?:['’]?s| is| was) (?:\w+ )?(?:wrong|incorrect|"
    r"not (?:right|true|correct|what i (?:said|meant|asked for)))|you(?:['’]ve)? (?:got|have) (?:it|that|this) wrong)(?: again)?[\s.!]*",
    re.IGNORECASE,
)
_RULES_FOLLOW = re.compile(
    r"(?:[\w'’-]+ ){0,6}?(?:rules|conventions|preferences|guidelines|ground rules|house rules|standards|principles|policies|"
    r"things to (?:remember|keep in mind|know|note)|remember(?: the following| these)?|keep in mind|always)(?: (?:for|in|of|"
    r"about|on) [^:.!?\n]{2,60})?\s*:",
    re.IGNORECASE,
)


def _fresh(said: Said, *, corrects: bool, ruled: bool, offered: bool) -> tuple[int, int, int, Draft] | None:
    draft = left_open(said)
    if draft is not None:
        return (said.sentence.start, said.sentence.start, -1, draft)
    cue = cue_of(said.sentence.text, corrects=corrects, ruled=ruled, offered=offered)
    if cue is None:
        return _news(said)
    start = said.sentence.start
    statement = said.sentence.text[cue.start : cue.end]
    quotes = quotes_of(said.event, start, said.sentence.end, statement)
    return (start, start + cue.start, said.sentence.end, Draft(kind=cue.kind, text=one_line(statement), quotes=quotes))


def _news(said: Said) -> tuple[int, int, int, Draft] | None:
    place = news_in(said.sentence.text)
    if place is None:
        return None
    start, statement = said.sentence.start, said.sentence.text[place[0] : place[1]]
    quotes = quotes_of(said.event, start, said.sentence.end, statement)
    return (start, start, -1, Draft(kind=ObservationKind.FACT, text=one_line(statement), quotes=quotes, news=True))


def _joined(said: Said, before: tuple[int, int, int, Draft] | None) -> Draft | None:
    """The statement before with this sentence at its end, if this one only says more of the same thing."""
    if before is None or before[2] < 0:
        return None
    sentence, event = said.sentence, said.event
    first, begin, end, draft = before
    pronoun = _PRONOUN.match(sentence.text)
    if pronoun is None or event.text[end : sentence.start].strip(" ") or sentence.end - first > _LONGEST_PAIR:
        return None
    if cue_of(_STAND_IN + sentence.text[pronoun.end() :]) is None or "\n" in event.text[first : sentence.end]:
        return None
    statement = event.text[begin : sentence.end]
    quotes = quotes_of(event, first, sentence.end, statement)
    return Draft(kind=draft.kind, text=statement, quotes=quotes)


def _distinct(drafts: Iterable[Draft]) -> Iterator[Draft]:
    seen: set[Draft] = set()
    for draft in drafts:
        if draft not in seen:
            seen.add(draft)
            yield draft
