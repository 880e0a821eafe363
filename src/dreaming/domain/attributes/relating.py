"""Whether a later statement about somebody leaves an earlier one standing.

Replaced is what is surely over, and only where nothing else that the earlier statement says would be lost with it. Where
that is not sure, or only a part is over, the two may contradict each other: both stay, and the report asks.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from dreaming.domain.attributes.comparing import ASSERTED, DOUBT, REPLACES, Relation, between
from dreaming.domain.attributes.model import FIXED, Attribute
from dreaming.domain.attributes.moods import Mood
from dreaming.domain.attributes.reading import Life, life
from dreaming.domain.attributes.words import content, wider

_SPARE = 3  # words of a clause that may be lost with what is replaced
_REMEMBERED = 65_536
_PAIRS = 4_096  # whether the later replaces the earlier, and whether it may contradict it, is asked one after the other


def attributes(text: str) -> tuple[Attribute, ...]:
    """What the statement says of somebody's life; empty where it says nothing of the kind."""
    return life(text).attributes


@lru_cache(maxsize=_REMEMBERED)
def slot_keys(text: str) -> frozenset[str]:
    """Keys under which statements about one slot of one holder meet, such as `user/residence`."""
    return frozenset(key for attribute in life(text).attributes for key in _keys(attribute))


def _keys(attribute: Attribute) -> Iterator[str]:
    if attribute.is_single or attribute.family == "amount":
        yield f"{attribute.holder}/{attribute.slot}"
    else:
        for word in wider(attribute.words):
            yield f"{attribute.holder}/{attribute.family}/{word}"


@dataclass(frozen=True, slots=True)
class LifeChange:
    """What a later statement does to an earlier one, and the two attributes on which that rests."""

    relation: Relation
    old: Attribute
    new: Attribute

    @property
    def is_told(self) -> bool:
        """Whether the later statement says so itself."""
        return self.new.is_told

    @property
    def is_end(self) -> bool:
        """Whether nothing takes the place of the old value."""
        return self.new.mood in {Mood.ENDED, Mood.DENIED}


def relation(earlier: str, later: str) -> Relation | None:
    """What the later statement does to the earlier one, in time order; None where both may stand."""
    found = life_change(earlier, later)
    return None if found is None else found.relation


@lru_cache(maxsize=_PAIRS)
def life_change(earlier: str, later: str) -> LifeChange | None:
    """The relation, with the values on which it rests; None where both may stand."""
    if slot_keys(earlier).isdisjoint(slot_keys(later)) or _of_two(earlier, later):
        return None
    found = _change(earlier, later)
    return None if found is None or _is_before(later, earlier) else found


def _change(earlier: str, later: str) -> LifeChange | None:
    before, after = life(earlier), life(later)
    over: dict[Attribute, Attribute] = {}
    doubt: LifeChange | None = None
    for old, new in product(before.attributes, after.attributes):
        each = between(old, new) if new.mood is not Mood.HOLDS or not _is_passing(later) else None
        if old.family == "tool" and _leaves_another(later, earlier):
            continue
        if each is REPLACES and old.slot == "doing" and _takes_something(later, earlier):
            each = DOUBT
        if each is DOUBT and before.label and before.label == after.label and old.slot not in FIXED:
            each = REPLACES
        if each is REPLACES:
            over.setdefault(old, new)
        elif each is DOUBT:
            doubt = doubt or LifeChange(DOUBT, old, new)
    if not over:
        return doubt
    found = REPLACES if _covered(before, after, over) else DOUBT
    return LifeChange(found, *next(iter(over.items())))


@lru_cache(maxsize=_REMEMBERED)
def _is_passing(text: str) -> bool:
    """Whether the statement tells how it is for a time only: `choir on Friday this time`."""
    return _PASSING.search(text) is not None


_PASSING = re.compile(
    r"\b(?:this (?:once|time|week|weekend|mon|tues|wednes|thurs|fri|satur|sun)(?:day)?|for once|exceptionally|for now|temporarily|"
    r"for (?:a few|a couple of|one|two|three|four|five|six|ten|\d+|the next \w+|the) (?:days?|weeks?|nights?)|during the|tonight)\b",
    re.IGNORECASE,
)


def _is_before(later: str, earlier: str) -> bool:
    """Whether the statement that was made later tells of a year that is over in the other."""
    of, than = _YEAR.findall(later), _YEAR.findall(earlier)
    return bool(of and than) and max(of) < max(than)


def _leaves_another(later: str, earlier: str) -> bool:
    """Whether the later statement names what was left, and the earlier one does not: `moved from Jira to Linear`."""
    left = _LEFT.search(later)
    return left is not None and left["old"].casefold() not in earlier.casefold()


def _takes_something(later: str, earlier: str) -> bool:
    """Whether the later statement says what was moved elsewhere, and the earlier one is of something else."""
    taken = _TAKEN.search(later)
    words = content(taken["what"]) if taken is not None else frozenset[str]()
    return bool(words) and words.isdisjoint(content(earlier))


_TAKEN = re.compile(
    r"\b(?:moved|switched|migrated|changed|ported)(?P<what>(?: (?!to\b)[\w'-]+){1,4}?) (?:over )?from \w", re.IGNORECASE
)
_LEFT = re.compile(r"\bfrom (?:the )?(?P<old>[A-Z][\w.+#-]*)(?: [\w.+#-]+)? (?:over )?to\b")


def _of_two(earlier: str, later: str) -> bool:
    """Whether the statements name two of one kin: `Son Till is 6` and `Son Jan is 9`."""
    one, other = _kin(earlier), _kin(later)
    return any(one[kin] != other[kin] for kin in one.keys() & other.keys())


@lru_cache(maxsize=_REMEMBERED)
def _kin(text: str) -> Mapping[str, str]:
    """Who is named as what: `{"Son": "till"}`."""
    found = _NAMED_KIN.findall(text)
    return {kin: name.casefold() for kin, name in found} if found else _NOBODY


_NOBODY: Mapping[str, str] = {}


_NAMED_KIN = re.compile(
    r"\b((?i:son|daughter|brother|sister|child|cousin|aunt|uncle|niece|nephew|friend|colleague|dog|cat|horse)) (?:is |named |called )?"
    r"([A-Z][\w'-]+)"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


# What is over together with a slot that is over: whoever leaves a firm leaves the role there.
_TAKES_ALONG = {
    "employer": {"role", "work_mode", "shift", "hours", "manager", "commute"},
    "residence": {"dwelling", "tenure"},
    "school": {"major", "stage"},
    "relationship": {"household"},
    "jobless": {"role"},
    "eats": {"diet"},
}
# Each of these is said for itself: what is not over must not go with what is.
_APART = frozenset(
    "residence household employer role school major relationship children pregnancy diet hometown age contact tool version language "
    "favourite".split()
)


# With whom one lives in a home, and no more in the next one; a family may move along.
_LEFT_BEHIND = content(
    "parents mother father mum mom dad roommate flatmate housemate roommates flatmates housemates grandparents sister brother aunt uncle "
    "friends host"
)


def _covered(before: Life, after: Life, over: Mapping[Attribute, Attribute]) -> bool:
    """Whether nothing that the earlier statement says is lost when it goes."""
    along = {slot for attribute in over for slot in _TAKES_ALONG.get(attribute.slot, ())}
    if any(attribute.slot == "residence" and new.mood is not Mood.ENDED for attribute, new in over.items()):
        along |= {each.slot for each in before.attributes if each.slot == "household" and each.words & _LEFT_BEHIND}
    said = {(attribute.holder, attribute.slot, attribute.words) for attribute in after.attributes}
    gone = {word for new in over.values() if new.mood is Mood.ENDED for word in new.words}
    for attribute in before.attributes:
        if attribute in over or attribute.mood not in ASSERTED or attribute.family not in _APART:
            continue
        if (
            attribute.slot not in along
            and not attribute.words <= gone
            and (attribute.holder, attribute.slot, attribute.words) not in said
        ):
            return False
    for number, words in enumerate(before.words):
        pairs = [(old, new) for old, new in over.items() if old.phrase == number]
        replaced = {
            word for old, new in pairs for word in (old.words if old.is_single else wider(new.words) | new.words)
        }
        if len(words - replaced) > (_SPARE if pairs else 1):
            return False
        if any(not old.is_single and _one_of_several(old, new, after) for old, new in pairs):
            return False
    return True


def _one_of_several(old: Attribute, new: Attribute, after: Life) -> bool:
    """Whether only one of the things that the earlier statement names together is over, and the rest is not said again."""
    parts = re.split(r",| and | & | or ", re.sub(r"\s(?:for|with|from|because|at|by|on|in|as)\s.*", "", old.value))
    said = new.words | {each for words in after.words for word in words for each in (word, *word.split("-"))}
    return len(parts) > 1 and not all(content(part) & said for part in parts if content(part))
