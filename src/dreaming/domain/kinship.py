"""What two statements are to each other: the same, one in the place of the other, or neither.

The judge proposes by it and the checks decide by it, so that there is one answer. Words alone decide where the store
shows nothing more (`language`, `slots`, `lives`); where many statements of one form were seen, each has a `Frame`, which says
what it tells of whom, whatever the wording.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from dreaming.domain import lives
from dreaming.domain.claims import Claim, ClaimKind, Observation
from dreaming.domain.contexts import may_be_same, may_replace
from dreaming.domain.language import gist, holds, read, same_statement
from dreaming.domain.slots import Replacement, replacement, told_change
from dreaming.domain.tongues import is_foreign

Item = Claim | Observation


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a statement says: the `slot` of `holder` is `value`.

    `holder` and `value` are folded words; `written` is the value as the statement writes it. `slot` names a set of
    wordings that the store uses for one thing. `single` says whether it has one value at a time, None where the
    store does not show it. `old` is the value that a
    statement of a change says was there before, and `was` how it writes it; both "" in others.
    """

    holder: str
    slot: str
    value: str
    written: str
    single: bool | None
    old: str = ""
    was: str = ""

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
        return (frame.was, frame.written) if frame is not None and frame.old else told_change(item.text)

    def same(self, a: Item, b: Item) -> bool:
        """Whether statement `b` may stand for `a`: it says the same, and tells at least the same change."""
        if any(isinstance(each, Claim) and each.kind is ClaimKind.CODE for each in (a, b)):
            return a.text == b.text and may_be_same(a, b)
        if is_foreign(a.text) or is_foreign(b.text):
            return read(a.text).normal == read(b.text).normal and may_be_same(a, b)
        left, right = self.frames.get(a.id), self.frames.get(b.id)
        if left is not None and right is not None and left.slot == right.slot:
            told = left.fits(right) and left.value == right.value and left.old in {"", right.old}
            return told and holds(read(b.text), read(a.text))
        one, other = read(a.text), read(b.text)
        if one.normal == other.normal or b.id in self.near.get(a.id, ()):
            return may_be_same(a, b)
        return same_statement(one, other) and may_be_same(a, b)

    def keys(self, item: Item) -> tuple[Hashable, ...]:
        """What a statement is looked up by: two are the `same` only where they share one of these."""
        frame, near = self.frames.get(item.id), self.near.get(item.id, ())
        told = () if frame is None else ((frame.holder, frame.slot, frame.value),)
        slips = (frozenset({item.id, other}) for other in near)
        return (read(item.text).normal, gist(item.text), *told, *slips)

    def replacement(self, earlier: Item, later: Item) -> Replacement | None:
        """What the later statement puts in the place of what, or None if they do not fill one slot.

        A statement of a change is itself replaced by a later one of the same value: what it says of the past goes to the history.
        """
        if is_foreign(earlier.text) or is_foreign(later.text):
            return None
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
        found = replacement(earlier.text, later.text)
        if found is not None and may_replace(earlier, later):
            return found
        ended = lives.replaced(earlier, later)
        return ended if ended is not None and may_be_same(earlier, later) else None

    def may_contradict(self, earlier: Item, later: Item) -> bool:
        """Whether the later statement may speak against the earlier one, though it does not clearly replace it."""
        if is_foreign(earlier.text) or is_foreign(later.text):
            return False
        return lives.may_contradict(earlier, later) and may_be_same(earlier, later)
