"""What the agent says of the user and the user confirms in so many words.

Two forms count: an offer to remember something, which any yes accepts, and a restatement, which must be confirmed as
such ("yes, exactly"). The agent's sentence alone is evidence for nothing; with the user's words both are quoted.
"""

import re
from collections.abc import Iterator, Sequence

from dreaming.domain.claims import Draft, ObservationKind, Quote
from dreaming.domain.confirming import is_exactly, is_yes
from dreaming.domain.model import Event, EventType
from dreaming.domain.sentences import sentences
from dreaming.domain.taint import is_attack
from dreaming.judges.rules import cues
from dreaming.judges.rules.speech import is_own

_OFFER = re.compile(
    r"(?:(?:shall|should|can|may) i|(?:do you|would you like|you)\s*(?:want|like)?\s*me to|"
    r"want me to)\s+(?:\w+\s+){0,2}?"
    r"(?:remember|note(?: down)?|save|store|record|keep in mind|write down)(?:\s+(?:for (?:next time|"
    r"later|the future)|(?:to|in) memory))?\s*(?:that|:|,)\s+(?P<what>\S.{5,300}?)\s*\?",
    re.IGNORECASE,
)
_RESTATED = re.compile(
    r"(?:(?:so|ok(?:ay)?|understood|got it|noted|right|just to (?:confirm|be (?:sure|clear))|to (?:confirm|sum up|summari[sz]e)|"
    r"in other words|if i understand (?:you )?correctly|i understand that|so you mean(?: that)?|that means(?: that)?)\s*[,:–—-]*\s+)*"
    r"(?P<what>\S.{5,300}?)(?:,?\s*(?:right|correct|is that (?:right|correct)|yes))?\s*[.!?]*$",
    re.IGNORECASE,
)
_SECOND = re.compile(r"\byou(?:r|rs|rself)?\b", re.IGNORECASE)
_FIRST = re.compile(r"\b(?:i|me|my|mine)\b", re.IGNORECASE)
_LONGEST = 500


def confirmed(events: Sequence[Event]) -> Iterator[Draft]:
    """Each thing that the agent said of the user and the very next words of the user confirm."""
    said: Event | None = None
    for event in events:
        if event.type is EventType.AGENT_MESSAGE:
            said = event
        elif is_own(event):
            if said is not None and is_yes(event.text):
                yield from _drafts(said, event)
            said = None


def _drafts(said: Event, answer: Event) -> Iterator[Draft]:
    for sentence in sentences(said.text)[-2:]:
        text = sentence.text
        if "\n" in text or len(text) > _LONGEST or is_attack(text):
            continue
        offer = _OFFER.search(text)
        restated = _RESTATED.match(text) if offer is None and is_exactly(answer.text) else None
        found = offer or restated
        what = _as_said(found["what"]) if found else ""
        cue = cues.cue_of(what) if what else None
        if cue is None and offer is None:
            continue
        quotes = (Quote(event_id=said.id, text=text), Quote(event_id=answer.id, text=answer.text.strip()))
        yield Draft(kind=cue.kind if cue else ObservationKind.PREFERENCE, text=what, quotes=quotes)


def _as_said(text: str) -> str:
    """What is said of "you" in the user's mouth; as it is where it speaks of the agent too."""
    if _FIRST.search(text):
        return text
    return _SECOND.sub(lambda found: _MINE[found[0].lower()], text)


_MINE = {"you": "I", "your": "my", "yours": "mine", "yourself": "myself"}
