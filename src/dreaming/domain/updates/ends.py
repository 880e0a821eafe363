"""What came to its end, by the thing that an earlier note names: `Drives a Fiesta` and `Sold the Fiesta`.

A verb of ending ends only what it can: who sells a thing has, drives or uses it no more, who hands in a book writes it no
more, and who hands in one book may still read it. What only tells more of the thing, as its price or its date, stays.
"""

from collections.abc import Iterator

from dreaming.domain.attributes.words import content
from dreaming.domain.updates.endings import FINISHED, SALES, End, ends, is_light
from dreaming.domain.updates.held import Held, held
from dreaming.domain.updates.model import Update


def ended(earlier: str, later: str) -> Update | None:
    """The later note says that the thing which the earlier one is about is over."""
    for end in ends(later):
        for each in held(earlier):
            is_sure = _ends_it(end, each)
            if is_sure is not None:
                is_part = each.what.words != end.what.words
                return Update(earlier.strip().rstrip("."), "", is_sure, of_life=True, is_part=is_part)
    return None


def _ends_it(end: End, old: Held) -> bool | None:
    """Whether it surely ends it; None where it does not."""
    if old.sort == "event" and end.who == old.who and ("event" not in end.sorts or end.is_likely):
        return False if _may_end_event(end, old) else None
    if (
        end.who != old.who
        or old.sort not in end.sorts
        or (old.sort in {"alive", "act"} and end.what.words != old.what.words)
    ):
        return None
    if old.sort in {"alive", "act"}:
        return False
    if old.sort == "with":
        is_same = bool(old.what.words) and end.what.words - old.what.beside == old.what.words
        return end.is_told and not end.is_likely if is_same else None
    is_of = _is_of(end, old) and (old.is_whole or end.sorts != FINISHED)
    return end.is_told and old.is_whole and not end.is_likely if is_of else None


def _may_end_event(end: End, old: Held) -> bool:
    """Whether what was sold, broke, left or died may be what a note only names: the house of a `Holiday house in Wales`."""
    if "alive" in end.sorts:
        is_theirs = bool(end.what.words & _ALIVE) or bool(old.what.words & _ANIMALS and end.what.is_name)
        return end.is_subject and is_theirs and end.what.words <= old.what.words
    is_head = old.what.head in end.what.words and end.what.words <= old.what.words | old.what.beside
    return is_head and end.sorts >= SALES


_ANIMALS = content("cat dog horse pony rabbit hamster parrot puppy kitten hen goat")
_ALIVE = _ANIMALS | content(
    "father mother mum mom dad grandmother grandfather grandma grandpa granny aunt uncle brother sister husband wife"
)


def _is_of(end: End, old: Held) -> bool:
    """Whether what ended is the thing that the note is about, and no part of it, nor another one."""
    said = old.what.words | old.what.beside
    if end.is_subject and not end.what.beside <= said:
        return False  # the bakery in Bruges
    if not end.sorts >= SALES and not end.what.names <= said:
        return False
    near = said if old.sort in {"event", "doing"} else old.what.words
    is_head = old.what.head in end.what.words or is_light(old.what.head) or end.what.is_name
    return is_head and end.what.words <= near


def tells(text: str) -> bool:
    """Whether the statement tells that something has ended."""
    return bool(ends(text))


def keys(text: str) -> Iterator[str]:
    """Keys under which a thing meets the news that it has ended."""
    for end in ends(text):
        yield f"ends/{end.what.head}"
    for old in held(text):
        yield from (f"ends/{word}" for word in old.what.words)
