"""The objects, as Anthropic's Managed Agents API names them, and what we add. All are frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum

from dreaming.domain.budget import Budget
from dreaming.domain.hosting import Awaited
from dreaming.domain.provenance import Origin, Provenance, Span
from dreaming.domain.usage import Usage


class Operation(StrEnum):
    """What a memory version records."""

    CREATED = "created"
    MODIFIED = "modified"
    DELETED = "deleted"


class StoreKind(StrEnum):
    """Whether a store may be written."""

    LIVE = "live"
    BUILDING = "building"  # the output of a dream that has not completed: only that dream writes
    OUTPUT = "output"  # the output of a completed dream, until it is promoted or discarded


PROJECT = "project"  # in a store's metadata: the root of the project whose store it is
SCOPE, PERSONAL = "scope", "personal"  # as a pair of metadata: what stands in the store is known in every project


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryStore:
    """A named container of memories. An output store names its input store and its dream."""

    id: str
    name: str
    description: str
    metadata: Mapping[str, str]
    kind: StoreKind
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None = None
    input_store_id: str | None = None
    dream_id: str | None = None

    @property
    def is_personal(self) -> bool:
        """Whether the store is the user's own, beside those of projects."""
        return self.metadata.get(SCOPE) == PERSONAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """One text at a path. `content` is None in listings."""

    id: str
    memory_store_id: str
    memory_version_id: str
    path: str
    content: str | None
    content_sha256: str
    content_size_bytes: int
    created_at: datetime
    updated_at: datetime
    pinned: bool = False
    input_memory_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryVersion:
    """One immutable step in a memory's history. `seq` orders all versions of the database."""

    id: str
    seq: int
    memory_id: str
    memory_store_id: str
    operation: Operation
    path: str | None
    content: str | None
    content_sha256: str | None
    content_size_bytes: int | None
    pinned: bool
    created_at: datetime
    created_by: str
    redacted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The text of a memory with the provenance of its lines: what a dream reads, and what it writes."""

    path: str
    content: str
    default: Provenance
    spans: tuple[Span, ...] = ()
    pinned: bool = False
    memory_id: str | None = None
    memory_version_id: str | None = None


class OutcomeResult(StrEnum):
    """How a session went, where the record says so."""

    SATISFIED = "satisfied"
    NEEDS_REVISION = "needs_revision"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The verdict on a session, and who gave it."""

    result: OutcomeResult
    explanation: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A transcript's head. Its events are read apart."""

    id: str
    external_id: str | None
    source: str
    title: str | None
    agent: str | None
    project: str | None
    created_at: datetime
    updated_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    event_count: int = 0
    text_bytes: int = 0
    outcome: Outcome | None = None


class EventType(StrEnum):
    """The event types that we keep, in the API's words."""

    USER_MESSAGE = "user.message"
    USER_INTERRUPT = "user.interrupt"
    AGENT_MESSAGE = "agent.message"
    AGENT_TOOL_USE = "agent.tool_use"
    AGENT_TOOL_RESULT = "agent.tool_result"
    SYSTEM_MESSAGE = "system.message"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One item of a session, in order of `seq` (from 1).

    `abandoned` events stand off the latest branch of the conversation: shown, never evidence.
    """

    id: str
    session_id: str
    seq: int
    type: EventType
    origin: Origin
    text: str
    created_at: datetime
    is_error: bool = False
    tool_name: str | None = None
    tool_use_id: str | None = None
    abandoned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """An event before it is stored. `external_id` is unique in its session: logging it again adds nothing."""

    external_id: str
    type: EventType
    origin: Origin
    text: str
    created_at: datetime
    is_error: bool = False
    tool_name: str | None = None
    tool_use_id: str | None = None
    abandoned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """A session's head before it is stored."""

    source: str
    external_id: str | None = None
    title: str | None = None
    agent: str | None = None
    project: str | None = None
    outcome: Outcome | None = None


class DreamStatus(StrEnum):
    """A dream's life; the last three are final."""

    PENDING = "pending"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELED = "canceled"


class OutputBehavior(StrEnum):
    """Whether a dream waits for review, or promotes itself when every gate passes."""

    CREATE_NEW = "create_new"
    UPDATE_EXISTING = "update_existing"


class Priority(IntEnum):
    """Which of the dreams that wait is run first; among equals the older."""

    BACKGROUND = 0  # nobody asked for it: it was due
    ASKED = 1  # a person or an agent asked for it


@dataclass(frozen=True, slots=True, kw_only=True)
class DreamError:
    """Why a dream failed: a type from a closed set (`errors.DREAM_ERRORS`) and a sentence."""

    type: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a dream is: the stage, units of work done and known, and what it is at: `detail`, else "".

    `remaining_seconds` is what is left of the stage at the pace so far; None where there is none yet.
    """

    stage: str = "snapshot"
    done: int = 0
    total: int = 0
    detail: str = ""
    remaining_seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dream:
    """One asynchronous consolidation job.

    `held_out` are sessions that only its exam and its replay read. `attempt` counts how often it was taken up, `fruitless`
    how often in a row without an answer kept.
    `unpromoted_because` says why a dream that was to promote itself did not; `declined_at` is when a person was asked
    whether to promote it all the same and said no. `judged_by` is the judge that last worked for it, `keyed_as` the one
    whose answers it goes on from where its model was changed, `resumes` the dream that it goes on from. `awaited` says
    how the packets stand of a dream that a host judges, while it is not over. `forgotten` counts the rows of its report
    that have gaps, since something that it read was forgotten.
    """

    id: str
    status: DreamStatus
    memory_store_id: str
    session_ids: tuple[str, ...]
    model: str
    instructions: str | None
    output_behavior: OutputBehavior
    created_at: datetime
    output_store_id: str | None = None
    usage: Usage = field(default_factory=Usage)
    progress: Progress = field(default_factory=Progress)
    error: DreamError | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    archived_at: datetime | None = None
    promoted_at: datetime | None = None
    discarded_at: datetime | None = None
    cancel_requested: bool = False
    generation: int = 0
    attempt: int = 0
    fruitless: int = 0
    priority: Priority = Priority.ASKED
    unpromoted_because: str | None = None
    declined_at: datetime | None = None
    held_out: tuple[str, ...] = ()
    budget: Budget = field(default_factory=Budget)
    judged_by: str | None = None
    keyed_as: str | None = None
    resumes: str | None = None
    forgotten: int = 0
    awaited: Awaited | None = None

    @property
    def waits_for_host(self) -> bool:
        """Whether nothing can be done before the host has answered."""
        return self.status is DreamStatus.PENDING and self.awaited is not None and self.awaited.open > 0

    @property
    def of_its_host(self) -> str:
        """`waits for host: 12 of 40 packets answered`, or without the first words while a worker has it; else ""."""
        if self.awaited is None:
            return ""
        return f"waits for host: {self.awaited.text}" if self.waits_for_host else self.awaited.text
