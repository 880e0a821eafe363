"""Slots: forms that tell the same, and whether what they tell has one value at a time."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import combinations, pairwise
from math import factorial, prod

from dreaming.domain.language import LINK_STEMS, read
from dreaming.domain.opposites import are_opposed
from dreaming.domain.slots import SINGLE, holds_several
from dreaming.engine.learning.forms import Form, Pair, Told
from dreaming.engine.learning.statements import GAP, Key

CHANCE = 0.02  # below which values that never came back are taken to be one at a time
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
        if any(map(holds_several, wordings)) and not has_changes:
            return False
        names_one = any(form.is_definite() for form in self.forms) or any(
            read(each).stems & SINGLE for each in wordings
        )
        if came_back and (not (has_changes or names_one) or came_back * 2 > changed > 1):
            return False
        return True if has_changes or names_one or (changed and chance < CHANCE) else None


def find_slots(forms: Sequence[Form], changes: Iterable[tuple[Pair, Pair]]) -> list[Slot]:
    """Forms put together that tell the same; those that share most come first.

    Args:
        forms: each statement is in one of them at most.
        changes: what changed from what to what, each as (holder, value): a form that tells the one and a form that
            tells the other count as sharing.
    """
    by_key = {form.key: form for form in forms}
    parents = {key: key for key in by_key}
    for (a, b), count in sorted(_shared(forms, changes).items(), key=lambda each: (-each[1], each[0])):
        if _tell_the_same(by_key[a], by_key[b], count):
            parents[_root(parents, b)] = _root(parents, a)
    found: dict[Key, list[Form]] = defaultdict(list)
    for key, form in sorted(by_key.items()):
        found[_root(parents, key)].append(form)
    return [Slot(" ".join(key).replace(GAP, "_"), tuple(members)) for key, members in sorted(found.items())]


def _shared(forms: Sequence[Form], changes: Iterable[tuple[Pair, Pair]]) -> Mapping[tuple[Key, Key], int]:
    """How many fillings two forms have in common; forms that name the same single thing are looked at in any case.

    Forms whose own words differ in what must agree are passed over: they tell the same in no case.
    """
    by_pair: dict[Pair, dict[Hashable, list[Key]]] = defaultdict(lambda: defaultdict(list[Key]))
    by_noun: dict[tuple[str, Hashable], list[Key]] = defaultdict(list)
    for form in forms:
        guard = _guard(form)
        for pair in form.seen:
            by_pair[pair][guard].append(form.key)
        for noun in form.nouns:
            by_noun[noun, guard].append(form.key)
    shared: Counter[tuple[Key, Key]] = Counter()
    for keys in (each for guarded in by_pair.values() for each in guarded.values()):
        shared.update((min(pair), max(pair)) for pair in combinations(keys, 2))
    for was, now in changes:
        pairs = ((a, b) for guard, keys in by_pair[was].items() for a in keys for b in by_pair[now].get(guard, ()))
        shared.update({(min(a, b), max(a, b)) for a, b in pairs if a != b})
    for keys in by_noun.values():
        for a, b in combinations(sorted(keys), 2):
            shared.setdefault((a, b), 0)
    return shared


def _guard(form: Form) -> Hashable:
    """What must agree in the own words of two forms that tell the same."""
    return form.reading.negated, form.reading.scope, form.reading.shifts, form.reading.values


def _root(parents: dict[Key, Key], key: Key) -> Key:
    while parents[key] != key:
        parents[key] = parents[parents[key]]
        key = parents[key]
    return key


def _tell_the_same(a: Form, b: Form, shared: int) -> bool:
    """Whether two forms with so many fillings in common say the same of them."""
    left, right = a.reading, b.reading
    if _guard(a) != _guard(b) or are_opposed(set(a.own), set(b.own)):
        return False
    both = [(a.told[holder], b.told[holder]) for holder in a.told.keys() & b.told.keys()]
    apart = sum(not (one.keys() & other.keys()) for one, other in both)
    against = sum(_differ(one, other) for one, other in both)
    one_noun = bool(a.nouns & b.nouns)
    if against * 2 > shared or (apart > shared and not one_noun):
        return False
    if one_noun or shared > 1 or (shared and (left.stems & right.stems) - LINK_STEMS):
        return True
    return shared > 0 and len({value for _, value in a.seen} & {value for _, value in b.seen}) > 1


def _differ(left: Mapping[str, Sequence[datetime]], right: Mapping[str, Sequence[datetime]]) -> bool:
    """Whether two forms told other things of one holder at the same time."""
    if left.keys() & right.keys():
        return False
    times = [at for each in left.values() for at in each]
    return any(min(times) <= at <= max(times) for each in right.values() for at in each)
