"""Reports as Markdown that a person reads in a terminal and a model in an answer. The summary fits one screen."""

from collections.abc import Mapping, Sequence

from dreaming.domain.changes import Change, ChangeKind, Fate, LedgerEntry, Notice, Place
from dreaming.domain.model import DreamStatus, Session
from dreaming.domain.provenance import Evidence
from dreaming.domain.times import day
from dreaming.service.report import RISKIEST, Report

COLUMNS = 98
_LOOK_AT = 4
_DOUBTS = 2
Sessions = Mapping[str, Session]


def summary(report: Report) -> str:
    """One screen: what changed, what to look at first, what was unsure, and how to go on."""
    lines = [_first_line(report)]
    if report.dream.status is not DreamStatus.COMPLETED:
        return "\n".join([*lines, *_unfinished(report)])
    lines += [_figures(report), ""]
    if report.changes:
        lines += _look_at(report)
    else:
        lines.append("Nothing to change: every claim stays as it is.")
    lines += [*_unsure(report), "", *_go_on(report)]
    return "\n".join(_cut(line, COLUMNS) for line in lines)


def change_text(change: Change, sessions: Sessions) -> str:
    """One change as a diff with its reason and all its quotes."""
    where = change.before or change.after
    lines = [f"### {change.kind} {_where(where)}" + (f" ({change.topic})" if change.topic else "")]
    lines += [f"- {_flat(place.text)}" for place in change.before]
    lines += [f"+ {_flat(place.text)}   [{_at(place)}]" for place in change.after]
    lines.append(f"Why: {change.reason}")
    if change.support > 1:
        lines.append(f"Seen in {change.support} sessions.")
    return "\n".join([*lines, *_quotes(change.evidence, sessions)])


def notice_text(notice: Notice, sessions: Sessions) -> str:
    """One notice with its reason, its places and all its quotes."""
    lines = [f"### {notice.kind}: {_flat(notice.text)}", f"Why: {notice.reason}"]
    lines += [f"  {_at(place)}: {_flat(place.text)}" for place in notice.places]
    return "\n".join([*lines, *_quotes(notice.evidence, sessions)])


def entry_text(entry: LedgerEntry, sessions: Sessions) -> str:
    """One ledger row: where the claim stood, what became of it, where it stands now."""
    fate = entry.fate or ("generated" if entry.generated else "new")
    to = f" -> {_where(entry.to)}" if entry.to and entry.fate is not Fate.KEPT else ""
    lines = [f"{_at(entry.claim)}  {fate}{to}  {_flat(entry.claim.text)}"]
    if entry.fate is not Fate.KEPT:
        lines.append(f"  {entry.reason}")
        lines += _quotes(entry.evidence, sessions)
    return "\n".join(lines)


def quote_text(evidence: Evidence, sessions: Sessions) -> str:
    """Who said it, when, and where."""
    if evidence.session_id is not None:
        session = sessions.get(evidence.session_id)
        name = f'"{session.title}" ' if session is not None and session.title else ""
        where = f"session {name}{evidence.session_id}"
    else:
        where = f"{evidence.path}:{evidence.line}" if evidence.line else str(evidence.path)
    return f'{evidence.origin}, {day(evidence.at)}, {where}: "{_flat(evidence.quote)}"'


def _first_line(report: Report) -> str:
    return f'Dream {report.dream.id} of store "{_cut(report.store_name, 30)}": {report.standing}.'


def _unfinished(report: Report) -> list[str]:
    dream = report.dream
    if dream.error is not None:
        return [f"It failed ({dream.error.type}): {dream.error.message}", *_answered(report)]
    if dream.status is DreamStatus.CANCELED:
        return ["It was canceled; the store is as it was.", *_answered(report)]
    progress = dream.progress
    return [f"Stage {progress.stage}, {progress.done} of {progress.total}. There is no result to review yet."]


def _answered(report: Report) -> list[str]:
    done = ", ".join(f"{stage} {count}" for stage, count in report.answered.items())
    return [f"Finished before that: {done}."] if done else []


def _figures(report: Report) -> str:
    read = f"Read {report.memories} memories ({report.claims} claims) and {len(report.dream.session_ids)} sessions: "
    kinds = ((kind, len(report.of_kind(kind))) for kind in RISKIEST)
    parts = [f"{report.fates[Fate.KEPT]} claims kept", *(f"{count} {kind}" for kind, count in kinds if count)]
    return read + ", ".join(parts) + "."


def _look_at(report: Report) -> list[str]:
    shown = _spread(report.changes)
    lines = [f"Look at these first ({len(shown)} of {len(report.changes)} changes):"]
    for number, change in enumerate(shown, 1):
        lines.append(f"{number}. {change.kind} {_where(change.before or change.after)}: {_before_after(change)}")
        lines.append(f"   {change.reason}")
        if change.evidence:
            lines.append(f"   {_short_quote(change.evidence[0], report.sessions)}")
    return lines


def _spread(changes: Sequence[Change]) -> list[Change]:
    """The riskiest, but at least one of each kind as far as there is room."""
    first = [next(each for each in changes if each.kind is kind) for kind in _kinds(changes)][:_LOOK_AT]
    rest = [change for change in changes if change not in first]
    chosen = [*first, *rest[: _LOOK_AT - len(first)]]
    return [change for change in changes if change in chosen]


def _kinds(changes: Sequence[Change]) -> list[ChangeKind]:
    present = {change.kind for change in changes}
    return [kind for kind in RISKIEST if kind in present]


def _before_after(change: Change) -> str:
    before = "; ".join(_flat(place.text) for place in change.before)
    after = "; ".join(_flat(place.text) for place in change.after)
    if change.kind in {ChangeKind.DROPPED, ChangeKind.QUARANTINED} or not after:
        return f'"{_cut(before, 60)}"'
    if not before:
        return f'"{_cut(after, 60)}"'
    if change.kind is ChangeKind.MOVED:
        return f"to {_where(change.after)}"
    return f'"{_cut(before, 34)}" -> "{_cut(after, 34)}"'


def _short_quote(evidence: Evidence, sessions: Sessions) -> str:
    """On one line; the quote is cut rather than its source."""
    whole = quote_text(evidence, sessions)
    head, _, quote = whole.partition(': "')
    return f'{_cut(head, 52)}: "{_cut(quote[:-1], COLUMNS - 60)}"'


def _unsure(report: Report) -> list[str]:
    lines = [f"Unsure: {_flat(doubt.text)} ({doubt.reason})" for doubt in report.doubts[:_DOUBTS]]
    if len(report.doubts) > _DOUBTS:
        lines.append(f"and {len(report.doubts) - _DOUBTS} more possible contradictions (section doubts).")
    sections = {
        "open work": len(report.open),
        "quarantined": len(report.quarantined),
        "refused": len(report.refused),
        "skipped": len(report.skipped),
    }
    also = ", ".join(f"{count} {name}" for name, count in sections.items() if count)
    if also:
        lines.append(f"Also: {also}.")
    if report.not_understood:
        lines.append(f"Instructions not understood by the rules: {'; '.join(report.not_understood)}")
    return lines


def _go_on(report: Report) -> list[str]:
    dream = report.dream
    if report.restored is not None or dream.discarded_at is not None:
        return ["The store is without it. Start another dream when there is more to read."]
    if dream.promoted_at is not None:
        return [f"Take it back: dreaming restore {dream.memory_store_id} --before {dream.id}"]
    return [
        f"Fingerprint: {report.fingerprint}",
        f"Take it: dreaming promote {dream.id} (tool dream_promote, with the fingerprint)",
        f"Leave it: dreaming discard {dream.id} (tool dream_discard). The store is unchanged until then.",
    ]


def _quotes(evidence: Sequence[Evidence], sessions: Sessions) -> list[str]:
    return [f"> {quote_text(each, sessions)}" for each in evidence]


def _where(places: Sequence[Place]) -> str:
    if not places:
        return ""
    return _at(places[0]) + (f" (+{len(places) - 1})" if len(places) > 1 else "")


def _at(place: Place) -> str:
    return f"{place.path}:{place.first_line}"


def _flat(text: str) -> str:
    return " ".join(text.split())


def _cut(text: str, size: int) -> str:
    return text if len(text) <= size else text[: size - 1] + "…"
