"""Reading a Codex rollout: one session a file, in two passes.

What a person typed stands twice in it: as it was sent to the model, among what the program sends in the user's name
(instructions, environment, hooks), and as an event of its own. The event counts. Where an agent answers before there is
one, as in older files, there are none; there the program's texts are told by how they begin. The prompts of a sub-agent
were written by a model.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from dreaming.domain.errors import NothingToLog
from dreaming.domain.model import EventType, NewEvent, NewSession, OutcomeResult
from dreaming.domain.provenance import Origin
from dreaming.integrations.codex.records import (
    CALLS,
    RESULTS,
    command_of,
    input_of,
    is_context,
    prompt_of,
    result_of,
    tool_of,
    unwrapped,
)
from dreaming.integrations.codex.survey import SOURCE, Survey
from dreaming.integrations.content import ContentReader, blocks
from dreaming.integrations.lines import BROKEN, Lines, parsed
from dreaming.integrations.names import Names
from dreaming.integrations.transcripts import Reading, Times, text_in

_SPOKEN = frozenset({"event user_message", "event turn_aborted"})
_RETOLD = frozenset({"compact", "memory_consolidation"})


def read_codex(lines: Lines, reading: Reading) -> tuple[NewSession, Iterator[NewEvent]]:
    """The session that a rollout holds, and its events, which are made as they are asked for.

    Raises:
        NothingToLog: a sub-agent only retells sessions in it.
    """
    survey = Survey()
    survey.read(lines, reading)
    if survey.role in _RETOLD:
        raise NothingToLog("it only sums its session up", "Log the session itself.")
    session_id = text_in(survey.meta, "id") or hashlib.sha256(lines.first()).hexdigest()
    agent = text_in(survey.meta, "agent_role") or text_in(survey.meta, "agent_nickname") or survey.role
    head = NewSession(
        source=SOURCE,
        external_id=session_id,
        title=survey.name or survey.prompt,
        agent=agent or SOURCE,
        project=text_in(survey.meta, "cwd"),
        outcome=survey.outcome(),
    )
    content = ContentReader(reading.skipped, Origin.AGENT if survey.role else Origin.USER)
    second = _SecondPass(survey, head, content, is_titled=head.title is not None)
    return head, second.events(lines, reading, Times(lines.modified_at()))


def continue_codex(
    lines: Lines, reading: Reading, resume: Mapping[str, Any]
) -> tuple[NewSession, Iterator[NewEvent]] | None:
    """The session, and the events of what was added to its file; None where that changes what stands before it.

    Args:
        lines: the lines that were added.
        reading: gets the counts.
        resume: what the last reading said is to be known.
    """
    ended = None if resume["ended"] is None else OutcomeResult(resume["ended"])
    survey = Survey(has_prompts=resume["prompts"], is_decided=True, ended=ended)
    survey.read(lines, reading)
    if survey.takes_back:
        return None
    title = survey.name or (None if resume["titled"] else survey.prompt)
    head = NewSession(source=SOURCE, external_id=resume["session"], title=title, outcome=survey.outcome())
    content = ContentReader(reading.skipped, Origin(resume["user"]))
    content.calls.update({call_id: (tool, is_recall) for call_id, (tool, is_recall) in resume["calls"].items()})
    second = _SecondPass(survey, head, content, is_titled=bool(resume["titled"] or title))
    return head, second.events(lines, reading, Times(resume["at"]))


class _SecondPass:
    """Makes the events of a file that was looked through, and says at its end how to go on behind it."""

    def __init__(self, survey: Survey, head: NewSession, content: ContentReader, *, is_titled: bool) -> None:
        self._survey = survey
        self._head = head
        self._content = content
        self._is_titled = is_titled

    def events(self, lines: Lines, reading: Reading, times: Times) -> Iterator[NewEvent]:
        """The events in their order."""
        names = Names()
        for place, line in enumerate(lines):
            value = parsed(line) if line is not None and line.strip() else BROKEN
            if line is None or not isinstance(value, dict):
                continue
            record = cast("dict[str, Any]", value)
            at = times.of(record)
            what, payload = unwrapped(record)
            is_abandoned = any(first <= place < end for first, end in self._survey.taken_back)
            for event in self._events_of(what, payload, (names, line), at):
                reading.abandoned += is_abandoned
                yield replace(event, abandoned=True) if is_abandoned else event
        if lines.can_grow and (self._survey.has_prompts or self._survey.is_decided):
            reading.resume = self._resume(times)

    def _events_of(
        self, what: str, payload: Mapping[str, Any], named: tuple[Names, bytes], at: datetime
    ) -> Iterator[NewEvent]:
        if what not in CALLS and what not in RESULTS and what not in {"message", *_SPOKEN}:
            return
        names, line = named
        call_id = text_in(payload, "call_id")
        name = names.of(f"{call_id}/result" if what in RESULTS and call_id else call_id or payload.get("id"), line)
        if name is None:
            self._content.skipped["repeated"] += 1
        elif what in CALLS:
            given = input_of(payload)
            command = command_of(given)
            block = {"id": call_id, "name": tool_of(payload), "input": given if command is None else command}
            yield self._content.call(block, f"{name}#0", at)
        elif what in RESULTS:
            output, is_error = result_of(payload.get("output"))
            yield self._content.result(
                {"tool_use_id": call_id, "content": output, "is_error": is_error}, f"{name}#0", at
            )
        elif what == "event turn_aborted":
            reason = text_in(payload, "reason") or "aborted"
            if reason == "interrupted":
                yield _by_program(EventType.USER_INTERRUPT, "The turn was interrupted.", f"{name}#0", at)
        elif what == "event user_message" and not self._survey.has_prompts:
            self._content.skipped["repeated"] += 1
        elif what == "event user_message":
            yield from self._prompt(text_in(payload, "message") or "", f"{name}#0", at)
        else:
            yield from self._message(payload, name, at)

    def _message(self, payload: Mapping[str, Any], name: str, at: datetime) -> Iterator[NewEvent]:
        role = text_in(payload, "role")
        if role == "user" and (self._survey.has_prompts or not self._survey.is_decided):
            self._content.skipped["prompt as it was sent"] += 1
            return
        for place, block in enumerate(blocks(payload.get("content"))):
            text = text_in(block, "text")
            if text is None:
                self._content.skipped[text_in(block, "type") or "part without a type"] += 1
            elif role == "assistant":
                if text.strip():
                    yield NewEvent(
                        external_id=f"{name}#{place}",
                        type=EventType.AGENT_MESSAGE,
                        origin=Origin.AGENT,
                        text=text,
                        created_at=at,
                    )
            elif role == "user" and not is_context(text):
                yield from self._prompt(text, f"{name}#{place}", at)
            else:
                yield _by_program(EventType.SYSTEM_MESSAGE, text, f"{name}#{place}", at)

    def _prompt(self, text: str, external_id: str, at: datetime) -> Iterator[NewEvent]:
        """What the person typed, and apart from it what their editor put before it."""
        typed, before = prompt_of(text)
        if before.strip():
            yield _by_program(EventType.SYSTEM_MESSAGE, before, f"{external_id}b", at)
        yield from self._content.typed(typed, external_id, at)

    def _resume(self, times: Times) -> Mapping[str, Any]:
        return {
            "format": SOURCE,
            "session": self._head.external_id,
            "user": self._content.user.value,
            "titled": self._is_titled,
            "prompts": self._survey.has_prompts,
            "ended": None if self._survey.ended is None else self._survey.ended.value,
            "calls": self._content.waiting(),
            "at": times.last,
        }


def _by_program(kind: EventType, text: str, external_id: str, at: datetime) -> NewEvent:
    return NewEvent(external_id=external_id, type=kind, origin=Origin.SYSTEM, text=text, created_at=at)
