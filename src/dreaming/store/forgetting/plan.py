"""What an order means: which stages, one after the other."""

from collections.abc import Iterator
from datetime import datetime

from dreaming.domain.forgetting import Eraser, Target, folded
from dreaming.store import index, sessions
from dreaming.store.connection import Connection, row, rows
from dreaming.store.forgetting.contents import HeadStage, Texts, VersionStage
from dreaming.store.forgetting.events import EventTextStage, SessionEventStage, SessionHeadStage
from dreaming.store.forgetting.orders import Order
from dreaming.store.forgetting.resting import Resting, lines_of_dreams, resting_lines, statements
from dreaming.store.forgetting.rewriting import SessionRewrite, TextRewrite
from dreaming.store.forgetting.rows import Rewrite, RowStage
from dreaming.store.forgetting.sources import readers, said_by_nothing_else, words_of_session, words_of_text
from dreaming.store.forgetting.stages import Key, Stage
from dreaming.store.forgetting.tables import DERIVED, PATHS, SOURCES


def order_of(conn: Connection, target: Target, *, own_words: frozenset[str], at: datetime, by: str) -> Order:
    """Work out what goes with a target. `own_words` tell nothing: the program uses them itself.

    Raises:
        NotFound: there is no such session.
    """
    if target.session_id is None:
        assert target.text is not None  # noqa: S101 - a target has one of the two
        words = words_of_text(target.text) - own_words
        texts = Texts(Eraser(text=target.text), {}, None, lines_of_dreams(conn, words))
        words = said_by_nothing_else(conn, words, texts)
        return Order(at=at, by=by, text=target.text, words=words)
    session_id = sessions.get(conn, target.session_id).id
    resting = resting_lines(conn, session_id)
    said = frozenset(map(folded, statements(conn, session_id, resting))) - {""}
    kept: Resting = {} if target.keep_lines else resting
    words = said_by_nothing_else(
        conn, words_of_session(conn, session_id) - own_words, Texts(Eraser(), kept, session_id)
    )
    return Order(
        at=at,
        by=by,
        session_id=session_id,
        keep_lines=target.keep_lines,
        words=words,
        statements=frozenset() if target.keep_lines else said,
        resting=kept,
    )


def stages(conn: Connection, order: Order) -> list[Stage]:
    """The stages in their order: names and grounds first, as long as texts tell to what they belong; sources last."""
    eraser = Eraser(text=order.text, words=order.words, statements=order.statements)
    of_dreams = lines_of_dreams(conn, set(order.words)) if order.session_id is None else frozenset[str]()
    texts = Texts(eraser, _resting(conn, order), order.session_id, of_dreams)
    if order.session_id is None:
        rewrite: Rewrite = TextRewrite(eraser)
    else:
        read = readers(conn, order.session_id)
        rewrite = SessionRewrite(
            eraser, order.session_id, read, kept=resting_lines(conn, order.session_id) if order.keep_lines else None
        )
    told = DERIVED if order.session_id is not None else (*DERIVED, *SOURCES)
    return [
        *(PathStage(table, rewrite) for table in PATHS),
        *(QuoteStage(table, rewrite) for table in told if table.name == "claim_provenance"),
        HeadStage(texts, at=order.at, by=order.by),
        VersionStage(texts, at=order.at, by=order.by),
        *(RowStage(table, rewrite) for table in told if table.name != "claim_provenance"),
        *_of_sessions(order, eraser),
    ]


def in_the_way(conn: Connection, order: Order) -> list[str]:
    """Dreams that hold, or may hold, what is to go: unfinished ones of the session; of a text all that run now."""
    if order.session_id is None:
        found = rows(conn, "SELECT id FROM dreams WHERE status = 'running' ORDER BY id")
    else:
        sql = """
            SELECT id FROM dreams JOIN dream_sessions ON dream_id = id
            WHERE session_id = ? AND status IN ('pending', 'running') ORDER BY id
        """
        found = rows(conn, sql, (order.session_id,))
    return [each["id"] for each in found]


class PathStage(RowStage):
    """Paths: the index follows, since a path's words lead to its text."""

    def apply(self, conn: Connection, key: Key) -> None:
        """As any row."""
        super().apply(conn, key)
        if self.table.name == "memories":
            found = row(conn, "SELECT store_id, blob_id FROM memories WHERE id = ?", key)
            if found is not None:
                index.refresh(conn, index.space_of(conn, found["store_id"]), found["blob_id"])


class QuoteStage(RowStage):
    """Quotes that lines rest on: the index follows, since the words of what was merged lead to what stays."""

    def apply(self, conn: Connection, key: Key) -> None:
        """As any row."""
        super().apply(conn, key)
        found = rows(
            conn,
            """
            SELECT DISTINCT m.store_id, m.blob_id FROM memories AS m JOIN memory_versions AS v ON v.id = m.version_id
            WHERE v.provenance_of = ?
            """,
            key[:1],
        )
        for head in found:
            index.refresh(conn, index.space_of(conn, head["store_id"]), head["blob_id"])


def _resting(conn: Connection, order: Order) -> dict[str, frozenset[int]]:
    """As it was worked out, and what somebody has carried over since."""
    if order.session_id is None or order.keep_lines:
        return dict(order.resting)
    return {**resting_lines(conn, order.session_id), **order.resting}


def _of_sessions(order: Order, eraser: Eraser) -> Iterator[Stage]:
    if order.session_id is None:
        yield EventTextStage(eraser)
    else:
        yield SessionEventStage(order.session_id)
        yield SessionHeadStage(order.session_id)
