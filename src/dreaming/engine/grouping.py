"""Which claims and observations may be about the same thing.

Two items are compared when they fill the same slot of somebody's life, or share a pair of their rarest terms; what too
many items share says nothing and is passed over, so that the work grows with the number of items. Items that say the
same or fill one slot form a group whatever its size; items that are only worded alike join them while the group is small.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, pairwise

from dreaming.domain.attributes import slot_keys
from dreaming.domain.claims import Claim, Observation
from dreaming.domain.fields import fields, told
from dreaming.domain.kinship import Item, Kinship
from dreaming.domain.language import Reading, read
from dreaming.domain.said_values import telling
from dreaming.domain.updates import is_telling, keys, update

RAREST = 8  # terms of an item that take part
MOST_SHARING = 40  # items that may share a pair of terms
GROUP_SIZE = 40  # up to which items join that are only worded alike
OVERLAP = 0.5  # of the terms of the shorter item: they are compared
ALIKE = 0.8  # they are worded alike


@dataclass(frozen=True, slots=True)
class Group:
    """Claims and observations to be decided together, each in a fixed order."""

    claims: tuple[Claim, ...]
    observations: tuple[Observation, ...]


def group(items: Sequence[Item], pairs: Iterable[tuple[int, int]], kinship: Kinship) -> list[Group]:
    """Groups of two and more, then single observations. Single claims are left out: there is nothing to decide.

    Args:
        items: all claims and observations.
        pairs: of item numbers, that may be about the same thing: see `compared`.
        kinship: how items compare.
    """
    readings = [read(item.text) for item in items]
    said = [frozenset(kinship.keys(item)) for item in items]
    parents = list(range(len(items)))
    sizes = [1] * len(items)
    alike: list[tuple[int, int]] = []
    for pair in chain(_of_one_slot(items, kinship), _of_one_field(items)):
        _join(parents, sizes, pair, limit=len(items))
    met = dict.fromkeys(chain(_meeting(items, slot_keys), _telling(items)))
    for a, b in chain(met, (pair for pair in pairs if pair not in met)):
        if _root(parents, a) == _root(parents, b):
            continue  # others have brought them together: what they are to each other changes nothing
        if _same_thing(items[a], items[b], kinship, may_be_same=not said[a].isdisjoint(said[b])):
            _join(parents, sizes, (a, b), limit=len(items))
        elif _overlap(readings[a], readings[b]) >= ALIKE:
            alike.append((a, b))
    for pair in alike:
        _join(parents, sizes, pair, limit=GROUP_SIZE)
    found: dict[int, list[Item]] = defaultdict(list)
    for number, item in enumerate(items):
        found[_root(parents, number)].append(item)
    groups = [_group(members) for members in found.values()]
    return [each for each in groups if each.observations or len(each.claims) > 1]


def _group(members: Iterable[Item]) -> Group:
    claims = sorted((m for m in members if isinstance(m, Claim)), key=lambda c: (c.path, c.first_line))
    observations = sorted((m for m in members if isinstance(m, Observation)), key=lambda o: o.id)
    return Group(tuple(claims), tuple(observations))


def _of_one_slot(items: Sequence[Item], kinship: Kinship) -> Iterable[tuple[int, int]]:
    """Pairs of item numbers that tell of the same slot of the same thing, whatever their words."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, item in enumerate(items):
        frame = kinship.frames.get(item.id)
        if frame is not None:
            found[(frame.holder, frame.slot)].append(number)
    for numbers in found.values():
        yield from pairwise(numbers)


def _of_one_field(items: Sequence[Item]) -> Iterable[tuple[int, int]]:
    """Pairs of item numbers: a value in a place of its own, and what a session tells of it."""
    telling_of: dict[str, list[int]] = defaultdict(list)
    for number, item in enumerate(items):
        said = telling(item.text) if isinstance(item, Observation) else None
        for word in said.subject if said is not None else ():
            telling_of[word].append(number)
    for number, claim in enumerate(items if telling_of else ()):
        if isinstance(claim, Claim):
            near = {other for field in fields(claim) for word in field.own for other in telling_of.get(word, ())}
            for other in sorted(near):
                observation = items[other]
                if isinstance(observation, Observation) and told(claim, observation) is not None:
                    yield min(number, other), max(number, other)


def _meeting(items: Sequence[Item], keys_of: Callable[[str], frozenset[str]]) -> Iterable[tuple[int, int]]:
    """Pairs of item numbers that share a key, such as the same slot of somebody's life, though they may share no word."""
    found: dict[str, list[int]] = defaultdict(list)
    known: set[str] = set()
    for number, item in enumerate(items):
        if item.text not in known:
            known.add(item.text)
            for key in keys_of(item.text):
                found[key].append(number)
    pairs = {pair for numbers in found.values() if len(numbers) <= MOST_SHARING for pair in combinations(numbers, 2)}
    yield from sorted(pairs)


def _telling(items: Sequence[Item]) -> Iterable[tuple[int, int]]:
    """Pairs of item numbers of which one may say of the other that it is over, though they may share no word."""
    said = [item.said for item in items]
    may_tell = [is_telling(text) for text in said]
    for a, b in _meeting(items, keys):
        if any(
            may_tell[later] and update(said[earlier], said[later]) is not None for earlier, later in ((a, b), (b, a))
        ):
            yield a, b


def _same_thing(a: Item, b: Item, kinship: Kinship, *, may_be_same: bool) -> bool:
    """Whether two items say the same, or one speaks against the other or gives its slot another value."""
    return (may_be_same and kinship.same(a, b)) or any(
        kinship.replacement(one, other) is not None or kinship.may_contradict(one, other)
        for one, other in ((a, b), (b, a))
    )


def compared(items: Sequence[Item]) -> Iterator[tuple[int, int]]:
    """Pairs of item numbers that may be about the same thing."""
    readings = [read(item.text) for item in items]
    same: dict[str, list[int]] = defaultdict(list)
    for number, reading in enumerate(readings):
        same[reading.normal].append(number)
    for numbers in same.values():
        yield from pairwise(numbers)
    # One item stands for its exact copies from here on.
    heads = [numbers[0] for numbers in same.values()]
    frequency = Counter(term for number in heads for term in readings[number].terms)
    shared: dict[str, list[int]] = defaultdict(list)
    for number in heads:
        rare = sorted(readings[number].terms, key=lambda term: (frequency[term], term))[:RAREST]
        for pair in combinations(sorted(rare), 2):
            shared[_key(pair)].append(number)
    seen: set[tuple[int, int]] = set()
    for numbers in shared.values():
        if 1 < len(numbers) <= MOST_SHARING:
            for pair in combinations(numbers, 2):
                if pair not in seen:
                    seen.add(pair)
                    if _overlap(readings[pair[0]], readings[pair[1]]) >= OVERLAP:
                        yield pair


def _key(pair: tuple[str, ...]) -> str:
    return "\0".join(pair)


def _overlap(a: Reading, b: Reading) -> float:
    return len(a.strong & b.strong) / max(1, min(len(a.strong), len(b.strong)))


def _root(parents: list[int], number: int) -> int:
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = parents[number]
    return number


def _join(parents: list[int], sizes: list[int], pair: tuple[int, int], *, limit: int) -> None:
    """Put two groups together, unless that makes one larger than the limit."""
    a, b = sorted((_root(parents, pair[0]), _root(parents, pair[1])))
    if a != b and sizes[a] + sizes[b] <= limit:
        parents[b] = a
        sizes[a] += sizes[b]
