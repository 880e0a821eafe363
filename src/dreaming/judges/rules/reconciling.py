"""What becomes of claims and observations about the same thing, by rules.

First, items that say the same form a class; a class with a claim in it is known to the store. Then, a class is replaced
by a later one that gives the same slot another value. What is left of the observations is new. When values were
asserted by turns, at the same time, or by somebody trusted less, the store's lines stay, nothing is written beside them,
and the report asks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from dreaming.domain.claims import Claim, ClaimKind, Observation, ObservationKind
from dreaming.domain.instructions import Prefer
from dreaming.domain.language import normalise, read, same_statement
from dreaming.domain.notes import is_dated
from dreaming.domain.provenance import Origin, Trust
from dreaming.domain.questions import Action, ReconcileTask, Verdict
from dreaming.domain.slots import Replacement, replacement
from dreaming.domain.taint import is_attack
from dreaming.domain.times import day
from dreaming.domain.transient import transient

DOUBTS_AT_MOST = 3  # a group


@dataclass(slots=True)
class _Class:
    """Items that say the same. `head` gives the wording and, if it is a claim, stays."""

    claims: list[Claim]
    observations: list[Observation]
    head: Claim | Observation
    successor: "_Class | None" = None
    written: bool = False  # its observation takes the place of a claim
    against: list["_Class"] = field(
        default_factory=list["_Class"]
    )  # what it contradicts, neither clearly the later word

    @property
    def replaced(self) -> bool:
        return self.successor is not None

    @property
    def first(self) -> datetime:
        return min(item.provenance.first_said for item in (*self.claims, *self.observations))

    @property
    def last(self) -> datetime:
        return max(item.provenance.asserted_at for item in (*self.claims, *self.observations))

    @property
    def trust(self) -> Trust:
        return max(item.provenance.backing for item in (*self.claims, *self.observations))


def reconcile(task: ReconcileTask) -> tuple[Verdict, ...]:
    """Verdicts on one group; what is not named is kept."""
    verdicts = [*_alone(task.claims)]
    gone = {each for verdict in verdicts for each in verdict.claims}
    left = [claim for claim in task.claims if claim.id not in gone]
    held = [claim for claim in left if task.steering.holds(claim.path, claim.text)]
    staying = {claim.id for claim in held}
    claims = [claim for claim in left if claim.id not in staying]
    closing = [each for each in task.observations if each.closes]
    verdicts += _closed(claims, closing)
    gone |= {each for verdict in verdicts for each in verdict.claims}
    open_claims = [claim for claim in (*claims, *held) if claim.id not in gone]
    fresh = [each for each in task.observations if not each.closes]
    classes = _classes(open_claims, fresh, task.steering.prefer)
    verdicts += _replaced(classes)
    for each in classes:
        verdicts += _merged(each)
        verdicts += _added(each)
    return tuple(verdicts)


def _alone(claims: Sequence[Claim]) -> Iterable[Verdict]:
    for claim in claims:
        rule = transient(claim.text)
        if claim.provenance.trust < Trust.USER and is_attack(claim.text):
            reason = "The line addresses the reader as an agent, and no user said it."
            yield Verdict(action=Action.QUARANTINE, claims=(claim.id,), reason=reason)
        elif rule is not None and claim.kind is not ClaimKind.CODE:
            reason = f"The line only meant something while it was written ({rule})."
            yield Verdict(action=Action.DROP, claims=(claim.id,), rule="transient", reason=reason)


def _closed(claims: Sequence[Claim], closing: Sequence[Observation]) -> Iterable[Verdict]:
    """Open work that the user says is done goes; the check that the words name it is the engine's too."""
    for observation in closing:
        for claim in claims:
            if claim.path.startswith("/open") and claim.provenance.asserted_at < observation.provenance.asserted_at:
                yield Verdict(
                    action=Action.DROP,
                    claims=(claim.id,),
                    observations=(observation.id,),
                    rule="asked",
                    reason=f"The user said on {day(observation.provenance.asserted_at)} that it is done.",
                )


def _classes(claims: Sequence[Claim], observations: Sequence[Observation], prefer: Prefer) -> list[_Class]:
    """Partition the items by what they say; the oldest first, so that the result does not depend on their order."""
    found: list[_Class] = []
    by_text: dict[str, _Class] = {}
    for item in sorted((*claims, *observations), key=lambda each: (each.provenance.asserted_at, each.text, each.id)):
        normal = normalise(item.text)
        same = by_text.get(normal) or next((each for each in found if _says_same(each.head, item)), None)
        if same is None:
            same = _Class([], [], item)
            found.append(same)
        by_text.setdefault(normal, same)
        (same.claims if isinstance(item, Claim) else same.observations).append(item)  # type: ignore[arg-type]  # told apart by isinstance
    for each in found:
        each.head = _head(each, prefer)
    return found


def _says_same(a: Claim | Observation, b: Claim | Observation) -> bool:
    if any(isinstance(each, Claim) and each.kind is ClaimKind.CODE for each in (a, b)):
        return a.text == b.text
    return same_statement(read(a.text), read(b.text))


def _head(each: _Class, prefer: Prefer) -> Claim | Observation:
    """What stays: a pinned claim, then what is trusted most, then the newest wording (or the oldest, if asked).

    Of lines with the very same words the one outside dated notes stays: dates say when, topics say where to look.
    """
    items: Sequence[Claim | Observation] = each.claims or each.observations

    def rank(item: Claim | Observation) -> tuple[bool, int, float, str]:
        of = item.provenance
        age = of.asserted_at.timestamp() if prefer is Prefer.NEWEST else -of.first_said.timestamp()
        return isinstance(item, Claim) and item.pinned, of.trust, age, item.id

    best = max(items, key=rank)
    same = [item for item in items if normalise(item.text) == normalise(best.text) and rank(item)[:2] == rank(best)[:2]]
    return max(same, key=lambda item: (isinstance(item, Claim) and not is_dated(item.path), rank(item)))


def _replaced(classes: list[_Class]) -> Iterable[Verdict]:
    """Replacements, the newest first, so that each step of a history finds the next one decided; then doubts."""
    ordered = sorted(classes, key=lambda each: (each.last, each.head.id))
    doubts: list[Verdict] = []
    losers: dict[str, tuple[_Class, list[tuple[_Class, Replacement]]]] = {}
    for at in range(len(ordered) - 1, -1, -1):
        old = ordered[at]
        found = _successor(old, ordered[at + 1 :], doubts)
        if found is not None:
            old.successor = found[0]
            passed = list(_between(old))
            target = (passed[-1].successor if passed else None) or found[0]
            losers.setdefault(target.head.id, (target, []))[1].append((old, found[1]))
    for target, steps in losers.values():
        yield from _superseded(target, steps)
    yield from doubts[:DOUBTS_AT_MOST]


def _between(old: _Class) -> Iterable[_Class]:
    """Observations that replaced the old and were themselves replaced: they are not written, their successor is."""
    new = old.successor
    while new is not None and new.successor is not None and not new.claims:
        yield new
        new = new.successor


def _successor(old: _Class, later: list[_Class], doubts: list[Verdict]) -> tuple[_Class, Replacement] | None:
    """The newest class that stands and replaces `old`, else the newest that replaces it; what is unclear is a doubt."""
    found: tuple[_Class, Replacement] | None = None
    for new in reversed(later):
        change = replacement(old.head.text, new.head.text)
        if change is None:
            continue
        if not _is_over(old, new, change):
            doubts.append(_doubt(old, new, change))
            old.against.append(new)
            new.against.append(old)
        elif not new.replaced:
            return new, change
        elif found is None:
            found = (new, change)
    return found


def _is_over(old: _Class, new: _Class, change: Replacement) -> bool:
    """Whether the old value was never said again once the new one was, and the new one may overrule it."""
    if new.trust < old.trust or new.head.provenance.asserted_at <= old.last:
        return False
    return change.told or new.first > old.last


def _superseded(target: _Class, steps: list[tuple[_Class, Replacement]]) -> Iterable[Verdict]:
    """One verdict for all that one statement replaces: a line that stays, or one that is written in the place of the last.

    What was said in between, and what else said the same, goes along as the verdict's `observations`.
    """
    losing = [(old, change) for old, change in steps if old.claims]
    if not losing:
        return
    target.written = True
    passed = dict.fromkeys(each.head.id for old, _ in losing for each in _between(old))
    again = () if target.claims else (each.id for each in target.observations if each.id != target.head.id)
    change = losing[0][1]
    when = day(target.head.provenance.asserted_at)
    told = f"It was said on {when} that {change.old} changed."
    later = f"A later statement ({when}) gives another value in the place of {change.old}."
    yield Verdict(
        action=Action.SUPERSEDE,
        claims=tuple(claim.id for old, _ in losing for claim in old.claims),
        observations=(*passed, *again),
        target=target.head.id,
        reason=told if change.told and not passed else later,
    )


def _doubt(old: _Class, new: _Class, change: Replacement) -> Verdict:
    items = (old.head, new.head)
    return Verdict(
        action=Action.DOUBT,
        claims=tuple(item.id for item in items if isinstance(item, Claim)),
        observations=tuple(item.id for item in items if isinstance(item, Observation)),
        reason=f"Which holds: {change.old}, or what the other line says? Neither is clearly the later word.",
    )


def _merged(each: _Class) -> Iterable[Verdict]:
    if not isinstance(each.head, Claim) or each.replaced:
        return
    head = each.head
    for claim in each.claims:
        if claim.id != head.id:
            yield _merge(claim, head)
    if each.observations:
        ids = tuple(observation.id for observation in each.observations)
        reason = "The store says it already."
        yield Verdict(action=Action.MERGE, observations=ids, target=head.id, reason=reason)


def _merge(claim: Claim, head: Claim) -> Verdict:
    if normalise(claim.text) == normalise(head.text):
        reason = f"The same words stand in {head.path}."
        return Verdict(action=Action.DROP, claims=(claim.id,), target=head.id, rule="duplicate", reason=reason)
    reason = f"{head.path} says the same in other words."
    return Verdict(action=Action.MERGE, claims=(claim.id,), target=head.id, reason=reason)


def _added(each: _Class) -> Iterable[Verdict]:
    if each.claims or each.replaced or each.written or not isinstance(each.head, Observation):
        return
    if any(other.claims and not other.replaced for other in each.against):
        return  # a line of the store says otherwise: the report asks
    head = each.head
    others = tuple(observation.id for observation in each.observations if observation.id != head.id)
    yield Verdict(action=Action.ADD, observations=(head.id, *others), reason=_why(head, each.observations))


def _why(head: Observation, observations: Sequence[Observation]) -> str:
    sessions = len({session for each in observations for session in each.sessions})
    seen = f" in {sessions} sessions" if sessions > 1 else ""
    if head.provenance.origin is Origin.USER:
        said = "corrected it" if head.kind is ObservationKind.CORRECTION else "said so"
        return f"The user {said}{seen}."
    if head.provenance.origin is Origin.REPORTED:
        return f"An agent reports that the user said so{seen}."
    if head.kind is ObservationKind.OPEN:
        return "Work was left unfinished."
    return f"Seen{seen or ' in a session'}."
