"""Finding events by their words.

The index knows the characters of an older Unicode and no phrases, so that a query is made of words that are one token
to it, each in double quotes: no string can be an error, or more than words.
"""

import json
import unicodedata
from collections.abc import Sequence

from dreaming.domain.limits import QUERY_CHARACTERS, QUERY_TERMS
from dreaming.domain.model import Event
from dreaming.store.connection import Connection, rows
from dreaming.store.events import COLUMNS, as_event

_TERM_CHARACTERS = 64


def search_events(
    conn: Connection, query: str, *, session_ids: Sequence[str] | None = None, limit: int = 10
) -> list[Event]:
    """Events that hold every word of the query, else those that hold one of them; the newest first.

    Any string is a query; one without a word finds nothing.
    """
    terms = [f'"{term}"' for term in tokens_of(query)]
    for expression in (" AND ".join(terms), " OR ".join(terms))[: len(terms)]:
        found = _matching(conn, expression, session_ids, limit)
        if found:
            return found
    return []


def _matching(conn: Connection, expression: str, session_ids: Sequence[str] | None, limit: int) -> list[Event]:
    found = rows(
        conn,
        f"""
        SELECT {COLUMNS} FROM events
        WHERE rowid IN (SELECT rowid FROM events_fts WHERE events_fts MATCH :expression)
          AND (:sessions IS NULL OR session_id IN (SELECT value FROM json_each(:sessions)))
        ORDER BY created_at DESC, rowid DESC LIMIT :limit
        """,  # noqa: S608 - fixed names
        {
            "expression": expression,
            "sessions": None if session_ids is None else json.dumps(list(session_ids)),
            "limit": limit,
        },
    )
    return [as_event(each) for each in found]


def tokens_of(query: str) -> list[str]:
    """Words as the index has them, each one token to it: the characters it knows are those of an older Unicode."""
    old = unicodedata.ucd_3_2_0
    text = unicodedata.normalize("NFC", query[:QUERY_CHARACTERS])
    kept = "".join(c if old.category(c)[0] in "LN" else " " for c in text)
    words = sorted(dict.fromkeys(word[:_TERM_CHARACTERS] for word in kept.split()), key=len, reverse=True)
    return words[:QUERY_TERMS]
