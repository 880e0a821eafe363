"""The steps of a forgetting: each finds what it has to do, item by item, and does it in transactions that can be short.

What is done already is not found again, so that a forgetting that was cut off goes on where it stopped.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from dreaming.domain.forgetting import Eraser
from dreaming.store.connection import Connection

Key = tuple[object, ...]
_EXAMPLE_CHARACTERS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """What goes with one item: how many of which place, and how one of them begins."""

    place: str
    count: int = 1
    example: str = ""


class Stage(Protocol):
    """One step."""

    def keys(self, conn: Connection) -> Iterator[Key]:
        """The items that hold what is to be forgotten."""
        ...

    def weigh(self, conn: Connection, key: Key) -> list[Weight]:
        """What would go with one; nothing where it holds nothing any more."""
        ...

    def apply(self, conn: Connection, key: Key) -> None:
        """Take it out of one, in a write transaction."""
        ...


def excerpt(text: str, eraser: Eraser) -> str:
    """A line about what goes: the text around the first gap that there will be, else its beginning."""
    place = next((at for at, (a, b) in enumerate(zip(text, eraser.from_source(text), strict=False)) if a != b), 0)
    start = max(place - _EXAMPLE_CHARACTERS // 3, 0)
    cut = " ".join(text[start : start + _EXAMPLE_CHARACTERS].split())
    return ("…" if start else "") + cut + ("…" if start + _EXAMPLE_CHARACTERS < len(text) else "")
