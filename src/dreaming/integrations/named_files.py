"""Transcripts that an agent names in a call: which may be read, and how far they are believed.

An agent can write files where it works. So what a file in the project calls the user's words is kept as reported;
the clients' own transcripts, and files in folders that the person has named, are believed.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from dreaming.integrations.places import client_folders
from dreaming.integrations.reading import open_transcript
from dreaming.service.files import check_readable, opened
from dreaming.service.sessions import Logged, Sessions, as_reported

ROOTS_VARIABLE = "DREAMING_ROOTS"


def log_named_file(sessions: Sessions, path: str, env: Mapping[str, str], cwd: Path) -> Logged:
    """Log the session in a file that a call names.

    Args:
        sessions: where it is kept.
        path: the file, absolute or with `~`.
        env: the environment: DREAMING_ROOTS names more folders, CLAUDE_PROJECT_DIR the project.
        cwd: the working folder, which is the project otherwise.

    Raises:
        FileRefused: the file is outside the allowed folders, behind a link, or no regular file.
        InvalidInput, LimitExceeded: it holds no session, or none that can be read.
    """
    believed = [*client_folders(), *_named_roots(env)]
    roots = [*believed, Path(env.get("CLAUDE_PROJECT_DIR") or cwd)]
    named = check_readable(path, roots)
    is_believed = any(named.is_relative_to(base) for root in believed for base in (root.absolute(), root.resolve()))
    with opened(path, roots) as file, open_transcript(file) as transcript:
        events = transcript.events if is_believed else as_reported(transcript.events)
        return sessions.log(transcript.head, events, notes=transcript.reading.notes)


def _named_roots(env: Mapping[str, str]) -> list[Path]:
    return [Path(part).expanduser() for part in env.get(ROOTS_VARIABLE, "").split(os.pathsep) if part.strip()]
