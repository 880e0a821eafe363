"""What `--json` prints: the API's field names where it has the object, times in RFC 3339.

It knows the domain alone, since help texts load it; what knows the services stands in `review_shapes.py`.
"""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from dreaming.domain.journal import JournalLine
from dreaming.domain.model import Dream, Memory, MemoryStore, MemoryVersion, Session
from dreaming.domain.times import render, render_optional

if TYPE_CHECKING:
    from dreaming.store.workers import WorkerRow

Shape = dict[str, Any]


def dream_shape(dream: Dream) -> Shape:
    """A dream as the Dreams API shows it, and what we add."""
    inputs: list[Shape] = [{"type": "memory_store", "memory_store_id": dream.memory_store_id}]
    if dream.session_ids:
        inputs.append({"type": "sessions", "session_ids": list(dream.session_ids)})
    output, awaited = dream.output_store_id, dream.awaited
    return {
        "id": dream.id,
        "type": "dream",
        "status": str(dream.status),
        "inputs": inputs,
        "outputs": [{"type": "memory_store", "memory_store_id": output}] if output else [],
        "model": {"id": dream.model},
        "held_out_session_ids": list(dream.held_out),
        "instructions": dream.instructions,
        "output_behavior": {"type": str(dream.output_behavior)},
        "usage": {
            "input_tokens": dream.usage.input_tokens,
            "output_tokens": dream.usage.output_tokens,
            "cache_creation_input_tokens": dream.usage.cache_creation_input_tokens,
            "cache_read_input_tokens": dream.usage.cache_read_input_tokens,
        },
        "budget": {name: value for name, value in asdict(dream.budget).items() if value is not None},
        "resumes": dream.resumes,
        "error": {"type": dream.error.type, "message": dream.error.message} if dream.error else None,
        "progress": {
            "stage": dream.progress.stage,
            "done": dream.progress.done,
            "total": dream.progress.total,
            "detail": dream.progress.detail,
            "remaining_seconds": dream.progress.remaining_seconds,
        },
        "host_packets": {"answered": awaited.answered, "total": awaited.total} if awaited else None,
        "priority": dream.priority.name.lower(),
        "attempt": dream.attempt,
        "created_at": render(dream.created_at),
        "ended_at": render_optional(dream.ended_at),
        "archived_at": render_optional(dream.archived_at),
        "promoted_at": render_optional(dream.promoted_at),
        "discarded_at": render_optional(dream.discarded_at),
        "unpromoted_because": dream.unpromoted_because,
        "forgotten": dream.forgotten,
    }


def journal_shape(dream_id: str, line: JournalLine) -> Shape:
    """One line of a dream's journal."""
    return {
        "type": "journal",
        "dream_id": dream_id,
        "position": line.position,
        "at": render(line.at),
        "kind": str(line.kind),
        "text": line.text,
    }


def worker_shape(worker: "WorkerRow | None") -> Shape | None:
    """The process that runs the dreams; null where there is none."""
    if worker is None:
        return None
    return {"type": "worker", "process": worker.owner.partition("-")[0], "started_at": render(worker.started_at)}


def memory_shape(memory: Memory) -> Shape:
    """A memory; without content where it comes from a listing."""
    shape: Shape = {
        "id": memory.id,
        "type": "memory",
        "memory_store_id": memory.memory_store_id,
        "memory_version_id": memory.memory_version_id,
        "path": memory.path,
        "content_sha256": memory.content_sha256,
        "content_size_bytes": memory.content_size_bytes,
        "pinned": memory.pinned,
        "created_at": render(memory.created_at),
        "updated_at": render(memory.updated_at),
    }
    return shape if memory.content is None else {**shape, "content": memory.content}


def version_shape(version: MemoryVersion) -> Shape:
    """One step of a memory's history."""
    return {
        "id": version.id,
        "type": "memory_version",
        "memory_id": version.memory_id,
        "memory_store_id": version.memory_store_id,
        "operation": str(version.operation),
        "path": version.path,
        "content_sha256": version.content_sha256,
        "content_size_bytes": version.content_size_bytes,
        "created_at": render(version.created_at),
        "created_by": version.created_by,
        "redacted_at": render_optional(version.redacted_at),
    }


def store_shape(store: MemoryStore) -> Shape:
    """A memory store."""
    return {
        "id": store.id,
        "type": "memory_store",
        "name": store.name,
        "description": store.description,
        "metadata": dict(store.metadata),
        "kind": str(store.kind),
        "input_store_id": store.input_store_id,
        "dream_id": store.dream_id,
        "created_at": render(store.created_at),
        "updated_at": render(store.updated_at),
        "archived_at": render_optional(store.archived_at),
    }


def session_shape(session: Session) -> Shape:
    """A session's head."""
    outcome = session.outcome
    return {
        "id": session.id,
        "type": "session",
        "external_id": session.external_id,
        "source": session.source,
        "title": session.title,
        "agent": session.agent,
        "project": session.project,
        "event_count": session.event_count,
        "text_bytes": session.text_bytes,
        "outcome": {"result": str(outcome.result), "explanation": outcome.explanation, "by": outcome.by}
        if outcome
        else None,
        "started_at": render_optional(session.started_at),
        "ended_at": render_optional(session.ended_at),
    }
