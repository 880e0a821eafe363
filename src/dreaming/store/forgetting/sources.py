"""Which words nothing but the forgotten says. Only those are taken out of what dreams derived."""

from collections.abc import Iterable

from dreaming.domain.forgetting import Eraser, beginnings, words_of
from dreaming.domain.provenance import lines_of
from dreaming.store import blobs
from dreaming.store.connection import Connection, rows
from dreaming.store.event_search import tokens_of
from dreaming.store.forgetting.contents import Texts
from dreaming.store.forgetting.rewriting import changed_columns
from dreaming.store.forgetting.tables import PATHS, SOURCES
from dreaming.store.terms import terms

_OF_DREAMS = ("dream:", "promotion:")


def words_of_text(text: str) -> set[str]:
    """The words of a text, and as the search index has them."""
    return words_of(text) | {term for term in terms(text) if len(term) > _SHORT_TERM}


_SHORT_TERM = 5


def words_of_session(conn: Connection, session_id: str) -> set[str]:
    """The words of a session's events."""
    found: set[str] = set()
    for event in conn.execute("SELECT text FROM events WHERE session_id = ?", (session_id,)):
        found |= words_of(event["text"])
    return found


def said_by_nothing_else(conn: Connection, words: set[str], texts: Texts) -> frozenset[str]:
    """Those of the words that stand in no memory, event or name when what is forgotten is gone."""
    left = set(words)
    _drop_said_in_memories(conn, left, texts)
    _drop_said_in_names(conn, left, texts)
    return frozenset(word for word in left if not _is_said_in_events(conn, word, texts.eraser, texts.session_id))


def _drop_said_in_memories(conn: Connection, left: set[str], texts: Texts) -> None:
    """What code made of other lines is no source, nor what a dream made of sessions."""
    known: set[tuple[int, str]] = set()
    begins = beginnings(left)
    for version in conn.execute("SELECT * FROM memory_versions WHERE blob_id IS NOT NULL"):
        same = (version["blob_id"], version["provenance_of"])
        if same in known:
            continue
        known.add(same)
        content = blobs.content(conn, version["blob_id"])
        if begins is not None and not begins.search(content):
            continue
        lines = lines_of(content)
        passed = texts.taken(conn, version, lines) | texts.derived_lines(conn, version, lines)
        rest = "\n".join(line for number, line in enumerate(lines, 1) if number not in passed)
        left -= words_of(texts.eraser.from_source(rest))


def _drop_said_in_names(conn: Connection, left: set[str], texts: Texts) -> None:
    """Names and instructions; of paths those that no dream chose. A session's title may be the beginning of what was said."""
    for table in (*PATHS, *SOURCES):
        for found in conn.execute(f"SELECT * FROM {table.name}"):  # noqa: S608 - a fixed name
            if table.name in ("memories", "dream_memories"):
                break  # their versions have the same paths
            if table.name == "sessions" and found["id"] == texts.session_id:
                continue
            if table.name == "memory_versions" and found["created_by"].startswith(_OF_DREAMS):
                continue
            changed = changed_columns(table, found, texts.eraser.from_source) or {}
            told: Iterable[object] = (changed.get(name, found[name]) for name in table.columns if name != "title")
            left -= words_of(" ".join(str(value) for value in told if value))


def _is_said_in_events(conn: Connection, word: str, eraser: Eraser, session_id: str | None) -> bool:
    tokens = tokens_of(word)
    if not tokens:
        return False
    expression = " AND ".join(f'"{token}"' for token in tokens)
    sql = """
        SELECT text FROM events WHERE rowid IN (SELECT rowid FROM events_fts WHERE events_fts MATCH ?)
        AND (?2 IS NULL OR session_id <> ?2)
    """
    return any(
        word in words_of(eraser.from_source(each["text"])) for each in conn.execute(sql, (expression, session_id))
    )


def readers(conn: Connection, session_id: str) -> frozenset[str]:
    """The dreams that read the session."""
    found = rows(conn, "SELECT dream_id FROM dream_sessions WHERE session_id = ?", (session_id,))
    return frozenset(each["dream_id"] for each in found)


def waiting_readers(conn: Connection, session_id: str) -> list[str]:
    """Those that have completed and are neither promoted nor discarded."""
    found = rows(
        conn,
        """
        SELECT id FROM dreams JOIN dream_sessions ON dream_id = id
        WHERE session_id = ? AND status = 'completed' AND promoted_at IS NULL AND discarded_at IS NULL ORDER BY id
        """,
        (session_id,),
    )
    return [each["id"] for each in found]
