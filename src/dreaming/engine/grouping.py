"""Which claims and observations may be about the same thing.

Two items are compared when they share a pair of their rarest terms; a pair that too many items share says nothing and
is passed over, so that the work grows with the number of items. Items that say the same or fill one slot form a group
whatever its size; items that are only worded alike join them while the group is small.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from dreaming.domain.claims import Claim, Observation
from dreaming.domain.language import Reading, read, same_statement
from dreaming.domain.slots import replacement

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


Item = Claim | Observation


def group(claims: Sequence[Claim], observations: Sequence[Observation]) -> list[Group]:
    """Groups of two and more, then single observations. Single claims are left out: there is nothing to decide."""
    items: list[Item] = [*claims, *observations]
    readings = [read(item.text) for item in items]
    parents = list(range(len(items)))
    sizes = [1] * len(items)
    alike: list[tuple[int, int]] = []
    for a, b in _compared(readings):
        if _same_thing(items[a].text, items[b].text):
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


def _same_thing(a: str, b: str) -> bool:
    """Whether two texts say the same, or one gives the slot of the other another value."""
    return same_statement(read(a), read(b)) or replacement(a, b) is not None or replacement(b, a) is not None


def _compared(readings: Sequence[Reading]) -> Iterable[tuple[int, int]]:
    """Pairs of item numbers that may be about the same thing."""
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
