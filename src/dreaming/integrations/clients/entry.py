"""Our entry in a client's configuration: the command that starts this installation, and the settings that hold now."""

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path, PureWindowsPath
from typing import Any, cast

from dreaming.domain.errors import ClientFailed
from dreaming.domain.hosting import HOST_VARIABLE, UNANSWERED_VARIABLE
from dreaming.integrations.clients.places import Client

NAME = "dreaming"
_SERVE = "serve"
# What is said of the server over HTTP, its token above all, is no matter of a client that starts its own.
SETTINGS = (
    "DREAMING_HOME",
    "DREAMING_STORE",
    "DREAMING_TOOLS",
    "DREAMING_READ_ONLY",
    "DREAMING_TRANSCRIPTS",
    "DREAMING_CHECK",
    "DREAMING_WORKER",
    "DREAMING_ROOTS",
    HOST_VARIABLE,
    UNANSWERED_VARIABLE,
)
USUAL = {HOST_VARIABLE: "1"}  # what is set unless something else is said: the agent of a client may judge


def command_here(python: Path | None = None, called_as: Path | None = None) -> list[str]:
    """What starts this installation's command line, wherever it is called from.

    That is the program `dreaming` by its absolute path; `uvx dreaming` where this one was started by uvx, whose
    folders are thrown away; else Python with the module. Links are left as they are: they stay when what is behind
    them is upgraded.

    Args:
        python: the interpreter, by default this one.
        called_as: how this program was called, by default what the system says.

    Raises:
        ClientFailed: it was started by uvx, which cannot be found now.
    """
    python = (python or Path(sys.executable)).absolute()
    called = (called_as or Path(sys.argv[0])).absolute()
    if _is_thrown_away(python):
        return [_uvx(), NAME]
    if called.stem == NAME and called.is_file():
        return [str(called)]
    beside = python.with_name(f"{NAME}.exe" if python.suffix == ".exe" else NAME)
    return [str(beside)] if beside.is_file() else [str(python), "-m", NAME]


def _uvx() -> str:
    """Where it is: on the PATH, or beside the `uv` that has started this program and says so in UV."""
    uv = os.environ.get("UV", "")
    uvx = shutil.which("uvx") or (shutil.which("uvx", path=str(Path(uv).parent)) if Path(uv).is_absolute() else None)
    if uvx is None:
        raise ClientFailed("uvx", "this program runs in a folder that is thrown away, and there is no uvx")
    return str(Path(uvx).absolute())


def _is_thrown_away(python: Path) -> bool:
    """Whether the environment is in a cache, which its owner marks. The mark in an environment itself says nothing."""
    return any((folder / "CACHEDIR.TAG").exists() for folder in python.parents[2:])


def settings_now(env: Mapping[str, str]) -> dict[str, str]:
    """The settings that are set, as a process that starts elsewhere needs them."""
    found = {name: env[name].strip() for name in SETTINGS if env.get(name, "").strip()}
    if "DREAMING_HOME" in found:
        found["DREAMING_HOME"] = str(Path(found["DREAMING_HOME"]).expanduser().absolute())
    return found


def entry_for(
    client: Client, command: Sequence[str], settings: Mapping[str, str], before: Mapping[str, Any] | None
) -> dict[str, Any]:
    """The entry to write. What else stands in ours already stays, settings that are not set now among it."""
    kept = dict(before or {})
    env = {**USUAL, **cast("dict[str, str]", kept.get("env") or {}), **settings}
    kind = {"type": "stdio"} if client is Client.CLAUDE_CODE else {}
    return {**kind, **kept, "command": command[0], "args": [*command[1:], _SERVE], "env": env}


def is_ours(entry: Mapping[str, Any]) -> bool:
    """Whether an entry starts this program, from whatever installation."""
    words = command_of(entry)
    named = {PureWindowsPath(word).stem for word in words}  # which knows the other systems' separators too
    return NAME in named and words[-1] == _SERVE


def command_of(entry: Mapping[str, Any]) -> list[str]:
    """The command line of an entry; a single empty word where it has none."""
    arguments = entry.get("args")
    rest = cast("list[object]", arguments) if isinstance(arguments, list) else []
    return [str(entry.get("command", "")), *map(str, rest)]


def can_start(entry: Mapping[str, Any]) -> bool:
    """Whether the program that an entry names exists now."""
    return shutil.which(os.path.expandvars(command_of(entry)[0])) is not None
