"""Stores and sessions with known facts, made from `words.toml` and a seed: what they say is true of nobody.

A fact is one thing's attribute. It is told in notes, in sessions or in both, again in other words, and one in three
changes at least once. Sessions hold questions, plans and guesses too, whose values are never true.
"""

import random
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.quality.cases import Case, Spoken, Talk
from benchmarks.vocabulary import seeded
from dreaming.service.exchange import ImportItem

START = datetime(2026, 5, 4, 8, tzinfo=UTC)
_DAYS = 60
_WORDS = Path(__file__).with_name("words.toml")
_CHANGED, _AGAIN_CHANGED = 0.45, 0.35  # of facts that hold one value at a time
_IN_SESSIONS, _ONLY_IN_SESSIONS = 0.35, 0.15  # of tellings; of facts
_UNSURE = 0.3  # of facts that are also asked about
_NOISE = 50


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something that things of one kind have: how it is said, and what it can be."""

    of: str
    noun: str
    cue: str
    values: tuple[str, ...]
    forms: tuple[str, ...]
    many: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What made stores are made of."""

    things: Mapping[str, Sequence[str]]
    attributes: Mapping[str, Attribute]
    phrases: Mapping[str, Sequence[str]]


@dataclass(slots=True, kw_only=True)
class Fact:
    """What is true in the end, and what was before.

    `current` has one value, or the members of a set; `repeats` says how often each was told, `in_store` whether notes
    tell it. `never` are values that were only asked about.
    """

    entity: str
    key: str
    current: list[str]
    stale: list[str] = field(default_factory=list[str])
    repeats: list[int] = field(default_factory=list[int])
    in_store: list[bool] = field(default_factory=list[bool])
    never: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True)
class _Telling:
    at: datetime
    text: str
    speaker: str  # "note", "user" or "agent"


@dataclass(frozen=True, slots=True)
class MadeCase:
    """A case and what is true in it."""

    case: Case
    facts: tuple[Fact, ...]


def words() -> Words:
    """What `words.toml` says."""
    read = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    attributes = {
        key: Attribute(
            each["of"],
            each["noun"],
            each["cue"],
            tuple(each["values"]),
            tuple(each["forms"]),
            each.get("many", False),
        )
        for key, each in read["attributes"].items()
    }
    phrases: dict[str, Any] = {name: value for name, value in read.items() if isinstance(value, list)}
    return Words(read["things"], attributes, phrases)


def made_case(seed: int, things: int = 3, attributes: int = 8) -> MadeCase:
    """One store with its sessions.

    Args:
        seed: the same gives the same.
        things: how many of each kind.
        attributes: how many of each thing; where it has fewer, all of them.
    """
    return _Maker(seed).made(things, attributes)


class _Maker:
    def __init__(self, seed: int) -> None:
        self._rng = seeded("quality", seed)
        self._words = words()
        self._told: list[_Telling] = []
        self._seed = seed

    def made(self, things: int, attributes: int) -> MadeCase:
        facts = [self._fact(entity, key) for entity, key in self._subjects(things, attributes)]
        for _ in range(_NOISE):
            speaker = self._rng.choice(("note", "user"))
            self._tell(self._moment(), self._rng.choice(self._words.phrases["noise"]), speaker)
        self._told.sort(key=lambda telling: telling.at)
        return MadeCase(Case(memories=tuple(self._notes()), talks=tuple(self._talks())), tuple(facts))

    def _subjects(self, things: int, attributes: int) -> Iterator[tuple[str, str]]:
        for kind, names in self._words.things.items():
            of_kind = [key for key, each in self._words.attributes.items() if each.of == kind]
            for entity in self._rng.sample(list(names), things):
                for key in self._rng.sample(of_kind, min(attributes, len(of_kind))):
                    yield entity, key

    def _fact(self, entity: str, key: str) -> Fact:
        attribute = self._words.attributes[key]
        only_sessions = self._rng.random() < _ONLY_IN_SESSIONS
        return (self._set if attribute.many else self._slot)(entity, key, attribute, only_sessions)

    def _slot(self, entity: str, key: str, attribute: Attribute, only_sessions: bool) -> Fact:
        """One value at a time, and perhaps another one later."""
        steps = 1 + (self._rng.random() < _CHANGED) + (self._rng.random() < _CHANGED * _AGAIN_CHANGED)
        *values, other = self._rng.sample(attribute.values, min(steps + 1, len(attribute.values)))
        fact = Fact(entity=entity, key=key, current=values[-1:], stale=values[:-1])
        days = self._rng.uniform(0, 20)
        for number, value in enumerate(values):
            repeats = self._rng.randint(1, 4)
            fact.in_store, fact.repeats = [False], [repeats]
            for again in range(repeats):
                text = attribute_said(self._rng, attribute, entity, value)
                if number and not again and self._rng.random() < 0.5:
                    text = self._phrase("changes", attribute, entity, v=value, o=values[number - 1])
                fact.in_store[0] |= self._place(days + again * self._rng.uniform(0.2, 2), text, only_sessions)
            days += repeats * 2 + self._rng.uniform(3, 12)
        if self._rng.random() < _UNSURE:
            fact.never.append(other)
            speaker, phrases = self._rng.choice((("user", "unsure"), ("agent", "guessed")))
            self._tell(self._moment(), self._phrase(phrases, attribute, entity, v=other), speaker)
        return fact

    def _set(self, entity: str, key: str, attribute: Attribute, only_sessions: bool) -> Fact:
        """Two or three values, all true all the time."""
        values = self._rng.sample(attribute.values, self._rng.randint(2, 3))
        fact = Fact(entity=entity, key=key, current=values)
        for value in values:
            fact.repeats.append(self._rng.randint(1, 3))
            told = [
                self._place(
                    self._rng.uniform(0, _DAYS), attribute_said(self._rng, attribute, entity, value), only_sessions
                )
                for _ in range(fact.repeats[-1])
            ]
            fact.in_store.append(any(told))
        return fact

    def _place(self, days: float, text: str, only_sessions: bool) -> bool:
        """Tell it in a note or in a session; whether it was in a note."""
        in_session = only_sessions or self._rng.random() < _IN_SESSIONS
        self._tell(START + timedelta(days=days), text, "user" if in_session else "note")
        return not in_session

    def _tell(self, at: datetime, text: str, speaker: str) -> None:
        self._told.append(_Telling(at, text, speaker))

    def _moment(self) -> datetime:
        return START + timedelta(days=self._rng.uniform(0, _DAYS))

    def _phrase(self, name: str, attribute: Attribute, entity: str, **values: str) -> str:
        return self._rng.choice(self._words.phrases[name]).format(e=entity, n=attribute.noun, **values)

    def _days(self, speakers: Sequence[str]) -> list[tuple[date, list[_Telling]]]:
        days: dict[date, list[_Telling]] = defaultdict(list)
        for telling in self._told:
            if telling.speaker in speakers:
                days[telling.at.date()].append(telling)
        return sorted(days.items())

    def _notes(self) -> Iterator[ImportItem]:
        """A file a day, in one of two shapes."""
        mark, title, place = (
            ("- ", "# {day:%d %B %Y}", "/log/{day:%Y/%m-%d}.md")
            if self._seed % 2
            else ("* ", "# Journal, {day:%A %d.%m.}", "/journal-{day:%Y%m%d}.md")
        )
        for day, told in self._days(["note"]):
            content = title.format(day=day) + "\n\n" + "".join(f"{mark}{each.text}\n" for each in told)
            yield ImportItem(place.format(day=day), content, created_at=told[0].at, updated_at=told[-1].at)

    def _talks(self) -> Iterator[Talk]:
        for day, told in self._days(["user", "agent"]):
            yield Talk(f"{day}", tuple(event for telling in told for event in self._spoken(telling)))

    def _spoken(self, telling: _Telling) -> Iterator[Spoken]:
        """What is told, between what else is said in a session."""
        phrases, minute = self._words.phrases, timedelta(minutes=1)
        yield Spoken(text=self._rng.choice(phrases["asked"]), at=telling.at - 2 * minute)
        if telling.speaker == "agent":
            yield Spoken(text=telling.text, at=telling.at, type="agent.message")
            return
        said = self._rng.choice(phrases["said"]).format(x=telling.text)
        yield Spoken(text=telling.text if telling.text.endswith("?") else said, at=telling.at)
        yield Spoken(text=self._rng.choice(phrases["replied"]), at=telling.at + minute, type="agent.message")


def attribute_said(rng: random.Random, attribute: Attribute, entity: str, value: str) -> str:
    """The fact in one of its wordings."""
    text = rng.choice(attribute.forms).format(e=entity, v=value)
    return text[:1].upper() + text[1:] if entity.startswith("the ") else text
