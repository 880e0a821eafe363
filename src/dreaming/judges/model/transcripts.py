"""A session as a model reads it: in parts of bounded size, long outputs cut, each event under a short name.

The rule of cutting: of what a tool was given or gave back, over 900 characters, the first 500 and the last 300 stay;
of an error over 2,400 the first 1,600 and the last 600; of what was said, over 12,000, the first 9,000 and the last
2,400. Between them stands how many characters were left out. What a program put before the agent (origin `system`) is
left out whole, and so are calls of our own tools: they say nothing new, and a host's answers quote other sessions. A
quote over a cut is none. A host reads smaller parts, and less of a long text, since a tool's answer brings it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dreaming.domain.hosting import HOST
from dreaming.domain.limits import INSTRUCTIONS_CHARACTERS
from dreaming.domain.model import Event, EventType
from dreaming.domain.provenance import Origin
from dreaming.domain.recalls import is_recall

_OUTPUT = (900, 500, 300)  # longest, and what stays of its beginning and its end
_ERROR = (2_400, 1_600, 600)
_USUAL_STEERING = INSTRUCTIONS_CHARACTERS  # of a user's instructions: what takes more takes it from the material
_LEAST_ROOM = 4_000
_SPEAKERS = {
    EventType.USER_MESSAGE: "user",
    EventType.USER_INTERRUPT: "user interrupts",
    EventType.AGENT_MESSAGE: "agent",
    EventType.AGENT_TOOL_USE: "agent calls",
    EventType.AGENT_TOOL_RESULT: "result",
    EventType.SYSTEM_MESSAGE: "system",
}
Cut = tuple[int, int, int]  # as above


def _bytes(text: str) -> int:
    return len(text.encode(errors="replace"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much is put before a model at once: `material`, in what `measure` counts.

    `said` is how a long text that somebody said is cut. `name` is part of the keys of calls: another room makes other
    parts of a session.
    """

    name: str
    material: int
    said: Cut
    measure: Callable[[str], int]

    def beside(self, instructions: str) -> "Room":
        """The same, with what instructions leave of it that are longer than usual."""
        over = max(0, self.measure(instructions) - _USUAL_STEERING)
        return replace(self, material=max(_LEAST_ROOM, self.material - over)) if over else self


AT_LENGTH = Room(name="", material=50_000, said=(12_000, 9_000, 2_400), measure=len)
IN_PACKETS = Room(name="p", material=12_000, said=(5_000, 3_600, 1_000), measure=_bytes)


def room_of(model: str) -> Room:
    """How much this model is shown at once."""
    return IN_PACKETS if model == HOST else AT_LENGTH


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a session: its text, and the events by the names that stand in it."""

    text: str
    events: Mapping[str, Event]


def parts(events: Sequence[Event], room: Room = AT_LENGTH) -> list[Part]:
    """The session in parts, each of which finds room unless one event is longer; none where nothing in it can show anything."""
    found: list[Part] = []
    texts: list[str] = []
    named: dict[str, Event] = {}
    size = 0
    for name, event, text in _rendered(events, room):
        length = room.measure(text)
        if texts and size + length > room.material:
            found.append(Part("\n\n".join(texts), named))
            texts, named, size = [], {}, 0
        texts.append(text)
        named[name] = event
        size += length + 2
    if texts:
        found.append(Part("\n\n".join(texts), named))
    return found


def _rendered(events: Iterable[Event], room: Room) -> Iterator[tuple[str, Event, str]]:
    for event in events:
        if event.abandoned or event.origin is Origin.SYSTEM or not event.text.strip():
            continue
        if event.type is EventType.AGENT_TOOL_USE and is_recall(event.tool_name):
            continue
        name = f"e{event.seq}"
        yield name, event, f"[{name}] {_speaker(event)}:\n{cut(event, room)}"


def _speaker(event: Event) -> str:
    said = _SPEAKERS[event.type] + (f" {event.tool_name}" if event.tool_name else "")
    reported = ", as an agent reports" if event.origin is Origin.REPORTED else ""
    return f"{said}{reported}{' (error)' if event.is_error else ''}, {event.created_at:%Y-%m-%d %H:%M}"


def cut(event: Event, room: Room = AT_LENGTH) -> str:
    """The event's text, cut by the rule."""
    of_tool = event.type in {EventType.AGENT_TOOL_RESULT, EventType.AGENT_TOOL_USE}
    longest, head, tail = _ERROR if of_tool and event.is_error else _OUTPUT if of_tool else room.said
    text = event.text
    if len(text) <= longest:
        return text
    return f"{text[:head]}\n[… {len(text) - head - tail:,} characters left out …]\n{text[-tail:]}"
