"""The ground rules of every verdict, whoever gave it. Code may veto, never widen; what is vetoed is kept and reported.

merge        the loser says what the target says: values, names, negation, scope and words are equal; where a model says
             that they mean the same, the words may differ (`meaning.py`)
supersede    the target is later, is trusted no less, and gives the same slot another value; a target that was itself
             superseded still counts, so that each step of a history is kept, and so does what was said in between
add          the text holds nothing but what its quotes hold and the dates that they name from their time; no line says it already
skip         the target says the same in other words, or gives the same slot another value; no line changes
drop         duplicate: the same words stay elsewhere; transient: a named rule fits; asked: a user's quote names it
quarantine   the text addresses the reader as an agent, and no user said it
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from dreaming.domain.claims import Claim, ClaimKind, Observation
from dreaming.domain.dates import as_dated
from dreaming.domain.fields import IN_PLACE, told
from dreaming.domain.kinship import Kinship
from dreaming.domain.language import normalise, read, unsupported
from dreaming.domain.projects import named, says
from dreaming.domain.provenance import Evidence, Origin, Trust
from dreaming.domain.questions import MEANING, Action, Verdict
from dreaming.domain.taint import is_attack
from dreaming.domain.transient import transient
from dreaming.engine.asked import names
from dreaming.engine.meaning import as_judged, may_mean_same
from dreaming.engine.patterns import filled
from dreaming.engine.replacing import OTHER_SLOT, by_steps, may_replace

LEFT_BEHIND = "lines that belong to it would be left without it"
LINE_BYTES = 2_000  # of a new line


@dataclass(slots=True)
class Rulings:
    """Verdicts that stand so far: who loses to whom, and what must therefore stay.

    Args:
        claims: every claim of the input by id.
        observations: every accepted observation by id.
        held: claims that instructions or pins keep as they are.
        children: claims inside a list item, by the item's claim id.
        kinship: how claims and observations compare.

    `rooted` are claims that may be replaced but not moved elsewhere.
    """

    claims: Mapping[str, Claim]
    observations: Mapping[str, Observation]
    held: frozenset[str]
    children: Mapping[str, tuple[str, ...]]
    kinship: Kinship
    accepted: list[Verdict] = field(default_factory=list[Verdict])
    refused: list[tuple[Verdict, str]] = field(default_factory=list[tuple[Verdict, str]])
    waiting: list[tuple[Verdict, frozenset[str]]] = field(default_factory=list[tuple[Verdict, frozenset[str]]])
    lost: dict[str, Verdict] = field(default_factory=dict[str, Verdict])
    needed: set[str] = field(default_factory=set[str])
    used: set[str] = field(default_factory=set[str])
    added: set[str] = field(default_factory=set[str])
    rooted: frozenset[str] = frozenset()
    stays: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.stays = {normalise(claim.text) for claim in self.claims.values()}

    def rule(self, verdict: Verdict, allowed: frozenset[str]) -> None:
        """Accept the verdict or refuse it with the reason. `allowed` are the ids that its question named."""
        problem = self._problem(verdict, allowed)
        if problem is None:
            self._accept(as_judged(verdict))
        elif problem is LEFT_BEHIND:
            self.waiting.append((verdict, allowed))
        else:
            self.refused.append((verdict, problem))

    def settle(self) -> None:
        """Decide what waited for other verdicts: a list item goes when all that belongs to it has gone."""
        while True:
            waiting, self.waiting = self.waiting, []
            for verdict, allowed in waiting:
                self.rule(verdict, allowed)
            if len(self.waiting) == len(waiting):
                break
        self.refused.extend((verdict, LEFT_BEHIND) for verdict, _ in self.waiting)
        self.waiting = []

    def _accept(self, verdict: Verdict) -> None:
        self.accepted.append(verdict)
        if verdict.action in {Action.MERGE, Action.SUPERSEDE, Action.DROP, Action.QUARANTINE}:
            self.lost.update(dict.fromkeys(verdict.claims, verdict))
        if verdict.action is Action.ADD or (verdict.action is Action.SUPERSEDE and verdict.target in self.observations):
            self.added.add(normalise(self.wording(verdict)))
        if verdict.action not in {Action.DOUBT, Action.SKIP}:
            self.used.update(verdict.observations)
        if verdict.target and verdict.action is not Action.SKIP:
            self.needed.add(verdict.target)

    def wording(self, verdict: Verdict, places: Iterable[str] = ()) -> str:
        """The text of the line that a verdict writes: with the project that it is about, unless its `places` name it."""
        key = verdict.target if verdict.target in self.observations else next(iter(verdict.observations), "")
        source = self.observations[key] if key else None
        text = verdict.text.strip() if verdict.text is not None else source.text if source else ""
        return text if source is None or says(source.project, places) else named(text, source.project)

    def reword(self, verdict: Verdict, text: str) -> None:
        """Let an accepted verdict write its new line in these words, if they may stand; else nothing changes."""
        better = replace(verdict, text=text)
        if self._new_line(better) is None:
            self.accepted[self.accepted.index(verdict)] = better
            self.added.add(normalise(text))

    def heard(self, verdict: Verdict) -> list[str]:
        """The observations that a verdict rests on: the one it writes, then the others."""
        return [*([verdict.target] if verdict.target in self.observations else []), *verdict.observations]

    def supporting(self, verdict: Verdict) -> tuple[Evidence, ...]:
        """The quotes that a new line may rest on: those of its observations."""
        ids = [*verdict.observations, *([verdict.target] if verdict.target in self.observations else [])]
        return tuple(dict.fromkeys(item for each in ids for item in self.observations[each].provenance.evidence))

    def _problem(self, verdict: Verdict, allowed: frozenset[str]) -> str | None:
        named = {*verdict.claims, *verdict.observations, *([verdict.target] if verdict.target else [])}
        if not named or not named <= allowed:
            return "it names something that it was not asked about"
        if any(each not in self.claims for each in verdict.claims):
            return "it takes an observation for a claim"
        if any(each not in self.observations for each in verdict.observations):
            return "it takes a claim for an observation"
        if not verdict.reason.strip():
            return "it gives no reason"
        if verdict.action is not Action.DOUBT and verdict.action is not Action.ADD:
            for each in verdict.claims:
                problem = self._may_lose(each, verdict)
                if problem is not None:
                    return problem
        return self._checks()[verdict.action](verdict)

    def _checks(self) -> dict[Action, Callable[[Verdict], str | None]]:
        return {
            Action.MERGE: self._merge,
            Action.SUPERSEDE: self._supersede,
            Action.ADD: self._add,
            Action.DROP: self._drop,
            Action.QUARANTINE: self._quarantine,
            Action.SKIP: self._skip,
            Action.DOUBT: self._doubt,
        }

    def _may_lose(self, claim: str, verdict: Verdict) -> str | None:
        if claim in self.held:
            return "the line is pinned, or the instructions keep it"
        if claim in self.lost or claim in self.needed or claim == verdict.target:
            return "another verdict needs the line or has decided on it"
        if any(child not in self.lost and child not in verdict.claims for child in self.children.get(claim, ())):
            return LEFT_BEHIND
        return None

    def _target_problem(self, verdict: Verdict) -> str | None:
        if not verdict.target:
            return "it names no line that stays"
        gone = self.lost.get(verdict.target)
        followed = gone is not None and gone.action is Action.SUPERSEDE and verdict.action is Action.SUPERSEDE
        return "the line that should stay is gone" if gone is not None and not followed else None

    def _target(self, verdict: Verdict) -> Claim | Observation:
        return self.claims[verdict.target] if verdict.target in self.claims else self.observations[verdict.target]

    def _merge(self, verdict: Verdict) -> str | None:
        if verdict.target not in self.claims:
            return "a merge needs a line that stays"
        problem = self._target_problem(verdict)
        if problem is not None:
            return problem
        target = self.claims[verdict.target]
        others = [
            *(self.claims[each] for each in verdict.claims),
            *(self.observations[each] for each in verdict.observations),
        ]
        if not others:
            return "it merges nothing"
        for other in others:
            if not self.kinship.same(other, target) and not self._tells_how(other, target):
                problem = may_mean_same(other, target) if verdict.rule == MEANING else "a word differs"
                if problem is not None:
                    return f"the two do not say the same: {problem}"
        if any(each.kind is ClaimKind.CODE and each.text != target.text for each in others if isinstance(each, Claim)):
            return "code is merged only with the same code"
        return None

    def _tells_how(self, other: Claim | Observation, target: Claim) -> bool:
        """Whether a session told how the value came to be that the line states."""
        found = self.kinship.replacement(other, target) if isinstance(other, Observation) else None
        return found is not None and found.renews

    def _supersede(self, verdict: Verdict) -> str | None:
        problem = self._target_problem(verdict)
        if problem is not None or not verdict.claims:
            return problem or "it replaces nothing"
        target = self._target(verdict)
        if isinstance(target, Observation) and verdict.text is not None:
            target = replace(target, text=verdict.text)
        claims = [self.claims[each] for each in verdict.claims]
        steps = [self.observations[each] for each in verdict.observations]
        problems = [
            None if by_steps(self.kinship, claim, steps, target) else may_replace(self.kinship, claim, target)
            for claim in claims
        ]
        if any(claim.kind in IN_PLACE and not self._is_told(claim, verdict.target) for claim in claims):
            return OTHER_SLOT
        replaced = [claim for claim, problem in zip(claims, problems, strict=True) if problem is None]
        for claim, problem in zip(claims, problems, strict=True):
            if problem is not None and not (
                problem is OTHER_SLOT and any(self.kinship.same(claim, other) for other in replaced)
            ):
                return problem
        if isinstance(target, Observation):
            return self._new_line(verdict)
        return "the wording of a line that stays is not changed" if verdict.text is not None else None

    def _is_told(self, claim: Claim, target: str) -> bool:
        """Whether what takes the place of a cell is the value that a session tells of it."""
        found = told(claim, self.observations[target]) if target in self.observations else None
        return found is not None and bool(found.new)

    def _add(self, verdict: Verdict) -> str | None:
        if verdict.claims or verdict.target or not verdict.observations:
            return "a new line rests on observations alone"
        if any(each in self.used for each in verdict.observations):
            return "another verdict has used the observation"
        return self._new_line(verdict)

    def _new_line(self, verdict: Verdict) -> str | None:
        text = self.wording(verdict)
        if not text or "\n" in text or len(text.encode()) > LINE_BYTES:
            return "a new line is one line of at most 2,000 bytes"
        quotes = self.supporting(verdict)
        missing = unsupported(filled(text, quotes), as_dated(quotes))
        if missing:
            return f"its own quotes do not hold {', '.join(missing[:3])}"
        if verdict.text is not None and not self._own_words(verdict):
            return "its wording goes beyond what its quotes say"
        said = normalise(text)
        return "a line says it already" if said in self.stays or said in self.added else None

    def _own_words(self, verdict: Verdict) -> bool:
        """A wording of the judge's own: at least half its words stand in the quotes, and it gives no order of its own."""
        words = read(self.wording(verdict)).strong
        held = {term for quote in as_dated(self.supporting(verdict)) for term in read(quote).terms}
        return len(words & held) * 2 >= len(words) and not is_attack(self.wording(verdict))

    def _drop(self, verdict: Verdict) -> str | None:
        if not verdict.claims:
            return "it drops nothing"
        checks: dict[str, Callable[[Claim, Verdict], bool]] = {
            "duplicate": self._is_duplicate,
            "transient": lambda claim, _: transient(claim.text) is not None,
            "asked": self._is_asked,
        }
        check = checks.get(verdict.rule)
        if check is None:
            return "it gives no ground on which a line may be dropped"
        if all(check(self.claims[each], verdict) for each in verdict.claims):
            return None
        return f"the ground '{verdict.rule}' does not hold for the line"

    def _is_duplicate(self, claim: Claim, verdict: Verdict) -> bool:
        target = self.claims.get(verdict.target)
        if target is None or target.id in self.lost or normalise(target.text) != normalise(claim.text):
            return False
        return self.kinship.same(claim, target)

    def _is_asked(self, claim: Claim, verdict: Verdict) -> bool:
        quotes = [
            item
            for item in self.supporting(verdict)
            if item.origin is Origin.USER and item.at > claim.provenance.asserted_at
        ]
        return any(names(item.quote, claim.text) for item in quotes)

    def _quarantine(self, verdict: Verdict) -> str | None:
        for each in verdict.claims:
            claim = self.claims[each]
            if claim.provenance.trust is Trust.USER or not is_attack(claim.text):
                return "nothing in the line addresses the reader as an agent, or a user said it"
        return None if verdict.claims or verdict.observations else "it names nothing"

    def _skip(self, verdict: Verdict) -> str | None:
        if verdict.claims or not verdict.observations or not verdict.target:
            return "only what sessions said is skipped, for something that says it or came later"
        target = self._target(verdict)
        said = [self.observations[each] for each in verdict.observations]
        fits = all(self.kinship.same(each, target) or self.kinship.replacement(each, target) for each in said)
        return None if fits else OTHER_SLOT

    def _doubt(self, verdict: Verdict) -> str | None:
        return None if len(verdict.claims) + len(verdict.observations) > 1 else "a contradiction has two sides"
