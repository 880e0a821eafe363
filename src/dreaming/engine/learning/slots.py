"""Slots: forms that tell the same, and whether what they tell has one value at a time."""

import re
from collections import Counter, defaultdict
from collections.abc import Container, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import combinations, pairwise
from math import factorial, prod

from dreaming.domain.language import read
from dreaming.domain.opposites import are_opposed
from dreaming.domain.single import SINGLE, is_one_of_some, names_several
from dreaming.domain.vocabulary import LINK_STEMS, plain
from dreaming.engine.learning.forms import Form, Pair, Told
from dreaming.engine.learning.statements import GAP

CHANCE = 0.005  # below which values that never came back are taken to be one at a time
AGAIN = 0.6  # how likely one of several values is the one that is told again


@dataclass
class Slot:
    """Forms that tell the same."""

    name: str
    forms: tuple[Form, ...]

    @cached_property
    def told(self) -> Told:
        """For each holder its values, each with when it was said."""
        found: Told = defaultdict(lambda: defaultdict(list[datetime]))
        for form in self.forms:
            for holder, values in form.told.items():
                for value, times in values.items():
                    found[holder][value] += times
        return found

    @cached_property
    def pairs(self) -> frozenset[Pair]:
        """What was said of what."""
        return frozenset(pair for form in self.forms for pair in form.seen)

    @cached_property
    def values(self) -> frozenset[str]:
        """What was said, of whatever."""
        return frozenset(value for _, value in self.pairs)

    @cached_property
    def nouns(self) -> frozenset[str]:
        """Nouns of which there is one at a time that stand alone in one of its forms."""
        return frozenset(noun for form in self.forms for noun in form.nouns)

    @cached_property
    def own(self) -> frozenset[str]:
        """All words of its forms."""
        return frozenset(word for form in self.forms for word in form.own)

    @cached_property
    def guard(self) -> Hashable:
        """What must agree in the own words of forms that tell the same: it does within a slot."""
        return self.forms[0].guard

    @property
    def scope(self) -> frozenset[str]:
        """The environment or place that its forms name."""
        return self.forms[0].reading.scope

    @cached_property
    def terms(self) -> frozenset[str]:
        """Its own words and values, as they are compared."""
        return frozenset(term for form in self.forms for term in form.reading.terms)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The words of its forms that say something."""
        return frozenset(stem for form in self.forms for stem in form.reading.stems - LINK_STEMS)

    def is_single(self, *, has_changes: bool) -> bool | None:
        """Whether it has one value at a time; None where nothing tells.

        It has where a statement tells its change, where words name the one such thing, or where the order in which its
        values were told, all of one before all of the next, would be unlikely (< `CHANCE`) if several held at once.
        """
        chance, changed, came_back = 1.0, 0, 0
        for told in self.told.values():
            if _are_at_once(told):
                continue  # of what was told at one time nothing tells which was first
            order = [value for _, value in sorted((at, value) for value, times in told.items() for at in set(times))]
            counts = Counter(order)
            changed += len(counts) > 1
            if 1 + sum(a != b for a, b in pairwise(order)) > len(counts):
                came_back += 1  # a value was told again after another one
            elif len(counts) > 1:
                chance *= factorial(len(counts)) * prod(map(factorial, counts.values())) / factorial(len(order))
            else:
                chance *= AGAIN ** (len(order) - 1)
        wordings = [form.wording() for form in self.forms]
        follows = changed > 0 and chance < CHANCE
        is_several = any(map(names_several, wordings)) or (any(map(is_one_of_some, wordings)) and not follows)
        if is_several and not has_changes:
            return False
        names_one = any(form.is_definite() for form in self.forms) or any(map(_names_one, wordings))
        if came_back and (not (has_changes or names_one) or came_back * 2 > changed > 1):
            return False
        return True if has_changes or names_one or follows else None


def _are_at_once(told: Mapping[str, Sequence[datetime]]) -> bool:
    """Whether two values were told at the same time."""
    times = Counter(at for each in told.values() for at in set(each))
    return any(count > 1 for count in times.values())


def _names_one(wording: str) -> bool:
    """Whether words name something of which there is one at a time. Who owns or leads something may own and lead more."""
    reading = read(wording)
    return not reading.negated and bool((reading.stems & SINGLE) - _DOES)


_DOES = frozenset(map(plain, ("owns", "maintains", "leads", "hosts", "manages")))


def which_are_single(slots: Sequence[Slot], changing: Container[str]) -> dict[str, bool | None]:
    """Of each slot, by name, whether it has one value at a time; `changing` names those of which a change was told.

    Where a slot itself does not show it, one that tells the same of another environment may.
    """
    known = {slot.name: slot.is_single(has_changes=slot.name in changing) for slot in slots}
    single = [slot for slot in slots if known[slot.name]]
    unknown = [slot for slot in slots if known[slot.name] is None]
    return known | {slot.name: True for slot in unknown if any(_reaches_elsewhere(slot, each) for each in single)}


def _reaches_elsewhere(slot: Slot, other: Slot) -> bool:
    """Whether two slots tell the same but for the environment: fillings of both are alike."""
    return slot.scope != other.scope and len(slot.pairs & other.pairs) > 1 and len(slot.values & other.values) > 1


def find_slots(forms: Sequence[Form], changes: Iterable[tuple[Pair, Pair]]) -> list[Slot]:
    """Forms put together that tell the same; those that share most come first.

    What is put together counts as one wording from then on: a form that shares one filling with each of two others
    shares two with both.

    Args:
        forms: each statement is in one of them at most.
        changes: what changed from what to what, each as (holder, value): a form that tells the one and a form that
            tells the other count as sharing.
    """
    changed = list(changes)
    slots = [Slot(_name(form), (form,)) for form in sorted(forms, key=lambda each: each.key)]
    while True:
        joined = _joined(slots, changed)
        if len(joined) == len(slots):
            return slots
        slots = joined


def _name(form: Form) -> str:
    return " ".join(form.key).replace(GAP, "_")


def _joined(slots: Sequence[Slot], changes: Iterable[tuple[Pair, Pair]]) -> list[Slot]:
    """Slots put together that tell the same, each as it is: what is put together is looked at again in the next round."""
    parents = list(range(len(slots)))
    for (a, b), count in sorted(_shared(slots, changes).items(), key=lambda each: (-each[1], each[0])):
        if _tell_the_same(slots[a], slots[b], count):
            parents[_root(parents, b)] = _root(parents, a)
    found: dict[int, list[Form]] = defaultdict(list)
    for number, slot in enumerate(slots):
        found[_root(parents, number)] += slot.forms
    together = [tuple(sorted(members, key=lambda each: each.key)) for members in found.values()]
    return [Slot(_name(members[0]), members) for members in sorted(together, key=lambda each: each[0].key)]


def _root(parents: list[int], number: int) -> int:
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = parents[number]
    return number


def _shared(slots: Sequence[Slot], changes: Iterable[tuple[Pair, Pair]]) -> Mapping[tuple[int, int], int]:
    """How many fillings two slots have in common; those that name the same single thing are looked at in any case.

    Slots whose own words differ in what must agree are passed over: they tell the same in no case.
    """
    by_pair: dict[Pair, dict[Hashable, list[int]]] = defaultdict(lambda: defaultdict(list[int]))
    by_noun: dict[tuple[str, Hashable], list[int]] = defaultdict(list)
    for number, slot in enumerate(slots):
        for pair in slot.pairs:
            by_pair[pair][slot.guard].append(number)
        for noun in slot.nouns:
            by_noun[noun, slot.guard].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in (each for guarded in by_pair.values() for each in guarded.values()):
        shared.update(combinations(numbers, 2))
    for was, now in changes:
        pairs = ((a, b) for guard, of in by_pair[was].items() for a in of for b in by_pair[now].get(guard, ()))
        shared.update({(min(a, b), max(a, b)) for a, b in pairs if a != b})
    for numbers in by_noun.values():
        for a, b in combinations(numbers, 2):
            shared.setdefault((a, b), 0)
    return shared


def _tell_the_same(a: Slot, b: Slot, shared: int) -> bool:
    """Whether two slots with so many fillings in common say the same of them."""
    if a.guard != b.guard or are_opposed(a.own, b.own):
        return False
    both = [(a.told[holder], b.told[holder]) for holder in a.told.keys() & b.told.keys()]
    apart = sum(not (one.keys() & other.keys()) for one, other in both)
    against = sum(_differ(one, other) for one, other in both)
    one_noun = bool(a.nouns & b.nouns)
    if shared == 1 and not one_noun and not a.stems & b.stems and all(map(_is_small, a.values & b.values)):
        return False  # three tries and three pods are alike by chance
    if against * 2 > shared or (apart > shared and not one_noun) or _are_told_of_two(a, b):
        return False
    if one_noun or shared > 1 or (shared and a.stems & b.stems):
        return True
    return shared > 0 and len(a.values & b.values) > 1


def _are_told_of_two(a: Slot, b: Slot) -> bool:
    """Whether two forms are one wording about two things, as `… of cart-api is kept in …` and `… of geo-api is kept in …`.

    So they are where one word tells them apart and that is no plain word, which may be another word for the same.
    """
    pairs = ((x.key, y.key) for x in a.forms for y in b.forms if len(x.key) == len(y.key))
    for one, other in pairs:
        words = [(x, y) for x, y in zip(one, other, strict=True) if x != y]
        if len(words) == 1 and GAP not in words[0] and not any(map(str.isalpha, words[0])):
            return True
    return False


def _is_small(value: str) -> bool:
    """Whether a value is one of few figures, as many things may have it."""
    return _SMALL.fullmatch(value) is not None


_SMALL = re.compile(r"\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|yes|no|on|off|true|false")


def _differ(left: Mapping[str, Sequence[datetime]], right: Mapping[str, Sequence[datetime]]) -> bool:
    """Whether two forms told other things of one holder at the same time."""
    if left.keys() & right.keys():
        return False
    times = [at for each in left.values() for at in each]
    return any(min(times) <= at <= max(times) for each in right.values() for at in each)
