"""LoCoMo: long conversations of two people, what was observed of each in each session, and questions with answers."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.quality.cases import Case
from dreaming.service.exchange import ImportItem

_WITHOUT_ANSWER = 5  # the category of questions that have none


@dataclass(frozen=True, slots=True)
class Question:
    """One question, and the answer that the data gives."""

    text: str
    answer: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was observed, as a store: a file a speaker and session; and what is asked of it."""

    name: str
    case: Case
    questions: tuple[Question, ...]


def conversations(path: Path) -> list[Conversation]:
    """Every conversation of the file."""
    return [
        Conversation(each["sample_id"], Case(memories=tuple(_observed(each))), tuple(_asked(each)))
        for each in json.loads(path.read_text(encoding="utf-8"))
    ]


def _observed(conversation: Mapping[str, Any]) -> Iterator[ImportItem]:
    for name, by_speaker in conversation["observation"].items():
        number = int(name.split("_")[1])
        at = _time(conversation["conversation"][f"session_{number}_date_time"])
        for speaker, observed in by_speaker.items():
            lines = "".join(f"- {text}\n" for text, *_ in observed)
            content = f"# {speaker}, {at:%d %B %Y}\n\n{lines}"
            if lines:
                yield ImportItem(f"/{speaker.casefold()}/{number:02}.md", content, created_at=at, updated_at=at)


def _asked(conversation: Mapping[str, Any]) -> Iterator[Question]:
    for each in conversation["qa"]:
        if each["category"] != _WITHOUT_ANSWER and each.get("answer") not in (None, ""):
            yield Question(each["question"], str(each["answer"]))


def _time(text: str) -> datetime:
    """`1:56 pm on 8 May, 2023`."""
    plain = re.sub(r"\s+", " ", text.replace(",", "")).strip()
    return datetime.strptime(plain, "%I:%M %p on %d %B %Y").replace(tzinfo=UTC)
