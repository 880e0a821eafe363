"""The check of `dreaming doctor` on Claude Code, for dreams with the model `claude-code`. No model is asked."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from dreaming.cli.checks import Finding, State
from dreaming.judges.claude_code.program import environment, find, needed_options
from dreaming.judges.names import CLAUDE_CODE

_SECONDS = 20.0
_CHECK = "Claude Code"


def examine_claude_code() -> Iterator[Finding]:
    """Whether it is there, knows what it has to, and is logged in, as far as it says so itself."""
    program = find(os.environ)
    if program is None:
        text = f"not on the PATH; only dreams with the model {CLAUDE_CODE!r} need it"
        yield Finding(_CHECK, State.OK, text)
        return
    version = _said(program, "--version")
    lacking = [option for option in needed_options() if option not in (_said(program, "--help") or "")]
    if version is None:
        yield Finding(_CHECK, State.ADVICE, f"{program} is there and does not run", "`claude doctor` says why.")
    elif lacking:
        text = f"{version.strip()} is too old for the model {CLAUDE_CODE!r}: it lacks {', '.join(lacking)}"
        yield Finding(_CHECK, State.ADVICE, text, "`claude update` brings a newer one.")
    elif _is_logged_in(program) is False:
        text = f"{version.strip()} at {program}, and nobody is logged in without the user's settings files"
        yield Finding(_CHECK, State.ADVICE, text, "Run `claude` and type /login, or set ANTHROPIC_API_KEY.")
    else:
        yield Finding(_CHECK, State.OK, f"{version.strip()} at {program}; dreams may have the model {CLAUDE_CODE!r}")


def _is_logged_in(program: Path) -> bool | None:
    """Without settings files, as a dream would call it. None where it does not say: it may be too old for the question."""
    try:
        found: object = json.loads(_said(program, "--setting-sources", "", "auth", "status", must_succeed=False) or "")
    except ValueError:
        return None
    said = cast("dict[str, object]", found).get("loggedIn") if isinstance(found, dict) else None
    return said if isinstance(said, bool) else None


def _said(program: Path, *arguments: str, must_succeed: bool = True) -> str | None:
    """What it prints; None where it does not run, or not to a good end."""
    try:
        done = subprocess.run(  # noqa: S603 - the program that dreams would call
            [str(program), *arguments], env=environment(os.environ), stdin=subprocess.DEVNULL,
            capture_output=True, encoding="utf-8", errors="replace", check=False, timeout=_SECONDS,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 or not must_succeed else None
