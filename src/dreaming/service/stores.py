"""Making, listing, archiving and deleting memory stores."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from dreaming.domain.consent import check_consent
from dreaming.domain.due import check_rule
from dreaming.domain.errors import AmbiguousName, InvalidInput, LimitExceeded, NotFound, StoreInUse
from dreaming.domain.ids import Prefix, is_id, make_id
from dreaming.domain.instructions import check_layout
from dreaming.domain.limits import (
    METADATA_KEY_CHARACTERS,
    METADATA_PAIRS,
    METADATA_VALUE_CHARACTERS,
    STORE_DESCRIPTION_CHARACTERS,
    check_name,
    check_text,
)
from dreaming.domain.model import PROJECT, DreamStatus, MemoryStore, StoreKind
from dreaming.domain.ports import Clock
from dreaming.service.lineage import Lineage, lineage
from dreaming.service.scope import Project
from dreaming.store import dreams, stores
from dreaming.store.connection import Connection, Database
from dreaming.store.stores import StoreListing

# What a new store of this name says of itself: which project's it is, or that it is the personal one.
MetadataOfNew = Callable[[str], Mapping[str, str]]

_NO_METADATA: Mapping[str, str] = {}
_ACTIVE = (DreamStatus.PENDING, DreamStatus.RUNNING)


class Stores:
    """The verbs on memory stores.

    Args:
        db: the database.
        clock: the time.
    """

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def create(self, name: str, description: str = "", metadata: Mapping[str, str] = _NO_METADATA) -> MemoryStore:
        """A new, empty store. Names need not be unique; a name that fits several stores is refused where it is used.

        Raises:
            InvalidInput, LimitExceeded: a field breaks a rule.
        """
        _check_store_name(name)
        check_text("description", description, STORE_DESCRIPTION_CHARACTERS, unit="characters")
        _check_metadata(metadata)
        check_rule(metadata)
        check_layout(metadata)
        check_consent(metadata)
        store = replace(_new(name, self._clock.now()), description=description, metadata=dict(metadata))
        with self._db.write() as conn:
            stores.insert(conn, store)
        return store

    def get(self, name_or_id: str) -> MemoryStore:
        """A store by name, if it is not archived, or by id.

        Raises:
            NotFound: there is none.
            AmbiguousName: several have the name.
        """
        with self._db.read() as conn:
            return stores.resolve(conn, name_or_id)

    def find_of(self, project: Project, may_be_new: bool) -> str | None:
        """The store of a project by its name, or by its id where others have the name; see `scope.default_store`.

        Args:
            project: which project.
            may_be_new: whether to say what a new store is to be called where it has none.
        """
        with self._db.read() as conn:
            own = stores.of_project(conn, str(project.root))
            if own is not None:
                return own.name if len(stores.named(conn, own.name)) == 1 else own.id
            same = stores.named(conn, project.names[0])
            if any(PROJECT not in each.metadata and not each.is_personal for each in same):
                return project.names[0]
            free = (name for name in project.names if not stores.named(conn, name))
            return next(free, None) if may_be_new else None

    def find_personal(self, name: str) -> str | None:
        """This name, if the personal store is meant by it."""
        try:
            return name if self.get(name).is_personal else None
        except (NotFound, AmbiguousName):
            return None

    def listing(self, *, archived: bool = False) -> list[StoreListing]:
        """The stores, oldest first, with what is in them; archived ones only if asked for."""
        with self._db.read() as conn:
            return stores.listing(conn, archived=archived)

    def lineage(self, name_or_id: str) -> Lineage:
        """Where a store comes from, and what became of it.

        Raises:
            NotFound, AmbiguousName: as `get`.
        """
        with self._db.read() as conn:
            return lineage(conn, name_or_id)

    def set_metadata(self, name_or_id: str, values: Mapping[str, str | None]) -> MemoryStore:
        """Give a store these pairs, in the place of those of the same key; None takes a pair away.

        Raises:
            NotFound, AmbiguousName: as `get`.
            InvalidInput, LimitExceeded: a pair breaks a rule, or there are too many.
            StoreReadOnly: the store is archived, or is the output of a dream.
        """
        given = {key: value for key, value in values.items() if value is not None}
        check_rule(given)
        check_layout(given)
        check_consent(given)
        with self._db.write() as conn:
            store = stores.resolve(conn, name_or_id)
            stores.check_writable(store)
            merged = {key: value for key, value in {**store.metadata, **values}.items() if value is not None}
            _check_metadata(merged)
            changed = replace(store, metadata=merged, updated_at=self._clock.now())
            stores.update(conn, changed)
        return changed

    def archive(self, name_or_id: str) -> MemoryStore:
        """Make a store read-only for good. Its memories can still be read and deleted; archiving again does nothing.

        Raises:
            NotFound, AmbiguousName: as `get`.
            StoreInUse: a dream is writing the store.
        """
        with self._db.write() as conn:
            store = stores.resolve(conn, name_or_id)
            if store.kind is StoreKind.BUILDING:
                _check_unused(conn, store)
            stores.archive(conn, store.id, self._clock.now())
            return stores.get(conn, store.id)

    def delete(self, name_or_id: str) -> MemoryStore:
        """Delete a store with its memories and its whole history. This cannot be undone.

        Returns:
            What the store was.

        Raises:
            NotFound, AmbiguousName: as `get`.
            StoreInUse: a dream that is not finished reads or writes it.
        """
        with self._db.write() as conn:
            store = stores.resolve(conn, name_or_id)
            _check_unused(conn, store)
            stores.delete(conn, store.id)
        self._db.erase_traces()
        return store


def find_or_create(
    conn: Connection, name_or_id: str, now: datetime, metadata_of_new: MetadataOfNew
) -> tuple[MemoryStore, bool]:
    """The store that a write names, and whether it came into being with it; see `find_or_new`."""
    store, is_new = find_or_new(conn, name_or_id, now, metadata_of_new)
    if is_new:
        stores.insert(conn, store)
    return store, is_new


def find_or_new(
    conn: Connection, name_or_id: str, now: datetime, metadata_of_new: MetadataOfNew
) -> tuple[MemoryStore, bool]:
    """The store of that name or id, or one that could be made, and whether it is such a one.

    Args:
        conn: a connection in a transaction.
        name_or_id: which.
        now: the time.
        metadata_of_new: what one of that name would say of itself.

    Raises:
        NotFound: there is no store with this id, or an archived store has the name.
        AmbiguousName: several stores have the name.
        InvalidInput, LimitExceeded: no store can have this name.
    """
    try:
        return stores.resolve(conn, name_or_id), False
    except NotFound:
        if is_id(name_or_id, Prefix.MEMORY_STORE) or stores.is_name_archived(conn, name_or_id):
            raise
    _check_store_name(name_or_id)
    known = {
        key: value for key, value in metadata_of_new(name_or_id).items() if len(value) <= METADATA_VALUE_CHARACTERS
    }
    return replace(_new(name_or_id, now), metadata=known), True


def nothing_known(_name: str) -> Mapping[str, str]:
    """A new store is of no project, and not the personal one."""
    return {}


def check_deletable(store: MemoryStore) -> None:
    """Whether memories of the store may be deleted: as for other writes, and in an archived store too.

    Raises:
        StoreReadOnly: they may not.
    """
    stores.check_writable(replace(store, archived_at=None))


def _new(name: str, now: datetime) -> MemoryStore:
    return MemoryStore(
        id=make_id(Prefix.MEMORY_STORE),
        name=name,
        description="",
        metadata={},
        kind=StoreKind.LIVE,
        created_at=now,
        updated_at=now,
    )


def _check_store_name(name: str) -> None:
    check_name("store", name)
    if is_id(name, Prefix.MEMORY_STORE):
        raise InvalidInput("store", "the name has the form of an id", "Choose another name.")


def _check_metadata(metadata: Mapping[str, str]) -> None:
    if len(metadata) > METADATA_PAIRS:
        raise LimitExceeded("metadata", len(metadata), METADATA_PAIRS, "pairs")
    for key, value in metadata.items():
        check_text("metadata key", key, METADATA_KEY_CHARACTERS, unit="characters", least=1)
        check_text(f"metadata {key}", value, METADATA_VALUE_CHARACTERS, unit="characters")


def _check_unused(conn: Connection, store: MemoryStore) -> None:
    """Refuse where a dream that is not finished reads the store, or writes it."""
    for status in _ACTIVE:
        for dream in dreams.listing(conn, status=status, archived=True, limit=10_000):
            if store.id in {dream.memory_store_id, dream.output_store_id}:
                raise StoreInUse(store.id, dream.id)
