"""Small programs with the names of the schedulers' own: they write down their arguments, and behave."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

_PROGRAM = f"""#!{sys.executable} -I
import json, pathlib, sys

folder = pathlib.Path(__file__).parent
name, arguments = pathlib.Path(__file__).name, sys.argv[1:]
with (folder / "calls").open("a") as calls:
    calls.write(json.dumps([name, *arguments]) + "\\n")
refused = folder / "refused"
if refused.exists() and refused.read_text() in " ".join([name, *arguments]):
    sys.exit("not today")
kept = folder / f"{{name}}.kept"
"""
# A list of what is known, by name: enough for `enable`, `disable` and asking.
_KNOWING = """
verbs = {"enable": True, "bootstrap": True, "/Create": True, "disable": False, "bootout": False, "/Delete": False}
asking = {"is-enabled", "print", "/Query"} & set(arguments)
if asking:
    sys.exit(0 if kept.exists() else 1)
for verb, known in verbs.items():
    if verb in arguments and known:
        kept.touch()
    elif verb in arguments:
        kept.unlink()
"""
_CRONTAB = """
match arguments:
    case ["-l"] if kept.exists():
        sys.stdout.buffer.write(kept.read_bytes())
    case ["-l"]:
        sys.exit("no crontab for you")
    case ["-r"]:
        kept.unlink()
    case ["-"]:
        kept.write_bytes(sys.stdin.buffer.read())
    case _:
        sys.exit("usage")
"""


@dataclass(frozen=True)
class Programs:
    """A folder to be the PATH."""

    folder: Path

    @classmethod
    def of(cls, folder: Path, *names: str) -> "Programs":
        """With these programs."""
        folder.mkdir()
        for name in names:
            file = folder / name
            file.write_text(_PROGRAM + (_CRONTAB if name == "crontab" else _KNOWING), encoding="utf-8")
            file.chmod(0o700)
        return cls(folder)

    def calls(self) -> list[list[str]]:
        """Each call since the last time that this was asked, asking ones left out."""
        file = self.folder / "calls"
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        file.unlink(missing_ok=True)
        quiet = {"is-enabled", "print", "/Query", "-l", "show-environment"}
        return [call for call in map(json.loads, lines) if not quiet & set(call)]

    def refuse(self, call: str) -> None:
        """Let calls that hold this text fail."""
        (self.folder / "refused").write_text(call, encoding="utf-8")

    @property
    def crontab(self) -> Path:
        """What the crontab is kept in."""
        return self.folder / "crontab.kept"
