"""Where the clients keep their configuration, on each platform.

Sources: modelcontextprotocol.io (connect local servers), code.claude.com/docs (page mcp), and for the packaged
application of Windows, which reads no other file, anthropics/claude-code issues 25579 and 26073.
"""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

_DESKTOP_FILE = "claude_desktop_config.json"
_PACKAGED = "Packages/Claude_*/LocalCache/Roaming/Claude"


class Client(StrEnum):
    """The clients whose configuration can be written."""

    CLAUDE_DESKTOP = "claude-desktop"
    CLAUDE_CODE = "claude-code"

    @property
    def label(self) -> str:
        """As people call it."""
        return self.value.replace("-", " ").title()


def config_file(client: Client, platform: str, env: Mapping[str, str], home: Path) -> Path:
    """The file that the client reads for a user. It need not exist.

    Args:
        client: which.
        platform: the system, as `sys.platform` names it.
        env: the environment, with the variables that move folders.
        home: the user's folder.
    """
    if client is Client.CLAUDE_CODE:
        named = env.get("CLAUDE_CONFIG_DIR", "")
        return (Path(named).expanduser() if named else home) / ".claude.json"
    if platform == "darwin":
        return home / "Library" / "Application Support" / "Claude" / _DESKTOP_FILE
    if platform == "win32":
        return _on_windows(env, home)
    config = env.get("XDG_CONFIG_HOME", "")
    return (Path(config) if config else home / ".config") / "Claude" / _DESKTOP_FILE


def _on_windows(env: Mapping[str, str], home: Path) -> Path:
    """The packaged application sees a folder of its own in the place of that which the documentation names."""
    local = Path(env.get("LOCALAPPDATA") or home / "AppData" / "Local")
    packaged = [folder / _DESKTOP_FILE for folder in sorted(local.glob(_PACKAGED))]
    if packaged:
        return next((file for file in packaged if file.exists()), packaged[0])
    return Path(env.get("APPDATA") or home / "AppData" / "Roaming") / "Claude" / _DESKTOP_FILE
