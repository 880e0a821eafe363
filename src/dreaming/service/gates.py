"""What must hold before a dream is promoted. A gate that is not passed refuses it, and names its override."""

from collections.abc import Collection, Mapping, Sequence

from dreaming.domain.changes import Fate
from dreaming.domain.errors import InvalidInput, PromotionRefused
from dreaming.domain.model import Dream
from dreaming.domain.provenance import Origin, lines_of
from dreaming.store import dreams, ledger, pins, stores, versions
from dreaming.store.connection import Connection
from dreaming.store.outputs import Touched

DROP_LIMIT = "drop_limit"
PINNED = "pinned"
OVERRIDES = (DROP_LIMIT, PINNED)

_DROPPED_SHARE = 0.20
_FEW_CLAIMS = 10  # in a store with fewer, a share says nothing
_GONE = (Fate.DROPPED_TRANSIENT, Fate.DROPPED_ASKED, Fate.QUARANTINED)


def check_gates(conn: Connection, dream: Dream, changed: Sequence[Touched], override: Collection[str]) -> None:
    """Whether the dream may be promoted.

    Raises:
        InvalidInput: there is no such override.
        PromotionRefused: a gate is not passed.
    """
    unknown = sorted(set(override) - set(OVERRIDES))
    if unknown:
        raise InvalidInput("override", f"{unknown[0]!r} is none", f"There are: {', '.join(OVERRIDES)}.")
    _check_accounted(conn, dream)
    found = {DROP_LIMIT: _too_much_dropped(conn, dream), PINNED: _pinned_changed(changed)}
    reasons = {name: reason for name, reason in found.items() if reason is not None and name not in override}
    if reasons:
        how = f"Look at its report; to promote all the same, give override {', '.join(reasons)}."
        raise PromotionRefused(dream.id, list(reasons.values()), how, list(reasons))


def check_unattended(conn: Connection, dream_id: str) -> None:
    """Whether the dream may promote itself: what only an agent reports of a user waits for a person to look.

    So does whatever is to be known in every project.

    Raises:
        PromotionRefused: it has such changes, or is of the personal store.
    """
    if stores.is_personal(conn, dreams.get(conn, dream_id).memory_store_id):
        reason = "it is of the personal store, and a person decides what is known in every project"
        raise PromotionRefused(dream_id, [reason], "Look at its report, then promote it yourself.")
    heard = [{item.origin for item in change.evidence} for change in ledger.changes(conn, dream_id)]
    reported = sum(Origin.REPORTED in origins and Origin.USER not in origins for origins in heard)
    if reported:
        reason = f"{reported} of its changes rest on what an agent reports that a user said"
        raise PromotionRefused(dream_id, [reason], "Look at its report, then promote it yourself.")


def _check_accounted(conn: Connection, dream: Dream) -> None:
    """Each line of the input has one fate, or is structure. Nothing overrides this one."""
    overlap = ledger.first_overlap(conn, dream.id)
    if overlap is not None:
        raise PromotionRefused(dream.id, [f"a line of {overlap!r} has two fates"], "Start another dream.")
    contents = [versions.get(conn, pin.memory_version_id).content for pin in pins.memories(conn, dream.id)]
    if None in contents:
        return  # a text was redacted since: its lines cannot be counted any more
    lines = sum(len(lines_of(content)) for content in contents if content is not None)
    told = ledger.covered_lines(conn, dream.id) + dreams.result(conn, dream.id).counts.get(ledger.STRUCTURE_LINES, 0)
    if told != lines:
        reason = f"{abs(lines - told)} of {lines} lines of the input have no fate in its ledger"
        raise PromotionRefused(dream.id, [reason], "Start another dream.")


def _too_much_dropped(conn: Connection, dream: Dream) -> str | None:
    fates = ledger.fates(conn, dream.id)
    claims, gone = sum(fates.values()), _gone(fates)
    if not drops_too_much(fates):
        return None
    return f"it drops {gone} of {claims} claims, more than {_DROPPED_SHARE:.0%}"


def drops_too_much(fates: Mapping[Fate, int]) -> bool:
    """Whether a result with so many claims of each fate drops more than the allowed share."""
    claims = sum(fates.values())
    return claims >= _FEW_CLAIMS and _gone(fates) > _DROPPED_SHARE * claims


def _gone(fates: Mapping[Fate, int]) -> int:
    return sum(fates.get(fate, 0) for fate in _GONE)


def _pinned_changed(changed: Sequence[Touched]) -> str | None:
    paths = [each.base.path for each in changed if each.base is not None and each.base.pinned]
    return f"it changes pinned memories: {', '.join(paths[:5])}" if paths else None
