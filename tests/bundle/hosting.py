"""What an application does with the bundle: unpack it, fill in the settings, start the server."""

import json
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from mcp.client.stdio import StdioServerParameters


def unpacked(bundle: Path, folder: Path) -> dict[str, Any]:
    """Unpack the bundle into a folder; its manifest."""
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(folder)
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def configured(manifest: Mapping[str, Any], folder: Path, settings: Mapping[str, str]) -> StdioServerParameters:
    """How the server is started: a setting that has neither a value nor a default stays as its placeholder."""
    options = cast("dict[str, dict[str, Any]]", manifest["user_config"])
    values = {name: _as_text(option["default"]) for name, option in options.items() if "default" in option}
    words = {f"user_config.{name}": value for name, value in {**values, **settings}.items()} | {
        "__dirname": str(folder)
    }
    config = manifest["server"]["mcp_config"]
    return StdioServerParameters(
        command=_filled(config["command"], words),
        args=[_filled(part, words) for part in config["args"]],
        env={**os.environ, **{name: _filled(value, words) for name, value in config["env"].items()}},
    )


def _as_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _filled(text: str, words: Mapping[str, str]) -> str:
    for name, value in words.items():
        text = text.replace(f"${{{name}}}", value)
    return text
