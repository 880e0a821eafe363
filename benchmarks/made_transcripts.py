"""Made-up Claude Code transcripts, with the mix of records that real ones have.

By bytes, in real ones of early 2026: tool results 45 %, hook progress 25 %, tool calls 10 %, other progress 15 %, and
texts, thoughts and snapshots the rest; a few results are very large.
"""

import json
import random
from collections.abc import Iterator
from typing import Any

from benchmarks.vocabulary import TOOLS, entity, output, prose, said, seeded

_HOOKS = 5
_USAGE = {
    "input_tokens": 3,
    "cache_creation_input_tokens": 15005,
    "cache_read_input_tokens": 11442,
    "output_tokens": 91,
    "service_tier": "standard",
}


class TranscriptMaker:
    """Makes the lines of one session's transcript."""

    def __init__(self, seed: str) -> None:
        self._rng = seeded("transcript", seed)
        self._session_id = self._uuid()
        self._thing = entity(self._rng)
        self._last: str | None = None
        self._seconds = self._rng.randrange(100_000_000)
        self._outputs = [output(self._rng, self._thing, self._size()) for _ in range(40)]

    def turns(self, count: int) -> Iterator[str]:
        """The lines of so many turns: what the person typed, and what was done about it."""
        for _ in range(count):
            yield self._line("user", message={"role": "user", "content": said(self._rng, self._thing)})
            yield self._assistant(
                {"type": "thinking", "thinking": prose(self._rng, self._thing), "signature": "x" * 400}
            )
            for _ in range(self._rng.randrange(1, 9)):
                yield from self._step()
            yield self._assistant({"type": "text", "text": prose(self._rng, self._thing)})

    def _step(self) -> Iterator[str]:
        """A call of a tool, its progress, and its result."""
        rng = self._rng
        call_id = f"toolu_{rng.getrandbits(96):024x}"
        is_command = rng.random() < 0.6
        command = f"{rng.choice(TOOLS)} run --only {self._thing} --seed {rng.randrange(10_000)}"
        edited = {"file_path": f"/src/{self._thing}.py", "old_string": self._piece(600), "new_string": self._piece(700)}
        given: dict[str, Any] = {"command": command, "description": "Run it"} if is_command else edited
        yield self._assistant(
            {"type": "tool_use", "id": call_id, "name": "Bash" if is_command else "Edit", "input": given}
        )
        for number in range(_HOOKS):
            yield self._progress("hook_progress", call_id, hookEvent="PreToolUse", command=f"hooks/check-{number}.sh")
        if is_command and rng.random() < 0.4:
            yield self._progress("bash_progress", call_id, output=self._piece(300), fullOutput=self._piece(2_000))
        if rng.random() < 0.15:
            yield self._progress(
                "agent_progress", call_id, prompt=self._piece(4_000), message={"content": self._piece(2_000)}
            )
        text = rng.choice(self._outputs)
        failed = is_command and rng.random() < 0.08
        block = {"type": "tool_result", "tool_use_id": call_id, "content": text, "is_error": failed}
        yield self._line(
            "user",
            message={"role": "user", "content": [block]},
            toolUseResult={"stdout": text, "stderr": "", "interrupted": False},
        )

    def _assistant(self, block: dict[str, Any]) -> str:
        message = {"model": "claude-opus-4-6", "role": "assistant", "content": [block], "usage": _USAGE}
        return self._line("assistant", message=message, requestId=f"req_{self._rng.getrandbits(64):016x}")

    def _progress(self, kind: str, call_id: str, **data: Any) -> str:
        return self._line("progress", data={"type": kind, **data}, parentToolUseID=call_id, toolUseID=call_id)

    def _line(self, kind: str, **fields: Any) -> str:
        own = self._uuid()
        self._seconds += self._rng.randrange(1, 40)
        record = {
            "parentUuid": self._last,
            "isSidechain": False,
            "userType": "external",
            "cwd": f"/work/{self._thing}",
            "sessionId": self._session_id,
            "version": "2.1.39",
            "gitBranch": "main",
            "type": kind,
            **fields,
            "uuid": own,
            "timestamp": _time(self._seconds),
        }
        self._last = own
        return json.dumps(record, ensure_ascii=False, separators=(",", ":"))

    def _piece(self, size: int) -> str:
        return self._rng.choice(self._outputs)[:size]

    def _size(self) -> int:
        """Most results are short, a few are very long."""
        return min(200_000, int(self._rng.lognormvariate(7.2, 1.3)))

    def _uuid(self) -> str:
        digits = f"{self._rng.getrandbits(128):032x}"
        return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def made_plain(size: int, seed: str, *, is_chat: bool = False) -> Iterator[str]:
    """The lines of a session in the plain format, about `size` bytes; a chat has short messages and no tools."""
    rng: random.Random = seeded("plain", seed)
    yield json.dumps({"type": "session", "title": "A long talk", "agent": "assistant", "external_id": seed})
    seconds = rng.randrange(100_000_000)
    while size > 0:
        thing = entity(rng)
        seconds += rng.randrange(1, 90)
        turn = [("user.message", said(rng, thing)), ("agent.message", prose(rng, thing))]
        if not is_chat:
            turn.append(("agent.tool_result", output(rng, thing, rng.randrange(200, 3_000))))
            turn.append(("agent.message", " ".join(prose(rng, thing) for _ in range(rng.randrange(1, 6)))))
        for kind, text in turn:
            line = json.dumps({"type": kind, "text": text, "created_at": _time(seconds)})
            size -= len(line) + 1
            yield line


def _time(seconds: int) -> str:
    """A moment in the first years of the 2020s."""
    days, rest = divmod(seconds, 86_400)
    months, day = divmod(days, 28)
    years, month = divmod(months, 12)
    return f"{2021 + years}-{month + 1:02}-{day + 1:02}T{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}.000Z"
