"""Which changes are meant by ids, paths and kinds."""

from collections.abc import Mapping, Sequence

from dreaming.domain.changes import Change, ChangeKind
from dreaming.domain.errors import InvalidInput
from dreaming.domain.instructions import names_path

Needs = Mapping[str, Mapping[str, str]]


def named(changes: Sequence[Change], names: Sequence[str], field: str) -> frozenset[str]:
    """The ids of the changes that these names mean: an id, a path (or a folder above it), or a kind.

    Raises:
        InvalidInput: a name means no change of the dream.
    """
    found: set[str] = set()
    for name in names:
        meant = {change.id for change in changes if _fits(name, change)}
        if not meant:
            kinds = ", ".join(ChangeKind)
            how = f"Give a change's id (section changes of dream_report), a path, or a kind: {kinds}."
            raise InvalidInput(field, f"{name[:80]!r} names no change of the dream", how)
        found |= meant
    return frozenset(found)


def _fits(name: str, change: Change) -> bool:
    if name.startswith("/"):
        return any(names_path(name, place.path) for place in (*change.before, *change.after))
    return name in {change.id, str(change.kind)}


def with_needs(chosen: frozenset[str], needs: Needs) -> dict[str, str]:
    """What else is needed by the chosen changes, and why; needs of needs too."""
    return _follow(chosen, needs)


def with_dependants(gone: frozenset[str], needs: Needs) -> dict[str, str]:
    """What else cannot stand without these changes, and why."""
    needed_by: dict[str, dict[str, str]] = {}
    for key, needed in needs.items():
        for other, why in needed.items():
            needed_by.setdefault(other, {})[key] = why
    return _follow(gone, needed_by)


def _follow(start: frozenset[str], links: Needs) -> dict[str, str]:
    found: dict[str, str] = {}
    waiting = sorted(start)
    while waiting:
        key = waiting.pop()
        for other, why in sorted(links.get(key, {}).items()):
            if other not in start and other not in found:
                found[other] = f"{why} ({key})"
                waiting.append(other)
    return found
