"""From verdicts that stand to the output: documents, changes and ledger."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from dreaming.domain.capitals import capitalised
from dreaming.domain.claims import Claim
from dreaming.domain.instructions import Layout
from dreaming.domain.notes import is_dated
from dreaming.domain.provenance import Evidence, Provenance
from dreaming.domain.questions import Action, Verdict
from dreaming.engine.accounting import Accountant, Built
from dreaming.engine.checks import Rulings
from dreaming.engine.composing import Draught, Home, place_of
from dreaming.engine.documents import Parsed
from dreaming.engine.generated import INDEX, Past, described, write_history, write_index
from dreaming.engine.layout import Arrangement, Move
from dreaming.engine.own_index import Relinked, tend, went_to
from dreaming.engine.rewriting import Rewriting, cells_before, in_order

_ORDER = (Action.SUPERSEDE, Action.MERGE, Action.DROP, Action.QUARANTINE, Action.ADD)


class Builder:
    """Builds the output from the input and the verdicts that stand."""

    def __init__(self, parsed: Sequence[Parsed], rulings: Rulings, layout: Layout, topics: Mapping[str, str]) -> None:
        self.parsed = parsed
        self.rulings = rulings
        self.layout = layout
        self.topics = topics
        self.documents = {each.document.path: each for each in parsed}

    def build(self, undone: frozenset[str], chosen_moves: Sequence[Move] | None = None) -> Built:
        """Apply every verdict but those of the changes in `undone`.

        What moves follows from what stays; `chosen_moves` says it instead, where not all that was decided is applied.
        """
        made = {
            change_id(verdict, self.rulings): verdict for verdict in self.rulings.accepted if _changes_text(verdict)
        }
        verdicts = {
            key: made[key]
            for key in sorted(made, key=lambda key: (_ORDER.index(made[key].action), key))
            if key not in undone
        }
        built = Built(Draught.of(self.parsed), verdicts)
        arrangement = self._arrangement(verdicts.values())
        past: list[Past] = []
        for key, verdict in verdicts.items():
            past.extend(self._apply(built.draught, key, verdict, arrangement))
        built.confirmed = self._confirmations(verdicts)
        for each, quotes in built.confirmed.items():
            claim = self.rulings.claims[each]
            built.draught.strengthen(claim, self.quote(claim), quotes)
        found = arrangement.moves(self.rulings.held | self.rulings.rooted) if chosen_moves is None else chosen_moves
        built.moves = [move for move in found if move.id not in undone]
        for move in built.moves:
            for claim in move.claims:
                built.draught.move(claim, Home(path=move.path, title=move.title))
        arrangement.settle(built.draught, built.moves)
        built.draught.sweep()
        built.replaced = {
            place_of(each.claim): (each.by.old, each.now) for each in past if each.by and each.by.old and each.now
        }
        write_history(built.draught.documents, past)
        built.relinked = self._tend(built)
        write_index(built.draught.documents, changed=bool(verdicts or built.moves))
        self._reuse(built.draught)
        Accountant(self.parsed, self.rulings, self.quote).account(built)
        return built

    def _tend(self, built: Built) -> dict[str, Relinked]:
        """Bring the user's own index up to date."""
        new = [path for path in sorted(built.draught.documents) if path not in self.documents]
        claims = self.rulings.claims
        stays = {each: verdict.target for verdict in built.verdicts.values() for each in verdict.claims}
        goes = {each: claims[target].path for each, target in stays.items() if target in claims}
        goes |= {claim.id: move.path for move in built.moves for claim in move.claims}
        there = went_to(built.draught, self.documents, goes)
        return tend(built.draught, self.documents, described(built.draught.documents, new), there)

    def _arrangement(self, verdicts: Iterable[Verdict]) -> Arrangement:
        done = list(verdicts)
        gone = frozenset(claim for verdict in done for claim in verdict.claims)
        new = [text for each in done if (text := self.rulings.wording(each))]
        return Arrangement(self.layout, self.parsed, gone, new, self.topics)

    def _confirmations(self, verdicts: Mapping[str, Verdict]) -> dict[str, tuple[Evidence, ...]]:
        """What sessions said again and the store knew: the lines keep their words and gain the quotes and the time.

        Without it a value that was said again would count as old as its first mention once the session is out of sight.
        """
        gone = {claim for verdict in verdicts.values() for claim in verdict.claims}
        return {
            verdict.target: self.rulings.supporting(verdict)
            for verdict in self.rulings.accepted
            if verdict.action is Action.MERGE and verdict.observations and verdict.target not in gone
            if not self.rulings.claims[verdict.target].pinned
        }

    def _reuse(self, draught: Draught) -> None:
        """A memory that code writes anew at the path of one that went is the same memory; an index not needed goes."""
        for path in [path for path in draught.removed if path in draught.documents]:
            draught.removed.remove(path)
            draught.documents[path].parsed = self.documents[path]
        if INDEX in self.documents and INDEX not in draught.documents and INDEX not in draught.removed:
            draught.removed.append(INDEX)

    def _apply(self, draught: Draught, key: str, verdict: Verdict, arrangement: Arrangement) -> list[Past]:
        rulings = self.rulings
        claims = [rulings.claims[each] for each in verdict.claims]
        if verdict.action is Action.ADD:
            first = rulings.observations[verdict.observations[0]]
            text = rulings.wording(verdict)
            home = arrangement.home(first, text, draught.documents)
            draught.append(home, self._line(verdict, home.path, home.heading), self._provenance(verdict), key)
            return []
        if verdict.target in rulings.observations:
            self._write_instead(draught, key, verdict, arrangement)
        else:
            for claim in claims:
                draught.remove(claim)
        if verdict.action is Action.SUPERSEDE:
            return [past for claim in claims for past in self._pasts(claim, key, verdict)]
        if verdict.target in rulings.claims:
            gained = tuple(item for claim in claims for item in (self.quote(claim), *claim.provenance.evidence))
            target = rulings.claims[verdict.target]
            draught.strengthen(target, self.quote(target), gained)
        return []

    def _line(self, verdict: Verdict, path: str, *headings: str, before: str = "") -> str:
        """The words of a new line. A dated note may be tidied away: what stands there says itself what it is about."""
        return capitalised(self.rulings.wording(verdict, () if is_dated(path) else (path, *headings)), before=before)

    def _write_instead(self, draught: Draught, key: str, verdict: Verdict, arrangement: Arrangement) -> None:
        """Write what was said in the place of the newest claim that it replaces, and take the others out.

        A value in a place of its own is written there; then the sentence is written only for what else it says. What stands
        below a date is of that date: nothing that was said later is written there.
        """
        of = self._provenance(verdict)
        ordered = sorted((self.rulings.claims[each] for each in verdict.claims), key=_newest_first)
        said = in_order(self.rulings, verdict)
        written = Rewriting(draught, self.rulings.observations[verdict.target], said, of, key)
        claims = [claim for claim in ordered if not written.rewrite(claim, self.quote(claim))]
        if written.says_all(claims):
            for claim in claims:
                draught.remove(claim)
            return
        place = next((claim for claim in claims if not claim.dated), None)
        if place is None:
            home = arrangement.home(
                self.rulings.observations[verdict.target], self.rulings.wording(verdict), draught.documents
            )
            draught.append(home, self._line(verdict, home.path, home.heading), of, key)
        else:
            draught.replace(place, self._line(verdict, place.path, *place.headings, before=place.text), of, key)
        for claim in claims:
            if claim is not place:
                draught.remove(claim)

    def _provenance(self, verdict: Verdict) -> Provenance:
        """Of a new line: the latest time, the lowest trust and all quotes of what it rests on."""
        of = [self.rulings.observations[each].provenance for each in self.rulings.heard(verdict)]
        weakest = min(of, key=lambda each: each.trust)
        return Provenance(
            asserted_at=max(each.asserted_at for each in of),
            origin=weakest.origin,
            trust=weakest.trust,
            evidence=self.rulings.supporting(verdict),
        )

    def _pasts(self, claim: Claim, key: str, verdict: Verdict) -> list[Past]:
        """What there was before the change: of a row, each of its cells that changed."""
        cells = cells_before(self.rulings, claim, in_order(self.rulings, verdict))
        quote = self.quote(claim)
        return [Past(claim, None, by, by.new, each.provenance, key, quote, each.text) for by, each in cells] or [
            self._past(claim, key, verdict)
        ]

    def _past(self, claim: Claim, key: str, verdict: Verdict) -> Past:
        """What replaced the claim first, and when: what was said in between counts, though it is not written."""
        rulings, quote = self.rulings, self.quote(claim)
        told = rulings.kinship.told_change(claim)
        target = rulings.claims.get(verdict.target) or rulings.observations[verdict.target]
        steps = [rulings.observations[each] for each in verdict.observations]
        steps.sort(key=lambda each: each.provenance.asserted_at)
        last = next((found for each in (claim, *steps) if (found := rulings.kinship.replacement(each, target))), None)
        now = "" if last is None else last.new
        for step in steps:
            found = rulings.kinship.replacement(claim, step)
            if found is not None:
                return Past(claim, told, found, now, step.provenance, key, quote, step.text)
        by = rulings.kinship.replacement(claim, target)
        if isinstance(target, Claim):
            return Past(claim, told, by, now, target.provenance, key, quote, target.text)
        return Past(claim, told, by, now, self._provenance(verdict), key, quote, rulings.wording(verdict))

    def quote(self, claim: Claim) -> Evidence:
        """A claim of the input as evidence: its first line, letter by letter."""
        document = self.documents[claim.path]
        return Evidence(
            quote=document.lines[claim.first_line - 1].strip(),
            origin=claim.provenance.origin,
            at=claim.provenance.asserted_at,
            memory_id=document.document.memory_id,
            memory_version_id=document.document.memory_version_id,
            path=claim.path,
            line=claim.first_line,
        )


def _changes_text(verdict: Verdict) -> bool:
    """A merge or a skip of observations alone means that the store knew it already, or better: nothing changes."""
    return verdict.action is not Action.DOUBT and (bool(verdict.claims) or verdict.action is Action.ADD)


def change_id(verdict: Verdict, rulings: Rulings) -> str:
    """Follows from what the change does: the same in each run over the same input."""
    texts = [*verdict.claims, verdict.target, rulings.wording(verdict), *verdict.observations]
    return "chg_" + hashlib.sha256("\0".join([verdict.action, *texts]).encode()).hexdigest()[:20]


def _newest_first(claim: Claim) -> tuple[float, str, int]:
    return (-claim.provenance.asserted_at.timestamp(), claim.path, claim.first_line)
