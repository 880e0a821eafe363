"""What a forgetting leaves as it is, and is said before."""

from collections.abc import Iterator

from dreaming.domain.texts import counted
from dreaming.store.connection import Connection
from dreaming.store.forgetting import resting
from dreaming.store.forgetting.orders import Order
from dreaming.store.forgetting.sources import waiting_readers


def staying(conn: Connection, order: Order) -> Iterator[str]:
    """In sentences."""
    if order.session_id is None:
        return
    shared = resting.shared_lines(conn, order.session_id)
    if shared:
        yield f"{counted(shared, 'line')} of memories that other sessions or notes support too: without this session's quotes."
    if order.keep_lines:
        alone = sum(map(len, resting.resting_lines(conn, order.session_id).values()))
        if alone:
            yield f"{counted(alone, 'line')} of memories that rest on the session alone: of unknown origin from now on."
    yield "What an agent wrote into memories by itself: no line says from which session."
    unpromoted = waiting_readers(conn, order.session_id)
    if unpromoted:
        yield f"Dreams that read it, with gaps in their reports; not promoted any more: {', '.join(unpromoted)}."
