"""Starting dreams, looking at them, ending them. Running them is not done here."""

import contextlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from dreaming.domain.errors import Conflict, InvalidInput, InvalidTransition, LimitExceeded, ModelUnavailable, NotFound
from dreaming.domain.ids import Prefix, make_id
from dreaming.domain.instructions import parse_instructions
from dreaming.domain.lifecycle import FINAL
from dreaming.domain.limits import INSTRUCTIONS_CHARACTERS, SESSIONS_PER_DREAM, check_text
from dreaming.domain.model import Dream, DreamStatus, MemoryStore, OutputBehavior, Priority, Session
from dreaming.domain.ports import Clock
from dreaming.service.due import check_due
from dreaming.store import dreams, memories, sessions, stores
from dreaming.store.connection import Connection, Database

BYTES_A_TOKEN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A dream that waits to be run. `left_over` counts the undreamt sessions for which there was no room."""

    dream: Dream
    store: MemoryStore
    followed: tuple[str, ...]
    not_understood: tuple[str, ...]
    left_over: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a dream would read and cost; nothing was started. `basis` says how it was reckoned."""

    store: MemoryStore
    session_ids: tuple[str, ...]
    sessions: int
    events: int
    text_bytes: int
    memories: int
    memory_bytes: int
    tokens: int
    cost_usd: float
    basis: str
    left_over: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    session_ids: tuple[str, ...]
    left_over: int = 0


class Dreams:
    """The dreams of one database.

    Args:
        db: the database.
        clock: the time.
        models: the models that can be asked.
    """

    def __init__(self, db: Database, clock: Clock, models: Collection[str] = ("rules",)) -> None:
        self._db = db
        self._clock = clock
        self._models = models

    def start(
        self,
        store: str,
        *,
        sessions: Sequence[str] | None = None,
        latest: int | None = None,
        all_undreamt: bool = False,
        no_sessions: bool = False,
        model: str = "rules",
        instructions: str | None = None,
        output_behavior: OutputBehavior = OutputBehavior.CREATE_NEW,
        priority: Priority = Priority.ASKED,
        if_due: bool = False,
    ) -> Started:
        """Enqueue a dream of a store (name or id).

        Args:
            store: which store.
            sessions: these sessions, by id, 1 to 100.
            latest: the newest so many, dreamt of or not.
            all_undreamt: the oldest 100 that the store has not dreamt of. Without any of these: the newest 100.
            no_sessions: none; the store alone is tidied.
            model: who decides.
            instructions: what to keep to, 1 to 4,096 characters.
            output_behavior: whether the dream promotes itself when every gate passes.
            priority: whether it is run before those that nobody asked for.
            if_due: only if the store is due. Of several processes that ask at once, one starts a dream.

        Raises:
            NotFound: there is no such store or session.
            InvalidInput: there is nothing to read, or a session is named twice.
            LimitExceeded: more than 100 sessions, or the instructions are too long.
            StoreReadOnly: the store is archived, or is the output of a dream.
            Conflict: another dream is about to update this store.
            NotDue: it is to be started only if the store is due, and it is not.
            ModelUnavailable: the model is not known here.
        """
        self._check_model(model)
        if instructions is not None:
            check_text("instructions", instructions, INSTRUCTIONS_CHARACTERS, unit="characters", least=1)
        asked = _Asked(sessions, latest, all_undreamt=all_undreamt, no_sessions=no_sessions)
        with self._db.write() as conn:
            found = stores.resolve(conn, store)
            stores.check_writable(found)
            if if_due:
                check_due(conn, found, self._clock.now())
            if output_behavior is OutputBehavior.UPDATE_EXISTING:
                _check_no_other_update(conn, found)
            choice = asked.choose(conn, found)
            dream = Dream(
                id=make_id(Prefix.DREAM),
                status=DreamStatus.PENDING,
                memory_store_id=found.id,
                session_ids=choice.session_ids,
                model=model,
                instructions=instructions,
                output_behavior=output_behavior,
                priority=priority,
                created_at=self._clock.now(),
            )
            dreams.insert(conn, dream)
        steering = parse_instructions(instructions)
        return Started(
            dream=dream,
            store=found,
            followed=steering.followed,
            not_understood=steering.not_understood,
            left_over=choice.left_over,
        )

    def estimate(
        self,
        store: str,
        *,
        sessions: Sequence[str] | None = None,
        latest: int | None = None,
        all_undreamt: bool = False,
        no_sessions: bool = False,
        model: str = "rules",
    ) -> Estimate:
        """What `start` with the same arguments would read.

        Raises:
            NotFound, InvalidInput, LimitExceeded, StoreReadOnly, ModelUnavailable: as `start`.
        """
        self._check_model(model)
        asked = _Asked(sessions, latest, all_undreamt=all_undreamt, no_sessions=no_sessions)
        with self._db.read() as conn:
            found = stores.resolve(conn, store)
            stores.check_writable(found)
            choice = asked.choose(conn, found)
            return _estimate(conn, found, choice)

    def get(self, dream_id: str) -> Dream:
        """One dream.

        Raises:
            NotFound: there is none with that id.
        """
        with self._db.read() as conn:
            return dreams.get(conn, dream_id)

    def some(self, dream_ids: Collection[str]) -> list[Dream]:
        """Those of these dreams that exist, in one look."""
        found: list[Dream] = []
        with self._db.read() as conn:
            for dream_id in dream_ids:
                with contextlib.suppress(NotFound):
                    found.append(dreams.get(conn, dream_id))
        return found

    def listing(
        self,
        store: str | None = None,
        *,
        status: DreamStatus | None = None,
        archived: bool = False,
        limit: int = 20,
        before: datetime | None = None,
    ) -> list[Dream]:
        """Dreams, newest first: of one store or all, in one status or any; archived ones only if asked for.

        Raises:
            NotFound: there is no such store.
        """
        with self._db.read() as conn:
            store_id = None if store is None else stores.resolve(conn, store).id
            return dreams.listing(conn, store_id=store_id, status=status, archived=archived, limit=limit, before=before)

    def cancel(self, dream_id: str) -> Dream:
        """End a dream: at once if it waits, at its next step if it runs. Again changes nothing.

        Raises:
            NotFound: there is none with that id.
            InvalidTransition: it has completed or failed.
        """
        with self._db.write() as conn:
            return dreams.request_cancel(conn, dream_id, self._clock.now())

    def archive(self, dream_id: str) -> Dream:
        """Leave a dream that has ended out of listings. Again changes nothing.

        The output store of one that failed or was canceled, which nobody will finish, is archived with it.

        Raises:
            NotFound: there is none with that id.
            InvalidTransition: it has not ended.
        """
        with self._db.write() as conn:
            dream = dreams.get(conn, dream_id)
            if dream.status not in FINAL:
                raise InvalidTransition(dream.id, dream.status, "archived", "Cancel it first, or wait for its end.")
            at = self._clock.now()
            dreams.archive(conn, dream_id, at)
            if dream.status is not DreamStatus.COMPLETED and dream.output_store_id is not None:
                stores.archive(conn, dream.output_store_id, at)
            return dreams.get(conn, dream_id)

    def _check_model(self, model: str) -> None:
        if model not in self._models:
            raise ModelUnavailable(model, f"known here: {', '.join(sorted(self._models))}")


class _Asked:
    """Which sessions a caller asked for; at most one of the ways to say it."""

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

    def choose(self, conn: Connection, store: MemoryStore) -> _Choice:
        """The sessions to read."""
        if self._none:
            return _Choice(session_ids=())
        if self._given is not None:
            return _Choice(session_ids=_checked(conn, self._given, store))
        if self._latest is not None:
            _check_count(self._latest, store)
            return _Choice(session_ids=_some(_ids(sessions.listing(conn, limit=self._latest)), store))
        newest_first = not self._all
        found = dreams.undreamt(conn, store.id, newest_first=newest_first, limit=SESSIONS_PER_DREAM)
        left = dreams.count_undreamt(conn, store.id) - len(found)
        return _Choice(session_ids=_some(found, store), left_over=left)


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


def _check_no_other_update(conn: Connection, store: MemoryStore) -> None:
    other = dreams.updating(conn, store.id)
    if other is not None:
        message = f"Dream {other} is about to update store {store.name!r} by itself."
        raise Conflict(message, "Wait for it, cancel it, or start this one with output_behavior 'create_new'.")


def _estimate(conn: Connection, store: MemoryStore, choice: _Choice) -> Estimate:
    read = [sessions.get(conn, session_id) for session_id in choice.session_ids]
    heads = memories.heads(conn, store.id)
    text_bytes = sum(each.text_bytes for each in read)
    memory_bytes = sum(head.content_size_bytes for head in heads)
    return Estimate(
        store=store,
        session_ids=choice.session_ids,
        sessions=len(read),
        events=sum(each.event_count for each in read),
        text_bytes=text_bytes,
        memories=len(heads),
        memory_bytes=memory_bytes,
        tokens=(text_bytes + memory_bytes) // BYTES_A_TOKEN,
        cost_usd=0.0,
        basis=f"{BYTES_A_TOKEN} bytes of session and memory text a token; the rules ask no model, so nothing is paid",
        left_over=choice.left_over,
    )
