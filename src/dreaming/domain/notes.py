"""Kinds of memory that a path tells."""

import re

_DATED = re.compile(r"(?<!\d)\d{4}-?\d\d-?\d\d(?!\d)[^/]*\Z")


def is_dated(path: str) -> bool:
    """Whether the memory is one day's notes: `/notes/2026-03-04.md`, `/20260304-standup.md`."""
    return _DATED.search(path) is not None
