"""The one door to transcripts: which format a file has, and its reader.

A new format is a module with `read_…(lines, reading)`, and where its files only grow with `continue_…`.
"""

import io
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, cast

from dreaming.domain.errors import InvalidInput, LimitExceeded, NotFound, NothingToLog
from dreaming.domain.limits import RECORD_BYTES
from dreaming.integrations.claude_code.records import NOISE
from dreaming.integrations.claude_code.transcripts import continue_claude_code, read_claude_code
from dreaming.integrations.codex.records import is_rollout
from dreaming.integrations.codex.rollouts import continue_codex, read_codex
from dreaming.integrations.lines import BROKEN, Lines, parsed
from dreaming.integrations.messages import ROLES, read_messages
from dreaming.integrations.plain import TYPES, read_plain
from dreaming.integrations.transcripts import Reading, Transcript, text_in
from dreaming.service.sessions import Logged, Sessions

ACCEPTED = (
    "Accepted are Claude Code transcripts and Codex rollouts (JSON Lines), the plain format (one event a line: type, "
    "text, created_at), and messages ({role, content}, as a list or one a line)."
)
_RECORDS_LOOKED_AT = 50
_CONTINUED = {"claude-code": continue_claude_code, "codex": continue_codex}
_LISTS = ("messages", "loglines", "events")


def log_transcript(sessions: Sessions, source: Path | int | BinaryIO) -> Logged:
    """Read a transcript and keep its session, or what is new of it.

    Raises:
        NotFound, InvalidInput: as `open_transcript`, and where no event is in it.
    """
    with open_transcript(source) as transcript:
        return sessions.log(transcript.head, transcript.events, notes=transcript.reading.notes)


def open_transcript(source: Path | int | BinaryIO) -> Transcript:
    """Open a transcript of any known format. Close what it returns, or use it in `with`.

    Args:
        source: a file by its path, its descriptor or as it is open; it is read from its beginning, and closed in the end.

    Raises:
        NotFound: there is no such file.
        InvalidInput: it cannot be read, or its format is not known.
        NothingToLog: it is empty.
        LimitExceeded: it is one JSON document that is too large to be read whole.
    """
    file = open_file(source)
    try:
        name: object = getattr(file, "name", "")
        return _transcript(file, Path(name).stem if isinstance(name, str) else "")
    except BaseException:
        file.close()
        raise


def continue_transcript(file: BinaryIO, start: int, resume: Mapping[str, Any]) -> Transcript | None:
    """What was added to a transcript; None where it does not simply go on, and has to be read whole.

    Args:
        file: the transcript. Closing what is returned closes it.
        start: where the last reading ended, in bytes.
        resume: what that reading left.
    """
    lines = Lines(file, start=start)
    reading = Reading(size=lines.size)
    found = _CONTINUED[resume["format"]](lines, reading, resume)
    return None if found is None else Transcript(file, *found, reading)


def open_file(source: Path | int | BinaryIO) -> BinaryIO:
    """A file that may be a transcript.

    Raises:
        NotFound, InvalidInput: as `open_transcript`.
    """
    if not isinstance(source, Path | int):
        return source
    try:
        file = os.fdopen(source, "rb") if isinstance(source, int) else source.open("rb")
    except FileNotFoundError as error:
        raise NotFound("file", str(source)) from error
    except OSError as error:
        raise InvalidInput("transcript", f"{str(source)!r:.200} cannot be read: {error.strerror}") from error
    if not file.seekable():
        file.close()
        raise InvalidInput("transcript", "it is a pipe, and is read twice", "Save it to a file first.")
    return file


def _transcript(file: BinaryIO, stem: str) -> Transcript:
    lines = Lines(file)
    reading = Reading(size=lines.size)
    if not lines.size:
        raise NothingToLog("it is empty")
    found = _format_of(lines)
    if found is None:
        lines = _document(lines)
        found = _format_of(lines)
    if found == "claude-code":
        head, events = read_claude_code(lines, reading, stem=stem)
    elif found == "codex":
        head, events = read_codex(lines, reading)
    elif found == "plain":
        head, events = read_plain(lines, reading)
    elif found == "messages":
        head, events = read_messages(lines, reading)
    else:
        raise InvalidInput("transcript", "its format is not known", ACCEPTED)
    return Transcript(file, head, events, reading)


def _format_of(lines: Lines) -> str | None:
    """The format of the first record that has a known one."""
    for place, line in enumerate(lines):
        record = parsed(line) if line is not None and line.strip() else None
        if isinstance(record, dict):
            found = _format_of_record(cast("dict[str, Any]", record))
            if found is not None:
                return found
        if place >= _RECORDS_LOOKED_AT:
            break
    return None


def _format_of_record(record: Mapping[str, Any]) -> str | None:
    of_type = text_in(record, "type")
    if is_rollout(record):
        return "codex"
    if of_type in TYPES or (of_type == "session" and "message" not in record):
        return "plain"
    if of_type in {"user", "assistant"} and "message" in record:
        return "claude-code"
    if of_type in NOISE and {"uuid", "sessionId", "messageId", "leafUuid", "parentUuid"} & record.keys():
        return "claude-code"
    if text_in(record, "role") in ROLES and "content" in record:
        return "messages"
    return None


def _document(lines: Lines) -> Lines:
    """The records of a file that is one JSON value, as lines."""
    text = lines.whole()
    if text is None:
        first = lines.first()
        if first[:1] in {b"[", b"{"} and parsed(first) is BROKEN:
            raise LimitExceeded("transcript", lines.size, RECORD_BYTES, "bytes of one JSON document")
        return lines
    value = parsed(text)
    if isinstance(value, dict):
        given = cast("dict[str, Any]", value)
        value = next((given[name] for name in _LISTS if isinstance(given.get(name), list)), None)
    if not isinstance(value, list):
        return lines
    records = cast("list[object]", value)
    dumped = b"\n".join(json.dumps(record).encode() for record in records)
    return Lines(io.BytesIO(dumped + b"\n"), modified_at=lines.modified_at())
