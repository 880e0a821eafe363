"""Replaying sessions against a dream's input and its output, at any time after it has completed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dreaming.domain.errors import InvalidTransition, NotFound
from dreaming.domain.exam import Replayed
from dreaming.domain.model import Document, Dream, DreamStatus, Event, Session
from dreaming.engine.moments import counted
from dreaming.service.replay import moments_of, replay_moments
from dreaming.service.report import store_name
from dreaming.store import dreams, events, memories, pins, sessions, stores
from dreaming.store.connection import Connection, Database
from dreaming.store.shelf import Cutter

_LATER = 100  # sessions that have come since, at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What sessions would have been told. `sessions` are the heads of those that were walked, by id."""

    dream: Dream
    store_name: str
    sessions: Mapping[str, Session]
    replayed: tuple[Replayed, ...]


def replay_dream(db: Database, dream_id: str, session_ids: Sequence[str] | None = None) -> Replay:
    """Replay sessions: these; else what was held out of the dream and what came after it; else what it has read.

    A failure counts as one that was seen before also where the dream's own sessions show it.

    Raises:
        NotFound: there is no such dream or session.
        InvalidTransition: the dream has not completed: there is nothing to compare.
    """
    with db.read() as conn:
        dream = dreams.get(conn, dream_id)
        if dream.status is not DreamStatus.COMPLETED:
            raise InvalidTransition(dream.id, dream.status, "replayed", "Only a completed dream has a result.")
        before, after = list(_input(conn, dream)), list(_output(conn, dream))
        chosen = {each: sessions.get(conn, each) for each in session_ids or _chosen(conn, dream)}
        heads = {**_existing(conn, dream.session_ids), **chosen}
        name = store_name(conn, dream)
    found = [moment for head in heads.values() for moment in moments_of(head, _events(db, head))]
    walked = [moment for moment in counted(found) if moment.session_id in chosen]
    replayed = replay_moments(before, after, walked, Cutter())
    return Replay(dream=dream, store_name=name, sessions=chosen, replayed=tuple(replayed))


def _input(conn: Connection, dream: Dream) -> Iterator[Document]:
    """As it was pinned, but for what was redacted since."""
    for pin in pins.memories(conn, dream.id):
        if pin.content_sha256 is not None:
            yield memories.document(conn, pin.memory_version_id)


def _output(conn: Connection, dream: Dream) -> Iterator[Document]:
    for head in memories.heads(conn, dream.output_store_id or ""):
        yield memories.document(conn, head.memory_version_id)


def _chosen(conn: Connection, dream: Dream) -> list[str]:
    later = list(dream.held_out) + [each for each in _later(conn, dream) if each not in dream.held_out]
    return list(_existing(conn, later or dream.session_ids))


def _later(conn: Connection, dream: Dream) -> Iterator[str]:
    store = stores.get(conn, dream.memory_store_id)
    for head in sessions.listing(conn, for_store=store, limit=_LATER):
        if (head.ended_at or head.created_at) > dream.created_at and head.id not in dream.session_ids:
            yield head.id


def _existing(conn: Connection, session_ids: Sequence[str]) -> dict[str, Session]:
    found: dict[str, Session] = {}
    for session_id in session_ids:
        try:
            found[session_id] = sessions.get(conn, session_id)
        except NotFound:  # it was deleted since
            continue
    return found


def _events(db: Database, head: Session) -> list[Event]:
    with db.read() as conn:
        return list(events.of_session(conn, head.id))
