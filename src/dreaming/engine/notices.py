"""What a dream tells of itself: its figures, and what it asks, sets apart, refuses or does not propose again."""

from collections.abc import Iterable, Mapping, Sequence

from dreaming.domain.changes import Fate, Notice, NoticeKind
from dreaming.domain.questions import Action, Verdict
from dreaming.domain.refusals import Refusal
from dreaming.domain.times import day
from dreaming.engine.accounting import Built
from dreaming.engine.building import change_id
from dreaming.engine.checks import Rulings
from dreaming.engine.composing import place_of
from dreaming.engine.documents import Parsed


def counts(parsed: Sequence[Parsed], rulings: Rulings, built: Built, told: Iterable[Notice]) -> dict[str, int]:
    """Figures for the report: what was read, each fate, changes and notices by kind."""
    found = {
        "memories": len(parsed),
        "claims": sum(len(each.claims) for each in parsed),
        "observations": len(rulings.observations),
        "known": sum(len(each.observations) for each in rulings.accepted if each.action is Action.MERGE),
    }
    found |= {fate.value: 0 for fate in Fate}
    names = [entry.fate.value for entry in built.ledger if entry.fate is not None]
    names += [f"changes:{change.kind}" for change in built.changes]
    names += [f"notices:{notice.kind}" for notice in told]
    for name in names:
        found[name] = found.get(name, 0) + 1
    return found


def rewritten_entries(parsed: Sequence[Parsed], built: Built) -> int:
    """The lines of front matter that have a fate of their own."""
    entries = {entry.id for each in parsed for entry in each.entries}
    return len(entries & {claim for verdict in built.verdicts.values() for claim in verdict.claims})


def notices(rulings: Rulings, undone: Mapping[str, str]) -> Iterable[Notice]:
    """What is unsure, set apart or refused, with the reasons."""
    for verdict in rulings.accepted:
        if verdict.action is Action.DOUBT:
            yield _notice(NoticeKind.DOUBT, verdict, verdict.reason, rulings)
        elif verdict.action is Action.QUARANTINE and not verdict.claims:
            yield _notice(NoticeKind.QUARANTINED, verdict, verdict.reason, rulings)
        elif change_id(verdict, rulings) in undone:
            yield _notice(NoticeKind.REFUSED, verdict, undone[change_id(verdict, rulings)], rulings)
    for verdict, problem in rulings.refused:
        yield _notice(NoticeKind.REFUSED, verdict, f"refused to {verdict.action}: {problem}", rulings)


def declined_notices(declined: Iterable[tuple[Verdict, Refusal]], rulings: Rulings) -> Iterable[Notice]:
    """What is not proposed again, since a person said no to it."""
    for verdict, refusal in declined:
        reason = f"a person said no to it on {day(refusal.at)}, and no user has said it since ({refusal.id})"
        yield _notice(NoticeKind.DECLINED, verdict, f"not proposed again to {verdict.action}: {reason}", rulings)


def _notice(kind: NoticeKind, verdict: Verdict, reason: str, rulings: Rulings) -> Notice:
    named = sorted({*verdict.claims, *verdict.observations, verdict.target})
    claims = [rulings.claims[each] for each in named if each in rulings.claims]
    observations = [rulings.observations[each] for each in named if each in rulings.observations]
    text = " / ".join([claim.text for claim in claims] + [each.text for each in observations]) or verdict.reason
    return Notice(
        kind=kind,
        text=text[:1_000],
        reason=reason,
        places=tuple(place_of(claim) for claim in claims),
        evidence=tuple(item for each in observations for item in each.provenance.evidence),
    )
