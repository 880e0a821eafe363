"""The account of a result: its changes, and the ledger, which has a row for each claim of the input and each line that is new."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dreaming.domain.changes import Change, ChangeKind, Fate, LedgerEntry, Place
from dreaming.domain.claims import Claim, ClaimKind
from dreaming.domain.provenance import Evidence
from dreaming.domain.questions import Action, Verdict
from dreaming.engine.checks import Rulings
from dreaming.engine.composing import Draught, Places, place_of
from dreaming.engine.documents import Parsed
from dreaming.engine.drafting import bare
from dreaming.engine.layout import Move
from dreaming.engine.own_index import Relinked, fate

_KINDS = {
    Action.MERGE: ChangeKind.MERGED,
    Action.SUPERSEDE: ChangeKind.REPLACED,
    Action.ADD: ChangeKind.ADDED,
    Action.DROP: ChangeKind.DROPPED,
    Action.QUARANTINE: ChangeKind.QUARANTINED,
}
_DROPS = {"duplicate": Fate.DROPPED_DUPLICATE, "transient": Fate.DROPPED_TRANSIENT, "asked": Fate.DROPPED_ASKED}
_ASKED = "The instructions ask for one memory a topic."


@dataclass(slots=True)
class Built:
    """The output before it is checked. `verdicts` says which verdict made which change, `replaced` what as in `Changeset`."""

    draught: Draught
    verdicts: dict[str, Verdict]
    changes: list[Change] = field(default_factory=list[Change])
    ledger: list[LedgerEntry] = field(default_factory=list[LedgerEntry])
    moves: list[Move] = field(default_factory=list[Move])
    replaced: dict[Place, tuple[str, str]] = field(default_factory=dict[Place, tuple[str, str]])
    confirmed: dict[str, tuple[Evidence, ...]] = field(default_factory=dict[str, tuple[Evidence, ...]])
    relinked: dict[str, Relinked] = field(default_factory=dict[str, Relinked])


class Accountant:
    """Accounts for what was built.

    Args:
        parsed: the input.
        rulings: what was decided on it.
        quote: a claim of the input as evidence.
    """

    def __init__(self, parsed: Sequence[Parsed], rulings: Rulings, quote: Callable[[Claim], Evidence]) -> None:
        self._parsed = parsed
        self._rulings = rulings
        self._quote = quote

    def account(self, built: Built) -> None:
        """Write down every change, the fate of each claim and the birth of each line."""
        places = built.draught.places()
        fates = {claim: (key, verdict) for key, verdict in built.verdicts.items() for claim in verdict.claims}
        after = {key: self._after(key, verdict, fates, places) for key, verdict in built.verdicts.items()}
        for key, verdict in built.verdicts.items():
            built.changes.append(self._change(key, verdict, after[key]))
        built.changes.extend(self._moved(move, places.of) for move in built.moves)
        moved = {claim.id: move.id for move in built.moves for claim in move.claims}
        for parsed in self._parsed:
            for claim in parsed.all_claims:
                if claim.id in fates:
                    key, verdict = fates[claim.id]
                    built.ledger.append(self._fate(claim, key, verdict, after[key]))
                elif claim.id in built.relinked:
                    built.ledger.append(fate(claim, built.relinked[claim.id], built.draught))
                elif claim.kind is not ClaimKind.ENTRY:
                    built.ledger.append(
                        _kept(claim, places.of(claim), moved.get(claim.id), built.confirmed.get(claim.id, ()))
                    )
        built.ledger.extend(self._births(built))

    def _after(
        self, key: str, verdict: Verdict, fates: Mapping[str, tuple[str, Verdict]], places: Places
    ) -> tuple[Place, ...]:
        """Where what a change wrote, or what stays in its stead, stands: at the end of a chain of replacements."""
        found = list(places.by_change.get(key, ()))
        last = key
        seen: set[str] = set()
        while verdict.target in fates and verdict.target not in seen:
            seen.add(verdict.target)
            last, verdict = fates[verdict.target]
        if verdict.target in self._rulings.claims:
            place = places.of(self._rulings.claims[verdict.target])
            found += [place] if place is not None else []
        elif last != key:
            found += places.by_change.get(last, ())
        return (*found, *places.by_change.get(f"{key}+history", ()))

    def _change(self, key: str, verdict: Verdict, after: tuple[Place, ...]) -> Change:
        observations = [self._rulings.observations[each] for each in self._rulings.heard(verdict)]
        return Change(
            id=key,
            kind=_KINDS[verdict.action],
            before=tuple(place_of(self._rulings.claims[each]) for each in verdict.claims),
            after=after,
            reason=verdict.reason,
            evidence=self._evidence(verdict),
            topic=observations[0].kind.value if observations else "",
            support=len({session for each in observations for session in each.sessions}),
        )

    def _moved(self, move: Move, find: Callable[[Claim], Place | None]) -> Change:
        places = [find(claim) for claim in move.claims]
        return Change(
            id=move.id,
            kind=ChangeKind.MOVED,
            before=tuple(place_of(claim) for claim in move.claims),
            after=tuple(place for place in places if place is not None),
            reason=_ASKED,
            evidence=tuple(self._quote(claim) for claim in move.claims),
        )

    def _evidence(self, verdict: Verdict) -> tuple[Evidence, ...]:
        """What a verdict rests on: the quotes of its observations, else the line that stays, else the line itself."""
        quotes = self._rulings.supporting(verdict)
        if verdict.target in self._rulings.claims:
            target = self._rulings.claims[verdict.target]
            quotes = (*quotes, self._quote(target), *target.provenance.evidence)
        if not quotes:
            quotes = tuple(self._quote(self._rulings.claims[each]) for each in verdict.claims)
        return tuple(dict.fromkeys(quotes))

    def _fate(self, claim: Claim, key: str, verdict: Verdict, after: tuple[Place, ...]) -> LedgerEntry:
        fate = {
            Action.MERGE: Fate.MERGED_INTO,
            Action.SUPERSEDE: Fate.SUPERSEDED_BY,
            Action.QUARANTINE: Fate.QUARANTINED,
        }.get(verdict.action) or _DROPS[verdict.rule]
        return LedgerEntry(
            claim=place_of(claim),
            fate=fate,
            reason=verdict.reason,
            to=after,
            evidence=self._evidence(verdict),
            change_id=key,
        )

    def _births(self, built: Built) -> Iterable[LedgerEntry]:
        for path, document in sorted(built.draught.documents.items()):
            for number, line in enumerate(document.lines, 1):
                if line.source is not None or not line.text.strip():
                    continue
                key = line.change.removesuffix("+history") if line.change else None
                yield LedgerEntry(
                    claim=Place(path=path, first_line=number, last_line=number, text=bare(line.text)),
                    fate=None,
                    reason=built.verdicts[key].reason if key else "Made by code: an index or a heading.",
                    evidence=line.provenance.evidence,
                    change_id=key,
                    generated=line.provenance.generated,
                )


def _kept(claim: Claim, place: Place | None, move: str | None, confirmed: tuple[Evidence, ...]) -> LedgerEntry:
    if place is None:
        raise AssertionError(claim.id)  # a line without a fate: the dream must not complete
    said = "It was said again." if confirmed else "Nothing was found against it."
    fate, reason = (Fate.MOVED, _ASKED) if move else (Fate.KEPT, said)
    return LedgerEntry(claim=place_of(claim), fate=fate, reason=reason, to=(place,), evidence=confirmed, change_id=move)
