"""The manifest: names and texts come from the server and the project file, so that they cannot drift from them."""

import inspect
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from dreaming import __version__
from dreaming.server import prompts
from dreaming.server.build import chosen_tools
from dreaming.server.settings import ASK, READ_ONLY_VARIABLE, TRANSCRIPTS_VARIABLE, Settings

ROOT = Path(__file__).parent.parent
ICON = "icon.png"
START = "start.py"
LONG_DESCRIPTION = """\
Dreaming keeps what an agent should remember as short texts in memory stores on your machine, with their history.

A *dream* tidies a store: duplicates are merged, stale values replaced by the latest, and what recurs across sessions \
is written down. It writes a new, separate store with a report, in which each change has its reason and exact quotes. \
Nothing changes until you promote it, and a promotion can be taken back.

It needs no key and contacts no address. It reads no chat history: a conversation is logged only if you say so, and \
only as Claude hands it over.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _UserSetting:
    """A setting that the application asks the user for, and the variable that the server reads it from."""

    variable: str
    kind: Literal["directory", "string", "boolean"]
    title: str
    description: str
    default: str | bool | None = None

    def option(self) -> dict[str, Any]:
        """As the manifest has it."""
        shown = {"type": self.kind, "title": self.title, "description": self.description, "required": False}
        return shown if self.default is None else {**shown, "default": self.default}


USER_SETTINGS = {
    "data_folder": _UserSetting(
        variable="DREAMING_HOME",
        kind="directory",
        title="Data folder",
        description="Where everything is kept, on a local disk that no cloud service keeps in step. "
        "Left empty: the folder that `dreaming` uses on the command line and in Claude Code.",
    ),
    "store": _UserSetting(
        variable="DREAMING_STORE",
        kind="string",
        title="Memory store",
        description="The store that is meant where a request names none.",
        default="default",
    ),
    "read_only": _UserSetting(
        variable=READ_ONLY_VARIABLE,
        kind="boolean",
        title="Only read",
        description="Offer only the tools that change nothing.",
        default=False,
    ),
}


def manifest() -> dict[str, Any]:
    """The manifest, in version 0.4 of its format."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    urls: dict[str, str] = project["urls"]
    return {
        "manifest_version": "0.4",
        "name": project["name"],
        "display_name": "Dreaming",
        "version": __version__,
        "description": project["description"],
        "long_description": LONG_DESCRIPTION,
        "author": {"name": project["authors"][0]["name"], "url": urls["Homepage"]},
        "repository": {"type": "git", "url": urls["Repository"]},
        "homepage": urls["Homepage"],
        "documentation": urls["Documentation"],
        "support": urls["Issues"],
        "icon": ICON,
        "server": _server(),
        "tools": [
            {"name": tool.name, "description": (tool.description or "").partition("\n\n")[0].replace("\n", " ")}
            for tool in chosen_tools(Settings(reads_transcripts=False))
        ],
        "prompts": [_prompt(function) for function in (prompts.dream, prompts.review, prompts.remember)],
        "keywords": project["keywords"],
        "license": project["license"],
        "privacy_policies": [urls["Privacy"]],
        "compatibility": {
            "platforms": ["darwin", "win32", "linux"],
            "runtimes": {"python": project["requires-python"]},
        },
        "user_config": {name: setting.option() for name, setting in USER_SETTINGS.items()},
    }


def _server() -> dict[str, Any]:
    asked = {setting.variable: f"${{user_config.{name}}}" for name, setting in USER_SETTINGS.items()}
    fixed = {TRANSCRIPTS_VARIABLE: ASK}  # the directory's rule: no chat history is extracted
    return {
        "type": "uv",
        "entry_point": START,
        # The format calls this optional for uv; `mcpb` up to 2.1.2 refuses a manifest without it.
        "mcp_config": {"command": "uv", "args": ["run", "--directory", "${__dirname}", START], "env": asked | fixed},
    }


def _prompt(function: Callable[..., str]) -> dict[str, Any]:
    arguments = list(inspect.signature(function).parameters)
    return {
        "name": function.__name__,
        "description": inspect.getdoc(function),
        "arguments": arguments,
        "text": function(**{name: f"${{arguments.{name}}}" for name in arguments}),
    }
