"""The program: where it is, what it is told on its command line, and what of our environment it gets.

It is called so that it is a model and nothing more: without tools, hooks, settings, servers, and memories of the
user's, in an empty folder, writing no transcript. Nothing of a dream stands on its command line, which others can read.
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

PROGRAM_VARIABLE = "DREAMING_CLAUDE_CODE"
_NAME = "claude"
_USUAL_PLACES = (".local/bin", ".claude/local")  # of its installers, below the home: not on the PATH of every client

# What has to be known to it, with what is given; a program that lacks one of these is too old.
_AS_A_MODEL: Mapping[str, str | None] = {
    "--print": None,
    "--output-format": "json",
    "--no-session-persistence": None,
    "--tools": "",
    "--strict-mcp-config": None,
    "--setting-sources": "",
    "--settings": json.dumps({"disableAllHooks": True}),
}
_OF_A_CALL = ("--system-prompt-file", "--json-schema", "--max-budget-usd", "--model")

_ALWAYS = frozenset(
    "PATH HOME USER LOGNAME SHELL LANG LANGUAGE TZ TMPDIR TMP TEMP CLAUDE_CONFIG_DIR CLAUDE_CODE_OAUTH_TOKEN "
    "HTTP_PROXY HTTPS_PROXY NO_PROXY ALL_PROXY http_proxy https_proxy no_proxy all_proxy "
    "NODE_EXTRA_CA_CERTS SSL_CERT_FILE SSL_CERT_DIR CLAUDE_CODE_CLIENT_CERT CLAUDE_CODE_CLIENT_KEY "
    "CLAUDE_CODE_CLIENT_KEY_PASSPHRASE DBUS_SESSION_BUS_ADDRESS XDG_RUNTIME_DIR "
    "USERNAME USERPROFILE APPDATA LOCALAPPDATA PROGRAMDATA PROGRAMFILES SYSTEMROOT WINDIR SYSTEMDRIVE COMSPEC PATHEXT "
    "CLAUDE_CODE_GIT_BASH_PATH".split()
)
_BEGINNINGS = ("ANTHROPIC_", "LC_", "CLAUDE_CODE_USE_", "CLAUDE_CODE_SKIP_")
_OF_CLOUDS = {  # the login of whoever has Claude from there
    "CLAUDE_CODE_USE_BEDROCK": ("AWS_",),
    "CLAUDE_CODE_USE_VERTEX": ("GOOGLE_", "GCLOUD_", "CLOUD_ML_", "VERTEX_"),
    "CLAUDE_CODE_USE_FOUNDRY": ("AZURE_",),
}
_OURS = {
    "DISABLE_AUTOUPDATER": "1",
    "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
    "CLAUDE_CODE_DISABLE_AUTO_MEMORY": "1",
    "CLAUDE_CODE_DISABLE_CLAUDE_MDS": "1",
    "CLAUDE_CODE_DISABLE_ATTACHMENTS": "1",
    "CLAUDE_CODE_DISABLE_ULTRATHINK": "1",
    "CLAUDE_CODE_EFFORT_LEVEL": "medium",
    "CLAUDE_CODE_DISABLE_THINKING": "1",  # as over the Messages API: a call may take what is held for it, and no more
    "MAX_THINKING_TOKENS": "0",  # the same, in other versions
    "MAX_STRUCTURED_OUTPUT_RETRIES": "2",
    "CLAUDE_CODE_MAX_RETRIES": "3",
}


def find(env: Mapping[str, str]) -> Path | None:
    """Where the program is: what DREAMING_CLAUDE_CODE names, else `claude` on the PATH or where its installers put it.

    Returns:
        Its path; None where there is none.
    """
    named = env.get(PROGRAM_VARIABLE, "").strip()
    places = [env.get("PATH", ""), *(str(Path(env.get("HOME", "~")).expanduser() / place) for place in _USUAL_PLACES)]
    found = shutil.which(named or _NAME, path=os.pathsep.join(places))
    return None if found is None else Path(found).absolute()


def needed_options() -> Sequence[str]:
    """What the program has to know, as its help lists it."""
    return [*_AS_A_MODEL, *(option for option in _OF_A_CALL if not option.endswith("-file"))]


def command(
    program: Path, *, model: str | None, instructions: Path, schema: Mapping[str, Any], max_usd: float
) -> list[str]:
    """Its command line for one call; the prompt goes to its standard input.

    Args:
        program: where it is.
        model: a name or an alias that it knows; None for its own choice.
        instructions: the file that holds the system prompt.
        schema: the JSON schema of the answer.
        max_usd: what the call may cost, in US dollars, by the program's own reckoning.
    """
    given = {
        **_AS_A_MODEL,
        "--system-prompt-file": str(instructions),
        "--json-schema": json.dumps(schema, separators=(",", ":")),
        "--max-budget-usd": f"{max_usd:.4f}",
        **({} if model is None else {"--model": model}),
    }
    return [str(program), *(part for option, value in given.items() for part in _parts(option, value))]


def environment(env: Mapping[str, str], *, max_output_tokens: int | None = None) -> dict[str, str]:
    """All of the environment that it gets: what its login needs, and what keeps it to one answer.

    Secrets of other programs are not in it, nor what would tell it that it runs inside another session.
    """
    clouds = tuple(each for variable, found in _OF_CLOUDS.items() if env.get(variable) for each in found)
    passed = {name: value for name, value in env.items() if name in _ALWAYS or name.startswith((*_BEGINNINGS, *clouds))}
    limit = {} if max_output_tokens is None else {"CLAUDE_CODE_MAX_OUTPUT_TOKENS": str(max_output_tokens)}
    return {**passed, **_OURS, **limit}


def _parts(option: str, value: str | None) -> Iterator[str]:
    yield option
    if value is not None:
        yield value
