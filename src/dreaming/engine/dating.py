"""When the lines of a memory were said, as far as its headings and its lines tell.

A claim is of the date that stands nearest above it in its path: at its own beginning, at that of the list item that it
belongs to, on a line that is nothing but a date, in its heading or the next one out. A date later than the line was
written is no time at which it was said. Where there is none, or the line was written within what the date names, the
line's own time stays; and what a session has said again since was said again then.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from dreaming.domain.claims import Claim, ClaimKind
from dreaming.domain.contexts import is_key
from dreaming.domain.datelines import Period, heading_period, lead
from dreaming.domain.provenance import Provenance

_TIMES = 3  # headings below which a key stands at least, for it to be kept anew each time,
_MOST = 0.6  # and which share of the dated headings


@dataclass(slots=True)
class Dates:
    """Reads the claims of one memory in their order."""

    _headings: dict[tuple[str, ...], tuple[Period, ...]] = field(
        default_factory=dict[tuple[str, ...], tuple[Period, ...]]
    )
    _items: list[tuple[int, Period]] = field(default_factory=list[tuple[int, Period]])
    _above: tuple[tuple[str, ...], Period] | None = None

    def of(self, text: str, kind: ClaimKind, headings: tuple[str, ...], depth: int) -> tuple[tuple[Period, ...], int]:
        """What dates a claim, the outermost first, and how many characters of its text are its date.

        Args:
            text: what it says.
            kind: its form; code has no date of its own.
            headings: see `Claim`.
            depth: how many list items it stands in; an item stands in itself.
        """
        inside = depth if kind is ClaimKind.BULLET else depth + 1
        self._items = [item for item in self._items if depth and item[0] < inside]
        around = [*self._of_headings(headings), *(period for _, period in self._items)]
        if self._above is not None and self._above[0] != headings:
            self._above = None
        if self._above is not None:
            around.insert(len(around) - len(self._items), self._above[1])
        own = None if kind is ClaimKind.CODE else lead(text, around[-1] if around else None)
        if own is None:
            return tuple(around), 0
        is_label = own[1] == len(text)
        if kind is ClaimKind.BULLET:
            self._items.append((depth, own[0]))
        elif is_label and not depth:
            self._above = (headings, own[0])
        return (*around, own[0]), 0 if is_label else own[1]

    def _of_headings(self, headings: tuple[str, ...]) -> tuple[Period, ...]:
        if headings not in self._headings:
            outer = self._of_headings(headings[:-1]) if headings else ()
            own = heading_period(headings[-1], outer[-1] if outer else None) if headings else None
            self._headings[headings] = outer if own is None else (*outer, own)
        return self._headings[headings]


def dated(of: Provenance, periods: Sequence[Period]) -> Provenance:
    """A line's provenance with the time that the nearest of `periods` gives, which are the outermost first."""
    nearest = next((period for period in reversed(periods) if period.begin <= of.asserted_at), None)
    if nearest is None or nearest.end >= of.asserted_at:
        return of
    said_again: list[datetime] = [item.at for item in of.evidence if item.at <= of.asserted_at]
    return replace(of, asserted_at=max([nearest.begin, *said_again]))


def recurring(claims: Iterable[tuple[Claim, Period | None]]) -> frozenset[str]:
    """The ids of claims that are one of a series: `weight: 82.4 kg`, kept anew below each date.

    Each holds for its day and replaces none: its key stands alone below most of the dates of the memory.
    """
    days: set[datetime] = set()
    by_key: defaultdict[str, list[tuple[str, datetime]]] = defaultdict(list)
    for claim, period in claims:
        if period is None:
            continue
        days.add(period.begin)
        if is_key(claim.said):
            by_key[claim.said.partition(":")[0].casefold()].append((claim.id, period.begin))
    found: set[str] = set()
    for entries in by_key.values():
        times = Counter(day for _, day in entries)
        if len(times) >= max(_TIMES, _MOST * len(days)) and max(times.values()) == 1:
            found.update(each for each, _ in entries)
    return frozenset(found)
