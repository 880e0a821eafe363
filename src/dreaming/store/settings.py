"""What belongs to the file as a whole."""

import hmac
from typing import cast

from dreaming.store.connection import Connection, row


def redaction_key(conn: Connection) -> bytes:
    """The random key under which this file's placeholders for secrets are made; it never leaves the file."""
    found = row(conn, "SELECT redaction_key FROM settings WHERE id = 1")
    assert found is not None  # noqa: S101 - the first migration writes it
    return cast("bytes", found["redaction_key"])


def request_key(conn: Connection) -> bytes:
    """The key under which a question to a person goes out and its answer comes back; every process has the same."""
    return hmac.digest(redaction_key(conn), b"request state", "sha256")
