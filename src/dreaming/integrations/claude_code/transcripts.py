"""Reading a Claude Code transcript: one session a file, in two passes.

The first pass looks at every record and keeps numbers alone: what it is, what it hangs on. The second makes events of
those that are some, one at a time, and says of each whether it leads to the end of the conversation.

A sub-agent's file is a session of its own, with its sub-agent as agent; its prompts were written by a model.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dreaming.domain.errors import InvalidInput
from dreaming.domain.model import EventType, NewEvent, NewSession
from dreaming.domain.provenance import Origin
from dreaming.integrations.claude_code.branches import Branches
from dreaming.integrations.claude_code.records import (
    NOISE,
    SKIPS,
    Kind,
    is_injected,
    kind_of,
    message_of,
    queued_prompt,
    typed_text,
)
from dreaming.integrations.content import ContentReader
from dreaming.integrations.lines import Lines, parsed
from dreaming.integrations.transcripts import Reading, Times, record_of, text_in, title_of

SOURCE = "claude-code"
_AGENT = "claude-code"
_COMPACTION = ("acompact", "aprompt_suggestion")
_SESSIONS_NOTED = 100
_MAIN, _SIDE = 1, 2


@dataclass(slots=True)
class _Survey:
    """What the first pass finds out; `sides` says of each line whether it belongs to a main or a side conversation."""

    branches: Branches = field(default_factory=Branches)
    sides: bytearray = field(default_factory=bytearray)
    session_ids: dict[str, None] = field(default_factory=dict[str, None])
    summaries: dict[str, str] = field(default_factory=dict[str, str])
    agent_id: str | None = None
    project: str | None = None
    prompt: str | None = None
    title: str | None = None

    @property
    def is_side(self) -> bool:
        """Whether every record is a side conversation's: a sub-agent's file."""
        return _SIDE in self.sides and _MAIN not in self.sides


def read_claude_code(lines: Lines, reading: Reading, *, stem: str = "") -> tuple[NewSession, Iterator[NewEvent]]:
    """The session that a transcript holds, and its events, which are made as they are asked for.

    Args:
        lines: the lines of the file.
        reading: gets the counts.
        stem: the name of the file without its ending: the session's id, where records of other sessions stand in it.

    Raises:
        InvalidInput: it is the transcript of a compaction, which says nothing that its session does not say.
    """
    survey = _survey(lines, reading)
    if survey.is_side and (survey.agent_id or "").startswith(_COMPACTION):
        problem = f"agent {survey.agent_id!r:.60} only sums its session up"
        raise InvalidInput("transcript", problem, "Log the session itself.")
    if not survey.is_side:
        _skip_sides(survey, reading)
    return _head(survey, lines, stem), _events(survey, lines, reading)


def _survey(lines: Lines, reading: Reading) -> _Survey:
    survey = _Survey()
    for line in lines:
        record = record_of(line, reading)
        if record is None:
            survey.branches.add(Kind.SKIPPED)
            survey.sides.append(0)
            continue
        kind, what = kind_of(record)
        if kind in SKIPS:
            (reading.skipped if what in NOISE else reading.unknown)[what] += 1
        survey.branches.add(kind, record.get("uuid"), record.get("parentUuid") or record.get("logicalParentUuid"))
        survey.sides.append(0 if "isSidechain" not in record else _SIDE if record["isSidechain"] is True else _MAIN)
        _note(record, kind, survey)
    reading.finish(lines)
    return survey


def _note(record: Mapping[str, Any], kind: Kind, survey: _Survey) -> None:
    """Take from the record what says something of the session as a whole."""
    session_id = text_in(record, "sessionId")
    if session_id is not None and len(survey.session_ids) < _SESSIONS_NOTED:
        survey.session_ids[session_id] = None
    survey.agent_id = survey.agent_id or text_in(record, "agentId")
    survey.project = survey.project or text_in(record, "cwd")
    if kind is Kind.PROMPT and survey.prompt is None:
        survey.prompt = title_of(typed_text(record))
    elif kind is Kind.SKIPPED:
        survey.title = text_in(record, "customTitle") or text_in(record, "aiTitle") or survey.title
        leaf, summary = text_in(record, "leafUuid"), text_in(record, "summary")
        if leaf is not None and summary is not None:
            survey.summaries[leaf] = summary


def _skip_sides(survey: _Survey, reading: Reading) -> None:
    for place, side in enumerate(survey.sides):
        if side == _SIDE and survey.branches.kinds[place] not in SKIPS:
            survey.branches.kinds[place] = Kind.SKIPPED
            reading.skipped["side chain"] += 1


def _head(survey: _Survey, lines: Lines, stem: str) -> NewSession:
    session_id = stem if stem in survey.session_ids else next(iter(survey.session_ids), None)
    if session_id is None:
        session_id = hashlib.sha256(lines.first()).hexdigest()
    here = survey.branches.holds(set(survey.summaries))
    summary = next((survey.summaries[leaf] for leaf in reversed(survey.summaries) if leaf in here), None)
    agent = survey.agent_id if survey.is_side else None
    return NewSession(
        source=SOURCE,
        external_id=f"{session_id}/{agent}" if agent else session_id,
        title=title_of(survey.title or summary or survey.prompt or ""),
        agent=agent or _AGENT,
        project=survey.project,
    )


def _events(survey: _Survey, lines: Lines, reading: Reading) -> Iterator[NewEvent]:
    abandoned = survey.branches.abandoned()
    content = ContentReader(reading.skipped, Origin.AGENT if survey.is_side else Origin.USER)
    names, times = _Names(), Times(lines.modified_at())
    for place, line in enumerate(lines):
        if line is None or place >= len(abandoned) or survey.branches.kinds[place] in SKIPS:
            continue
        record = parsed(line)
        name = names.of(record.get("uuid"), line)
        if name is None:
            reading.skipped["repeated"] += 1
            continue
        for event in _events_of(record, name, content, times):
            reading.abandoned += abandoned[place]
            yield replace(event, abandoned=True) if abandoned[place] else event


def _events_of(record: Mapping[str, Any], name: str, content: ContentReader, times: Times) -> Iterator[NewEvent]:
    at, message = times.of(record), message_of(record)
    if record.get("type") == "assistant":
        yield from content.agent_events(message.get("content"), name, at)
        return
    given = queued_prompt(record) if record.get("type") == "attachment" else message.get("content")
    for event in content.user_events(given, name, at):
        is_typed = event.type is EventType.USER_MESSAGE and not is_injected(record)
        if event.type is not EventType.USER_MESSAGE or is_typed:
            yield event
        else:
            yield replace(event, type=EventType.SYSTEM_MESSAGE, origin=Origin.SYSTEM)


class _Names:
    """What records are called: by their id, or by their content where they have none; two records never the same."""

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}

    def of(self, record_id: object, line: bytes) -> str | None:
        """The record's name; None if the same record was read before: files that were put together hold some twice."""
        line = line.strip()
        if not isinstance(record_id, str) or not record_id:
            return self._another(_content_hash(line), line)
        if self._seen.get(hash(record_id)) == hash(line):
            return None
        if hash(record_id) not in self._seen:
            self._seen[hash(record_id)] = hash(line)
            return record_id
        return self._another(f"{record_id}~{_content_hash(line)}", line)

    def _another(self, name: str, line: bytes) -> str:
        count = 1
        while hash(numbered := name if count == 1 else f"{name}~{count}") in self._seen:
            count += 1
        self._seen[hash(numbered)] = hash(line)
        return numbered


def _content_hash(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()[:16]
