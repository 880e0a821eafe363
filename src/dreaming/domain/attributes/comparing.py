"""What one attribute does to an earlier one of the same slot of the same holder.

A slot of one value gets another; what was ended is over; what was denied begins. Where the words leave it open whether
the two can stand together the answer is a doubt.
"""

from collections.abc import Callable
from enum import StrEnum

from dreaming.domain.attributes.dates import DUE
from dreaming.domain.attributes.model import FIXED, Attribute
from dreaming.domain.attributes.moods import Mood
from dreaming.domain.attributes.places import apart, place
from dreaming.domain.attributes.words import NUMBERS, ORDINALS, wider


class Relation(StrEnum):
    """What a later statement does to an earlier one."""

    REPLACES = "replaces"
    MAY_CONTRADICT = "may_contradict"


REPLACES, DOUBT = Relation.REPLACES, Relation.MAY_CONTRADICT
ASSERTED = frozenset({Mood.HOLDS, Mood.STARTED})
_OVER = frozenset({Mood.DENIED, Mood.ENDED})


def between(old: Attribute, new: Attribute) -> Relation | None:
    """What the new attribute does to the old one; None where both may hold, or they are of different slots."""
    if old.holder != new.holder or old.slot != new.slot:
        return None
    if old.is_single:
        found = _single(old, new)
    elif old.slot == "eats":
        found = _eaten(old, new)
    elif old.family in {"date", "amount", "fact"} and new.mood in ASSERTED:
        found = _figured(old, new) if old.mood in ASSERTED else None
        if (found is DOUBT or not new.is_told) and ({old.slot.partition(":")[2]} | old.words | new.words) & _AUDIENCE:
            return None  # it grows; each line tells how far it had come
    else:
        found = _many(old, new)
    return DOUBT if found is REPLACES and not new.is_sure else found


def _single(old: Attribute, new: Attribute) -> Relation | None:
    if new.mood in _OVER:
        is_same = old.mood in ASSERTED and (not new.words or _same(old, new))
        return None if not is_same else REPLACES if new.mood is Mood.ENDED else DOUBT
    if old.mood in _OVER:
        is_back = new.mood in ASSERTED and old.words == new.words and old.slot not in _HEALING
        return None if not is_back else REPLACES if new.is_told else DOUBT
    if not _rivals(old, new):
        return None
    if old.mood is Mood.PLANNED:
        return DOUBT if new.mood is Mood.STARTED else None
    return DOUBT if new.mood is Mood.PLANNED or old.slot in FIXED else _weighed(old, new)


_AUDIENCE = frozenset(
    "user customer order sale signup install subscriber follower download star view viewer listener reader visitor like play stream".split()
)
_HEALING = frozenset({"athletics"})  # an injury is over by itself

# Slots of which another value, said without a word of change, may be a second one.
_LOOSE = frozenset("role chronotype major school athletics".split())
_FOR_A_PURPOSE = frozenset("tool preference version".split())
_STRICT = {"vegan": 3, "vegetarian": 2, "pescatarian": 1}


def _weighed(old: Attribute, new: Attribute) -> Relation | None:
    """How much it takes for another value to count as the new one."""
    if old.slot == "residence" and place(old.value)[1] and not place(new.value)[1]:
        return DOUBT  # a quarter of the town, or no place at all
    if new.is_told:
        return REPLACES
    if old.family in _FOR_A_PURPOSE:
        return None
    if old.slot == "residence":
        return REPLACES if not place(old.value)[1] or place(new.value)[1] == "town" else DOUBT
    if old.slot == "diet" and _STRICT.get(new.value.casefold(), 0) < _STRICT.get(old.value.casefold(), 0):
        return DOUBT  # perhaps only said less exactly
    return DOUBT if old.slot in _LOOSE else REPLACES


def _rivals(old: Attribute, new: Attribute) -> bool:
    """Whether the values exclude each other."""
    return _RIVALS.get(old.family, _other_words)(old, new)


def _other_words(old: Attribute, new: Attribute) -> bool:
    return bool(old.words and new.words) and not old.words <= new.words and not new.words <= old.words


def _other_value(old: Attribute, new: Attribute) -> bool:
    return bool(old.value and new.value) and old.value.casefold() != new.value.casefold()


def _other_role(old: Attribute, new: Attribute) -> bool:
    """A promotion keeps the noun: analyst → senior analyst."""
    return old.words != new.words and not new.words < old.words if new.is_told else _other_words(old, new)


def _other_count(old: Attribute, new: Attribute) -> bool:
    before, after = _count(old.value), _count(new.value)
    return before == 0 if new.value == "more" else before != after


def _count(value: str) -> int | None:
    folded = value.casefold()
    return int(folded) if folded.isdigit() else (NUMBERS | ORDINALS).get(folded)


def _other_stage(old: Attribute, new: Attribute) -> bool:
    return old.value != new.value and frozenset({old.value, new.value}) not in _TOGETHER


# Who is divorced may be single or with somebody; but who was with somebody and now is single has parted.
_TOGETHER = frozenset(
    frozenset(pair.split("+"))
    for pair in "divorced+single divorced+dating single+widowed dating+widowed separated+single separated+dating divorced+divorcing "
    "single+divorcing dating+divorcing separated+divorcing".split()
)
_RIVALS: dict[str, Callable[[Attribute, Attribute], bool]] = {
    "residence": lambda old, new: apart(old.value, new.value),
    "role": _other_role,
    "relationship": _other_stage,
    "children": _other_count,
    "age": lambda old, new: int(new.value) > int(old.value),
    "household": lambda old, new: not old.words & new.words,
    **dict.fromkeys("wake bed tool chronotype tenure shift hours destination".split(), _other_value),
}


def _same(old: Attribute, new: Attribute) -> bool:
    if old.slot == "residence":
        return place(old.value)[0] == place(new.value)[0]
    return not old.words or bool(old.words & new.words)


def _many(old: Attribute, new: Attribute) -> Relation | None:
    if old.mood in ASSERTED | {Mood.PLANNED} and new.words:
        if new.mood is Mood.ENDED and new.words <= wider(old.words):
            is_part = old.slot == "date" and new.words != old.words - DUE and new.value.islower()
            return DOUBT if is_part else REPLACES  # `cancelled the saga`: the one that a line calls the French saga?
        return DOUBT if new.mood is Mood.DENIED and new.words == old.words else None
    if old.mood in _OVER and old.is_sure and new.mood in ASSERTED and old.words and old.words <= new.words:
        return REPLACES if new.mood is Mood.STARTED else DOUBT
    return None


def _eaten(old: Attribute, new: Attribute) -> Relation | None:
    if old.mood in _OVER and new.mood in ASSERTED and old.words & wider(new.words):
        return REPLACES if new.mood is Mood.STARTED else DOUBT
    if old.mood in ASSERTED and new.mood in _OVER and wider(old.words) & new.words:
        return REPLACES if new.mood is Mood.ENDED else DOUBT
    return None


def _figured(old: Attribute, new: Attribute) -> Relation | None:
    """Two dates of one event, two figures of one thing; where only a part of its name agrees, it may be another."""
    is_date = old.slot == "date"
    if old.slot == "fact" and not new.is_told:
        return None
    names = (old.words - DUE, new.words - DUE) if is_date and new.words - DUE else (old.words, new.words)
    is_one = names[0] == names[1] and new.words and (new.is_told or not new.words <= DUE)
    is_part = new.is_told and bool(new.words or not is_date) and (new.words <= old.words or not old.words)
    if not (is_one or is_part) or not (_other_date(old.value, new.value) if is_date else _other_value(old, new)):
        return None
    return REPLACES if is_one and ((is_date and new.is_told) or (old.is_sure and new.is_sure)) else DOUBT


def _other_date(a: str, b: str) -> bool:
    """Whether two dates cannot both be right: a part that both give differs."""
    left, right = (dict(part.split("=", 1) for part in text.split(" ")) for text in (a, b))
    return any(left[kind] != right[kind] for kind in left.keys() & right.keys())
