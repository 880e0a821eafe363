"""A memory's hunks: made from two texts, and from the ledger where a dream made the later one."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from dreaming.domain.changes import Change, Fate, LedgerEntry
from dreaming.domain.comparing import Stretch, compare, parted, reworded
from dreaming.service.answerable import NOWHERE, Ledger, Owner, Wanderers, frames
from dreaming.service.diffs import DiffOperation, Hunk, MemoryDiff, Texts
from dreaming.service.risks import Risk, risk_of, vanished
from dreaming.store.passages import pieces

_NOBODY = "nobody"
_NO_RECORD = "No record says why."
_RISKS = {
    Fate.MOVED: Risk.MOVED,
    Fate.MERGED_INTO: Risk.MERGED,
    Fate.SUPERSEDED_BY: Risk.REPLACED,
    Fate.QUARANTINED: Risk.QUARANTINED,
}


def diff_of(texts: Texts, ledger: Ledger, wanderers: Wanderers = NOWHERE) -> MemoryDiff:
    """What became of a memory.

    Args:
        texts: both sides.
        ledger: of the dream that made the later side; where it knows nothing, texts alone are compared.
        wanderers: lines that moved between memories, for where there is no ledger.
    """
    making = _Making(texts, ledger, wanderers)
    hunks = making.hunks() if texts.is_readable else [making.remark("Its text was redacted: it cannot be compared.")]
    if not hunks and texts.operation is DiffOperation.RENAMED:
        hunks = [making.remark(f"Renamed from {texts.path_before}.", Risk.MOVED)]
    if not hunks and texts.operation is not DiffOperation.MODIFIED:
        hunks = [making.remark("It is empty.")]
    return MemoryDiff(
        path_before=texts.path_before, path_after=texts.path_after, operation=texts.operation, hunks=tuple(hunks)
    )


class _Making:
    """The making of one memory's hunks."""

    def __init__(self, texts: Texts, ledger: Ledger, wanderers: Wanderers) -> None:
        self._texts = texts
        self._ledger = ledger
        self._wanderers = wanderers
        self._headings: list[tuple[int, str]] | None = None
        self._later_headings: list[tuple[int, str]] | None = None

    def hunks(self) -> list[Hunk]:
        """In the order of the text."""
        found = compare(self._texts.before or "", self._texts.after or "")
        parts = [part for stretch in found for part in self._parts(stretch)]
        return [self._hunk(number, part) for number, part in enumerate(parts, 1)]

    def remark(self, reason: str, risk: Risk = Risk.STRUCTURE) -> Hunk:
        """A hunk without lines."""
        return Hunk(number=1, stretch=Stretch(1, (), 1, ()), risk=risk, topic=self._path, reason=reason)

    @property
    def _path(self) -> str:
        return self._texts.path_after or self._texts.path_before or ""

    def _parts(self, stretch: Stretch) -> list[Stretch]:
        if stretch.is_reworded:
            return [stretch]
        if not self._ledger.is_known:
            return reworded(stretch)
        owners = _keys(self._owners(stretch), stretch.before)
        return parted(stretch, owners, _keys(self._later_owners(stretch), stretch.after))

    def _owners(self, stretch: Stretch) -> list[Owner | None]:
        path, lines = self._texts.path_before, enumerate(stretch.before, stretch.first)
        return [self._ledger.owner_before(path, number, line) for number, line in lines]

    def _later_owners(self, stretch: Stretch) -> list[Owner | None]:
        path, lines = self._texts.path_after, range(stretch.later_first, stretch.later_first + len(stretch.after))
        return [self._ledger.owner_after(path, number) for number in lines]

    def _hunk(self, number: int, stretch: Stretch) -> Hunk:
        if stretch.is_line_feed:
            return self._untold(number, stretch)
        entries = [owner.entry for owner in self._owners(stretch) if owner is not None]
        entries += [owner.entry for owner in self._later_owners(stretch) if owner is not None]
        if entries:
            return self._told(number, stretch, entries)
        return self._untold(number, stretch)

    def _told(self, number: int, stretch: Stretch, entries: Sequence[LedgerEntry]) -> Hunk:
        """As the ledger has it."""
        entry = entries[0]
        change = self._ledger.changes.get(entry.change_id or "")
        here = {
            (self._texts.path_after, n) for n in range(stretch.later_first, stretch.later_first + len(stretch.after))
        }
        to = [place for each in entries if each.fate is not None for place in each.to]
        gone = tuple(dict.fromkeys(each.claim.text for each in entries if each.fate is not None))
        return Hunk(
            number=number,
            stretch=stretch,
            risk=_risk(entry, change),
            topic=(change.topic if change else "") or self._heading(stretch),
            reason=entry.reason,
            change=change,
            fates=tuple(dict.fromkeys(each.fate for each in entries if each.fate is not None)),
            to=tuple(dict.fromkeys(place for place in to if (place.path, place.first_line) not in here)),
            origin=() if change is None or stretch.before else change.before,
            vanished=vanished(gone, [place.text for place in (*to, *(change.after if change else ()))]),
        )

    def _untold(self, number: int, stretch: Stretch) -> Hunk:
        """As the texts show it."""
        before, after = _said(stretch.before), _said(stretch.after)
        lost = vanished(before, after) if stretch.is_reworded else ()
        to = self._wanderers.moved_to(before)
        origin = self._wanderers.moved_from(after)
        return Hunk(
            number=number,
            stretch=stretch,
            risk=_risk_of_text(stretch, is_moved=bool(to or origin), is_lost=bool(lost)),
            topic=self._heading(stretch),
            reason=self._reason(stretch),
            to=to,
            origin=origin,
            vanished=lost,
        )

    def _reason(self, stretch: Stretch) -> str:
        if stretch.is_line_feed:
            return "Only the line feed at the end is another."
        if all(frames(line) for line in (*stretch.before, *stretch.after)):
            return "Headings, rules or blank lines only."
        return _NO_RECORD if self._ledger.is_known else ""

    def _heading(self, stretch: Stretch) -> str:
        """The heading above the lines, else the path."""
        if stretch.after or self._texts.path_after is not None:
            if self._later_headings is None:
                self._later_headings = _headings(self._texts.after or "")
            return _above(self._later_headings, stretch.later_first) or self._path
        if self._headings is None:
            self._headings = _headings(self._texts.before or "")
        return _above(self._headings, stretch.first) or self._path


def _keys(owners: Iterable[Owner | None], lines: Iterable[str]) -> list[str]:
    """What frames other lines goes with them; what nobody is answerable for must be seen by itself."""
    pairs = zip(owners, lines, strict=True)
    return [owner.key if owner is not None else "" if frames(line) else _NOBODY for owner, line in pairs]


def _risk(entry: LedgerEntry, change: Change | None) -> Risk:
    if entry.generated:
        return Risk.STRUCTURE
    if change is not None:
        return risk_of(change)
    if entry.fate is None:
        return Risk.ADDED
    return _RISKS.get(entry.fate, Risk.DUPLICATE if entry.to else Risk.DROPPED)


def _risk_of_text(stretch: Stretch, *, is_moved: bool, is_lost: bool) -> Risk:
    lines = (*stretch.before, *stretch.after)
    if stretch.is_line_feed or all(frames(line) for line in lines):
        return Risk.STRUCTURE
    if stretch.is_reworded:
        return Risk.VANISHED if is_lost else Risk.REWORDED
    if is_moved:
        return Risk.MOVED
    return Risk.DROPPED if stretch.before else Risk.ADDED


def _said(lines: Iterable[str]) -> list[str]:
    return [line.strip() for line in lines if not frames(line)]


def _headings(text: str) -> list[tuple[int, str]]:
    """The number of the first line of each passage, and the heading right above it."""
    return [(piece.first, piece.headings[-1] if piece.headings else "") for piece in pieces(text)]


def _above(headings: Sequence[tuple[int, str]], line: int) -> str:
    index = bisect_right(headings, line, key=lambda each: each[0]) - 1
    return headings[index][1] if index >= 0 else ""
