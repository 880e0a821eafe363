"""Which changes of a dream are shown, as the address says it: filters, order, and where the page begins."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar
from urllib.parse import quote, urlencode

from dreaming.domain.changes import ChangeKind
from dreaming.domain.errors import InvalidInput
from dreaming.review.asked import Fields
from dreaming.service.outlines import Filter
from dreaming.service.risks import Risk

PAGE = 50  # hunks
_Value = TypeVar("_Value", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What is looked at. Empty means all."""

    risks: frozenset[Risk] = frozenset()
    kinds: frozenset[ChangeKind] = frozenset()
    topic: str = ""
    path: str = ""
    text: str = ""
    by_topic: bool = False
    offset: int = 0

    @classmethod
    def of(cls, fields: Fields) -> "View":
        """As a query or a form says.

        Raises:
            InvalidInput: a value means nothing.
        """
        first = {name: values[0].strip() for name, values in fields.items() if values}
        return cls(
            risks=_several(Risk, fields.get("risk", ()), "risk"),
            kinds=_several(ChangeKind, fields.get("kind", ()), "kind"),
            topic=first.get("topic", ""),
            path=first.get("path", ""),
            text=first.get("text", ""),
            by_topic=first.get("order", "") == "topic",
            offset=read_offset(first.get("offset", "")),
        )

    @property
    def filter(self) -> Filter:
        """The same for the diff."""
        return Filter(
            path=self.path or "/",
            topic=self.topic,
            risks=self.risks or frozenset(Risk),
            kinds=self.kinds or None,
            text=self.text,
            by_topic=self.by_topic,
        )

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return replace(self, by_topic=False, offset=0) == View()

    def at(self, offset: int) -> "View":
        """The same from another place on."""
        return replace(self, offset=offset)

    @property
    def query(self) -> str:
        """What stands behind the address, with its question mark; "" where nothing does."""
        pairs = [("risk", str(risk)) for risk in Risk if risk in self.risks]
        pairs += [("kind", str(kind)) for kind in ChangeKind if kind in self.kinds]
        pairs += [(name, value) for name in ("topic", "path", "text") if (value := getattr(self, name))]
        pairs += [("order", "topic")] if self.by_topic else []
        pairs += [("offset", str(self.offset))] if self.offset else []
        return f"?{urlencode(pairs)}" if pairs else ""


def read_offset(text: str) -> int:
    """Where a page begins; "" is at the beginning.

    Raises:
        InvalidInput: it is no such number.
    """
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise InvalidInput("offset", f"{text[:40]!r} is no place in a list", "It is a number from 0 on.")
    return int(text)


def address(*parts: str) -> str:
    """The path of these parts, each of which may hold anything."""
    return "/" + "/".join(quote(part, safe="") for part in parts)


def _several(kind: type[_Value], values: Iterable[str], name: str) -> frozenset[_Value]:
    known = {str(each): each for each in kind}
    for value in values:
        if value and value not in known:
            raise InvalidInput(name, f"{value[:40]!r} is none", f"There are: {', '.join(known)}.")
    return frozenset(known[value] for value in values if value)
