"""What becomes of claims and observations about the same thing, by rules.

First, items that say the same form a class; a class with a claim in it is known to the store. Then, a class is replaced
by a later one that gives the same slot another value. What is left of the observations is new. When values were
asserted by turns, at the same time, or by somebody trusted less, the store's lines stay, nothing is written beside them,
and the report asks.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import combinations, islice

from dreaming.domain.claims import Claim, ClaimKind, Observation
from dreaming.domain.contexts import apart
from dreaming.domain.instructions import Prefer
from dreaming.domain.kinship import Kinship
from dreaming.domain.language import normalise, read
from dreaming.domain.projects import is_of
from dreaming.domain.provenance import Trust
from dreaming.domain.questions import Action, ReconcileTask, Verdict
from dreaming.domain.slots import Replacement
from dreaming.domain.taint import is_attack
from dreaming.domain.times import day
from dreaming.domain.transient import transient
from dreaming.judges.rules import reasons
from dreaming.judges.rules.cells import other_cells, restated
from dreaming.judges.rules.classes import Class, classes_of
from dreaming.judges.rules.skipping import skipped

DOUBTS_AT_MOST = 3  # a group
QUESTIONS_AT_MOST = 10  # a group: of what may be over


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
    known = list(restated(open_claims, task))
    said = {each for verdict in known for each in verdict.observations}
    fresh = [each for each in task.observations if not each.closes and each.id not in said]
    classes = classes_of(open_claims, fresh, task)
    verdicts += _replaced(classes, task.kinship, staying)
    gone = {each for verdict in verdicts for each in verdict.claims if verdict.action is not Action.DOUBT}
    verdicts += [verdict for verdict in known if verdict.target not in gone]
    wanted = _speaking(classes, verdicts)
    for each in classes:
        verdicts += _merged(each, task)
        verdicts += () if each.is_news and each.head.id not in wanted else _added(each)
    verdicts += skipped(classes, verdicts, task.kinship)
    return tuple(verdicts)


def _speaking(classes: Sequence[Class], verdicts: Iterable[Verdict]) -> frozenset[str]:
    """What speaks against something: the report asks about it, or it stands for what another session said."""
    asked = {each for verdict in verdicts if verdict.action is Action.DOUBT for each in verdict.observations}
    instead = (old.successor for old in classes if not old.claims and not old.is_news)
    return frozenset(asked | {new.head.id for new in instead if new is not None})


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


def _replaced(classes: list[Class], kinship: Kinship, staying: Collection[str]) -> Iterable[Verdict]:
    """Replacements, the newest first, so that each step of a history finds the next one decided; then doubts."""
    ordered = sorted(classes, key=lambda each: (each.last, kinship.told_change(each.head) is None, each.head.id))
    doubts: list[Verdict] = []
    losers: dict[str, tuple[Class, list[tuple[Class, Replacement]]]] = {}
    for at in range(len(ordered) - 1, -1, -1):
        old = ordered[at]
        found = _successor(old, ordered[at + 1 :], doubts, kinship)
        if found is not None:
            old.successor = found[0]
            old.beside = other_cells(old, ordered[at + 1 :], found[1], kinship, _is_over)
            passed = list(_between(old))
            target = (passed[-1].successor if passed else None) or found[0]
            losers.setdefault(target.head.id, (target, []))[1].append((old, found[1]))
    for target, replaced in losers.values():
        steps = [step for step in replaced if _is_of_its_project(target, step[0])] or replaced
        if len(steps) < len(replaced):
            doubts += _undecided(target, [step for step in replaced if step not in steps])
        if _is_one_of_several(target, steps):
            doubts += _undecided(target, steps)
        elif _held_together(steps, kinship):
            doubts += _which(target, steps)
        else:
            yield from _superseded(target, steps, staying)
    yield from doubts[:DOUBTS_AT_MOST]
    yield from islice(_questions(ordered), QUESTIONS_AT_MOST)


def _is_of_its_project(target: Class, old: Class) -> bool:
    """Whether a line is of the project that what was said is about: then lines that may be of any stay."""
    name = target.head.project if isinstance(target.head, Observation) else ""
    return bool(name) and any(is_of(claim, name) for claim in old.claims)


def _is_one_of_several(target: Class, steps: Sequence[tuple[Class, Replacement]]) -> bool:
    """Whether what was said would replace lines about different things, and does not say which of them it is about."""
    if len({normalise(change.old) for _, change in steps if change.label}) > 1:
        return True
    claims = [claim for old, change in steps if not change.label for claim in old.claims]
    return not target.claims and any(apart(a, b) for a, b in combinations(claims, 2))


def _held_together(steps: Sequence[tuple[Class, Replacement]], kinship: Kinship) -> bool:
    """Whether lines give several values that nothing sets against each other: only one of them may be over.

    Lines of one time do, and those that the later statement names by fewer words than they do themselves.
    """
    lines = [(claim, change) for old, change in steps for claim in old.claims if change.new or change.is_part]
    return any(
        (a.provenance.asserted_at == b.provenance.asserted_at or (one.is_part and other.is_part))
        and normalise(one.old) != normalise(other.old)
        and kinship.replacement(a, b) is None
        and kinship.replacement(b, a) is None
        for (a, one), (b, other) in combinations(lines, 2)
    )


def _which(target: Class, steps: Sequence[tuple[Class, Replacement]]) -> Iterable[Verdict]:
    """All lines stay beside what was said, and the report asks of each whether it is over."""
    for old, change in steps:
        old.successor = None
        if old.claims:
            yield _doubt(
                old,
                target,
                f"Does {change.old} hold no more? Other lines say the like, and it was not said which of them is over.",
            )


def _undecided(target: Class, steps: Sequence[tuple[Class, Replacement]]) -> Iterable[Verdict]:
    """The lines stay, and the report asks of each."""
    for old, change in steps:
        old.successor = None
        old.leave_cells()
        old.against.append(target)
        target.against.append(old)
        if old.claims:
            yield _doubt(
                old, target, f"Is this about {change.old}? It was not said of what, and several lines may be meant."
            )


def _questions(classes: Sequence[Class]) -> Iterable[Verdict]:
    """What may be over, where that is not clear: of what stands alone, each with the newest that speaks against it."""
    for old in reversed(classes):
        standing = [new for new in old.questioned if not new.replaced]
        if standing and not old.replaced:
            about = read(old.head.text).strong
            against = max(standing, key=lambda new: len(about & read(new.head.text).strong))
            yield _doubt(
                old,
                against,
                f"Does this still hold: {old.head.text.rstrip(' .')}? What was said later may speak against it.",
            )


def _between(old: Class) -> Iterable[Class]:
    """Observations that replaced the old and were themselves replaced: they are not written, their successor is."""
    new = old.successor
    while new is not None and new.successor is not None and not new.claims:
        yield new
        new = new.successor


def _successor(
    old: Class, later: list[Class], doubts: list[Verdict], kinship: Kinship
) -> tuple[Class, Replacement] | None:
    """The newest class that stands and replaces `old`, else the newest that replaces it; what is unclear is a doubt."""
    found: tuple[Class, Replacement] | None = None
    last = old.last
    for new in reversed(later):
        told = None if new.teller is None else kinship.replacement(old.head, new.teller)
        change = told or kinship.replacement(old.head, new.head)
        if change is None:
            if new.head.provenance.asserted_at > last and kinship.may_contradict(old.head, new.head):
                old.questioned.append(new)
            continue
        if not _is_over(old, new, change):
            if change.renews:
                continue  # they do not contradict each other
            reason = f"Which holds: {change.old}, or what the other line says? Neither is clearly the later word."
            doubts.append(_doubt(old, new, reason))
            old.against.append(new)
            new.against.append(old)
        elif not new.replaced:
            return new, change
        elif found is None:
            found = (new, change)
    return found


def _is_over(old: Class, new: Class, change: Replacement) -> bool:
    """Whether the old value was never said again once the new one was, and the new one may overrule it."""
    if new.trust < old.bar(new):
        return False
    if (
        change.renews
    ):  # both give the value that holds: that it was another is told nowhere else, and goes to the history
        return new.said >= old.last
    return new.said > old.last and (change.told or new.first > old.last)


def _superseded(target: Class, steps: list[tuple[Class, Replacement]], staying: Collection[str]) -> Iterable[Verdict]:
    """One verdict for all that one statement replaces: a line that stays, or one that is written in the place of the last.

    What was said in between, and what else said the same, goes along as the verdict's `observations`. A value that must stay
    in its place leaves the others free to change.
    """
    losing = [(old, change) for old, change in steps if old.claims and not (change.label and _stays(old, staying))]
    if not losing:
        return
    target.written = True
    passed = dict.fromkeys(each.head.id for old, _ in losing for each in (*_between(old), *old.beside))
    again = () if target.claims else (each.id for each in target.observations if each.id != target.head.id)
    told = () if target.teller is None else (target.teller.id,)
    changes = [(claim, change) for old, change in losing for claim in old.claims]
    yield Verdict(
        action=Action.SUPERSEDE,
        claims=tuple(claim.id for old, _ in losing for claim in old.claims),
        observations=(*passed, *told, *again),
        target=target.head.id,
        reason=reasons.replaced(target.head, changes, by_steps=any(True for old, _ in losing for _ in _between(old))),
    )


def _stays(old: Class, staying: Collection[str]) -> bool:
    return any(claim.pinned or claim.id in staying for claim in old.claims)


def _doubt(old: Class, new: Class, reason: str) -> Verdict:
    items = (old.head, new.head)
    return Verdict(
        action=Action.DOUBT,
        claims=tuple(item.id for item in items if isinstance(item, Claim)),
        observations=tuple(item.id for item in items if isinstance(item, Observation)),
        reason=reason,
    )


def _merged(each: Class, task: ReconcileTask) -> Iterable[Verdict]:
    if not isinstance(each.head, Claim) or each.replaced:
        return
    head = each.head
    for claim in each.claims:
        if claim.id != head.id and task.kinship.same(claim, head):
            yield _merge(claim, head, task.steering.prefer)
    ids = tuple(item.id for item in each.observations if task.kinship.same(item, head) or item is each.teller)
    if ids:
        reason = "The store says it already."
        yield Verdict(action=Action.MERGE, observations=ids, target=head.id, reason=reason)


def _merge(claim: Claim, head: Claim, prefer: Prefer) -> Verdict:
    reason = reasons.merged(claim, head, prefer)
    if normalise(claim.text) == normalise(head.text):
        return Verdict(action=Action.DROP, claims=(claim.id,), target=head.id, rule="duplicate", reason=reason)
    return Verdict(action=Action.MERGE, claims=(claim.id,), target=head.id, reason=reason)


def _added(each: Class) -> Iterable[Verdict]:
    if each.claims or each.replaced or each.written or not isinstance(each.head, Observation):
        return
    if any(other.claims and not other.replaced for other in each.against):
        return  # a line of the store says otherwise: the report asks
    head = each.head
    others = tuple(observation.id for observation in each.observations if observation.id != head.id)
    yield Verdict(action=Action.ADD, observations=(head.id, *others), reason=reasons.added(head, each.observations))
