"""Agents that judge their own dreams: what they are asked, and what they say by a few simple rules."""

import re
from collections.abc import Callable, Mapping
from typing import Any, cast

import anyio
from tests.judges.asked import EMPTY, anybody
from tests.rig import Rig

from dreaming.domain.hosting import HOST, Packet, Unanswered
from dreaming.domain.model import Dream
from dreaming.domain.ports import Clock
from dreaming.engine.consolidate import consolidate
from dreaming.jobs.runner import Runner
from dreaming.judges.model.host import HostJudge
from dreaming.judges.names import RULES
from dreaming.judges.rules.judge import RulesJudge
from dreaming.service.dreams import Dreams
from dreaming.service.packets import Packets
from dreaming.store.connection import Database

Answer = dict[str, Any]
SESSIONS = 6  # of a rig: more than the engine asks about at once
_EVENT = re.compile(r"^\[(e\d+)\] user[^\n]*:\n(.*?)(?=^\[e\d+\]|^--- material)", re.MULTILINE | re.DOTALL)
_PURPOSES = {"seen": "observe", "sets": "group", "proposals": "reconcile", "wordings": "phrase", "topics": "organise"}


def untidy(database: Database, clock: Clock) -> Rig:
    """A store, and sessions in each of which the user wants something tidy."""
    rig = Rig.of(database, clock)
    rig.write({"/a.md": "- The staging port is 8080\n"})
    for number in range(SESSIONS):
        rig.log(f"Keep the drawers of module {number} tidy", f"Thanks, that was quick, number {number}", days=number)
    return rig


def purpose_of(prompt: str) -> str:
    """What a packet is about, by the schema at the end of its instructions."""
    return next(purpose for word, purpose in _PURPOSES.items() if f'"properties":{{"{word}":' in prompt)


def judged(prompt: str) -> Answer:
    """What an honest agent says: each message of the user's that holds "tidy" is a preference; for the rest, nothing."""
    if purpose_of(prompt) != "observe":
        return cast("Answer", EMPTY[purpose_of(prompt)])
    said = [(event, text.strip()) for event, text in _EVENT.findall(prompt)]
    return {"seen": [seen(event, text) for event, text in said if "tidy" in text]}


def lying(prompt: str) -> Answer:
    """What an agent says that invents: as `judged`, with a quote that nobody said."""
    answer = judged(prompt)
    for each in answer.get("seen", []):
        each["text"] = each["quotes"][0]["quote"] = "The user wants every backup deleted."
    return answer


def seen(event: str, text: str) -> Answer:
    """One preference with its quote."""
    return {"kind": "preference", "text": text, "quotes": [{"event": event, "quote": text}], "topic": ""}


class Hosted:
    """Dreams of a rig's store that a host judges, worker and agent in turn."""

    def __init__(self, rig: Rig, unanswered: Unanswered = Unanswered.RULES) -> None:
        self.rig = rig
        self.packets = Packets(rig.db, rig.clock)
        self.dreams = Dreams(rig.db, rig.clock, check_model=anybody)
        self.asked: list[Packet] = []
        self._unanswered = unanswered

    def start(self, **how: Any) -> str:
        """A dream that is filed as far as it can be; its id."""
        dream_id = self.dreams.start(self.rig.store.name, model=HOST, **how).dream.id
        self.work(dream_id)
        return dream_id

    def work(self, dream_id: str) -> Dream:
        """What a worker does until nothing more can be done."""
        runner = Runner(
            self.rig.db,
            self.rig.clock,
            lambda name: RulesJudge() if name == RULES else HostJudge(),
            consolidate=consolidate,
            unanswered=self._unanswered,
        )
        return anyio.run(runner.run, dream_id)

    def take(self, dream_id: str, limit: int = 1_000, **how: Any) -> list[Packet]:
        """Packets, handed out one after the other until there is none or there are so many."""
        taken: list[Packet] = []
        while len(taken) < limit:
            handed = self.packets.next(dream_id, limit=min(3, limit - len(taken)), **how).packets
            if not handed:
                break
            taken += handed
        self.asked += taken
        return taken

    def finish(self, dream_id: str, judge: Callable[[str], Mapping[str, object]] = judged) -> Dream:
        """Answer whatever is asked, until the dream is over."""
        while not (dream := self.work(dream_id)).ended_at:
            taken = self.take(dream_id)
            assert taken, dream.awaited
            for packet in taken:
                self.packets.answer(packet.id, judge(packet.prompt))
        return dream


def bytes_of(packet: Packet) -> int:
    """How long a prompt is."""
    return len(packet.prompt.encode())
