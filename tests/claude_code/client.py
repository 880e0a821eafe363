"""The real Claude Code, with a home of its own, our plugin, and a model that does as it is told."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.claude_code.model import TOOLS
from tests.npm import Done, Programs, run

ROOT = Path(__file__).parent.parent.parent
SECONDS = 180.0  # a bound, not an expectation: the machine may be busy
KEY = "sk-ant-test-0000000000000000000000"


@dataclass(frozen=True)
class Client:
    """Claude Code for one user.

    Attributes:
        programs: where it is installed.
        folder: holds the user's home, projects, and the data folder of dreaming.
        model: the address of the model.
    """

    programs: Programs
    folder: Path
    model: str

    @property
    def home(self) -> Path:
        """The data folder of dreaming."""
        return self.folder / "data"

    @property
    def env(self) -> Mapping[str, str]:
        """All of the environment that the client has. `dreaming` is on its PATH, as after an installation."""
        node, own = self.programs.folder / "node_modules" / ".bin", Path(sys.executable).parent
        return {
            "PATH": os.pathsep.join([str(own), str(node), "/usr/bin", "/bin"]),
            "HOME": str(self.folder / "user"),
            "CLAUDE_CONFIG_DIR": str(self.folder / "user" / ".claude"),
            "DREAMING_HOME": str(self.home),
            "ANTHROPIC_API_KEY": KEY,
            "ANTHROPIC_BASE_URL": self.model,
            "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
            "DISABLE_AUTOUPDATER": "1",
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
        }

    def project(self, name: str) -> Path:
        """A repository of the user."""
        folder = self.folder / "work" / name
        (folder / ".git").mkdir(parents=True, exist_ok=True)
        return folder

    def command(self, *arguments: str) -> list[str]:
        """Its command line."""
        return [str(self.programs.folder / "node_modules" / ".bin" / "claude"), *arguments]

    def call(self, *arguments: str, cwd: Path | None = None) -> Done:
        """Run it to its end."""
        return run(self.command(*arguments), SECONDS, dict(self.env), cwd=cwd or self.project("atlas"), is_whole=True)

    def install_plugin(self) -> None:
        """As the walk-through says."""
        for arguments in (("marketplace", "add", str(ROOT)), ("install", "dreaming@dreaming")):
            done = self.call("plugin", *arguments)
            assert done.code == 0, done.output + done.errors

    def headless(self, prompt: str, *more: str) -> list[str]:
        """The command line of a session without a person."""
        shown = ["--output-format", "stream-json", "--verbose"]
        return self.command("-p", prompt, "--allowedTools", TOOLS.rstrip("_"), *shown, *more)

    def session(self, prompt: str, *more: str, cwd: Path | None = None) -> list[dict[str, object]]:
        """Hold a session without a person; what the client says of it, one object an event."""
        done = run(
            self.headless(prompt, *more), SECONDS, dict(self.env), cwd=cwd or self.project("atlas"), is_whole=True
        )
        assert done.code == 0, done.output[-3_000:] + done.errors[-3_000:]
        return [json.loads(line) for line in done.output.splitlines() if line.startswith("{")]

    def dreaming(self, *arguments: str, cwd: Path | None = None) -> str:
        """What our command line prints for the same user."""
        done = subprocess.run(
            ["dreaming", *arguments], env=dict(self.env), cwd=cwd or self.project("atlas"), stdin=subprocess.DEVNULL,
            capture_output=True, text=True, check=True, timeout=SECONDS,
            executable=str(Path(sys.executable).with_name("dreaming")),
        )  # fmt: skip
        return done.stdout

    def processes(self) -> dict[int, str]:
        """Every process that this user's sessions have started and that is still there, with its command line."""
        mark = f"DREAMING_HOME={self.home}".encode()
        found: dict[int, str] = {}
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (entry / "environ").read_bytes().split(b"\0") and int(entry.name) != os.getpid():
                    found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue  # it has just ended, or is another user's
        return {process: command for process, command in found.items() if command}
