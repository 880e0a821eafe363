"""What a dream that has not completed has observed so far, from the answers that were kept of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from dreaming.domain.claims import Draft, ObservationKind
from dreaming.domain.provenance import Evidence
from dreaming.domain.questions import ObserveAnswer, Stage
from dreaming.store import checkpoints, dreams, events, stores
from dreaming.store.connection import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """One thing that the judge says a session shows. The engine has not checked it and nothing of it is written.

    `evidence` are its quotes, and each of them stands in its event now.
    """

    kind: ObservationKind
    text: str
    topic: str
    evidence: tuple[Evidence, ...]


def observed(conn: Connection, dream_id: str) -> tuple[Observed, ...]:
    """In the order in which the sessions were read; nothing of a session that was deleted since.

    Of a dream of the personal store nothing: it has not been seen yet what was said in one project alone.
    """
    if stores.is_personal(conn, dreams.get(conn, dream_id).memory_store_id):
        return ()
    answers = checkpoints.of_stage(conn, dream_id, Stage.OBSERVE)
    if not answers:
        return ()
    from pydantic import TypeAdapter  # most reports need it not

    form = TypeAdapter(ObserveAnswer)
    drafts = (draft for answer in answers for draft in form.validate_json(answer).drafts)
    found = ((draft, tuple(_quotes(conn, draft))) for draft in drafts)
    return tuple(
        Observed(kind=draft.kind, text=draft.text, topic=draft.topic, evidence=evidence)
        for draft, evidence in found
        if evidence
    )


def _quotes(conn: Connection, draft: Draft) -> Iterator[Evidence]:
    for quote in draft.quotes:
        event = events.get(conn, quote.event_id)
        if event is not None and quote.text in event.text:
            yield Evidence(
                quote=quote.text,
                origin=event.origin,
                at=event.created_at,
                session_id=event.session_id,
                event_id=event.id,
            )
