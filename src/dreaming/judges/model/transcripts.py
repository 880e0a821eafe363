"""A session as a model reads it: in parts of bounded size, long outputs cut, each event under a short name.

The rule of cutting: of what a tool was given or gave back, over 900 characters, the first 500 and the last 300 stay;
of an error over 2,400 the first 1,600 and the last 600; of what was said, over 12,000, the first 9,000 and the last
2,400. Between them stands how many characters were left out. What a program put before the agent (origin `system`) is
left out whole: it says nothing new. A quote over a cut is none.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dreaming.domain.model import Event, EventType
from dreaming.domain.provenance import Origin

PART_CHARACTERS = 50_000
_OUTPUT = (900, 500, 300)  # longest, and what stays of its beginning and its end
_ERROR = (2_400, 1_600, 600)
_SAID = (12_000, 9_000, 2_400)
_SPEAKERS = {
    EventType.USER_MESSAGE: "user",
    EventType.USER_INTERRUPT: "user interrupts",
    EventType.AGENT_MESSAGE: "agent",
    EventType.AGENT_TOOL_USE: "agent calls",
    EventType.AGENT_TOOL_RESULT: "result",
    EventType.SYSTEM_MESSAGE: "system",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a session: its text, and the events by the names that stand in it."""

    text: str
    events: Mapping[str, Event]


def parts(events: Sequence[Event]) -> list[Part]:
    """The session in parts of at most about 50,000 characters; none where nothing in it can show anything."""
    found: list[Part] = []
    texts: list[str] = []
    named: dict[str, Event] = {}
    size = 0
    for name, event, text in _rendered(events):
        if texts and size + len(text) > PART_CHARACTERS:
            found.append(Part("\n\n".join(texts), named))
            texts, named, size = [], {}, 0
        texts.append(text)
        named[name] = event
        size += len(text) + 2
    if texts:
        found.append(Part("\n\n".join(texts), named))
    return found


def _rendered(events: Iterable[Event]) -> Iterator[tuple[str, Event, str]]:
    for event in events:
        if event.abandoned or event.origin is Origin.SYSTEM or not event.text.strip():
            continue
        name = f"e{event.seq}"
        yield name, event, f"[{name}] {_speaker(event)}:\n{cut(event)}"


def _speaker(event: Event) -> str:
    said = _SPEAKERS[event.type] + (f" {event.tool_name}" if event.tool_name else "")
    reported = ", as an agent reports" if event.origin is Origin.REPORTED else ""
    return f"{said}{reported}{' (error)' if event.is_error else ''}, {event.created_at:%Y-%m-%d %H:%M}"


def cut(event: Event) -> str:
    """The event's text, cut by the rule."""
    of_tool = event.type in {EventType.AGENT_TOOL_RESULT, EventType.AGENT_TOOL_USE}
    longest, head, tail = _ERROR if of_tool and event.is_error else _OUTPUT if of_tool else _SAID
    text = event.text
    if len(text) <= longest:
        return text
    return f"{text[:head]}\n[… {len(text) - head - tail:,} characters left out …]\n{text[-tail:]}"
