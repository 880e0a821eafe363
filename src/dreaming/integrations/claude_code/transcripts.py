"""Reading a Claude Code transcript: one session a file, in two passes.

The first pass looks at every record and keeps numbers alone: what it is, what it hangs on. The second makes events of
those that are some, one at a time, and says of each whether it leads to the end of the conversation.

A sub-agent's file is a session of its own, with its sub-agent as agent; its prompts were written by a model.

What was added to a file since it was read is read alone, as long as it simply goes on (`spine`).
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from dreaming.domain.errors import NothingToLog
from dreaming.domain.model import EventType, NewEvent, NewSession
from dreaming.domain.provenance import Origin
from dreaming.integrations.claude_code.endings import Ending
from dreaming.integrations.claude_code.records import SKIPS, is_injected, message_of, queued_prompt
from dreaming.integrations.claude_code.spine import Spine
from dreaming.integrations.claude_code.survey import Survey
from dreaming.integrations.content import ContentReader
from dreaming.integrations.lines import Lines, parsed
from dreaming.integrations.names import Names
from dreaming.integrations.transcripts import Reading, Times, title_of

SOURCE = "claude-code"
_AGENT = "claude-code"
_COMPACTION = ("acompact", "aprompt_suggestion")


def read_claude_code(lines: Lines, reading: Reading, *, stem: str = "") -> tuple[NewSession, Iterator[NewEvent]]:
    """The session that a transcript holds, and its events, which are made as they are asked for.

    Args:
        lines: the lines of the file.
        reading: gets the counts.
        stem: the name of the file without its ending: the session's id, where records of other sessions stand in it.

    Raises:
        NothingToLog: it is the transcript of a compaction, which says nothing that its session does not say.
    """
    survey = Survey(Spine(), Ending(SOURCE), Ending(SOURCE))
    survey.read(lines, reading)
    if survey.is_side and (survey.agent_id or "").startswith(_COMPACTION):
        raise NothingToLog("it only sums its session up", "Log the session itself.")
    if not survey.is_side:
        survey.skip_sides(reading)
    head = _head(survey, lines, stem)
    second = _SecondPass(survey, head, is_side=survey.is_side, is_titled=head.title is not None)
    content = ContentReader(reading.skipped, Origin.AGENT if survey.is_side else Origin.USER)
    return head, second.events(lines, reading, content, Times(lines.modified_at()))


def continue_claude_code(
    lines: Lines, reading: Reading, resume: Mapping[str, Any]
) -> tuple[NewSession, Iterator[NewEvent]] | None:
    """The session, and the events of what was added to its file; None where that does not simply go on.

    Args:
        lines: the lines that were added.
        reading: gets the counts.
        resume: what the last reading said is to be known.
    """
    is_side = bool(resume["side"])
    survey = Survey(Spine(resume["tip"]), Ending(SOURCE, resume["ended"]), Ending(SOURCE, resume["ended"]))
    survey.read(lines, reading)
    if not survey.spine.is_plain or survey.summaries or survey.has_other(is_side=is_side):
        return None
    title = survey.title or (None if resume["titled"] else survey.prompt)
    ending = survey.side if is_side else survey.main
    head = NewSession(source=SOURCE, external_id=resume["session"], title=title_of(title or ""), outcome=ending.outcome)
    second = _SecondPass(survey, head, is_side=is_side, is_titled=bool(resume["titled"] or title))
    content = ContentReader(reading.skipped, Origin.AGENT if is_side else Origin.USER)
    content.calls.update({call_id: (tool, is_recall) for call_id, (tool, is_recall) in resume["calls"].items()})
    return head, second.events(lines, reading, content, Times(resume["at"]))


def _head(survey: Survey, lines: Lines, stem: str) -> NewSession:
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
        outcome=(survey.side if survey.is_side else survey.main).outcome,
    )


class _SecondPass:
    """Makes the events of a file that was looked through, and says at its end how to go on behind it."""

    def __init__(self, survey: Survey, head: NewSession, *, is_side: bool, is_titled: bool) -> None:
        self._survey = survey
        self._head = head
        self._is_side = is_side
        self._is_titled = is_titled

    def events(self, lines: Lines, reading: Reading, content: ContentReader, times: Times) -> Iterator[NewEvent]:
        """The events in their order."""
        kinds, abandoned = self._survey.branches.kinds, self._survey.branches.abandoned()
        names = Names()
        for place, line in enumerate(lines):
            if line is None or place >= len(abandoned) or kinds[place] in SKIPS:
                continue
            record = parsed(line)
            name = names.of(record.get("uuid"), line)
            if name is None:
                reading.skipped["repeated"] += 1
                continue
            for event in _events_of(record, name, content, times):
                reading.abandoned += abandoned[place]
                yield replace(event, abandoned=True) if abandoned[place] else event
        if lines.can_grow:
            reading.resume = self._resume(content, times)

    def _resume(self, content: ContentReader, times: Times) -> Mapping[str, Any] | None:
        if self._survey.spine.tip is None or self._survey.has_other(is_side=self._is_side):
            return None
        return {
            "format": SOURCE,
            "session": self._head.external_id,
            "side": self._is_side,
            "titled": self._is_titled,
            "tip": self._survey.spine.tip,
            "ended": (self._survey.side if self._is_side else self._survey.main).kept(),
            "calls": content.waiting(),
            "at": times.last,
        }


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
