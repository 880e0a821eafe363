"""When a store is due for a dream: the one rule that schedules, hooks and status all ask.

It is due once enough sessions wait, the last dream is long enough ago, the newest of those sessions has been quiet for
a while (a session that is still written is not dreamt half), no dream is on its way, and the last failures have been
waited out. A store says in its metadata what "enough" means, and whether it is to be dreamt of unasked at all.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dreaming.domain.errors import InvalidInput
from dreaming.domain.texts import counted
from dreaming.domain.times import minute

POLICY = "dream"
AFTER_SESSIONS = "dream_after_sessions"
AFTER_HOURS = "dream_after_hours"
IDLE_MINUTES = "dream_idle_minutes"

_RANGES = {AFTER_SESSIONS: (1, 1_000), AFTER_HOURS: (0, 8_760), IDLE_MINUTES: (0, 10_080)}  # at most a year, a week
# What a store may say about its dreams, and what each setting takes.
SETTINGS = {
    POLICY: "off, suggest or auto; suggest if not set",
    AFTER_SESSIONS: "a whole number from 1 to 1,000; 5 if not set",
    AFTER_HOURS: "a whole number from 0 to 8,760; 24 if not set",
    IDLE_MINUTES: "a whole number from 0 to 10,080; 30 if not set",
}
_FIRST_RETRY = timedelta(hours=1)
_LAST_RETRY = timedelta(hours=24)


class DreamPolicy(StrEnum):
    """What may happen without anybody asking when a store is due."""

    OFF = "off"  # nothing: the store is never due
    SUGGEST = "suggest"  # a client says so; a schedule that the user installed starts a dream
    AUTO = "auto"  # a dream is started


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRule:
    """What a store's metadata says about when it is due."""

    policy: DreamPolicy = DreamPolicy.SUGGEST
    after_sessions: int = 5
    after: timedelta = timedelta(hours=24)
    idle: timedelta = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """How a store stands.

    `newest_at` is when the newest undreamt session was last written to. `last_at` is when the last dream that did not
    fail ended; `failures` have ended since, one after the other, the last at `failed_at`. `active` is the dream that
    waits or runs. `closed` says why the store takes no dream, if it takes none.
    """

    undreamt: int
    newest_at: datetime | None = None
    last_at: datetime | None = None
    failures: int = 0
    failed_at: datetime | None = None
    active: str | None = None
    closed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Whether a dream is due, and why or why not, as a sentence.

    `due_at` is from when on it is, if nothing else happens; None where that cannot be told.
    """

    is_due: bool
    why: str
    due_at: datetime | None = None


def judge_due(rule: DueRule, situation: Situation, now: datetime) -> Due:
    """Whether a dream of the store is due now."""
    obstacle = _obstacle(rule, situation)
    if obstacle is not None:
        return Due(is_due=False, why=obstacle)
    due_at, why_not = max(_waits(rule, situation))
    if now < due_at:
        return Due(is_due=False, why=f"{why_not}: due from {minute(due_at)} on.", due_at=due_at)
    return Due(is_due=True, why=f"{_waiting(situation.undreamt)}: a dream is due.", due_at=due_at)


def _obstacle(rule: DueRule, situation: Situation) -> str | None:
    """What no passing of time takes away."""
    if situation.closed is not None:
        return situation.closed
    if rule.policy is DreamPolicy.OFF:
        return "The store's policy is off."
    if situation.active is not None:
        return f"Dream {situation.active} has not ended."
    if situation.undreamt < rule.after_sessions:
        return f"{_waiting(situation.undreamt)}: due from {rule.after_sessions:,} on."
    return None


def _waits(rule: DueRule, situation: Situation) -> list[tuple[datetime, str]]:
    """What passing of time takes away: each moment, and why not before. There is a session, so there is a moment."""
    waits: list[tuple[datetime, str]] = []
    if situation.newest_at is not None:
        waits.append((situation.newest_at + rule.idle, "A session may still be going on"))
    if situation.last_at is not None:
        waits.append((situation.last_at + rule.after, f"The last dream ended {minute(situation.last_at)}"))
    if situation.failed_at is not None:
        failed = f"The last dream failed {minute(situation.failed_at)}"
        waits.append((situation.failed_at + _backoff(situation.failures), failed))
    return waits


def _waiting(count: int) -> str:
    return f"{counted(count, 'new session')}" if count else "No new session"


def _backoff(failures: int) -> timedelta:
    """An hour after the first failure, twice as long after each that follows, at most a day."""
    return min(_FIRST_RETRY * 2 ** min(failures - 1, 5), _LAST_RETRY)


def read_rule(metadata: Mapping[str, str]) -> DueRule:
    """The rule of a store. What its metadata leaves out, or says in a way that means nothing, is as by default."""
    said = {key: metadata[key] for key in SETTINGS if key in metadata and _is_meant(key, metadata[key])}
    default = DueRule()
    return DueRule(
        policy=DreamPolicy(said[POLICY]) if POLICY in said else default.policy,
        after_sessions=int(said[AFTER_SESSIONS]) if AFTER_SESSIONS in said else default.after_sessions,
        after=timedelta(hours=int(said[AFTER_HOURS])) if AFTER_HOURS in said else default.after,
        idle=timedelta(minutes=int(said[IDLE_MINUTES])) if IDLE_MINUTES in said else default.idle,
    )


def check_rule(metadata: Mapping[str, str]) -> None:
    """Whether everything that the metadata says about dreams means something.

    Raises:
        InvalidInput: it does not; the message says what would.
    """
    for key in meaningless(metadata):
        field, problem = f"metadata {key}", f"{metadata[key][:80]!r} means nothing there"
        raise InvalidInput(field, problem, f"It takes {SETTINGS[key]}.")


def meaningless(metadata: Mapping[str, str]) -> list[str]:
    """The settings whose value means nothing: they are read as by default."""
    return [key for key in SETTINGS if key in metadata and not _is_meant(key, metadata[key])]


def _is_meant(key: str, value: str) -> bool:
    if key == POLICY:
        return value in set(DreamPolicy)
    least, most = _RANGES[key]
    return re.fullmatch("[0-9]{1,5}", value) is not None and least <= int(value) <= most
