"""When a user's few words make what the agent has just said their own.

Judges look for it and the engine checks it: the user's whole message says yes, and the agent's words stand in the very
message that it answers.
"""

import re
from collections.abc import Iterable

from dreaming.domain.model import Event, EventType
from dreaming.domain.provenance import Origin

_OWN = frozenset({Origin.USER, Origin.REPORTED})
_EXACTLY = (
    r"exactly(?: right| so)?|precisely|correct|that['’]?s (?:right|correct|it|exactly (?:it|right|what i (?:want|mean|meant)))|"
    r"(?:you['’]?re )?(?:absolutely |quite |exactly )?right|you got it|spot on|yes it is|yes,? (?:we|i) do|as you say"
)
_YES = r"yes|yep|yeah|yup|sure|ok(?:ay)?|please(?: do)?|do (?:that|so|it)|go ahead|absolutely|definitely|of course"
_REMEMBER = r"(?:please )?(?:remember|note|save|keep) (?:that|it|this)(?: down| in mind)?"
_ONLY = re.compile(rf"(?:(?:{_EXACTLY}|{_YES}|{_REMEMBER})[\s,.!–—-]*){{1,4}}", re.IGNORECASE)
_SAYS_EXACTLY = re.compile(rf"\b(?:{_EXACTLY}|{_REMEMBER})", re.IGNORECASE)
_LONGEST = 80


def is_yes(text: str) -> bool:
    """Whether a message does nothing but agree."""
    short = text.strip()
    return len(short) <= _LONGEST and "\n" not in short and _ONLY.fullmatch(short) is not None


def is_exactly(text: str) -> bool:
    """Whether a message confirms what was said, and does not only let the agent go on."""
    return is_yes(text) and _SAYS_EXACTLY.search(text) is not None


def answered(events: Iterable[Event]) -> dict[str, Event]:
    """By the id of a message, the agent's message that it answers: the last before it, with no word of the user between."""
    found: dict[str, Event] = {}
    before: Event | None = None
    for event in events:
        if before is not None:
            found[event.id] = before
        if event.type is EventType.AGENT_MESSAGE and not event.abandoned:
            before = event
        elif event.type is EventType.USER_MESSAGE and event.origin in _OWN and not event.abandoned:
            before = None
    return found
