"""Another amount of the same doing: `Charges 22 cents a word` and `I charge 25 cents a word from January`.

What is done is worded the same but for the amount. Where the later note does not say that it is new, the report asks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dreaming.domain.attributes.words import content
from dreaming.domain.updates.marks import parts
from dreaming.domain.updates.model import Update
from dreaming.domain.updates.shifting import AMOUNT, DATE, unit_of
from dreaming.domain.updates.short import OWN, pieces, short
from dreaming.domain.vocabulary import plain

_FROM = re.compile(
    rf",? (?P<from>from|as of|starting) (?:the |next )?(?:{DATE.pattern}|\w+(?: \d{{1,4}})?)$", re.IGNORECASE
)
_FIRST = re.compile(rf"{OWN}(?P<verb>[a-z]{{3,}}) ", re.IGNORECASE)
_NO_MEASURE = frozenset(
    "want need know think get have had was were did made spent went ran lost found got took gave saw bought sold paid ate drank slept "
    "turned been going planning hoping born".split()
)
_LEAST = 1


@dataclass(frozen=True, slots=True)
class _Measure:
    """How much of what somebody does: the words but the amount, its unit, and whether a word says that it is new."""

    verb: str
    rest: frozenset[str]
    unit: str
    amount: str
    is_new: bool
    is_soon: bool


def otherwise(earlier: str, later: str) -> Update | None:
    """The later note does by another amount what the earlier one does."""
    old = _measure(earlier) if len(pieces(earlier)) == 1 else None
    for new in _measures(later) if old else ():
        if old is None or (old.verb, old.rest, old.unit) != (new.verb, new.rest, new.unit) or old.amount == new.amount:
            continue
        return Update(old.amount, new.amount, is_sure=new.is_new and not new.is_soon, of_life=True)
    return None


@lru_cache(maxsize=16_384)
def _measures(text: str) -> tuple[_Measure, ...]:
    return tuple(found for piece in pieces(text) if (found := _measure(piece)) is not None)


@lru_cache(maxsize=16_384)
def _measure(piece: str) -> _Measure | None:
    part = next(iter(parts(piece.strip(" ."))), None)
    if part is None or part.is_open or part.has_more:
        return None
    soon = _FROM.search(part.text)
    said = part.text[: soon.start()] if soon else part.text
    note, first = short(said), _FIRST.match(said)
    verb = (
        note.verb if note.verb and not note.who else first["verb"].casefold() if first and first.start("verb") else ""
    )
    amounts = list(AMOUNT.finditer(said))
    if (
        not verb
        or verb in _NO_MEASURE
        or not amounts
        or len({each.start() for each in amounts if each[0][0].isdigit()}) > 1
    ):
        return None
    amount = next((each for each in amounts if any(map(str.isdigit, each[0]))), amounts[0])
    rest = said[: amount.start()] + " " + said[amount.end() :]
    words = content(re.sub(rf"^{OWN}\w+", "", rest, count=1, flags=re.IGNORECASE))
    is_soon = soon is not None and soon["from"].casefold() != "as of"
    return _Measure(
        plain(verb), words, unit_of(amount), amount[0].strip().casefold(), part.is_new or soon is not None, is_soon
    )


def tells(text: str) -> bool:
    """Whether the statement tells by how much something is done, and that it is new."""
    return any(each.is_new for each in _measures(text))


def keys(text: str) -> Iterator[str]:
    """Keys under which the same doing meets."""
    yield from (f"measure/{each.verb}/{each.unit}" for each in _measures(text))
