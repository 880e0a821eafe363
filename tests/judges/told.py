"""Sessions written down in a few words, and what the rules see in them."""

from datetime import UTC, datetime, timedelta

from dreaming.domain.claims import Draft
from dreaming.domain.instructions import Steering
from dreaming.domain.model import Event, EventType, Outcome, Session
from dreaming.domain.provenance import Origin
from dreaming.domain.questions import ObserveTask
from dreaming.judges.rules.observing import observe

START = datetime(2026, 4, 1, 9, tzinfo=UTC)
ORIGINS = {
    EventType.USER_MESSAGE: Origin.USER,
    EventType.USER_INTERRUPT: Origin.USER,
    EventType.AGENT_MESSAGE: Origin.AGENT,
    EventType.AGENT_TOOL_USE: Origin.AGENT,
    EventType.AGENT_TOOL_RESULT: Origin.TOOL,
    EventType.SYSTEM_MESSAGE: Origin.SYSTEM,
}


class Told:
    """A session that grows by one event a call."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def add(
        self,
        kind: EventType,
        text: str,
        *,
        origin: Origin | None = None,
        tool: str | None = None,
        is_error: bool = False,
        abandoned: bool = False,
    ) -> "Told":
        """Add any event."""
        seq = len(self.events) + 1
        self.events.append(
            Event(
                id=f"sevt_{seq}",
                session_id="sesn_1",
                seq=seq,
                type=kind,
                origin=origin or ORIGINS[kind],
                text=text,
                created_at=START + timedelta(minutes=seq),
                is_error=is_error,
                tool_name=tool,
                abandoned=abandoned,
            )
        )
        return self

    def user(self, text: str) -> "Told":
        """The user types."""
        return self.add(EventType.USER_MESSAGE, text)

    def agent(self, text: str) -> "Told":
        """The agent answers."""
        return self.add(EventType.AGENT_MESSAGE, text)

    def interrupt(self) -> "Told":
        """The user stops the agent."""
        return self.add(EventType.USER_INTERRUPT, "")

    def runs(self, command: str, output: str, *, is_error: bool = False) -> "Told":
        """The agent runs a command in a shell."""
        self.add(EventType.AGENT_TOOL_USE, command, tool="Bash")
        return self.add(EventType.AGENT_TOOL_RESULT, output, is_error=is_error)

    def task(self, *, steering: Steering | None = None, outcome: Outcome | None = None) -> ObserveTask:
        """The question that the engine would ask."""
        session = Session(
            id="sesn_1",
            external_id=None,
            source="test",
            title=None,
            agent=None,
            project=None,
            created_at=START,
            updated_at=START,
            outcome=outcome,
        )
        return ObserveTask(session=session, events=tuple(self.events), steering=steering or Steering())

    def seen(self) -> tuple[Draft, ...]:
        """What the rules see."""
        return observe(self.task())


def statements(text: str) -> list[Draft]:
    """What the rules see in one message of a user, without requests that would have to recur, and news."""
    return [draft for draft in Told().user(text).seen() if not (draft.topic.startswith("ask:") or draft.news)]
