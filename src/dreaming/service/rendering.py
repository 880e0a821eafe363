"""Reports as Markdown that a person reads in a terminal and a model in an answer. The summary fits one screen."""

import re
import shlex
import textwrap
from collections.abc import Mapping, Sequence

from dreaming.domain.changes import Change, ChangeKind, Fate, LedgerEntry, Notice, Place
from dreaming.domain.claims import ObservationKind
from dreaming.domain.journal import JournalLine
from dreaming.domain.model import DreamStatus, Session
from dreaming.domain.provenance import Evidence
from dreaming.domain.texts import counted
from dreaming.domain.times import day
from dreaming.service.doubts import both_sides
from dreaming.service.examined import overridden, overridden_text
from dreaming.service.model_use import in_words
from dreaming.service.observed import Observed
from dreaming.service.pace import progress_text
from dreaming.service.report import RISKIEST, Report

COLUMNS = 98
LINES = 24
_LOOK_AT = 5
_LINES_EACH = 3
_DOUBTS = 2
_OBSERVED = 5
_WHY_LINES = 6
_TITLE = 40
SESSION_ID = re.compile(r"\bsesn_\w+")
Sessions = Mapping[str, Session]


def summary(report: Report) -> str:
    """One screen: what changed, what to look at first, what was unsure, and how to go on."""
    first = f'Dream {report.dream.id} of store "{_cut(report.store_name, 30)}": {report.standing}.'
    if report.dream.status is not DreamStatus.COMPLETED:
        return "\n".join([first, *_unfinished(report), *_used(report), *_partial(report)])
    head, unsure, going_on = [first, *_figures(report), *_used(report)], _unsure(report), _go_on(report)
    room = LINES - len(head) - len(unsure) - len(going_on) - 2
    lines = [*head, *_look_at(report, min(_LOOK_AT, room // _LINES_EACH)), *unsure]
    return "\n".join([*(_cut(line, COLUMNS) for line in lines), "", *going_on])


def change_text(change: Change, sessions: Sessions) -> str:
    """One change as a diff with its reason and all its quotes."""
    where = change.before or change.after
    lines = [f"### {change.kind} {_where(where)}" + (f" ({change.topic})" if change.topic else "") + f"  {change.id}"]
    lines += [f"- {_bare(place.text)}" for place in change.before]
    lines += [f"+ {_bare(place.text)}   [{_at(place)}]" for place in change.after]
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
    if entry.fate is not Fate.KEPT and not entry.generated:
        lines.append(f"  {entry.reason}")
        lines += _quotes(entry.evidence, sessions)
    return "\n".join(lines)


def observed_text(observed: Observed, sessions: Sessions) -> str:
    """One thing that was observed, with all its quotes, and that it counts for nothing yet."""
    topic = f" ({observed.topic})" if observed.topic else ""
    lines = [f"### {observed.kind}{topic}, not checked and not written", _flat(observed.text)]
    return "\n".join([*lines, *_quotes(observed.evidence, sessions)])


def journal_text(line: JournalLine, sessions: Sessions, *, with_day: bool = True) -> str:
    """One line of the journal: when (UTC), what kind, what; sessions by their titles."""
    when = f"{line.at:%Y-%m-%d %H:%M:%S}" if with_day else f"{line.at:%H:%M:%S}"
    return f"{when}  {line.kind:<7}  {with_titles(line.text, sessions)}"


def with_titles(text: str, sessions: Sessions) -> str:
    """`text` on one line, with the title of each of these sessions in the place of its id, where it has one."""

    def title(found: re.Match[str]) -> str:
        session = sessions.get(found[0])
        return found[0] if session is None or not session.title else f'"{_cut(_flat(session.title), _TITLE)}"'

    return _flat(SESSION_ID.sub(title, text))


def quote_text(evidence: Evidence, sessions: Sessions) -> str:
    """Who said it, when, and where."""
    if evidence.session_id is not None:
        session = sessions.get(evidence.session_id)
        name = f'"{session.title}" ' if session is not None and session.title else ""
        where = f"session {name}{evidence.session_id}"
    else:
        where = _memory_line(evidence)
    who = "project" if evidence.is_project else evidence.origin
    return f'{who}, {day(evidence.at)}, {where}: "{_flat(evidence.quote)}"'


def _unfinished(report: Report) -> list[str]:
    dream = report.dream
    match dream.status:
        case DreamStatus.FAILED if dream.error is not None:
            why = f"It failed ({dream.error.type}): {_flat(dream.error.message)}"
            return textwrap.wrap(why, COLUMNS, max_lines=_WHY_LINES, placeholder=" …")
        case DreamStatus.CANCELED:
            return ["It was canceled; the store is as it was."]
        case DreamStatus.RUNNING:
            return [f"It runs: {progress_text(dream.progress)}. There is no result to review yet."]
        case _:
            return ["It waits to be run. There is no result to review yet."]


def _partial(report: Report) -> list[str]:
    """What was finished of a dream without a result, and where to look further."""
    done = ", ".join(f"{stage} {count}" for stage, count in report.answered.items())
    lines = [f"Finished so far: {done}."] if done else []
    if report.observed:
        lines.append(f"Observed so far, not checked and not written ({len(report.observed)}; section observed):")
        for observed in report.observed[:_OBSERVED]:
            lines.append(f"- {observed.kind}: {_flat(observed.text)}")
            lines.append(f"  {_short_quote(observed.evidence[0], report.sessions)}")
    if report.journal_lines:
        lines.append(f"What it did, step by step: section journal ({counted(report.journal_lines, 'line')}).")
    lines = [_cut(line, COLUMNS) for line in lines]
    if report.dream.output_store_id:
        lines += [
            "Its output store is as yet a copy of the input, and takes no writes:",
            f"  dreaming memory list --store {report.dream.output_store_id}",
        ]
    return lines


def _used(report: Report) -> list[str]:
    lines = [] if report.use is None else in_words(report.use, report.claims)
    return [part for line in lines for part in textwrap.wrap(line, COLUMNS, max_lines=2, placeholder=" …")]


def _figures(report: Report) -> list[str]:
    memories, claims = counted(report.memories, "memory", "memories"), counted(report.claims, "claim")
    sessions = counted(len(report.dream.session_ids), "session")
    sessions += f", {len(report.dream.held_out)} held out" if report.dream.held_out else ""
    kinds = ((kind, len(report.of_kind(kind))) for kind in RISKIEST)
    parts = [f"{report.fates[Fate.KEPT]} kept", *(f"{count} {kind}" for kind, count in kinds if count)]
    gaps = report.dream.forgotten
    forgotten = (
        [f"Since something that it read was forgotten, {counted(gaps, 'entry', 'entries')} have gaps."] if gaps else []
    )
    passed_over = [overridden_text(each) for each in overridden(report.promoted.last)]
    return [
        f"Read {memories} ({claims}) and {sessions}:",
        f"{', '.join(parts)}.",
        *report.results.lines,
        *passed_over,
        *forgotten,
    ]


def _look_at(report: Report, count: int) -> list[str]:
    """The riskiest things, one of each sort before a second of any."""
    if not report.changes and not report.quarantined:
        return ["Nothing to change: every claim stays as it is."]
    things: list[Change | Notice] = [*report.changes, *report.quarantined]
    ordered = sorted(things, key=lambda each: SORTS.index(_sort(each)))
    firsts = {_sort(each): each for each in reversed(ordered)}
    rest = [each for each in ordered if each is not firsts[_sort(each)]]
    chosen = [*(firsts[sort] for sort in SORTS if sort in firsts), *rest][:count]
    lines = [f"Look at these first ({len(chosen)} of {len(things)}):"]
    for number, each in enumerate(sorted(chosen, key=lambda each: SORTS.index(_sort(each))), 1):
        lines += [f"{number}. {_headline(each)}", f"   {each.reason}"]
        lines += [f"   {_short_quote(quote, report.sessions)}" for quote in each.evidence[:1]]
    return lines


# What a person looks at first: what replaces or takes away, then what is new, then what only tidies.
SORTS = ("dropped", "replaced", "quarantined", "merged", "open", "added", "moved", "duplicate")


def _sort(each: Change | Notice) -> str:
    if isinstance(each, Notice):
        return "quarantined"
    if each.topic == ObservationKind.OPEN:
        return "open"
    return "duplicate" if each.kind is ChangeKind.DROPPED and each.after else str(each.kind)


def _headline(each: Change | Notice) -> str:
    if isinstance(each, Notice):
        return f'not written: "{_cut(_flat(each.text), 80)}"'
    topic = f" ({each.topic})" if each.topic else ""
    return f"{each.kind}{topic} {_where(each.before or each.after)}: {_before_after(each)}"


def _before_after(change: Change) -> str:
    before = "; ".join(_bare(place.text) for place in change.before)
    after = "; ".join(_bare(place.text) for place in change.after)
    if change.kind in {ChangeKind.DROPPED, ChangeKind.QUARANTINED} or not after:
        return f'"{_cut(before, 60)}"'
    if not before:
        return f'"{_cut(after, 60)}"'
    if change.kind is ChangeKind.MOVED:
        return f"to {_where(change.after)}"
    return f'"{_cut(before, 34)}" -> "{_cut(after, 34)}"'


def _short_quote(evidence: Evidence, sessions: Sessions) -> str:
    """On one line: who, when, where, and as much of the quote as there is room for."""
    session = sessions.get(evidence.session_id or "")
    title = f'"{_cut(session.title, 24)}"' if session is not None and session.title else evidence.session_id
    where = _memory_line(evidence) if evidence.session_id is None else f"session {title}"
    said = f"{evidence.origin}, {day(evidence.at)}, {_cut(where, 40)}: "
    return f'{said}"{_cut(_flat(evidence.quote), COLUMNS - len(said) - 5)}"'


def _memory_line(evidence: Evidence) -> str:
    return f"{evidence.path}:{evidence.line}" if evidence.line else str(evidence.path)


def _unsure(report: Report) -> list[str]:
    lines = [line for doubt in report.doubts[:_DOUBTS] for line in both_sides(doubt, COLUMNS)]
    if len(report.doubts) > _DOUBTS:
        lines.append(f"and {len(report.doubts) - _DOUBTS} more possible contradictions (section doubts).")
    if report.caveats:
        lines.append(_outdated(report.caveats))
    sections = {
        "open work": len(report.open),
        "quarantined": len(report.quarantined),
        "refused": len(report.refused),
        "not proposed again (section declined)": len(report.declined),
        "skipped": len(report.skipped),
    }
    also = ", ".join(f"{count} {name}" for name, count in sections.items() if count)
    if also:
        lines.append(f"Also: {also}.")
    if report.not_understood:
        lines.append(f"Instructions not understood by the rules: {'; '.join(report.not_understood)}")
    return lines


def _outdated(caveats: Sequence[Notice]) -> str:
    """How many lines may be out of date, and the first of them."""
    count = counted(len({each.places[0] for each in caveats}), "line")
    first = caveats[0]
    return f"May be out of date: {count} (section caveats). {_at(first.places[0])}: {first.reason}"


def _go_on(report: Report) -> list[str]:
    dream, promoted = report.dream, report.promoted
    back = f"Take it back: dreaming restore {shlex.quote(report.store_name)} --before {dream.id}"
    if promoted.is_decided or (promoted.inside is not None and dream.discarded_at is not None):
        return [back]
    if dream.discarded_at is not None:
        return ["The store is without it. Start another dream when there is more to read."]
    take = "Take the rest" if promoted.inside else "Take it again" if promoted.last else "Take it"
    return [
        f"Fingerprint: {report.fingerprint}",
        f"{take}: dreaming promote {dream.id} (tool dream_promote, with the fingerprint)",
        f"Leave it: dreaming discard {dream.id} (tool dream_discard)" if promoted.inside is None else back,
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


def _bare(text: str) -> str:
    """Without a list marker."""
    return re.sub(r"^(?:[-*+]|\d{1,9}[.)])\s+", "", _flat(text))


def _cut(text: str, size: int) -> str:
    return text if len(text) <= size else text[: size - 1] + "…"
