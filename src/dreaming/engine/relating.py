"""Groups that only a model can find: items that are about one thing and share too few words for `grouping` to see it.

What is shown to the model is narrowed by code. An item is shown with those that share a rare word with it and enough
others, in windows of bounded size; one that has no such neighbour is never shown, except in a store that fits into one
window whole. The rules answer these questions with nothing, and then the groups are those of `grouping`.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Generator, Iterable, Sequence
from itertools import islice

from dreaming.domain.claims import Claim, Observation
from dreaming.domain.instructions import Steering
from dreaming.domain.language import Reading, read, same_values
from dreaming.domain.questions import Answer, GroupAnswer, GroupTask, Question, Stage
from dreaming.engine.asking import batches, question
from dreaming.engine.grouping import GROUP_SIZE, Group

Item = Claim | Observation
WINDOW = 40  # items that are shown together
WINDOWS_AT_ONCE = 16
MOST_SHARING = 12  # items that may share a word for it to say anything
SHARE = 0.34  # of the words of the shorter of two items with the same values, for them to be neighbours,
SHARE_APART = 0.5  # and of two whose values differ
MOST_NEIGHBOURS = 8  # of one item
LARGEST_SET = 6  # items that a model may call one thing


def relate(
    groups: Sequence[Group],
    claims: Sequence[Claim],
    observations: Sequence[Observation],
    steering: Steering,
    judge_name: str,
) -> Generator[list[Question], list[Answer], list[Group]]:
    """The groups, joined where a model says that their items are about one thing."""
    items = _heads(groups, claims, observations)
    found: list[tuple[str, ...]] = []
    for some in batches(windows(items), WINDOWS_AT_ONCE):
        tasks = [_task(window, steering) for window in some]
        answers = yield [
            question(Stage.GROUP, task, judge_name, map(repr, (*task.claims, *task.observations))) for task in tasks
        ]
        for window, answer in zip(some, answers, strict=True):
            allowed = {item.id for item in window}
            sets = answer.groups if isinstance(answer, GroupAnswer) else ()
            found += [ids for ids in sets if 1 < len(ids) <= LARGEST_SET and allowed.issuperset(ids)]
    return _joined(groups, {item.id: item for item in items}, found) if found else list(groups)


def windows(items: Sequence[Item]) -> list[list[Item]]:
    """What is shown together: neighbours next to each other, at most `WINDOW` at a time."""
    if len(items) < 2:
        return []
    if len(items) <= WINDOW:
        return [list(items)]
    order = [items[number] for number in _in_reach(_neighbours(items))]
    return [window for window in batches(order, WINDOW) if len(window) > 1]


def _heads(groups: Sequence[Group], claims: Sequence[Claim], observations: Sequence[Observation]) -> list[Item]:
    """One item of each group of several, and all items that are in none."""
    grouped = {item.id for each in groups if _size(each) > 1 for item in (*each.claims, *each.observations)}
    heads: list[Item] = [(*each.claims, *each.observations)[0] for each in groups if _size(each) > 1]
    rest: list[Item] = [item for item in (*claims, *observations) if item.id not in grouped]
    return sorted([*heads, *rest], key=lambda item: item.id)


def _size(group: Group) -> int:
    return len(group.claims) + len(group.observations)


def _neighbours(items: Sequence[Item]) -> list[list[int]]:
    """For each item those that share its rarest words, the rarest first."""
    readings = [read(item.text) for item in items]
    terms = [reading.strong for reading in readings]
    frequency = Counter(term for each in terms for term in each)
    sharing: dict[str, list[int]] = defaultdict(list)
    for number, each in enumerate(terms):
        for term in each:
            if 1 < frequency[term] <= MOST_SHARING:
                sharing[term].append(number)
    found: list[list[int]] = []
    for number, each in enumerate(terms):
        rare = sorted((term for term in each if term in sharing), key=lambda term: (frequency[term], term))
        others = dict.fromkeys(other for term in rare for other in sharing[term] if other != number)
        near = (other for other in others if _may_be_one(readings[number], readings[other]))
        found.append(list(islice(near, MOST_NEIGHBOURS)))
    return found


def _may_be_one(a: Reading, b: Reading) -> bool:
    """Whether they may say the same in other words, or contradict each other about one thing."""
    least = SHARE if same_values(a, b) else SHARE_APART
    return len(a.strong & b.strong) >= least * min(len(a.strong), len(b.strong))


def _in_reach(neighbours: Sequence[Sequence[int]]) -> list[int]:
    """The items that have neighbours, breadth first, so that neighbours stand close to each other."""
    order: list[int] = []
    seen: set[int] = set()
    for start in range(len(neighbours)):
        waiting = deque([start] if neighbours[start] and start not in seen else ())
        seen.update(waiting)
        while waiting:
            number = waiting.popleft()
            order.append(number)
            new = [other for other in neighbours[number] if other not in seen]
            seen.update(new)
            waiting.extend(new)
    return order


def _task(window: Iterable[Item], steering: Steering) -> GroupTask:
    shown = list(window)
    return GroupTask(
        claims=tuple(item for item in shown if isinstance(item, Claim)),
        observations=tuple(item for item in shown if isinstance(item, Observation)),
        steering=steering,
    )


def _joined(groups: Sequence[Group], heads: dict[str, Item], sets: Sequence[tuple[str, ...]]) -> list[Group]:
    """The groups with those joined that a set names items of; none grows over the size of a group."""
    at = {item.id: group for group in groups for item in (*group.claims, *group.observations)}
    for ids in sets:
        parts = list(dict.fromkeys(at.get(each) or _alone(heads[each]) for each in ids))
        claims = {claim.id: claim for part in parts for claim in part.claims}
        observations = {each.id: each for part in parts for each in part.observations}
        if len(parts) < 2 or len(claims) + len(observations) > GROUP_SIZE:
            continue
        joined = Group(
            tuple(sorted(claims.values(), key=lambda each: (each.path, each.first_line))),
            tuple(sorted(observations.values(), key=lambda each: each.id)),
        )
        at.update(dict.fromkeys((*claims, *observations), joined))
    return sorted(dict.fromkeys(at.values()), key=lambda each: min(i.id for i in (*each.claims, *each.observations)))


def _alone(item: Item) -> Group:
    return Group((item,), ()) if isinstance(item, Claim) else Group((), (item,))
