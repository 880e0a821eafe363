"""Reviewing dreams: the report, and what is decided about it. Each verb is one transaction."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Unpack

from dreaming.domain.changes import Notice, NoticeKind
from dreaming.domain.errors import Conflict, NotFound, Refused
from dreaming.domain.model import Dream
from dreaming.domain.ports import Clock
from dreaming.domain.refusals import Refusal
from dreaming.service import deciding, differences, discarding, line_sections, promotion, report, restoring, sections
from dreaming.service.deciding import Decision
from dreaming.service.departures import Whereabouts, whereabouts
from dreaming.service.differences import Difference
from dreaming.service.gates import check_unattended
from dreaming.service.outlines import EVERYTHING, Filter
from dreaming.service.promotion import How, Order, Promotion, Undone
from dreaming.service.report import Page, Report
from dreaming.service.restoring import Moment, Restoration
from dreaming.service.tracing import Trace, trace
from dreaming.store import dreams, ledger, refusals, stores
from dreaming.store.connection import Database

if TYPE_CHECKING:
    from dreaming.service.replaying import Replay

PAGE = 50


class Review:
    """The results of dreams, and what becomes of them."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def report(self, dream_id: str) -> Report:
        """What a dream did and saw; of one that has not completed, how far it came.

        Raises:
            NotFound: there is no such dream.
        """
        with self._db.read() as conn:
            return report.build(conn, dream_id)

    def section(
        self,
        dream_id: str,
        name: str = "summary",
        offset: int = 0,
        limit: int | None = PAGE,
        wanted: Filter = EVERYTHING,
    ) -> Page:
        """One page of one section; `limit` None is all of it. `wanted` says which hunks of the section diff.

        Raises:
            NotFound: there is no such dream.
            InvalidInput: there is no such section.
        """
        with self._db.read() as conn:
            return sections.section(conn, dream_id, name, offset=offset, limit=limit, wanted=wanted)

    @contextmanager
    def difference(self, dream_id: str, wanted: Filter = EVERYTHING) -> Generator[Difference]:
        """What a completed dream changed, hunk by hunk, riskiest first, read as it is asked for.

        Raises:
            NotFound: there is no such dream, or its output store was deleted.
            InvalidTransition: it has not completed.
        """
        with self._db.read() as conn:
            yield differences.of_dream(conn, dream_id, wanted)

    @contextmanager
    def difference_of_stores(
        self,
        before: str,
        after: str | None = None,
        *,
        at: datetime | None = None,
        later_at: datetime | None = None,
        wanted: Filter = EVERYTHING,
    ) -> Generator[Difference]:
        """In what two stores differ, or one store at two times, read as it is asked for.

        Args:
            before: name or id.
            after: name or id; the same store where it is left out.
            at: the earlier side as it stood then; None: as it stands.
            later_at: the later side, likewise.
            wanted: which hunks.

        Raises:
            NotFound: there is no such store.
            AmbiguousName: several have the name.
            InvalidInput: both sides are the same, or a store did not exist at its time.
        """
        with self._db.read() as conn:
            yield differences.of_stores(conn, before, after, times=(at, later_at), wanted=wanted)

    def replay(self, dream_id: str, session_ids: Sequence[str] | None = None) -> "Replay":
        """What sessions would have been told by the dream's input and by its output; see `replay_dream`.

        Raises:
            NotFound: there is no such dream or session.
            InvalidTransition: the dream has not completed.
        """
        from dreaming.service.replaying import replay_dream

        return replay_dream(self._db, dream_id, session_ids)

    def promote(self, dream_id: str, *, by: str, **how: Unpack[How]) -> Promotion:
        """Put a dream's result, or some of its changes, into its input store. Again it does nothing and tells of it.

        Args:
            dream_id: which dream.
            by: who decides.
            how: which changes, and what is decided beforehand; see `Order`.

        Raises:
            NotFound: there is no such dream.
            InvalidTransition: it has not completed, or was discarded.
            InvalidInput: a name means no change of it.
            PartRefused: the changes meant cannot stand without others.
            StoreReadOnly: its input store is archived.
            FingerprintChanged: its result is not what was reviewed.
            PromotionRefused: a gate is not passed.
            PromotionConflict: others changed what it changes.
        """
        order = Order(**how)
        with self._db.read() as conn:  # a part is built before anybody has to wait
            prepared = promotion.prepare(conn, dream_id, order)
        with self._db.write() as conn:
            return promotion.promote(conn, dream_id, order, at=self._clock.now(), by=by, prepared=prepared)

    def undo(self, change_id: str, *, by: str) -> Undone:
        """Take one promoted change back and keep everything else that happened since. It is not proposed again.

        Raises:
            NotFound: no such change is in its store.
            PartRefused: the other changes of its dream cannot stand without it.
            StoreReadOnly: the store is archived.
            UndoConflict: what it wrote was changed since.
        """
        with self._db.read() as conn:
            prepared = promotion.prepare_undo(conn, change_id)
        with self._db.write() as conn:
            return promotion.undo(conn, change_id, at=self._clock.now(), by=by, prepared=prepared)

    def refusals(self, store: str) -> list[Refusal]:
        """What a person said no to in a store, newest first.

        Raises:
            NotFound: there is no such store.
        """
        with self._db.read() as conn:
            return refusals.of_store(conn, stores.resolve(conn, store).id)

    def allow(self, refusal_id: str) -> Refusal:
        """Forget that a person said no: it may be proposed again.

        Raises:
            NotFound: there is no such refusal.
        """
        with self._db.write() as conn:
            return refusals.lift(conn, refusal_id)

    def promote_by_itself(self, dream_id: str) -> Promotion | None:
        """Promote a dream that was to update its store; where that is refused, its report says why.

        Raises:
            NotFound: there is no such dream.
        """
        try:
            with self._db.read() as conn:
                check_unattended(conn, dream_id)
            return self.promote(dream_id, by=f"dream:{dream_id}")
        except (Refused, Conflict, NotFound) as error:
            notice = Notice(kind=NoticeKind.REFUSED, text="The dream did not promote itself.", reason=str(error))
            with self._db.write() as conn:
                if dreams.get(conn, dream_id).unpromoted_because is None:
                    ledger.add_notice(conn, dream_id, notice)
                    dreams.set_unpromoted(conn, dream_id, str(error))
            return None

    def decision(self, dream_id: str) -> Decision | None:
        """What a person has to say yes or no to before the dream can update its store; None where nothing is asked.

        Raises:
            NotFound: there is no such dream.
        """
        with self._db.read() as conn:
            return deciding.decision(conn, dream_id)

    def decide(self, dream_id: str, key: str, *, yes: bool, by: str) -> bool:
        """A person's answer to the decision with this key. A yes promotes exactly what was asked about.

        Args:
            dream_id: which dream.
            key: of the decision; one that is not asked for (any more) is passed over.
            yes: or no. After a no it is not asked again; dream_promote remains.
            by: who decides.

        Returns:
            Whether this was what the dream waited for.

        Raises:
            NotFound: there is no such dream.
        """
        with self._db.write() as conn:
            return deciding.decide(conn, dream_id, key, yes=yes, at=self._clock.now(), by=by)

    def discard(self, dream_id: str, *, refused_by: str | None = None) -> Dream:
        """Decide not to use a dream, or what of it was not promoted: its output store is archived, its report stays.

        Args:
            dream_id: which dream.
            refused_by: who wants its changes never again; without it a later dream may propose them.

        Raises:
            NotFound: there is no such dream.
            InvalidTransition: it has not completed, or all of it is in its store.
        """
        with self._db.write() as conn:
            return discarding.discard(conn, dream_id, at=self._clock.now(), refused_by=refused_by)

    def decline(self, dream_id: str, names: Sequence[str], *, by: str) -> None:
        """A person was asked whether to promote these changes (ids, paths, kinds; none: all), and said never.

        Raises:
            NotFound: there is no such dream.
            InvalidInput: a name means no change of it.
        """
        with self._db.write() as conn:
            discarding.decline(conn, dream_id, names, at=self._clock.now(), by=by)

    def restore(
        self,
        store: str,
        *,
        by: str,
        before: str | None = None,
        at: datetime | None = None,
        version: str | None = None,
    ) -> Restoration:
        """Put a store back as it stood before a dream's promotion, at a time, or at a version.

        Args:
            store: name or id.
            by: who decides.
            before: a promoted dream, or one promotion.
            at: a time.
            version: the id of a memory version of the store: as it stood when that was written.

        Raises:
            NotFound: there is no such store, promotion or version.
            InvalidInput: not exactly one moment is given, or it is another store's.
            StoreReadOnly: the store is archived, or a dream's output.
        """
        with self._db.write() as conn:
            moment = Moment(before=before, at=at, version=version)
            return restoring.restore(conn, store, moment, at=self._clock.now(), by=by)

    def why(self, store: str, path: str, line: int, *, at: datetime | None = None) -> Trace:
        """Where a line comes from: who said it, which dreams wrote it, and from what.

        Args:
            store: name or id; the output store of a dream too.
            path: the memory.
            line: from 1.
            at: as the store stood then.

        Raises:
            NotFound: there is, or was then, no such store or memory.
            InvalidInput: the memory has no such line, or the store did not exist then.
        """
        with self._db.read() as conn:
            return trace(conn, stores.resolve(conn, store), path, line, at)

    def where(self, store: str, text: str) -> Whereabouts:
        """Where a line with these words stands now, and how it left where it stood.

        Raises:
            NotFound: there is no such store, or nothing of it is known to have said so.
            InvalidInput: the text is too short.
        """
        with self._db.read() as conn:
            return whereabouts(conn, stores.resolve(conn, store), text)

    def line_section(self, dream_id: str, name: str, path: str, line: int) -> Page:
        """What a dream's report says of one line: `why` one of its output exists, or `where` one of its input went.

        Raises:
            NotFound: there is no such dream, or it has no such memory or claim (any more).
            InvalidInput: the memory has no such line.
        """
        with self._db.read() as conn:
            return line_sections.of_line(conn, dream_id, name, path, line)
