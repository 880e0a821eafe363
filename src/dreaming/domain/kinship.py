"""What two statements are to each other: the same, one in the place of the other, or neither.

The judge proposes by it and the checks decide by it, so that there is one answer. Words alone decide where the store
shows nothing more (`language`, `slots`, `lives`); where many statements of one form were seen, each has a `Frame`, which says
what it tells of whom, whatever the wording.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from dreaming.domain import lives, updates
from dreaming.domain.claims import Claim, ClaimKind, Observation
from dreaming.domain.contexts import may_be_same, may_replace
from dreaming.domain.fields import IN_PLACE, Told, fields, told
from dreaming.domain.language import gist, holds, normalise, read, same_statement
from dreaming.domain.projects import beside, named
from dreaming.domain.provenance import Trust
from dreaming.domain.said_values import telling
from dreaming.domain.slots import Replacement, replacement
from dreaming.domain.telling import told_change
from dreaming.domain.tongues import is_foreign
from dreaming.domain.wordings import as_compared

Item = Claim | Observation


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a statement says: the `slot` of `holder` is `value`.

    `holder` and `value` are folded words; `written` is the value as the statement writes it. `slot` names a set of
    wordings that the store uses for one thing. `single` says whether it has one value at a time, None where the
    store does not show it. `old` is the value that a
    statement of a change says was there before, and `was` how it writes it; both "" in others. `own` are words of the
    wording that would be values elsewhere: `on-call`.
    """

    holder: str
    slot: str
    value: str
    written: str
    single: bool | None
    old: str = ""
    was: str = ""
    own: frozenset[str] = frozenset()

    def fits(self, other: "Frame") -> bool:
        """Whether both tell of the same slot of the same thing."""
        return (self.holder, self.slot) == (other.holder, other.slot)


@dataclass(frozen=True, slots=True)
class Kinship:
    """How the statements of one dream compare.

    Args:
        frames: of the statements whose form is known, by the id of the claim or observation.
        near: for an id those of the texts that are like its own but for a slip, and how alike, from 0 to 1; both ways.
    """

    frames: Mapping[str, Frame] = field(default_factory=dict[str, Frame])
    near: Mapping[str, Mapping[str, float]] = field(default_factory=dict[str, Mapping[str, float]])

    def of(self, items: tuple[Item, ...]) -> "Kinship":
        """The part that these items need."""
        ids = sorted({item.id for item in items})
        frames = {each: self.frames[each] for each in ids if each in self.frames}
        near = {
            each: {other: self.near[each][other] for other in ids if other in self.near[each]}
            for each in ids
            if each in self.near
        }
        return Kinship(frames, {each: others for each, others in near.items() if others})

    def told_change(self, item: Item) -> tuple[str, str] | None:
        """What a statement says has changed from what to what, as it writes both."""
        frame = self.frames.get(item.id)
        return (frame.was, frame.written) if frame is not None and frame.old else told_change(item.said)

    def same(self, a: Item, b: Item) -> bool:
        """Whether statement `b` may stand for `a`: it says the same, and tells at least the same change."""
        if any(isinstance(each, Claim) and each.kind is ClaimKind.CODE for each in (a, b)):
            return a.text == b.text and may_be_same(a, b)
        found = _of_place(a, b)
        if found is not None and found.is_same:
            return found.is_whole
        if _is_in_place(a) or _is_in_place(b) or _recurs(a) or _recurs(b):
            return False  # a cell says what a line says too, and both stay
        return self._same_words(a, b)

    def _same_words(self, a: Item, b: Item) -> bool:
        if is_foreign(a.text) or is_foreign(b.text) or _date(a) != _date(b):
            return read(a.text).normal == read(b.text).normal and may_be_same(a, b)
        left, right = self.frames.get(a.id), self.frames.get(b.id)
        if left is not None and right is not None and left.slot == right.slot:
            told = left.fits(right) and left.value == right.value and left.old in {"", right.old}
            return told and holds(read(b.text), read(a.text), left.own)
        one, other = beside(a, b), beside(b, a)
        if read(one).normal == read(other).normal or b.id in self.near.get(a.id, ()):
            return may_be_same(a, b)
        return same_statement(read(as_compared(one)), read(as_compared(other))) and may_be_same(a, b)

    def keys(self, item: Item) -> tuple[Hashable, ...]:
        """What a statement is looked up by: two are the `same` only where they share one of these."""
        frame, near = self.frames.get(item.id), self.near.get(item.id, ())
        told = () if frame is None else ((frame.holder, frame.slot, frame.value),)
        slips = (frozenset({item.id, other}) for other in near)
        texts = {item.text, item.said, *_with_project(item)}
        words = ((read(text).normal, gist(as_compared(text))) for text in texts)
        return (*chain.from_iterable(words), *told, *slips, *_values_in_place(item))

    def replacement(self, earlier: Item, later: Item) -> Replacement | None:
        """What the later statement puts in the place of what, or None if they do not fill one slot.

        A statement of a change is itself replaced by a later one of the same value: what it says of the past goes to the history.
        """
        if is_foreign(earlier.text) or is_foreign(later.text) or _recurs(earlier) or _recurs(later):
            return None
        found = _of_place(earlier, later)
        if found is not None and found.new and not found.is_same:
            return _next_value(found, earlier)
        if _is_in_place(earlier) or _is_in_place(later):
            return None
        return self._by_frames(earlier, later)

    def _by_frames(self, earlier: Item, later: Item) -> Replacement | None:
        left, right = self.frames.get(earlier.id), self.frames.get(later.id)
        if left is not None and right is not None and left.holder != right.holder:
            return None
        if left is not None and right is not None and left.fits(right):
            if right.single is False or (left.value == right.value and not left.old):
                return None
            if right.single is None:
                return self._by_words(earlier, later)
            return Replacement(left.written, right.written, told=bool(right.old), renews=left.value == right.value)
        return self._by_words(earlier, later)

    def _by_words(self, earlier: Item, later: Item) -> Replacement | None:
        found = replacement(beside(earlier, later), beside(later, earlier))
        if found is not None and may_replace(earlier, later):
            return found
        told = _told(earlier, later)
        ended = (lives.ended(earlier, later) or lives.replaced(earlier, later)) if told is None else None
        return ended if ended is not None and may_be_same(earlier, later) else told

    def may_contradict(self, earlier: Item, later: Item) -> bool:
        """Whether the later statement may speak against the earlier one, though it does not clearly replace it."""
        if is_foreign(earlier.text) or is_foreign(later.text) or _recurs(earlier) or _recurs(later):
            return False
        place = _of_place(earlier, later) if isinstance(earlier, Claim) else None
        if place is not None and not place.new and not place.is_same:
            return True
        if _kind(earlier) in _UNREAD:
            return False
        found = updates.update(beside(earlier, later), beside(later, earlier))
        against = found is not None and not found.of_life
        return (against or lives.may_contradict(earlier, later)) and may_be_same(earlier, later)


_UNREAD = frozenset({ClaimKind.CODE, *IN_PLACE})
_NEVER_REPLACED = _UNREAD | {ClaimKind.PARAGRAPH}


def _told(earlier: Item, later: Item) -> Replacement | None:
    """What the later statement says in so many words is over, where nothing around it can make it another thing."""
    found = updates.update(beside(earlier, later), beside(later, earlier))
    if found is None or found.of_life or not found.is_sure or _kind(earlier) in _NEVER_REPLACED:
        return None  # of a life: `lives` knows whose it is
    if not may_replace(earlier, later):
        return None
    if not found.is_told and later.provenance.trust is not Trust.USER:
        return None  # two notes that order the opposite: which of them holds, only a user can say
    return Replacement(found.old, found.new, told=found.is_told)


def _kind(item: Item) -> ClaimKind | None:
    return item.kind if isinstance(item, Claim) else None


def _date(item: Item) -> str:
    """The date that a statement begins with: what happened on two days happened twice."""
    return normalise(item.text[: item.lead]) if isinstance(item, Claim) and item.lead else ""


def _recurs(item: Item) -> bool:
    return isinstance(item, Claim) and item.recurs


def _of_place(a: Item, b: Item) -> Told | None:
    """What the one of the two that a session shows tells of the value that stands in a place of its own."""
    if isinstance(a, Claim) and isinstance(b, Observation):
        return told(a, b)
    return told(b, a) if isinstance(b, Claim) and isinstance(a, Observation) else None


def _next_value(found: Told, earlier: Item) -> Replacement:
    old, new = (found.field.value, found.new) if isinstance(earlier, Claim) else (found.new, found.field.value)
    return Replacement(old, new, told=isinstance(earlier, Claim), label=found.field.label)


def _with_project(item: Item) -> tuple[str, ...]:
    """The words of what was said of a project as they stand beside a line that names it."""
    return (named(item.text, item.project),) if isinstance(item, Observation) and item.project else ()


def _values_in_place(item: Item) -> Iterator[Hashable]:
    """The values that stand in places of their own, or that may be told of one."""
    if isinstance(item, Claim):
        yield from (("value", normalise(each.value)) for each in fields(item))
    elif (said := telling(item.text)) is not None:
        yield "value", normalise(said.value)


def _is_in_place(item: Item) -> bool:
    return _kind(item) in IN_PLACE
