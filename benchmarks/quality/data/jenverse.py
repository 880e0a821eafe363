"""Jenverse: people, what should be remembered of them after each session, and which of it is contradicted later."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.quality.cases import Case, Spoken, Talk
from benchmarks.quality.wording import share_of, stems
from dreaming.service.exchange import ImportItem

_START = datetime(2026, 1, 5, 10, tzinfo=UTC)
_APART = timedelta(days=7)  # the data names no days
_IS_MEANT = 0.6  # of the words with which a fact names what it contradicts
_IS_ASKED = 0.5
_ABOUT_CHANGES = {"contradiction_update", "temporal_relevance"}  # sorts of questions
_KNOWN_SESSIONS = 2  # stand in the store where the rest is told


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two facts of which the newer one holds; `question` is the data's own where it has one, else words about both."""

    older: str
    newer: str
    question: str


@dataclass(slots=True)
class Person:
    """What is known of one person, session by session."""

    name: str
    facts: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])  # with the session's number
    contradictions: list[Contradiction] = field(default_factory=list[Contradiction])
    talks: list[Talk] = field(default_factory=list[Talk])

    def valid(self, facts: Sequence[str]) -> list[str]:
        """Those of the facts that nothing contradicts later."""
        over = {each.older for each in self.contradictions}
        return [fact for fact in facts if fact not in over]

    def stored(self) -> Case:
        """Every fact in the store, a file a session."""
        return Case(memories=tuple(self._files(len(self.talks))))

    def told(self) -> Case:
        """The facts of the first sessions in the store; what was said in the others."""
        return Case(memories=tuple(self._files(_KNOWN_SESSIONS)), talks=tuple(self.talks[_KNOWN_SESSIONS:]))

    def known(self) -> list[str]:
        """The facts of the first sessions."""
        return [fact for number, fact in self.facts if number <= _KNOWN_SESSIONS]

    def _files(self, until: int) -> Iterator[ImportItem]:
        for number in sorted({number for number, _ in self.facts if number <= until}):
            lines = "".join(f"- {fact}\n" for session, fact in self.facts if session == number)
            at = _at(number)
            yield ImportItem(f"/facts/session-{number}.md", f"# {self.name}\n\n{lines}", created_at=at, updated_at=at)


def people(path: Path) -> list[Person]:
    """Everybody in the file."""
    return [_person(each) for each in json.loads(path.read_text(encoding="utf-8"))]


def _person(data: Mapping[str, Any]) -> Person:
    person = Person(data["name"])
    for session in data["sessions"]:
        number = session["session_id"]
        for memory in session["expected_memories_after"]:
            if memory.get("contradicts"):
                person.contradictions += _contradiction(person, memory, data["memory_tests"])
            person.facts.append((number, memory["fact"]))
        person.talks.append(Talk(f"{data['user_id']}-{number}", tuple(_spoken(session["turns"], _at(number)))))
    return person


def _contradiction(
    person: Person, memory: Mapping[str, Any], tests: Sequence[Mapping[str, Any]]
) -> list[Contradiction]:
    """The fact that is meant by what a memory contradicts; none where no earlier fact has enough of its words."""
    likeness, older = max((share_of(memory["contradicts"], fact), fact) for _, fact in person.facts)
    if likeness < _IS_MEANT:
        return []
    newer = memory["fact"]
    about = ((_likeness(test, newer), test["query"]) for test in tests if test["category"] in _ABOUT_CHANGES)
    asked, question = max(about, default=(0.0, ""))
    return [Contradiction(older, newer, question if asked >= _IS_ASKED else _subject(older, newer, memory["type"]))]


def _likeness(test: Mapping[str, Any], fact: str) -> float:
    return max(share_of(each, fact) for each in test["required_memories"])


def _subject(older: str, newer: str, sort: str) -> str:
    """What both are about, without the values: the sort that the data gives, and the words that both have."""
    shared = set(stems(newer))
    words = [word.strip(".,:;()") for word in older.split()]
    return " ".join([*sort.removesuffix("_update").split("_"), *(word for word in words if set(stems(word)) & shared)])


def _spoken(turns: Sequence[Mapping[str, str]], at: datetime) -> Iterator[Spoken]:
    for minute, turn in enumerate(turns):
        of_user = turn["role"] == "user"
        said = "user.message" if of_user else "agent.message"
        yield Spoken(text=turn["content"], at=at + timedelta(minutes=minute), type=said)


def _at(number: int) -> datetime:
    return _START + number * _APART
