"""What the agent offers to remember and the user confirms in so many words.

The agent's sentence alone is evidence for nothing; with the user's "yes, remember that" both are quoted.
"""

import re
from collections.abc import Iterator, Sequence

from dreaming.domain.claims import Draft, ObservationKind, Quote
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
_CONFIRMED = re.compile(
    r"(?:yes|yep|yeah|yup|right|correct|exactly|sure|ok(?:ay)?|please do|do that|remember (?:that|it|"
    r"this)|please remember (?:that|it|this)|go ahead|that['’]s (?:right|correct)|exactly right|"
    r"please|do so|absolutely|definitely|[\s,.!–—-])+$",
    re.IGNORECASE,
)
_LONGEST_YES = 80


def confirmed(events: Sequence[Event]) -> Iterator[Draft]:
    """Each offer to remember that the very next words of the user accept."""
    offer: Event | None = None
    for event in events:
        if event.type is EventType.AGENT_MESSAGE:
            offer = event
        elif is_own(event):
            yes = event.text.strip()
            if offer is not None and len(yes) <= _LONGEST_YES and "\n" not in yes and _CONFIRMED.match(yes):
                yield from _offered(offer, event, yes)
            offer = None


def _offered(offer: Event, answer: Event, yes: str) -> Iterator[Draft]:
    for sentence in sentences(offer.text)[-2:]:
        found = _OFFER.search(sentence.text)
        if found is None or "\n" in sentence.text or len(sentence.text) > 500 or is_attack(sentence.text):
            continue
        cue = cues.cue_of(_as_said(found["what"]))
        kind = cue.kind if cue else ObservationKind.PREFERENCE
        quotes = (Quote(event_id=offer.id, text=sentence.text), Quote(event_id=answer.id, text=yes))
        yield Draft(kind=kind, text=found["what"], quotes=quotes)


def _as_said(text: str) -> str:
    """The offer in the user's mouth, only to see of what kind it is."""
    return re.sub(r"^your\b", "my", re.sub(r"^you\b", "I", text, flags=re.IGNORECASE), flags=re.IGNORECASE)
