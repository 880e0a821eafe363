"""Ids: a prefix that says what the object is, and 24 random characters that nobody can guess.

The prefixes are those of Anthropic's Managed Agents API where it has the object.
"""

import re
import secrets
from enum import StrEnum

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0, 1, i, l, o: ids are read aloud and typed
LENGTH = 24


class Prefix(StrEnum):
    """What an id points at."""

    MEMORY_STORE = "memstore"
    MEMORY = "mem"
    MEMORY_VERSION = "memver"
    SESSION = "sesn"
    EVENT = "sevt"
    DREAM = "drm"
    PROMOTION = "prm"


_ID = re.compile(rf"({'|'.join(Prefix)})_[{ALPHABET}]{{{LENGTH}}}\Z")


def make_id(prefix: Prefix) -> str:
    """A new id, unguessable (118 bits)."""
    return f"{prefix}_{''.join(secrets.choice(ALPHABET) for _ in range(LENGTH))}"


def is_id(text: str, prefix: Prefix) -> bool:
    """Whether `text` has the form of an id of this kind; says nothing about whether the object exists."""
    found = _ID.match(text)
    return found is not None and found[1] == prefix
