"""Starting dreams, looking at them, ending them. Running them is not done here."""

import contextlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dreaming.domain.budget import Budget
from dreaming.domain.errors import Conflict, InvalidTransition, NotFound
from dreaming.domain.ids import Prefix, make_id
from dreaming.domain.instructions import in_layout, parse_instructions
from dreaming.domain.lifecycle import FINAL
from dreaming.domain.limits import INSTRUCTIONS_CHARACTERS, check_text
from dreaming.domain.model import Dream, DreamStatus, MemoryStore, OutputBehavior, Priority
from dreaming.domain.ports import Clock
from dreaming.domain.prompting import Prompt
from dreaming.judges.names import RULES
from dreaming.service import choosing
from dreaming.service.choosing import Asked
from dreaming.service.due import check_due
from dreaming.service.estimating import Estimate, estimate, forecast
from dreaming.service.resuming import resume
from dreaming.service.spending import check_budget, rules_alone
from dreaming.service.stores import MetadataOfNew, find_or_create, find_or_new, nothing_known
from dreaming.store import dreams, stores
from dreaming.store.connection import Connection, Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A dream that waits to be run. `left_over` counts the undreamt sessions for which there was no room."""

    dream: Dream
    store: MemoryStore
    followed: tuple[str, ...]
    not_understood: tuple[str, ...]
    left_over: int


class Dreams:
    """The dreams of one database.

    Args:
        db: the database.
        clock: the time.
        check_model: raises ModelUnavailable for a model that cannot be asked.
        metadata_of_new: says what is known of a store that comes into being; see `find_or_new`.
    """

    def __init__(
        self,
        db: Database,
        clock: Clock,
        check_model: Callable[[str], object] = rules_alone,
        metadata_of_new: MetadataOfNew = nothing_known,
    ) -> None:
        self._db = db
        self._clock = clock
        self._check_model = check_model
        self._metadata_of_new = metadata_of_new

    def start(
        self,
        store: str,
        *,
        sessions: Sequence[str] | None = None,
        latest: int | None = None,
        all_undreamt: bool = False,
        no_sessions: bool = False,
        model: str = RULES,
        instructions: str | None = None,
        output_behavior: OutputBehavior = OutputBehavior.CREATE_NEW,
        budget: Budget | None = None,
        priority: Priority = Priority.ASKED,
        hold_out: int = 0,
        if_due: bool = False,
        may_create: bool = False,
    ) -> Started:
        """Enqueue a dream of a store (name or id).

        Args:
            store: which store.
            sessions: these sessions, by id, 1 to 100.
            latest: the newest so many, dreamt of or not.
            all_undreamt: the oldest 100 that the store has not dreamt of. Without any of these: the newest 100.
            no_sessions: none; the store alone is tidied.
            model: who decides.
            instructions: what to keep to, 1 to 4,096 characters; the layout that the store's metadata name is added.
            output_behavior: whether the dream promotes itself when every gate passes.
            budget: what it may spend on the model.
            priority: whether it is run before those that nobody asked for.
            hold_out: keep so many of these sessions, the newest, out of the dream: its exam asks what they show.
            if_due: only if the store is due. Of several processes that ask at once, one starts a dream.
            may_create: a store that does not exist yet comes into being with its first dream.

        Raises:
            NotFound: there is no such store or session.
            InvalidInput: there is nothing to read, a session is named twice, or all of them would be held out.
            LimitExceeded: more than 100 sessions, or the instructions are too long.
            StoreReadOnly: the store is archived, or is the output of a dream.
            Conflict: another dream is about to update this store.
            NotDue: it is to be started only if the store is due, and it is not.
            ModelUnavailable: the model cannot be asked from here, or its price is not known and its cost is limited.
        """
        self._check_model(model)
        check_budget(model, budget)
        if instructions is not None:
            check_text("instructions", instructions, INSTRUCTIONS_CHARACTERS, unit="characters", least=1)
        asked = Asked(sessions, latest, all_undreamt=all_undreamt, no_sessions=no_sessions)
        with self._db.write() as conn:
            now = self._clock.now()
            found = (
                find_or_create(conn, store, now, self._metadata_of_new)[0]
                if may_create
                else stores.resolve(conn, store)
            )
            stores.check_writable(found)
            if if_due:
                check_due(conn, found, now)
            if output_behavior is OutputBehavior.UPDATE_EXISTING:
                _check_no_other_update(conn, found)
            choice = choosing.hold_out(conn, asked.choose(conn, found), hold_out)
            dream = Dream(
                id=make_id(Prefix.DREAM),
                status=DreamStatus.PENDING,
                memory_store_id=found.id,
                session_ids=choice.session_ids,
                held_out=choice.held_out,
                model=model,
                instructions=in_layout(instructions, found.metadata),
                output_behavior=output_behavior,
                budget=budget or Budget(),
                priority=priority,
                created_at=self._clock.now(),
            )
            dreams.insert(conn, dream)
        steering = parse_instructions(dream.instructions)
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
        model: str = RULES,
        instructions: str | None = None,
        hold_out: int = 0,
        may_create: bool = False,
        ratio: float | None = None,
    ) -> Estimate:
        """What `start` with the same arguments would read and cost; `ratio` is characters a token, where it is known.

        Raises:
            NotFound, InvalidInput, LimitExceeded, StoreReadOnly, ModelUnavailable: as `start`.
        """
        self._check_model(model)
        asked = Asked(sessions, latest, all_undreamt=all_undreamt, no_sessions=no_sessions)
        with self._db.read() as conn:
            now = self._clock.now()
            found = (
                find_or_new(conn, store, now, self._metadata_of_new)[0] if may_create else stores.resolve(conn, store)
            )
            stores.check_writable(found)
            choice = choosing.hold_out(conn, asked.choose(conn, found), hold_out)
            return estimate(conn, found, choice, model=model, instructions=instructions, ratio=ratio)

    def prompts(
        self, store: str, *, model: str, instructions: str | None = None, may_create: bool = False, **which: Any
    ) -> Sequence[Prompt]:
        """Some of the prompts that a dream with these arguments would put to a model, to have their tokens counted.

        Raises:
            NotFound, InvalidInput, LimitExceeded, StoreReadOnly: as `start`.
        """
        asked = Asked(
            which.get("sessions"),
            which.get("latest"),
            all_undreamt=which.get("all_undreamt", False),
            no_sessions=which.get("no_sessions", False),
        )
        with self._db.read() as conn:
            now = self._clock.now()
            found = (
                find_or_new(conn, store, now, self._metadata_of_new)[0] if may_create else stores.resolve(conn, store)
            )
            return forecast(conn, found, asked.choose(conn, found), instructions, model)[0].sampled()

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

    def resume(self, dream_id: str, *, model: str | None = None, budget: Budget | None = None) -> Dream:
        """Go on with a dream that failed, was canceled or waits, from the answers that it kept; see `resuming`.

        Raises:
            NotFound: there is none with that id, or what it reads is gone.
            InvalidTransition: it has completed.
            Conflict: it runs, or another dream is about to update the store.
            ModelUnavailable: as `start`.
        """
        with self._db.write() as conn:
            dream = dreams.get(conn, dream_id)
            self._check_model(model or dream.model)
            check_budget(model or dream.model, budget or dream.budget)
            if dream.output_behavior is OutputBehavior.UPDATE_EXISTING and dream.status is not DreamStatus.PENDING:
                _check_no_other_update(conn, stores.get(conn, dream.memory_store_id))
            return resume(conn, dream, self._clock.now(), model=model, budget=budget)

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


def _check_no_other_update(conn: Connection, store: MemoryStore) -> None:
    other = dreams.updating(conn, store.id)
    if other is not None:
        message = f"Dream {other} is about to update store {store.name!r} by itself."
        raise Conflict(message, "Wait for it, cancel it, or start this one with output_behavior 'create_new'.")
