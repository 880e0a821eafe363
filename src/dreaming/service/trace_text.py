"""Where a line comes from, and where one went, as lines of styled text."""

from collections.abc import Iterator, Mapping, Sequence

from dreaming.domain.changes import Place
from dreaming.domain.model import Session
from dreaming.domain.provenance import Evidence
from dreaming.domain.texts import counted
from dreaming.domain.times import day, minute
from dreaming.service.departures import Departure, Whereabouts
from dreaming.service.diff_text import QUOTES, Line, Style
from dreaming.service.rendering import quote_text
from dreaming.service.tracing import Step, StepKind, Trace

_ALL = 100
_SAID = {
    StepKind.WRITTEN: "written by {by}",
    StepKind.DREAMT: "written by dream {dream}{promoted}",
    StepKind.CARRIED: "{fate}, by dream {dream}",
    StepKind.RESTORED: "put back by a restore",
}


def trace_lines(trace: Trace) -> Iterator[Line]:
    """The line, who said it and on what grounds, and how it came, newest first."""
    known = trace.provenance
    yield ((Style.HEADING, _at(trace.place)), (Style.PLAIN, f"  {_flat(trace.place.text)}"))
    if known.generated:
        yield (
            (Style.PLAIN, f"Made by code on {day(known.asserted_at)}: it is no claim, and each dream makes it anew."),
        )
    else:
        said = f"Said on {day(known.asserted_at)} by {known.origin}, trusted as {known.trust.name.lower()}."
        yield ((Style.PLAIN, said),)
    yield from _quotes(known.evidence, trace.sessions, "  ", most=_ALL)
    if trace.steps:
        yield ()
        yield ((Style.HEADING, "How it came, newest first"),)
    told: set[str] = set()  # a change says its reason and its quotes once
    for step in trace.steps:
        yield from _step(step, trace.sessions, is_told=step.change_id in told)
        told.update({step.change_id} if step.change_id else ())


def whereabouts_lines(found: Whereabouts) -> Iterator[Line]:
    """Where it stands now, and how it left where it stood."""
    if found.standing:
        yield ((Style.HEADING, "Stands now"),)
        for place in found.standing:
            yield ((Style.PLAIN, f"  {_at(place)}  {_flat(place.text)}"),)
    else:
        yield ((Style.HEADING, "Stands nowhere in the store now"),)
    if found.departures:
        yield ()
        yield ((Style.HEADING, "How it went"),)
    for departure in found.departures:
        yield from _departure(departure, found.sessions)


def _step(step: Step, sessions: Mapping[str, Session], *, is_told: bool) -> Iterator[Line]:
    pad = "  " * (step.depth + 1)
    promoted = f", promoted by {step.promoted_by}" if step.promoted_by else ""
    said = _SAID[step.kind].format(by=step.by, dream=step.dream_id, promoted=promoted, fate=step.fate)
    yield ((Style.FAINT, f"{pad}{minute(step.at)}  "), (Style.PLAIN, said))
    if step.kind is StepKind.CARRIED or step.depth:
        yield ((Style.PLAIN, f"{pad}  {_at(step.place)}  {_flat(step.place.text)}"),)
    if step.reason and not is_told:
        yield ((Style.PLAIN, f"{pad}  Why: {_flat(step.reason)}"),)
    yield from _quotes(() if is_told else step.evidence, sessions, f"{pad}  ")


def _departure(departure: Departure, sessions: Mapping[str, Session]) -> Iterator[Line]:
    pad = "  " * (departure.depth + 1)
    how = "the memory was deleted" if departure.is_deletion else "the line was taken out"
    if departure.dream_id is not None:
        promoted = f", promoted by {departure.promoted_by}" if departure.promoted_by else ""
        how = f"{departure.fate or 'taken out'}, by dream {departure.dream_id}{promoted}"
    elif departure.by:
        how += f" by {departure.by}"
    yield ((Style.REMOVED, f"{pad}{_at(departure.place)}  {_flat(departure.place.text)}"),)
    yield ((Style.FAINT, f"{pad}  {minute(departure.at)}  "), (Style.PLAIN, how))
    if departure.reason:
        yield ((Style.PLAIN, f"{pad}  Why: {_flat(departure.reason)}"),)
    for place in departure.to:
        yield ((Style.ADDED, f"{pad}  -> {_at(place)}  {_flat(place.text)}"),)
    yield from _quotes(departure.evidence, sessions, f"{pad}  ")


def _quotes(
    evidence: Sequence[Evidence], sessions: Mapping[str, Session], pad: str, *, most: int = QUOTES
) -> Iterator[Line]:
    for quote in evidence[:most]:
        yield ((Style.FAINT, f"{pad}> {quote_text(quote, sessions)}"),)
    if len(evidence) > most:
        yield ((Style.FAINT, f"{pad}> and {counted(len(evidence) - most, 'quote')} more"),)


def _at(place: Place) -> str:
    return f"{place.path}:{place.first_line}"


def _flat(text: str) -> str:
    return " ".join(text.split())
