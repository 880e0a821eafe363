"""Which sessions a dream reads."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dreaming.domain.errors import InvalidInput, LimitExceeded
from dreaming.domain.limits import SESSIONS_PER_DREAM
from dreaming.domain.model import PROJECT, MemoryStore, Session
from dreaming.store import sessions, undreamt
from dreaming.store.connection import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The sessions that a dream reads; `left_over` counts the undreamt ones for which there was no room.

    `held_out` are those that were chosen and that its exam reads instead.
    """

    session_ids: tuple[str, ...]
    left_over: int = 0
    held_out: tuple[str, ...] = ()


class Asked:
    """Which sessions a caller asked for; at most one of the ways to say it.

    Args:
        given: these, by id.
        latest: the newest so many, dreamt of or not.
        all_undreamt: the oldest 100 that the store has not dreamt of. Without any of these: the newest 100.
        no_sessions: none.

    Raises:
        InvalidInput: said in more than one way.
    """

    def __init__(
        self, given: Sequence[str] | None, latest: int | None, *, all_undreamt: bool, no_sessions: bool
    ) -> None:
        if sum((given is not None, latest is not None, all_undreamt, no_sessions)) > 1:
            hint = "Use one of sessions, latest, all or no_sessions."
            raise InvalidInput("sessions", "said in more than one way", hint)
        self._given = given
        self._latest = latest
        self._all = all_undreamt
        self._none = no_sessions

    def choose(self, conn: Connection, store: MemoryStore) -> Choice:
        """The sessions to read, in the caller's transaction.

        Raises:
            NotFound: there is no such session.
            InvalidInput: there is nothing to read, or a session is named twice.
            LimitExceeded: more than 100 sessions.
        """
        if self._none:
            return Choice(session_ids=())
        if self._given is not None:
            return Choice(session_ids=_checked(conn, self._given, store))
        if self._latest is not None:
            _check_count(self._latest, store)
            return Choice(session_ids=_some(_ids(sessions.listing(conn, for_store=store, limit=self._latest)), store))
        newest_first = not self._all
        project = store.metadata.get(PROJECT)
        found = undreamt.ids(conn, store.id, newest_first=newest_first, limit=SESSIONS_PER_DREAM, project=project)
        left = undreamt.count(conn, store.id, project) - len(found)
        return Choice(session_ids=_some(found, store), left_over=left)


def hold_out(conn: Connection, choice: Choice, count: int) -> Choice:
    """Keep the newest `count` of the chosen sessions out of the dream.

    Raises:
        InvalidInput: that leaves nothing to read, or is no count.
    """
    if count == 0:
        return choice
    if not 0 < count < len(choice.session_ids):
        problem = f"{count} of {len(choice.session_ids)} sessions cannot be kept out"
        raise InvalidInput("hold_out", problem, "At least one session is left for the dream to read.")
    heads = [sessions.get(conn, each) for each in choice.session_ids]
    newest = sorted(heads, key=lambda each: (each.ended_at or each.created_at, each.id), reverse=True)
    held = {each.id for each in newest[:count]}
    return replace(
        choice,
        session_ids=tuple(each for each in choice.session_ids if each not in held),
        held_out=tuple(each for each in choice.session_ids if each in held),
    )


def _ids(found: Sequence[Session]) -> list[str]:
    return [each.id for each in found]


def _checked(conn: Connection, given: Sequence[str], store: MemoryStore) -> tuple[str, ...]:
    """The sessions as given: each exists, none twice, 1 to 100."""
    _check_count(len(given), store)
    twice = {each for each in given if given.count(each) > 1}
    if twice:
        raise InvalidInput("sessions", f"{min(twice)!r} is named twice", "Name each session once.")
    for session_id in given:
        sessions.get(conn, session_id)
    return tuple(given)


def _check_count(count: int, store: MemoryStore) -> None:
    if count > SESSIONS_PER_DREAM:
        raise LimitExceeded("sessions", count, SESSIONS_PER_DREAM, "sessions")
    if count < 1:
        raise _nothing_to_read(store)


def _some(found: Sequence[str], store: MemoryStore) -> tuple[str, ...]:
    if not found:
        raise _nothing_to_read(store)
    return tuple(found)


def _nothing_to_read(store: MemoryStore) -> InvalidInput:
    return InvalidInput(
        "sessions",
        f"there is none for store {store.name!r} to dream of",
        "Log some (session_log, `dreaming log`), name some that were dreamt of before, or tidy the store alone"
        " (no_sessions).",
    )
