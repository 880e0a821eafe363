"""All readers of this package, one after the other."""

from functools import lru_cache

from dreaming.domain.language import is_negated
from dreaming.domain.updates import (
    alike,
    cadence,
    counts,
    days,
    denied,
    ends,
    exchanged,
    holders,
    kinds,
    labels,
    loosely,
    measures,
    named,
    orders,
    others,
    partners,
    posts,
    shifts,
    values,
    versions,
    wishes,
)
from dreaming.domain.updates.marks import parts
from dreaming.domain.updates.model import Update
from dreaming.domain.updates.strangers import weigh

_REMEMBERED = 65_536  # texts: each is compared with many others


def update(earlier: str, later: str) -> Update | None:
    """What the later statement says against the earlier one; None where both may stand, and of what is not understood."""
    if not is_telling(later) or keys(earlier).isdisjoint(keys(later)):
        return None
    return _update(earlier, later)


@lru_cache(maxsize=_REMEMBERED)
def _update(earlier: str, later: str) -> Update | None:
    read = [each for each in (reader(earlier, later) for reader in _READERS) if each is not None]
    weighed = (weigh(earlier, later, each) if each.of_life else each for each in read)
    found = [each for each in weighed if each is not None]
    return next((each for each in found if each.is_sure), found[0] if found else None)


_READERS = (
    orders.opposed, holders.another, values.other, values.ended, exchanged.exchanged, versions.another, days.moved, named.another,
    ends.ended, shifts.shifted,
    alike.instead, alike.often, alike.on_another_day, alike.only, posts.held_by_another, posts.done_by, posts.sold, partners.parted,
    counts.counted_otherwise, others.moved, others.older, others.works,
    measures.otherwise, cadence.comes_out, labels.labelled_otherwise, kinds.of_kind, loosely.loosely, denied.denied, wishes.wished,
)  # fmt: skip


@lru_cache(maxsize=_REMEMBERED)
def is_telling(text: str) -> bool:
    """Whether a statement may speak against another one: a word of it says so, or it orders, or says whose something is."""
    return (
        any(part.is_marked or is_negated(part.text) for part in parts(text))
        or bool(holders.holders(text))
        or any(order.is_said for order in orders.orders(text))
        or versions.tells(text)
        or tells(text)
    )


def tells(text: str) -> bool:
    """Whether a statement tells by its form alone that something of a life or a work is not as it was."""
    return any(reader.tells(text) for reader in _TELLING)


@lru_cache(maxsize=_REMEMBERED)
def keys(text: str) -> frozenset[str]:
    """Keys under which statements meet that may be about one thing, though they share few words."""
    return frozenset(key for reader in _KEYED for key in reader(text))


_TELLING = (
    days,
    ends,
    shifts,
    alike,
    cadence,
    exchanged,
    posts,
    partners,
    counts,
    others,
    measures,
    labels,
    kinds,
    loosely,
    denied,
    wishes,
)
_KEYED = (
    orders.keys,
    holders.keys,
    kinds.keys,
    values.keys,
    exchanged.keys,
    versions.keys,
    days.keys,
    named.keys,
    ends.keys,
    shifts.keys,
    alike.keys,
    cadence.keys,
    posts.keys,
    partners.keys,
    counts.keys,
    others.keys,
    measures.keys,
    labels.keys,
    loosely.keys,
    denied.keys,
    wishes.keys,
)
