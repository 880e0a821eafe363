"""`dreaming hook`: what Claude Code calls when something happens in a session.

A hook stands in the client's way: it is quick, says nothing but what the event wants, and never fails. What takes long
it leaves to the worker, for which it notes the transcript in the spool. It imports what an event needs when that event
comes: the end of a session opens no database.
"""

import contextlib
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from dreaming.cli.options import examples

if TYPE_CHECKING:
    from dreaming.integrations.spool import Spool

LOG_NAME = "hook.log"
_LOG_BYTES = 200_000
_MOST_BYTES = 16 * 1_048_576
_CONTINUED = ("resume", "fork")


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What the client says of an event. Whatever it leaves out, or says in another form, is None."""

    session_id: str | None
    transcript: Path | None
    agent_transcript: Path | None
    cwd: Path | None
    source: str | None

    @classmethod
    def of(cls, said: object) -> "Happening":
        """From the hook's input; fields that are not known are not looked at."""
        given = cast("dict[str, Any]", said) if isinstance(said, dict) else {}

        def text(name: str) -> str | None:
            value = given.get(name)
            return value if isinstance(value, str) and value and "\0" not in value else None

        def path(name: str) -> Path | None:
            value = text(name)
            return Path(value) if value is not None and Path(value).is_absolute() else None

        return cls(
            session_id=text("session_id"),
            transcript=path("transcript_path"),
            agent_transcript=path("agent_transcript_path"),
            cwd=path("cwd"),
            source=text("source"),
        )


@click.command(epilog=examples("dreaming hook SessionStart < event.json"))
@click.argument("event", metavar="EVENT")
def hook(event: str) -> None:
    """Take note of an event in a Claude Code session; the plugin calls it.

    EVENT is SessionStart, SessionEnd, Stop, SubagentStop, PreCompact or PostCompact; what happened is read from
    standard input as JSON. At its start a session is told what its store knows. At its end, and before and after the
    client compacts it, its transcript is noted, and the worker logs it.

    Exit code: 0, whatever happens; hook.log in the data folder says what went wrong.
    """
    try:
        handle = _HANDLERS.get(event)
        if handle is not None and not sys.stdin.isatty():
            handle(Happening.of(json.loads(sys.stdin.buffer.read(_MOST_BYTES) or b"{}")))
    except Exception as error:  # noqa: BLE001 - the border to the client, which nothing here may break
        _write_down(event, error)


def _session_starts(happening: Happening) -> None:
    from dreaming.service.scope import PROJECT_VARIABLE
    from dreaming.store.location import FILE_NAME, home_folder

    if happening.cwd is not None and not os.environ.get(PROJECT_VARIABLE):
        os.environ[PROJECT_VARIABLE] = str(happening.cwd)
    file = home_folder() / FILE_NAME
    if not file.exists():
        _note_unlogged(happening, lambda _: False)
        return
    from dreaming.cli.opening import Opening

    with contextlib.closing(Opening(file)) as opening:
        begun = _begin(opening.store) if opening.begins_a_dream and not _only_reads() else None
        text = opening.context(begun=begun, is_continued=happening.source in _CONTINUED)
        if text:
            click.echo(json.dumps({"hookSpecificOutput": {"hookEventName": "SessionStart", "additionalContext": text}}))
        _note_unlogged(happening, opening.is_logged)


def _begin(store: str) -> str | None:
    """Begin the dream that is due; its id, or None where somebody else was quicker."""
    from dreaming.cli.options import opened
    from dreaming.domain.errors import Conflict, InvalidInput
    from dreaming.domain.model import Priority

    with opened() as app:
        try:
            dream = app.dreams.start(store, priority=Priority.BACKGROUND, if_due=True).dream
        except (Conflict, InvalidInput):
            return None
        app.ensure_worker()
        return dream.id


def _note_unlogged(happening: Happening, is_logged: Callable[[Path], bool]) -> None:
    """Note what was never logged of this project, and have it logged, with all that others noted."""
    from dreaming.integrations.claude_code.unlogged import unlogged
    from dreaming.integrations.spool import Note

    spool = _spool()
    if happening.cwd is not None and not _only_reads():
        for transcript in unlogged(happening.cwd, is_logged):
            if transcript != happening.transcript:
                spool.put(Note(transcript=transcript))
    if not spool.is_empty():
        _have_logged(spool)


def _session_ends(happening: Happening) -> None:
    """Also before and after a compaction: what the client forgets then is in the transcript."""
    from dreaming.integrations.spool import Note

    if happening.transcript is None or _only_reads():
        return
    spool = _spool()
    spool.put(Note(transcript=happening.transcript))
    _have_logged(spool)


def _turn_ends(happening: Happening) -> None:
    """The session goes on: should the client be killed, the note says what is to be logged."""
    from dreaming.integrations.spool import Note

    transcript = happening.agent_transcript or happening.transcript
    if transcript is None or _only_reads():
        return
    spool = _spool()
    spool.put(Note(transcript=transcript, can_wait=True))
    if spool.is_pressing():
        _have_logged(spool)


def _have_logged(spool: "Spool") -> None:
    """Have a worker do what the spool says, unless one is at it, or may not be started."""
    from dreaming.jobs.starting import may_detach, start_worker
    from dreaming.store.location import home_folder

    if not _only_reads() and not spool.is_attended() and may_detach(os.environ):
        start_worker(home_folder(), "--idle", "0")


def _spool() -> "Spool":
    from dreaming.integrations.spool import Spool
    from dreaming.store.location import home_folder

    return Spool(home_folder())


def _only_reads() -> bool:
    return os.environ.get("DREAMING_READ_ONLY", "").strip() == "1"


def _write_down(event: str, error: Exception) -> None:
    """What went wrong, in a log that does not grow: there is nobody to tell."""
    import logging
    from logging.handlers import RotatingFileHandler

    from dreaming.cli.background import discreet
    from dreaming.store.location import home_folder

    with contextlib.suppress(OSError):
        home = home_folder()
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        usual = os.umask(0o077)  # the log is its owner's alone, like the database
        try:
            handler = RotatingFileHandler(home / LOG_NAME, maxBytes=_LOG_BYTES, backupCount=1, encoding="utf-8")
        finally:
            os.umask(usual)
        handler.setFormatter(discreet())
        with contextlib.closing(handler):
            exc_info = (type(error), error, error.__traceback__)
            handler.emit(logging.LogRecord(__name__, logging.ERROR, __file__, 0, event[:80], None, exc_info))


_HANDLERS: dict[str, Callable[[Happening], None]] = {
    "SessionStart": _session_starts,
    "SessionEnd": _session_ends,
    "PreCompact": _session_ends,
    "PostCompact": _session_ends,
    "Stop": _turn_ends,
    "SubagentStop": _turn_ends,
}
