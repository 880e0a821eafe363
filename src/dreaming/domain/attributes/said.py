"""What a reader makes of a clause, and what readers ask of clauses in common."""

import re
from typing import NamedTuple

from dreaming.domain.attributes.clauses import Clause
from dreaming.domain.attributes.moods import Mood
from dreaming.domain.attributes.subjects import USER

CHANGING = frozenset(
    "raise lower increase reduce cut go grow drop move reschedule postpone push extend shift delay change set expand scale shrink "
    "double update".split()
)


class Said(NamedTuple):
    """One reading of a clause; `holder` where it is somebody else's than the clause's."""

    slot: str
    value: str
    words: frozenset[str]
    mood: Mood
    is_sure: bool = True
    holder: str = ""


def named(clause: Clause) -> str:
    """What stands before the verb, if it is no person known to be one: a medicine's name looks like somebody's."""
    return clause.thing or (clause.subject if clause.holder == clause.subject.casefold() else "")


def holder_of(clause: Clause) -> str:
    """The user, where what looked like a person's name is read as a thing's."""
    return USER if clause.holder == clause.subject.casefold() else ""


def changed(clause: Clause) -> tuple[str, str]:
    """What changed, and to what: `the budget rose to $900`, `raised the budget to $900`."""
    before, found, after = f" {clause.rest}".partition(" to ")
    if not found:
        return named(clause), clause.rest
    before = re.sub(r"\bfrom .*|^(?:back|up|down|out)\b", "", before.strip())
    return f"{named(clause)} {before}".strip(), after


def holds(mood: Mood, *, new: bool) -> Mood:
    """That something holds, and whether it does so newly."""
    return Mood.STARTED if new or mood is Mood.STARTED else Mood.HOLDS
