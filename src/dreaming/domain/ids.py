"""Ids: a prefix that says what the object is, and 24 random characters that nobody can guess.

The prefixes are those of Anthropic's Managed Agents API where it has the object.
"""

import os
import re
from collections.abc import Iterator
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
    REFUSAL = "rfs"
    PACKET = "pkt"


_ID = re.compile(rf"({'|'.join(Prefix)})_[{ALPHABET}]{{{LENGTH}}}\Z")


# 248 is the largest multiple of 31 in a byte: what is above is left out, so that each character is equally likely.
_CHARACTERS = bytes(ord(ALPHABET[byte % len(ALPHABET)]) for byte in range(256))
_LEFT_OUT = bytes(range(248, 256))


def make_id(prefix: Prefix) -> str:
    """A new id, unguessable (118 bits)."""
    return next(make_ids(prefix))


def make_ids(prefix: Prefix, block: int = 1) -> Iterator[str]:
    """New ids without end. With `block`, randomness is fetched for that many at a time: a clone needs very many."""
    characters = ""
    while True:
        while len(characters) < LENGTH:
            characters += os.urandom(block * (LENGTH + 8)).translate(_CHARACTERS, _LEFT_OUT).decode("ascii")
        for start in range(0, len(characters) - LENGTH + 1, LENGTH):
            yield f"{prefix}_{characters[start : start + LENGTH]}"
        characters = ""


def is_id(text: str, prefix: Prefix) -> bool:
    """Whether `text` has the form of an id of this kind; says nothing about whether the object exists."""
    found = _ID.match(text)
    return found is not None and found[1] == prefix
