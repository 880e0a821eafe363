"""What must hold before a dream is promoted. A gate that is not passed refuses it, and names its override."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from dreaming.domain.changes import Fate
from dreaming.domain.errors import InvalidInput, PromotionRefused
from dreaming.domain.exam import LOST_SHARE
from dreaming.domain.model import Dream
from dreaming.domain.provenance import Origin, lines_of
from dreaming.domain.texts import counted
from dreaming.domain.times import render
from dreaming.service.accounting import vanished
from dreaming.store import dreams, exams, ledger, memories, outputs, pins, stores, versions
from dreaming.store.connection import Connection
from dreaming.store.outputs import Touched

DROP_LIMIT = "drop_limit"
EXAM = "exam"
PINNED = "pinned"
OVERRIDES = (DROP_LIMIT, EXAM, PINNED)

_DROPPED_SHARE = 0.20
_FEW_CLAIMS = 10  # in a store with fewer, a share says nothing
_NAMED = 5  # lines that a refusal names
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
    _check_whole(conn, dream)
    _check_accounted(conn, dream)
    _check_values(conn, dream, changed)
    found = _closed(conn, dream, changed)
    reasons = {name: reason for name, reason in found.items() if name not in override}
    if reasons:
        how = f"Look at its report; to promote all the same, give override {', '.join(reasons)}."
        raise PromotionRefused(dream.id, list(reasons.values()), how, list(reasons))


def passed_over(
    conn: Connection, dream: Dream, override: Collection[str], *, at: datetime, by: str
) -> list[dict[str, str]]:
    """The gates that the dream does not pass and that these overrides pass over, for the record: why, by whom, when."""
    if not override:
        return []
    found = _closed(conn, dream, outputs.touched(conn, dream.id, dream.output_store_id or ""))
    return [
        {"gate": name, "reason": found[name], "by": by, "at": render(at)} for name in sorted(override) if name in found
    ]


def _closed(conn: Connection, dream: Dream, changed: Sequence[Touched]) -> dict[str, str]:
    """The gates that the dream does not pass, each with the reason."""
    found = {
        DROP_LIMIT: _too_much_dropped(conn, dream),
        EXAM: _too_much_lost(conn, dream),
        PINNED: _pinned_changed(changed),
    }
    return {name: reason for name, reason in found.items() if reason is not None}


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


def _check_whole(conn: Connection, dream: Dream) -> None:
    """Nothing that it read was forgotten since: its result is not what was reviewed. Nothing overrides this one."""
    gaps = dreams.forgotten(conn, dream.id)
    if gaps:
        reason = f"something that it read was forgotten since, and {counted(gaps, 'entry', 'entries')} of its report have gaps"
        raise PromotionRefused(dream.id, [reason], "Start another dream.")


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
    lines = [
        f"{place.path}:{place.first_line}" for place in ledger.claims_with(conn, dream.id, _GONE, limit=_NAMED + 1)
    ]
    return f"it drops {gone} of {claims} claims, more than {_DROPPED_SHARE:.0%}: {_some(lines)}"


def _too_much_lost(conn: Connection, dream: Dream) -> str | None:
    """More than the allowed share of the exam's hits."""
    score = exams.score(conn, dream.id)
    if score is None or score.is_passed:
        return None
    lost = [f"{each.question!r} finds {each.value!r} no more" for each in exams.changed(conn, dream.id) if each.is_lost]
    told = f"its exam lost {score.lost} of {score.before} answers, more than {LOST_SHARE:.0%}"
    return f"{told}: {_some(lost)} (section exam of its report)"


def drops_too_much(fates: Mapping[Fate, int]) -> bool:
    """Whether a result with so many claims of each fate drops more than the allowed share."""
    claims = sum(fates.values())
    return claims >= _FEW_CLAIMS and _gone(fates) > _DROPPED_SHARE * claims


def _gone(fates: Mapping[Fate, int]) -> int:
    return sum(fates.get(fate, 0) for fate in _GONE)


def _pinned_changed(changed: Sequence[Touched]) -> str | None:
    paths = [each.base.path for each in changed if each.base is not None and each.base.pinned]
    return f"it changes pinned memories: {_some(paths)}" if paths else None


def _check_values(conn: Connection, dream: Dream, changed: Sequence[Touched]) -> None:
    """No number, date, name or negation of the input has vanished without account. Nothing overrides this one either."""
    touched = [each.base.path for each in changed if each.base is not None]
    output = memories.whole(conn, dream.output_store_id or "")
    texts = {each.path: each.content or "" for each in output}
    gone = list(vanished(ledger.fates_at(conn, dream.id, touched), texts))
    if gone:
        reason = (
            f"{counted(len(gone), 'line')} would lose what stands nowhere else: {_some([each.text for each in gone])}"
        )
        raise PromotionRefused(dream.id, [reason], "Start another dream; this one's ledger is not true.")


def _some(named: Sequence[str]) -> str:
    return ", ".join(named[:_NAMED]) + (", …" if len(named) > _NAMED else "")
