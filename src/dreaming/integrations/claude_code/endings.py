"""How a session ended, as far as its record says: that the user interrupted it, or that it broke off with an error.

A record says nothing of whether the user was content; that stays open here.
"""

import re
from collections.abc import Mapping
from typing import Any

from dreaming.domain.model import Outcome, OutcomeResult
from dreaming.integrations.claude_code.records import Kind, message_of
from dreaming.integrations.content import blocks
from dreaming.integrations.origins import INTERRUPT
from dreaming.integrations.transcripts import text_in

_WORD = re.compile(r"[\w-]{1,40}\Z")


class Ending:
    """What the last records of a conversation say of how it went.

    Attributes:
        outcome: as it stands after the last record; None where nothing says anything.
    """

    def __init__(self, by: str, before: Mapping[str, str] | None = None) -> None:
        self._by = by
        self.outcome = None if before is None else self._said(OutcomeResult(before["result"]), before["explanation"])

    def add(self, kind: Kind, record: Mapping[str, Any]) -> None:
        """The next record. Talk goes on after an interruption or an error; what the program says does not count."""
        if record.get("isApiErrorMessage"):
            self.outcome = self._said(OutcomeResult.FAILED, _named("API error", record.get("error")))
        elif record.get("type") == "result":
            is_error = record.get("is_error") is True or str(record.get("subtype", "")).startswith("error")
            failed = self._said(OutcomeResult.FAILED, _named("The run ended with an error", record.get("subtype")))
            self.outcome = failed if is_error else None
        elif record.get("type") == "user" and kind is not Kind.SKIPPED and _is_interrupt(record):
            self.outcome = self._said(OutcomeResult.INTERRUPTED, "The user interrupted the agent.")
        elif kind in {Kind.TURN, Kind.PROMPT}:
            self.outcome = None

    def kept(self) -> dict[str, str] | None:
        """The outcome as a later reading takes it up."""
        if self.outcome is None:
            return None
        return {"result": self.outcome.result.value, "explanation": self.outcome.explanation}

    def _said(self, result: OutcomeResult, explanation: str) -> Outcome:
        return Outcome(result=result, explanation=explanation, by=self._by)


def _is_interrupt(record: Mapping[str, Any]) -> bool:
    texts = (text_in(block, "text") for block in blocks(message_of(record).get("content")))
    return any(text is not None and INTERRUPT.match(text.lstrip()) for text in texts)


def _named(what: str, kind: object) -> str:
    """Names an error by its kind alone: its text is a program's, and may hold anything."""
    return f"{what}: {kind}." if isinstance(kind, str) and _WORD.match(kind) else f"{what}."
