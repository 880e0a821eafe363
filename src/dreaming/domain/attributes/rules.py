"""The form of the tables that say which words fill which slot.

A row holds for clauses with one of its verbs whose rest its pattern finds. Its value is the group `v` of the pattern, or
what the row names. What a row does tells how the clause's mood becomes the slot's: a `STATE` holds as long as it is said
in the present; `BEGINS` and `ENDS` are acts, which have happened when they are told in the past; a `DENIES` row says
that the value does not hold, or is in danger.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from dreaming.domain.attributes.clauses import Clause
from dreaming.domain.attributes.moods import Mood


class Effect(StrEnum):
    """What a row's verb does to the slot."""

    STATE = "state"
    BEGINS = "begins"
    ENDS = "ends"
    DENIES = "denies"


STATE, BEGINS, ENDS, DENIES = Effect.STATE, Effect.BEGINS, Effect.ENDS, Effect.DENIES


@dataclass(frozen=True, slots=True)
class Row:
    """`slot` may take a group of the pattern after its colon: `contact:{who}`. `value` None means the group `v`."""

    verbs: frozenset[str]
    pattern: re.Pattern[str]
    slot: str
    effect: Effect
    value: str | None = None
    is_sure: bool = True


def row(verbs: str, pattern: str, slot: str, effect: Effect, value: str | None = None, *, is_sure: bool = True) -> Row:
    """A row of a table; case counts only where the pattern says so."""
    return Row(frozenset(verbs.split()), re.compile(pattern, re.IGNORECASE), slot, effect, value, is_sure)


def mood_of(clause: Clause, effect: Effect) -> Mood | None:
    """How the slot stands after the clause, or None if the clause says nothing of how things stand."""
    mood = clause.mood
    if mood is Mood.UNSURE or (effect is Effect.STATE and mood is Mood.PAST):
        return None
    if effect is Effect.STATE:
        return mood
    if mood is Mood.PLANNED:
        return Mood.PLANNED if effect is Effect.BEGINS else None
    if mood in {Mood.DENIED, Mood.ENDED} or (mood is Mood.PAST and not clause.by_act):
        return None
    happened = clause.by_act or mood is Mood.STARTED or (effect is Effect.DENIES and clause.verb in {"be", "have"})
    return _DONE[effect] if happened else Mood.PLANNED if effect is Effect.BEGINS else None


_DONE = {Effect.BEGINS: Mood.STARTED, Effect.ENDS: Mood.ENDED, Effect.DENIES: Mood.DENIED}
