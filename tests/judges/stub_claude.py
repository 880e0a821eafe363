"""A `claude` that a test writes: a script that does what it is told to, and notes how it was called.

It reads what to do from files beside it, since it is given none of our environment. It is no model and no Claude Code:
what the real one does is shown in tests/claude_code.
"""

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SCRIPT = """#!{python} -I
import json, os, pathlib, re, subprocess, sys, time
here = pathlib.Path(__file__).parent
arguments = sys.argv[1:]
if arguments in (["--version"], ["--help"]) or "auth" in arguments:
    name = arguments[-1].strip("-")
    found = json.loads((here / "says.json").read_text())[name]
    print(found)
    sys.exit(0)
given = sys.stdin.read()
option = lambda name: arguments[arguments.index(name) + 1]
instructions = pathlib.Path(option("--system-prompt-file")).read_text()
note = dict(arguments=arguments, given=given, instructions=instructions, env=dict(os.environ),
            folder=os.getcwd(), files=os.listdir(), pid=os.getpid())
running = here / "running"
(running / str(os.getpid())).touch()
note["at_once"] = len(list(running.iterdir()))
if (here / "hangs").exists():
    note["child"] = subprocess.Popen(["sleep", "1000"]).pid
called = here / "calls" / str(os.getpid())
called.with_suffix(".part").write_text(json.dumps(note))
called.with_suffix(".part").rename(called.with_suffix(".json"))
if (here / "hangs").exists():
    time.sleep(1000)
time.sleep({seconds})
(running / str(os.getpid())).unlink()
purpose = next(each for each, word in {purposes}.items() if '"properties":{{"' + word in instructions)
steps = json.loads((here / "does.json").read_text())
step = steps.get(purpose, steps["else"])
sys.stderr.write(step["errors"])
print(step["output"])
sys.exit(step["code"])
"""
PURPOSES = {
    "observe": "seen",
    "group": "sets",
    "reconcile": "proposals",
    "phrase": "wordings",
    "organise": "topics",
}
TAKEN = {"inputTokens": 700, "outputTokens": 30, "cacheReadInputTokens": 50, "cacheCreationInputTokens": 20}
COST = 0.0125


def result(**fields: Any) -> str:
    """What the program prints of a call, with the fields that we read; others are in between."""
    usual = {
        "type": "result",
        "subtype": "success",
        "is_error": False,
        "stop_reason": "tool_use",
        "api_error_status": None,
        "terminal_reason": "completed",
        "total_cost_usd": COST,
        "usage": {"input_tokens": 3, "output_tokens": 1, "service_tier": "standard"},
        "modelUsage": {"claude-sonnet-5-5": TAKEN | {"webSearchRequests": 0, "costUSD": COST}},
        "num_turns": 2,
    }
    return json.dumps(usual | fields)


def failed(said: str, **fields: Any) -> str:
    """What it prints of a call that went wrong before any token was read."""
    nothing: dict[str, Any] = {"total_cost_usd": 0, "usage": {}, "modelUsage": {}, "terminal_reason": "api_error"}
    return result(**({"is_error": True, "result": said, "stop_reason": "stop_sequence"} | nothing | fields))


def answer(value: object) -> str:
    """What it prints of a call that went well."""
    return result(structured_output=value, result=json.dumps(value))


@dataclass
class Stub:
    """The script, in a folder of its own."""

    folder: Path

    @property
    def program(self) -> Path:
        """Where it is."""
        return self.folder / "claude"

    @property
    def env(self) -> dict[str, str]:
        """An environment in which it is found."""
        return {"PATH": f"{self.folder}{os.pathsep}/usr/bin{os.pathsep}/bin", "HOME": str(self.folder / "user")}

    @classmethod
    def written(cls, folder: Path, seconds: float = 0.0) -> "Stub":
        """One that answers everything with nothing, after so many seconds."""
        stub = cls(folder)
        for name in ("", "running", "calls"):
            (folder / name).mkdir(parents=True)
        script = _SCRIPT.format(python=sys.executable, purposes=PURPOSES, seconds=seconds)
        stub.program.write_text(script, encoding="utf-8")
        stub.program.chmod(0o700)
        stub.does()
        stub.says()
        return stub

    def does(self, otherwise: str | None = None, *, code: int = 0, errors: str = "", **by_purpose: str) -> None:
        """What it prints by purpose, else for all others; `code` and `errors` are of the others."""
        steps = {name: _step(output) for name, output in by_purpose.items()}
        empty = {name: _step(answer({word: []})) for name, word in PURPOSES.items()}
        if otherwise is not None:
            empty = {"else": _step(otherwise, code, errors)}
        self._write("does.json", {"else": _step("")} | empty | steps)

    def says(self, *, version: str = "2.1.332 (Claude Code)", lacks: str = "", logged_in: bool = True) -> None:
        """What it prints about itself."""
        from dreaming.judges.claude_code.program import needed_options

        known = [option for option in needed_options() if option != lacks]
        status = json.dumps({"loggedIn": logged_in})
        self._write("says.json", {"version": version, "help": "\n".join(known), "status": status})

    def hangs(self) -> None:
        """Let it start another program, and come to no end."""
        (self.folder / "hangs").touch()

    @property
    def calls(self) -> list[dict[str, Any]]:
        """How it was called, and what it was given."""
        found = [*(self.folder / "calls").glob("*.json")]
        return [json.loads(each.read_text(encoding="utf-8")) for each in found]

    def purposes(self) -> list[str]:
        """For what."""
        return sorted(
            next(name for name, word in PURPOSES.items() if f'"properties":{{"{word}' in call["instructions"])
            for call in self.calls
        )

    def _write(self, name: str, value: object) -> None:
        (self.folder / name).write_text(json.dumps(value), encoding="utf-8")


def _step(output: str, code: int = 0, errors: str = "") -> dict[str, Any]:
    return {"output": output, "code": code, "errors": errors}
