"""Claude Code as a `LanguageModel`: one call of the program for each prompt, on the user's own login.

The instructions are its system prompt and stand in a file, the material is what it reads: nothing of either is on its
command line. What it reads begins with the mark of a dream's own session, so that no transcript of it would be logged.
"""

import shutil
import tempfile
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread

from dreaming.domain.errors import ClaudeCodeFailed, ClaudeCodeMissing
from dreaming.domain.own import OWN_SESSION
from dreaming.domain.prompting import Prompt, Reply
from dreaming.domain.usage import Usage
from dreaming.judges.claude_code.mentions import sign_for, unveiled, veiled
from dreaming.judges.claude_code.process import Ended, run
from dreaming.judges.claude_code.program import command, environment, find
from dreaming.judges.claude_code.results import reply_of
from dreaming.judges.model.prices import price_of
from dreaming.judges.model.tokens import tokens_of
from dreaming.judges.names import model_behind

AT_ONCE = 2  # each is a process of some hundred megabytes
CALL_SECONDS = 300.0
_MOST_USD = 1.0  # for a call, where no price is known
_HEADROOM = 2.0  # over what a call of its own tokens costs: the program adds some, and may ask once more


class ClaudeCode:
    """The user's Claude Code.

    Args:
        name: `claude-code`, or with the model to be asked `claude-code:MODEL`.
        program: where it is.
        env: ours; it gets what its login needs of it.
        seconds: how long a call may take.
    """

    def __init__(self, name: str, program: Path, env: Mapping[str, str], *, seconds: float = CALL_SECONDS) -> None:
        self.name = name
        self._program = program
        self._env = env
        self._seconds = seconds
        self._behind = model_behind(name)
        self._price = price_of(name)
        self._turns = anyio.Semaphore(AT_ONCE)

    @classmethod
    def of(cls, name: str, env: Mapping[str, str]) -> "ClaudeCode":
        """The one that is found from this environment.

        Raises:
            ClaudeCodeMissing: there is none.
        """
        program = find(env)
        if program is None:
            raise ClaudeCodeMissing(name)
        return cls(name, program, env)

    def cost_usd(self, usage: Usage) -> float | None:
        """By the dated prices of the model that is named; None where none is, or it has none."""
        return None if self._price is None else self._price.of(usage)

    async def close(self) -> None:
        """Nothing is open between two calls."""

    async def ask(self, prompt: Prompt, schema: Mapping[str, Any]) -> Reply:
        """Call the program once; see `LanguageModel`. It is killed where the caller is canceled."""
        given = f"{OWN_SESSION}\n\n{_material(prompt)}"
        sign = sign_for(prompt.instructions + given)
        async with self._turns, _folder(veiled(prompt.instructions, sign)) as (folder, instructions):
            how = command(
                self._program,
                model=self._behind,
                instructions=instructions,
                schema=schema,
                max_usd=self._most_usd(prompt),
            )
            ended = await self._run(how, veiled(given, sign), folder, prompt.max_output_tokens)
        reply = reply_of(ended, self.name)
        return replace(reply, object=unveiled(reply.object, sign))

    async def _run(self, how: list[str], given: str, folder: Path, max_output_tokens: int) -> Ended:
        env = environment(self._env, max_output_tokens=max_output_tokens)
        try:
            ended = await run(how, given, folder=folder, env=env, seconds=self._seconds)
        except OSError as error:
            raise ClaudeCodeFailed(self.name, f"it cannot be started ({error.strerror})") from error
        if ended is None:
            raise ClaudeCodeFailed(self.name, f"it did not answer within {self._seconds:,.0f} seconds")
        return ended

    def _most_usd(self, prompt: Prompt) -> float:
        most = Usage(input_tokens=tokens_of(len(prompt.text())), output_tokens=prompt.max_output_tokens)
        cost = self.cost_usd(most)
        return _MOST_USD if cost is None else max(cost * _HEADROOM, 0.01)


def _material(prompt: Prompt) -> str:
    parts = [prompt.material]
    if prompt.correction:
        parts += [f"Your earlier answer was:\n{prompt.earlier.strip() or '(nothing)'}", prompt.correction]
    return "\n\n".join(parts)


@asynccontextmanager
async def _folder(instructions: str) -> AsyncGenerator[tuple[Path, Path]]:
    """An empty folder to work in, and beside it the file with the instructions; gone afterwards."""
    made = await anyio.to_thread.run_sync(_make, instructions)
    try:
        yield made / "empty", made / "instructions.md"
    finally:
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(lambda: shutil.rmtree(made, ignore_errors=True))


def _make(instructions: str) -> Path:
    made = Path(tempfile.mkdtemp(prefix="dreaming-"))  # its owner's alone
    (made / "empty").mkdir()
    (made / "instructions.md").write_text(instructions, encoding="utf-8")
    return made
