"""Reconciling: what the rules decide exactly is decided; the model sees a group only where something is left to judge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

from dreaming.domain.claims import Claim, Observation
from dreaming.domain.language import Reading, read, same_values
from dreaming.domain.ports import Desk, LanguageModel
from dreaming.domain.questions import MEANING, Action, Question, ReconcileTask, Verdict
from dreaming.judges.model.conversing import Request, converse
from dreaming.judges.model.shapes import Kind, Proposal, ReconcileShape

_EXACT = {Action.MERGE, Action.SUPERSEDE, Action.DROP, Action.QUARANTINE, Action.SKIP}
REASON_CHARACTERS = 300
_ALIKE = 0.8  # of the words of the shorter: no model is needed to see that they are worded alike


@dataclass(frozen=True, slots=True)
class Split:
    """A group after the rules: what they decide exactly, and the items, by short name, among which something is left."""

    exact: tuple[Verdict, ...]
    rest: tuple[Verdict, ...]
    items: Mapping[str, Claim | Observation]

    @property
    def needs_model(self) -> bool:
        """Whether anything remains of which a model's word could change the fate.

        That is where the rules doubt, or where two items may say the same in other words. Two that are worded alike and
        hold different values stay, whatever a model says.
        """
        if any(verdict.action is Action.DOUBT for verdict in self.rest):
            return len(self.items) > 1
        return any(_is_open(read(a.text), read(b.text)) for a, b in combinations(self.items.values(), 2))


def _is_open(a: Reading, b: Reading) -> bool:
    shared = len(a.strong & b.strong) / max(1, min(len(a.strong), len(b.strong)))
    return same_values(a, b) or shared < _ALIKE


def split(task: ReconcileTask, ruled: Sequence[Verdict]) -> Split:
    """Part what the rules know from what has to be judged.

    A claim that goes, and an observation that was taken up, are decided. What stays may still say in other words what
    another says.
    """
    exact = tuple(verdict for verdict in ruled if verdict.action in _EXACT)
    gone = {item for verdict in exact for item in (*verdict.claims, *verdict.observations)}
    gone |= {verdict.target for verdict in exact if verdict.action is Action.SUPERSEDE}
    claims = [each for each in task.claims if each.id not in gone]
    observations = [each for each in task.observations if each.id not in gone]
    named: dict[str, Claim | Observation] = {f"c{n}": each for n, each in enumerate(claims, 1)}
    named.update({f"o{n}": each for n, each in enumerate(observations, 1)})
    return Split(exact, tuple(verdict for verdict in ruled if verdict.action not in _EXACT), named)


def request(question: Question, split: Split) -> Request[ReconcileShape]:
    """What the model is asked about the rest of a group."""
    return Request(
        question=question,
        purpose="reconcile",
        material="\n".join(_line(name, item) for name, item in split.items.items()),
        shape=ReconcileShape,
        claims=tuple(item.id for item in split.items.values() if isinstance(item, Claim)),
        check=partial(_problem, split.items),
    )


async def reconcile(model: LanguageModel, desk: Desk, question: Question, split: Split) -> tuple[Verdict, ...]:
    """The rules' exact verdicts, the model's on the rest, and the rules' on whatever the model did not name."""
    said = await converse(model, desk, request(question, split))
    proposals = [] if said is None else said.proposals
    judged = tuple(_verdict(each, split.items) for each in proposals)
    named = {item for verdict in judged for item in (*verdict.claims, *verdict.observations, verdict.target)}
    left = (
        verdict for verdict in split.rest if named.isdisjoint((*verdict.claims, *verdict.observations, verdict.target))
    )
    return (*split.exact, *judged, *left)


def _line(name: str, item: Claim | Observation) -> str:
    said = f"{item.provenance.asserted_at:%Y-%m-%d %H:%M}, {item.provenance.origin}"
    where = f", {' > '.join((item.path, *item.headings))}" if isinstance(item, Claim) else f", {item.kind}"
    return f"[{name}] ({said}{where}) {item.text}"


def _problem(items: Mapping[str, Claim | Observation], said: ReconcileShape) -> str | None:
    seen: set[str] = set()
    for number, each in enumerate(said.proposals, 1):
        names = [*each.items, *([each.into] if each.into is not None else [])]
        unknown = [name for name in names if name not in items]
        if unknown:
            return f"proposal {number} names {unknown[0]!r}, and there is no such item"
        if seen.intersection(each.items) or len(set(names)) != len(names):
            return f"proposal {number} names an item that is named already"
        seen.update(each.items)
        problem = _wrong(each, items)
        if problem is not None:
            return f"proposal {number} {problem}"
    return None


def _wrong(each: Proposal, items: Mapping[str, Claim | Observation]) -> str | None:
    claims = [name for name in each.items if isinstance(items[name], Claim)]
    faults = {
        "names no items": not each.items,
        "has no reason of one line": not each.reason.strip() or "\n" in each.reason.strip(),
        f"is to {each.action} and names no `into`": each.action in {Kind.MERGE, Kind.SUPERSEDE} and each.into is None,
        "replaces an observation; only claims are replaced": each.action is Kind.SUPERSEDE
        and len(claims) != len(each.items),
        "adds a claim, which stands already": each.action is Kind.ADD and bool(claims),
        "is a contradiction of fewer than two items": each.action is Kind.DOUBT and len(each.items) < 2,
    }
    return next((fault for fault, holds in faults.items() if holds), None)


def _verdict(each: Proposal, items: Mapping[str, Claim | Observation]) -> Verdict:
    reason = each.reason.strip()[:REASON_CHARACTERS]
    chosen = [items[name] for name in each.items]
    into = items[each.into] if each.into is not None else None
    text = each.text.strip() if each.text and each.text.strip() else None
    if each.action is Kind.MERGE and into is not None:
        return _merge([*chosen, into], into, text, reason)
    return Verdict(
        action=Action(each.action),
        reason=reason,
        claims=tuple(item.id for item in chosen if isinstance(item, Claim)),
        observations=tuple(item.id for item in chosen if isinstance(item, Observation)),
        target=into.id if into is not None and each.action is Kind.SUPERSEDE else "",
        text=text if each.action is Kind.ADD or isinstance(into, Observation) else None,
    )


def _merge(
    all_of_them: Sequence[Claim | Observation], into: Claim | Observation, text: str | None, reason: str
) -> Verdict:
    """One of the claims stays, and where there is none, all the observations make one new line."""
    claims = [item for item in all_of_them if isinstance(item, Claim)]
    observations = tuple(item.id for item in all_of_them if isinstance(item, Observation))
    if not claims:
        first = (into.id, *(each for each in observations if each != into.id))
        return Verdict(action=Action.ADD, reason=reason, observations=first, text=text)
    target = into if isinstance(into, Claim) else claims[0]
    losers = tuple(item.id for item in claims if item is not target)
    return Verdict(
        action=Action.MERGE, reason=reason, claims=losers, observations=observations, target=target.id, rule=MEANING
    )
