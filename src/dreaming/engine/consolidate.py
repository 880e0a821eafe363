"""A dream, from start to end. The stages stand in `consolidate` in their order.

The engine asks and does nothing else: it yields batches of questions, is sent their answers in the same order, and
returns the changeset. The same input and the same answers give the same bytes.
"""

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, field

from dreaming.domain.changes import Changeset, Notice, NoticeKind
from dreaming.domain.claims import Claim, Observation
from dreaming.domain.instructions import Steering
from dreaming.domain.kinship import Kinship
from dreaming.domain.model import Session
from dreaming.domain.plans import Heard
from dreaming.domain.ports import Snapshot
from dreaming.domain.provenance import Trust
from dreaming.domain.questions import (
    Action,
    Answer,
    ObserveAnswer,
    ObserveTask,
    Question,
    ReconcileAnswer,
    ReconcileTask,
    Stage,
)
from dreaming.domain.refusals import Refusals
from dreaming.domain.taint import is_attack
from dreaming.domain.transient import transient
from dreaming.engine.asking import batches, question
from dreaming.engine.building import Builder
from dreaming.engine.checks import Rulings
from dreaming.engine.combining import combine
from dreaming.engine.declining import decline, rooted
from dreaming.engine.documents import Parsed, parse_store
from dreaming.engine.generated import is_past, read_history
from dreaming.engine.grouping import Group, compared, group
from dreaming.engine.learning.former import former
from dreaming.engine.learning.frames import learn
from dreaming.engine.near import near
from dreaming.engine.notices import counts, declined_notices, notices, rewritten_entries
from dreaming.engine.observations import accept
from dreaming.engine.organising import organise
from dreaming.engine.parts import plan_of, rulings_of, written
from dreaming.engine.placing import in_project
from dreaming.engine.planted import planted
from dreaming.engine.proving import proven
from dreaming.engine.relating import relate
from dreaming.engine.sharing import left_out, of_several_projects
from dreaming.engine.unread import foreign_messages, unread
from dreaming.engine.wording import word

Engine = Generator[list[Question], list[Answer], Changeset]

SESSIONS_AT_ONCE = 4
GROUPS_AT_ONCE = 64
SHARE_FLOOR = 30  # changes that one session may always own; above, at most
SHARE = 0.5  # of the dream's changes


@dataclass(slots=True)
class _Seen:
    observations: list[Observation] = field(default_factory=list[Observation])
    notices: list[Notice] = field(default_factory=list[Notice])
    unread: list[str] = field(default_factory=list[str])
    events: int = 0
    foreign_messages: int = 0


def consolidate(snapshot: Snapshot, steering: Steering, judge_name: str) -> Engine:
    """Dream: read the snapshot, ask the judge, and say what the new store is and what became of every line.

    Args:
        snapshot: the pinned input.
        steering: the instructions, read.
        judge_name: part of each question's key, so that one judge's answers are never taken for another's.

    Yields:
        Batches of questions; the caller sends a list of answers in the same order.

    Returns:
        The changeset, on which every promise has been checked.
    """
    parsed = parse_store(snapshot.documents)
    seen = yield from _observe(snapshot, steering, judge_name)
    history = read_history(parsed)
    seen.notices += unread(parsed, seen.foreign_messages, judge_name)
    observations = [each for each in combine(seen.observations) if not is_past(each, history)]
    if snapshot.is_personal:
        shared = of_several_projects(observations, snapshot.sessions)
        seen.notices = left_out(len(observations) - len(shared) + len(seen.notices))
        observations = shared
    claims = [claim for each in parsed for claim in each.claims]
    pairs = list(compared([*claims, *observations]))
    kinship = Kinship(
        learn(claims, _of_no_project(observations), former(parsed, _of_no_project(snapshot.heard.observations))),
        near([*claims, *observations], pairs),
    )
    rulings = _rulings(parsed, observations, steering, kinship)
    refusals = Refusals(snapshot.refusals)
    rulings.rooted = rooted(claims, refusals)
    groups = group([*claims, *observations, *(entry for each in parsed for entry in each.entries)], pairs, kinship)
    groups += [*_alone(claims, groups, steering)]
    groups = yield from relate(sorted(groups, key=_group_order), claims, observations, steering, judge_name)
    yield from _reconcile(rulings, groups, steering, judge_name)
    _skip_again(rulings, snapshot.heard)
    yield from word(rulings, steering, judge_name)
    declined = decline(rulings, refusals)
    _cap_shares(rulings, len(snapshot.sessions))
    topics = yield from organise(parsed, rulings, steering, judge_name)
    built, undone = proven(Builder(parsed, rulings, steering.layout, topics))
    told = [*seen.notices, *notices(rulings, undone), *declined_notices(declined, rulings)]
    figures = counts(parsed, rulings, built, told)
    figures |= {"sessions": len(snapshot.sessions), "events": seen.events}
    return Changeset(
        written=tuple(written(built)),
        removed=tuple(sorted(built.draught.removed)),
        changes=tuple(built.changes),
        ledger=tuple(built.ledger),
        notices=tuple(told),
        structure_lines=sum(len(each.structure) for each in parsed) - rewritten_entries(parsed, built),
        counts=figures,
        unread=tuple(seen.unread),
        replaced=built.replaced,
        plan=plan_of(rulings, undone, steering.layout, topics),
    )


def _observe(snapshot: Snapshot, steering: Steering, judge_name: str) -> Generator[list[Question], list[Answer], _Seen]:
    seen = _Seen()
    sessions = () if steering.ignore_sessions else tuple(snapshot.sessions)
    for some in batches(sorted(sessions, key=_session_order), SESSIONS_AT_ONCE):
        tasks = [_observe_task(snapshot, session, steering) for session in some]
        answers = yield [question(Stage.OBSERVE, task, judge_name, _told(task)) for task in tasks]
        for task, answer in zip(tasks, answers, strict=True):
            seen.events += len(task.events)
            seen.foreign_messages += foreign_messages(task.events)
            seen.notices.extend(planted(task))
            observed = answer if isinstance(answer, ObserveAnswer) else ObserveAnswer()
            if observed.unread:
                seen.unread.append(task.session.id)
                seen.notices.append(_unread(task.session, observed.unread))
            for judged in accept(task, observed.drafts):
                if judged.observation is not None:
                    seen.observations.append(_placed(judged.observation, task.session, snapshot))
                if judged.notice is not None:
                    seen.notices.append(judged.notice)
    return seen


def _of_no_project(observations: Iterable[Observation]) -> list[Observation]:
    return [each for each in observations if not each.project]


def _placed(observation: Observation, session: Session, snapshot: Snapshot) -> Observation:
    """What the personal store takes is about no one project."""
    return observation if snapshot.is_personal else in_project(observation, session, snapshot.project)


def _unread(session: Session, why: str) -> Notice:
    text = f"Session {session.id}" + (f" ({session.title})" if session.title else "")
    reason = f"The model did not read it, the rules did: {why}. It stays to be dreamt of."
    return Notice(kind=NoticeKind.SKIPPED, text=text, reason=reason)


def _session_order(session: Session) -> tuple[str, str, str]:
    return ((session.started_at or session.created_at).isoformat(), session.external_id or "", session.id)


def _observe_task(snapshot: Snapshot, session: Session, steering: Steering) -> ObserveTask:
    events = tuple(event for event in snapshot.events(session.id) if not event.abandoned)
    return ObserveTask(session=session, events=events, steering=steering)


def _told(task: ObserveTask) -> Iterable[str]:
    yield task.session.id
    for event in task.events:
        yield f"{event.id}{event.type}{event.origin}{event.is_error}{event.text}"


def _rulings(
    parsed: Sequence[Parsed], observations: Sequence[Observation], steering: Steering, kinship: Kinship
) -> Rulings:
    claims = [claim for each in parsed for claim in each.all_claims]
    held = {claim.id for claim in claims if claim.pinned or steering.holds(claim.path, claim.text)}
    return rulings_of(parsed, observations, held, kinship)


def _alone(claims: Iterable[Claim], groups: Iterable[Group], steering: Steering) -> Iterable[Group]:
    """Single lines that a named rule may let go."""
    grouped = {claim.id for each in groups for claim in each.claims}
    for claim in claims:
        if claim.id in grouped or steering.holds(claim.path, claim.text):
            continue
        if transient(claim.text) or (claim.provenance.trust < Trust.USER and is_attack(claim.text)):
            yield Group((claim,), ())


def _group_order(of: Group) -> str:
    return min(item.id for item in (*of.claims, *of.observations))


def _reconcile(
    rulings: Rulings, groups: Sequence[Group], steering: Steering, judge_name: str
) -> Generator[list[Question], list[Answer], None]:
    for some in batches(groups, GROUPS_AT_ONCE):
        tasks = [_reconcile_task(each, steering, rulings.kinship) for each in some]
        answers = yield [
            question(Stage.RECONCILE, task, judge_name, map(repr, (*task.claims, *task.observations, task.kinship)))
            for task in tasks
        ]
        for task, answer in zip(tasks, answers, strict=True):
            allowed = frozenset(item.id for item in (*task.claims, *task.observations))
            for verdict in answer.verdicts if isinstance(answer, ReconcileAnswer) else ():
                rulings.rule(verdict, allowed)
    rulings.settle()


def _reconcile_task(of: Group, steering: Steering, kinship: Kinship) -> ReconcileTask:
    return ReconcileTask(
        claims=of.claims,
        observations=of.observations,
        steering=steering,
        kinship=kinship.of((*of.claims, *of.observations)),
    )


def _skip_again(rulings: Rulings, heard: Heard) -> None:
    """What an earlier dream found to be known, or over, is no news where its session is merely read once more."""
    again = heard.again(rulings.observations.values())
    rulings.accepted = [
        verdict
        for verdict in rulings.accepted
        if verdict.action is not Action.ADD or not again.issuperset(verdict.observations)
    ]


def _cap_shares(rulings: Rulings, sessions: int) -> None:
    """No session owns more than its share of a dream: what is over is refused, not done."""
    if sessions < 2:
        return
    cap = max(SHARE_FLOOR, int(SHARE * len(rulings.accepted)))
    owned: dict[str, int] = {}
    accepted, rulings.accepted = rulings.accepted, []
    for verdict in accepted:
        owners = {session for each in rulings.heard(verdict) for session in rulings.observations[each].sessions}
        if len(owners) == 1 and verdict.action in {Action.ADD, Action.SUPERSEDE, Action.DROP}:
            owner = owners.pop()
            owned[owner] = owned.get(owner, 0) + 1
            if owned[owner] > cap:
                rulings.refused.append((verdict, "one session may not make so many of a dream's changes"))
                continue
        rulings.accepted.append(verdict)
