"""Classes: claims and observations of one group that say the same, and which of them gives the wording."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from dreaming.domain.claims import Claim, ClaimKind, Observation, ObservationKind
from dreaming.domain.instructions import Prefer
from dreaming.domain.kinship import Kinship
from dreaming.domain.language import normalise, read
from dreaming.domain.notes import is_dated
from dreaming.domain.provenance import Origin, Trust
from dreaming.domain.questions import ReconcileTask
from dreaming.domain.wordings import is_stressed
from dreaming.judges.rules.cues import cue_of


@dataclass(slots=True)
class Class:
    """Items that say the same. `head` gives the wording and, if it is a claim, stays."""

    claims: list[Claim]
    observations: list[Observation]
    head: Claim | Observation
    successor: "Class | None" = None
    written: bool = False  # its observation takes the place of a claim
    against: list["Class"] = field(default_factory=list["Class"])  # what it contradicts, neither clearly the later word
    beside: list["Class"] = field(default_factory=list["Class"])  # what tells other cells of its row
    questioned: list["Class"] = field(default_factory=list["Class"])  # what was said later and may speak against it
    teller: Observation | None = None  # what was said of how its value came to be, where a line says the value plainly

    @property
    def replaced(self) -> bool:
        """Whether something later stands in its place."""
        return self.successor is not None

    @property
    def first(self) -> datetime:
        """When it was first said."""
        return min(item.provenance.first_said for item in (*self.claims, *self.observations))

    @property
    def last(self) -> datetime:
        """When it was last said."""
        return max(item.provenance.asserted_at for item in (*self.claims, *self.observations))

    @property
    def said(self) -> datetime:
        """When what stays, or what tells how it came to be, was said."""
        head = self.head.provenance.asserted_at
        return head if self.teller is None else max(head, self.teller.provenance.asserted_at)

    @property
    def trust(self) -> Trust:
        """How far the most trusted of those who said it is trusted."""
        return max(item.provenance.backing for item in (*self.claims, *self.observations))

    @property
    def is_news(self) -> bool:
        """Whether it is worth a line only where it speaks against one."""
        return not self.claims and all(each.news for each in self.observations)

    def leave_cells(self) -> None:
        """Its row stays as it is: what was said of its other cells is not written there."""
        for each in self.beside:
            each.written = False
        self.beside = []

    def bar(self, new: "Class") -> Trust:
        """How far what replaces it must be trusted.

        A line of the store that only told a fact may be replaced by a later line of the store, though a user repeated it
        in between. What a user wants, decided or corrected holds until a user says otherwise.
        """
        if not new.claims or any(each.kind is not ObservationKind.FACT for each in self.observations):
            return self.trust
        return max((_bar(claim) for claim in self.claims), default=Trust.UNTRUSTED)


def _bar(claim: Claim) -> Trust:
    """How far a line is trusted: as its writer, or as the user who once said it too, if it tells what somebody wants."""
    of = claim.provenance
    if of.backing <= of.trust:
        return of.trust
    said = (claim.said, *(each.quote for each in of.evidence if each.session_id and each.origin is Origin.USER))
    cues = (cue_of(each) for each in said)
    return of.backing if any(cue and cue.kind is not ObservationKind.FACT for cue in cues) else of.trust


def classes_of(claims: Sequence[Claim], observations: Sequence[Observation], task: ReconcileTask) -> list[Class]:
    """Partition the items by what they say; the oldest first, so that the result does not depend on their order."""
    found = _Known(task.kinship)
    by_text: dict[str, Class] = {}
    for item in sorted((*claims, *observations), key=lambda each: (each.provenance.asserted_at, each.text, each.id)):
        text = read(item.text).normal
        likely = [by_text[text]] if text in by_text else []
        likely += found.like(item)
        same = next((each for each in likely if _say_the_same(each.head, item, task.kinship)), None)
        if same is None:
            same = Class([], [], item)
            found.add(same)
        by_text.setdefault(text, same)
        (same.claims if isinstance(item, Claim) else same.observations).append(item)  # type: ignore[arg-type]  # told apart by isinstance
    for each in found.classes:
        each.head = _head(each, task.steering.prefer)
    return _with_changes(found.classes, task)


class _Known:
    """Classes in their order, looked up by what their heads say."""

    def __init__(self, kinship: Kinship, classes: Iterable[Class] = ()) -> None:
        self.classes: list[Class] = []
        self._kinship = kinship
        self._by_key: dict[Hashable, list[int]] = defaultdict(list)
        for each in classes:
            self.add(each)

    def add(self, each: Class) -> None:
        for key in self._kinship.keys(each.head):
            self._by_key[key].append(len(self.classes))
        self.classes.append(each)

    def like(self, item: Claim | Observation) -> list[Class]:
        """Every class whose head may say the same as the item, in their order."""
        numbers = {number for key in self._kinship.keys(item) for number in self._by_key.get(key, ())}
        return [self.classes[number] for number in sorted(numbers)]


def _say_the_same(a: Claim | Observation, b: Claim | Observation, kinship: Kinship) -> bool:
    if any(isinstance(each, Claim) and each.kind is ClaimKind.ROW for each in (a, b)):
        return False  # what is said of one cell says nothing of the others
    return kinship.same(a, b) and kinship.same(b, a)


def _with_changes(classes: list[Class], task: ReconcileTask) -> list[Class]:
    """A statement of a change stands also for what was said of the new value before it, and nothing since.

    Where a line of the store says the new value and only a session tells the change, the line stays, whatever was said since.
    """
    left: list[Class] = []
    told: list[Class] = []
    known = _Known(task.kinship, classes)
    for plain in classes:
        telling = next(
            (
                each
                for each in known.like(plain.head)
                if each is not plain and _follows(each, plain) and task.kinship.same(plain.head, each.head)
            ),
            None,
        )
        if telling is None or (plain.claims and not telling.claims and telling in told):
            left.append(plain)
        elif plain.claims and isinstance(telling.head, Observation) and not telling.claims:
            plain.teller = telling.head
            plain.observations += telling.observations
            told.append(telling)
            left.append(plain)
        else:
            telling.claims += plain.claims
            telling.observations += plain.observations
    return [each for each in left if each not in told]


def _follows(telling: Class, plain: Class) -> bool:
    """Whether what tells a change came last, or at least after the line that stays."""
    stays = plain.claims and not telling.claims
    return telling.last >= (plain.head.provenance.asserted_at if stays else plain.last)


def _head(each: Class, prefer: Prefer) -> Claim | Observation:
    """What stays: a pinned claim, then what is trusted most, then what is stressed, then the newest wording (or the oldest).

    Of lines with the very same words stays the one whose file or headings say what it is about, before one in other notes,
    before one in dated notes: dates say when, topics say where to look.
    """
    items: Sequence[Claim | Observation] = each.claims or each.observations

    def rank(item: Claim | Observation) -> tuple[bool, int, bool, float, str]:
        of = item.provenance
        age = of.asserted_at.timestamp() if prefer is Prefer.NEWEST else -of.first_said.timestamp()
        return isinstance(item, Claim) and item.pinned, of.trust, is_stressed(item.text), age, item.id

    best = max(items, key=rank)
    same = [item for item in items if normalise(item.text) == normalise(best.text) and rank(item)[:2] == rank(best)[:2]]
    return max(same, key=lambda item: (at_home(item), isinstance(item, Claim) and not is_dated(item.path), rank(item)))


def at_home(item: Claim | Observation) -> int:
    """How many of its own terms its file's name and its headings hold."""
    if not isinstance(item, Claim):
        return 0
    around = re.sub(r"[/_.-]+", " ", item.path) + " " + item.path.replace("/", " ") + " " + " ".join(item.headings)
    return len(read("x " + around.casefold()).terms & read(item.text).terms)
