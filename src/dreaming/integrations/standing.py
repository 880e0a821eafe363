"""How a transcript stands to what was read of it, as far as can be told without opening it.

Hooks read this module: it imports nothing that is slow to load.
"""

import os
from enum import StrEnum
from pathlib import Path

from dreaming.domain.cursors import ImportCursor


class Standing(StrEnum):
    """How a file stands to what was read of it."""

    NEW = "new"  # never read
    GROWN = "grown"
    CHANGED = "changed"  # as long as before or shorter, and written to
    KNOWN = "known"  # not written to since


def cursor_path(path: Path) -> str:
    """The name of a file's cursor: its real path, in characters that can be stored."""
    return str(path.resolve()).encode("utf-8", "backslashreplace").decode()


def standing_of(cursor: ImportCursor | None, stat: os.stat_result) -> Standing:
    """How a file of that size and time stands to what was read of it."""
    if cursor is None:
        return Standing.NEW
    if (stat.st_size, stat.st_mtime_ns) == (cursor.size, cursor.modified_ns):
        return Standing.KNOWN
    return Standing.GROWN if stat.st_size > cursor.size else Standing.CHANGED


def bytes_to_read(cursor: ImportCursor | None, stat: os.stat_result) -> int:
    """How much of a file would be read, as far as can be told without opening it."""
    standing = standing_of(cursor, stat)
    if standing is Standing.KNOWN:
        return 0
    goes_on = cursor is not None and standing is Standing.GROWN and cursor.resume is not None
    return stat.st_size - cursor.size if goes_on and cursor is not None else stat.st_size
