"""Logging sessions, and listing them."""

import hashlib
import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from mcp.server.mcpserver import Resolve
from mcp.types import CallToolResult
from pydantic import BaseModel, ConfigDict, Field

from dreaming.domain.errors import AnswerOverdue, FileRefused, InvalidInput
from dreaming.domain.limits import EVENTS_PER_CALL
from dreaming.domain.model import EventType, NewEvent, NewSession
from dreaming.domain.provenance import Origin
from dreaming.domain.recalls import is_recall
from dreaming.server.arguments import read_time
from dreaming.server.consent import Answered
from dreaming.server.forgetting import ask_forget, forget_now
from dreaming.server.hardening import hardened, without
from dreaming.server.state import Call, app_of, call, state_of, store_named
from dreaming.server.wire.answer import answered
from dreaming.server.wire.sessions import LoggedAnswer, LoggingAnswer, SessionsAnswer
from dreaming.service.sessions import Logged

SOURCE = "mcp"
# An agent says that the user said it: that is less than hearing the user.
ORIGINS = {
    EventType.USER_MESSAGE: Origin.REPORTED,
    EventType.USER_INTERRUPT: Origin.REPORTED,
    EventType.AGENT_MESSAGE: Origin.AGENT,
    EventType.AGENT_TOOL_USE: Origin.AGENT,
    EventType.AGENT_TOOL_RESULT: Origin.TOOL,
    EventType.SYSTEM_MESSAGE: Origin.SYSTEM,
}


def _undescribed(schema: dict[str, Any]) -> None:
    del schema["description"]  # what the class says to readers of the code


class LogEvent(BaseModel):
    """One event, in the plain session format."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_undescribed)

    type: Literal[
        "user.message",
        "user.interrupt",
        "agent.message",
        "agent.tool_use",
        "agent.tool_result",
        "system.message",
    ]
    text: str
    created_at: str = Field(default="", description="Default: now.")
    id: str = Field(default="", description="Logged again, it adds nothing.")
    tool_name: str = ""
    is_error: bool = False


async def session_log(
    ctx: Call,
    *,
    consent: Annotated[Answered, Resolve(ask_forget)],
    events: Annotated[list[LogEvent] | None, Field(max_length=EVENTS_PER_CALL)] = None,
    file: Annotated[
        str, Field(description="Or a transcript's path on this machine (Claude Code, or JSON Lines).")
    ] = "",
    session_id: Annotated[str, Field(description="Append to this session.")] = "",
    external_id: Annotated[str, Field(description="Or to the one that you call this, else a new one.")] = "",
    title: str = "",
    agent: str = "",
    project: str = "",
    forget: Annotated[str, Field(description="Erase this session (id) or exact text everywhere.")] = "",
    preview: Annotated[bool, Field(description="For forget: only tell what would go.")] = True,
) -> CallToolResult:
    """Log what was said and done, as events or from a transcript file, for dreams to learn from.

    Only what is new is added. Secrets are redacted, <private> spans left out. Log the user's own words exactly.
    """
    if forget:
        if events is not None or file:
            raise InvalidInput("forget", "stands beside what is to be logged", "Forget, or log: one at a time.")
        return await forget_now(ctx, forget, consent, preview=preview)
    if events is None and not file and not state_of(ctx).reads_files:
        raise InvalidInput("events", "they are missing", "Give the events of the session.")
    if (events is None) == (not file):
        raise InvalidInput("events", "either events or file is to be given", "Give one of the two.")
    if events is None:
        return await _log_file(ctx, file)
    head = NewSession(
        source=SOURCE,
        external_id=external_id or None,
        title=title or None,
        agent=agent or None,
        project=project or app_of(ctx).project(),
    )
    return answered(LoggedAnswer.of(await call(ctx, _log_events, ctx, head, session_id, events)))


async def session_list(
    ctx: Call,
    *,
    project: str = "",
    agent: str = "",
    undreamt: Annotated[bool, Field(description="Only those that the store has not dreamt of.")] = False,
    store: Annotated[str, Field(description="For undreamt. Name or id; else the project's.")] = "",
    limit: Annotated[int, Field(ge=1, le=100)] = 20,
    before: Annotated[str, Field(description="Only those that ended before this time, to page.")] = "",
) -> CallToolResult:
    """The sessions that were logged, the latest first."""
    app = app_of(ctx)
    store_id = None
    if undreamt:
        store_id = (await call(ctx, app.stores.get, await store_named(ctx, store))).id
    sessions = await call(
        ctx,
        app.sessions.listing,
        project=project or None,
        agent=agent or None,
        undreamt_by=store_id,
        limit=limit,
        before=read_time("before", before),
    )
    return answered(SessionsAnswer.of(sessions))


async def _log_file(ctx: Call, file: str) -> CallToolResult:
    if not state_of(ctx).reads_files:
        raise FileRefused(file, "this server reads no files", "Send what it holds as events, or use `dreaming log`.")
    try:
        return answered(LoggedAnswer.of(await call(ctx, app_of(ctx).log_file, file)))
    except AnswerOverdue:
        # The thread goes on: what it has read so far is kept, and logging the file again adds only what is new.
        return answered(LoggingAnswer())


def _log_events(ctx: Call, head: NewSession, session_id: str, events: Sequence[LogEvent]) -> Logged:
    app = app_of(ctx)
    made = new_events(events, app.clock.now())
    return app.sessions.append(session_id, made) if session_id else app.sessions.log(head, made)


_NEXT = timedelta(microseconds=1)


def new_events(events: Sequence[LogEvent], now: datetime) -> list[NewEvent]:
    """The events as they are kept.

    One with an id, or with a time, is known when it comes again. One with neither is new each time: better twice than
    a second "yes" that is lost. Those without a time follow one another by a microsecond: what was said last is the later word.

    Raises:
        InvalidInput: a time is none.
    """
    seen: Counter[str] = Counter()
    made: list[NewEvent] = []
    for number, event in enumerate(events):
        key = event.id or _key(event)
        seen[key] += 1
        kind = EventType(event.type)
        made.append(
            NewEvent(
                external_id=key if seen[key] == 1 or event.id else f"{key}:{seen[key]}",
                type=kind,
                origin=_origin(kind, event.tool_name),
                text=event.text,
                created_at=read_time("created_at", event.created_at) or now + number * _NEXT,
                is_error=event.is_error,
                tool_name=event.tool_name or None,
            )
        )
    return made


def _origin(kind: EventType, tool: str) -> Origin:
    """What a recall gave back is no news."""
    is_recalled = kind is EventType.AGENT_TOOL_RESULT and is_recall(tool)
    return Origin.SYSTEM if is_recalled else ORIGINS[kind]


def _key(event: LogEvent) -> str:
    if not event.created_at:
        return secrets.token_hex(16)
    whole = f"{event.type}\n{event.created_at}\n{event.tool_name}\n{event.text}"
    return hashlib.sha256(whole.encode(errors="replace")).hexdigest()[:32]


SESSION_LOG = hardened(session_log, title="Log a session", destructive=True)
# Where no transcript is read: the same tool, which takes no file and says that the user is asked first.
ASKED_SESSION_LOG = without(
    SESSION_LOG,
    "file",
    description="Log what was said and done in this conversation, for dreams to learn from. Ask the user first.\n\n"
    "Only what is new is added. Secrets are redacted, <private> spans left out. Log the user's own words exactly.",
)
SESSION_LIST = hardened(session_list, title="List sessions", read_only=True)
