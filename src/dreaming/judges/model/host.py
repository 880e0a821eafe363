"""The calling agent as a `LanguageModel`: what it is asked is filed as a packet, and what it said is read from there."""

import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from dreaming.domain.errors import AnswerAwaited, AnswerUnusable
from dreaming.domain.hosting import HOST, PACKET_BYTES
from dreaming.domain.ports import Desk, HostDesk, Judge
from dreaming.domain.prompting import Prompt, Reply
from dreaming.domain.questions import Answer, Question
from dreaming.domain.usage import Usage
from dreaming.judges.model.judge import ModelJudge
from dreaming.judges.model.prompting import version
from dreaming.judges.model.transcripts import room_of


@dataclass(frozen=True, slots=True)
class HostJudge:
    """Asks the calling agent; see `ModelJudge`. Each answer is kept as it comes: somebody has thought about it."""

    is_paid: bool = True

    @property
    def name(self) -> str:
        """The host and the version of the prompts."""
        return f"{HOST}/{version()}"

    @asynccontextmanager
    async def at(self, desk: Desk) -> AsyncGenerator[Judge]:
        """The judge at work for one dream."""
        if not isinstance(desk, HostDesk):
            raise TypeError(desk)
        async with ModelJudge(HostModel(desk), room=room_of(HOST)).at(desk) as judge:
            yield judge

    async def answer(self, question: Question) -> Answer:
        """Never without a desk: there would be nowhere to file anything."""
        raise AssertionError(question.stage)


@dataclass(frozen=True, slots=True)
class HostModel:
    """The packets of one dream."""

    desk: HostDesk
    name: str = HOST

    def cost_usd(self, usage: Usage) -> float | None:  # noqa: ARG002 - of the port
        """Not known here: the agent's own client counts what it takes."""
        return None

    async def close(self) -> None:
        """Nothing was opened."""

    async def ask(self, prompt: Prompt, schema: Mapping[str, Any]) -> Reply:  # noqa: ARG002 - it stands in the prompt
        """What the host said to this prompt; see `LanguageModel`."""
        text = fitting(prompt)
        if text is None:
            why = f"the question takes more than {PACKET_BYTES:,} bytes"
            raise AnswerUnusable(why, Usage(), is_final=True)
        packet = await self.desk.packet(prompt, text)
        if packet.is_open:
            raise AnswerAwaited
        if packet.answer is None:
            raise AnswerUnusable(packet.why, Usage(), is_final=True)
        was_corrected = packet.refusals > 0 and not prompt.correction
        return Reply(object=json.loads(packet.answer), was_corrected=was_corrected)


def fitting(prompt: Prompt) -> str | None:
    """All of a prompt, with as much of an earlier answer as there is room for; None where the rest finds none."""
    room = PACKET_BYTES - _size(replace(prompt, earlier="").text())
    if room < 0:
        return None
    earlier = prompt.earlier.encode(errors="replace")[:room].decode(errors="ignore")
    return replace(prompt, earlier=earlier).text()


def _size(text: str) -> int:
    return len(text.encode(errors="replace"))
