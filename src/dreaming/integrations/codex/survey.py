"""The first pass over a rollout: whose it is, which turns were taken back, how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from dreaming.domain.model import Outcome, OutcomeResult
from dreaming.integrations.codex.records import CALLS, NOISE, RESULTS, is_context, prompt_of, unwrapped
from dreaming.integrations.content import blocks
from dreaming.integrations.lines import Lines
from dreaming.integrations.transcripts import Reading, record_of, text_in, title_of

SOURCE = "codex"
_EVENTS = frozenset({"message", "session_meta", *CALLS, *RESULTS})
_TALK = frozenset({"event user_message", *CALLS, *RESULTS})
_SAID = frozenset({"event user_message", "event turn_aborted", "event error", "event thread_rolled_back"})


@dataclass(slots=True)
class Survey:
    """What the first pass finds out.

    Attributes:
        meta: the payload of the file's own head; those of others follow where a session was forked.
        has_prompts: whether prompts are events of their own, apart from what the program puts into users' messages.
        is_decided: whether that is known: it is once an agent has answered.
        turns: the lines of the prompts that stand.
        takes_back: whether turns were taken back,
        taken_back: and which lines, the first and the one behind the last.
        ended: how it ended, if its record says so.
    """

    meta: Mapping[str, Any] = field(default_factory=dict[str, Any])
    has_prompts: bool = False
    is_decided: bool = False
    first_prompt: str | None = None
    first_message: str | None = None
    name: str | None = None
    turns: list[int] = field(default_factory=list[int])
    takes_back: bool = False
    taken_back: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    ended: OutcomeResult | None = None

    def read(self, lines: Lines, reading: Reading) -> None:
        """Look at each line."""
        for place, line in enumerate(lines):
            record = record_of(line, reading)
            if record is None:
                continue
            what, payload = unwrapped(record)
            short = what.removeprefix("event ")
            if what not in _EVENTS and what not in _SAID:
                (reading.skipped if short in NOISE else reading.unknown)[short[:60]] += 1
            self.is_decided = self.is_decided or "payload" not in record
            self._note(what, payload, place)
            self._see_ending(what, payload)
        reading.finish(lines)

    @property
    def prompt(self) -> str | None:
        """The first thing that the person typed, as a title."""
        return self.first_prompt if self.has_prompts or not self.is_decided else self.first_message

    @property
    def role(self) -> str | None:
        """What kind of sub-agent the session is of; None where a person, or a script of theirs, began it."""
        source = self.meta.get("source")
        if not isinstance(source, dict):
            return None
        given = cast("dict[str, Any]", source)
        kind = given.get("subagent", given.get("sub_agent", given.get("internal")))
        if isinstance(kind, dict):
            kind = next(iter(cast("dict[str, Any]", kind)), "sub-agent")
        return kind if isinstance(kind, str) else None

    def outcome(self) -> Outcome | None:
        """How it ended, if its record says so."""
        if self.ended is None:
            return None
        said = "The user interrupted the agent." if self.ended is OutcomeResult.INTERRUPTED else "It broke off."
        return Outcome(result=self.ended, explanation=said, by=SOURCE)

    def _note(self, what: str, payload: Mapping[str, Any], place: int) -> None:
        if what == "session_meta" and not self.meta:
            self.meta = payload
        elif what == "event user_message":
            self.has_prompts = self.has_prompts or not self.is_decided
            self.turns.append(place)
            self.first_prompt = self.first_prompt or title_of(prompt_of(text_in(payload, "message") or "")[0])
        elif what == "event thread_rolled_back":
            self._take_back(payload.get("num_turns"), place)
        elif what == "event thread_name_updated":
            self.name = text_in(payload, "thread_name") or self.name
        elif what in CALLS or (what == "message" and payload.get("role") == "assistant"):
            self.is_decided = True
        elif what == "message" and payload.get("role") == "user":
            texts = [text for block in blocks(payload.get("content")) if (text := text_in(block, "text"))]
            typed = next((text for text in texts if not is_context(text)), "")
            self.first_message = self.first_message or title_of(prompt_of(typed)[0])

    def _take_back(self, count: object, place: int) -> None:
        self.takes_back = True
        if isinstance(count, int) and count > 0 and self.turns:
            first = self.turns[-min(count, len(self.turns))]
            del self.turns[-min(count, len(self.turns)) :]
            self.taken_back.append((first, place))

    def _see_ending(self, what: str, payload: Mapping[str, Any]) -> None:
        """Talk goes on after an interruption or an error; what the program notes does not count."""
        if what == "event turn_aborted":
            self.ended = OutcomeResult.INTERRUPTED if payload.get("reason") == "interrupted" else self.ended
        elif what == "event error":
            self.ended = OutcomeResult.FAILED
        elif what in _TALK or (what == "message" and payload.get("role") == "assistant"):
            self.ended = None
