"""Ways to tidy a store that are simpler than a dream; two of them cheat, and have to come out worthless.

They read the lines of the notes and what users said, and keep, replace or add whole lines.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from benchmarks.quality.cases import Case
from dreaming.service.exchange import ImportItem

SIMILAR = (0.8, 0.65, 0.5)  # how much of their letters two statements share, by threes
Memories = tuple[ImportItem, ...]
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Statement:
    """A line of a memory, or what a user said; where it stands, and since when."""

    text: str
    at: datetime
    path: str


def noop(case: Case) -> Memories:
    """The store as it is."""
    return case.memories


def exact(case: Case) -> Memories:
    """Of equal lines, whatever their case and punctuation, the last is kept."""
    return _kept(case, _last_of_each(_noted(case), _normal))


def newest_wins(case: Case, least: float) -> Memories:
    """Notes and what users said, in the order of time: each takes the place of the nearest earlier one, if that is near enough."""
    kept: list[tuple[_Statement, frozenset[str]]] = []
    for statement in sorted([*_noted(case), *_said(case)], key=lambda each: each.at):
        letters = _threes(statement.text)
        likeness, place = max(((_dice(letters, other), place) for place, (_, other) in enumerate(kept)), default=(0, 0))
        if likeness >= least:
            del kept[place]
        kept.append((statement, letters))
    return _kept(case, [statement for statement, _ in kept])


def keep_all(case: Case) -> Memories:
    """A cheat: nothing is ever lost where everything that was said is written down too."""
    return _kept(case, [*_noted(case), *_said(case)])


def all_former(case: Case) -> Memories:
    """A cheat: nothing is stale where everything is said to be over."""
    former = [replace(each, text=f"- formerly {each.text.lstrip('-* ')}") for each in [*_noted(case), *_said(case)]]
    return _kept(case, former)


def _noted(case: Case) -> list[_Statement]:
    return [
        _Statement(line, item.created_at or _LONG_AGO, item.path)
        for item in case.memories
        for line in item.content.splitlines()
        if line.strip() and not line.startswith("#")
    ]


def _said(case: Case) -> Iterator[_Statement]:
    for talk in case.talks:
        for each in talk.spoken:
            if each.type == "user.message":
                yield _Statement(f"- {each.text}", each.at, "/said.md")


def _kept(case: Case, statements: Iterable[_Statement]) -> Memories:
    """The statements as files again: those of the store under their headings, in their order."""
    by_path: dict[str, list[_Statement]] = {}
    for statement in statements:
        by_path.setdefault(statement.path, []).append(statement)
    items: Mapping[str, ImportItem] = {item.path: item for item in case.memories}
    return tuple(_file(path, by_path[path], items.get(path)) for path in sorted(by_path))


def _file(path: str, statements: Sequence[_Statement], item: ImportItem | None) -> ImportItem:
    heading = [line for line in item.content.splitlines() if line.startswith("#")][:1] if item else ["# Said"]
    content = "\n".join([*heading, "", *(each.text for each in statements), ""])
    times = [each.at for each in statements]
    if item is not None:
        return replace(item, content=content)
    return ImportItem(path, content, created_at=min(times), updated_at=max(times))


def _last_of_each(statements: Sequence[_Statement], key: Callable[[str], str]) -> list[_Statement]:
    last = {key(each.text): number for number, each in enumerate(sorted(statements, key=lambda each: each.at))}
    ordered = sorted(statements, key=lambda each: each.at)
    return [each for number, each in enumerate(ordered) if last[key(each.text)] == number]


def _normal(text: str) -> str:
    return " ".join(word.strip(".,:;!-*`") for word in text.casefold().split()).strip()


def _threes(text: str) -> frozenset[str]:
    normal = f" {_normal(text)} "
    return frozenset(normal[start : start + 3] for start in range(len(normal) - 2))


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / max(1, len(one) + len(other))
