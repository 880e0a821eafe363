"""Twelve sessions around a small firm's code and paperwork: what recurs in them, and what only seems to."""

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.quality.planted.scenes import DECOYS, FILLERS, RECURRENCES, Line, Scene
from benchmarks.vocabulary import seeded

SESSIONS = 12
_START = datetime(2026, 2, 2, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """What a dream must write: one line that holds all of `says`, with `support` sessions behind it."""

    name: str
    says: tuple[str, ...]
    support: int


@dataclass(frozen=True, slots=True)
class PlantedSession:
    """One session: `lines` are events of the plain format, the head first."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What of a dream's new lines was planted. `surplus` are lines that nobody planted."""

    found: tuple[str, ...]
    missed: tuple[str, ...]
    surplus: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlantedSet:
    """Twelve sessions, what recurs in them, and the names of the decoys among them."""

    seed: int
    sessions: tuple[PlantedSession, ...]
    recurrences: tuple[Recurrence, ...]
    decoys: tuple[str, ...]

    def write(self, folder: Path) -> list[Path]:
        """Write one `.jsonl` file a session into the folder, which exists; returns the paths in order of time."""
        paths: list[Path] = []
        for session in self.sessions:
            path = folder / f"{session.name}.jsonl"
            path.write_text("".join(line + "\n" for line in session.lines), encoding="utf-8")
            paths.append(path)
        return paths

    def judge(self, written: Mapping[str, int]) -> Verdict:
        """Compare a dream's new lines, each with its support, with what was planted."""
        left = dict(written)
        found: list[str] = []
        for each in self.recurrences:
            line = next((line for line in left if all(part.casefold() in line.casefold() for part in each.says)), None)
            if line is not None and left.pop(line) == each.support:
                found.append(each.name)
        missed = tuple(each.name for each in self.recurrences if each.name not in found)
        return Verdict(tuple(found), missed, tuple(sorted(left)))


@dataclass(slots=True)
class _Session:
    """A session in the making."""

    name: str
    at: datetime
    lines: list[str] = field(default_factory=list[str])

    def add(self, scene: Sequence[Line]) -> None:
        for kind, text, more in scene:
            self.at += timedelta(seconds=40)
            self.lines.append(
                json.dumps({"type": kind, "text": text, "created_at": self.at.isoformat(), **more}, ensure_ascii=False)
            )


def planted_sets(seeds: Iterable[int] = (1, 2, 3)) -> tuple[PlantedSet, ...]:
    """One set for each seed."""
    return tuple(planted_set(seed) for seed in seeds)


def planted_set(seed: int) -> PlantedSet:
    """The set of one seed."""
    chance = seeded("planted", seed)
    scenes: list[list[Scene]] = [[] for _ in range(SESSIONS)]
    for group in (*RECURRENCES, *DECOYS):
        for place, scene in zip(chance.sample(range(SESSIONS), len(group.scenes)), group.scenes, strict=True):
            scenes[place].append(scene)
    fillers = chance.sample(FILLERS, SESSIONS)
    return PlantedSet(
        seed=seed,
        sessions=tuple(_session(number, scenes[number], fillers[number], chance) for number in range(SESSIONS)),
        recurrences=tuple(Recurrence(each.name, each.says, len(each.scenes)) for each in RECURRENCES),
        decoys=tuple(each.name for each in DECOYS),
    )


def _session(number: int, scenes: list[Scene], filler: Scene, chance: random.Random) -> PlantedSession:
    made = _Session(f"planted-{number + 1:02}", _START + timedelta(days=3 * number, minutes=chance.randrange(300)))
    head = {
        "type": "session",
        "external_id": made.name,
        "title": made.name,
        "project": f"/home/u{chance.randrange(90)}/work",
    }
    made.lines.append(json.dumps(head))
    made.add(filler(chance))
    chance.shuffle(scenes)
    for scene in scenes:
        made.add(scene(chance))
    return PlantedSession(made.name, tuple(made.lines))
