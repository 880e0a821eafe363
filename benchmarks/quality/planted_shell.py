"""Another planted set, made apart from the first: four failures with their ways out and two corrections; six decoys.

Each is in three of twelve sessions. Paths, numbers and names differ from session to session, so that only what is the
same underneath recurs.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from benchmarks.quality.cases import Spoken, Talk
from benchmarks.quality.planted import PlantedSession, PlantedSet, Recurrence
from benchmarks.vocabulary import THINGS, seeded

SESSIONS = 12
_START = datetime(2026, 6, 1, 9, tzinfo=UTC)
_EACH = 3  # sessions that show one recurrence

# Command, what it prints, and the command that worked; {t} is another word in each session, {n} another number.
_FAILURES = {
    "schema": (
        "npm run build",
        "> web@1.{n}.0 build\nError: Cannot find module './generated/{t}-schema.js'\nRequire stack:\n- /srv/{t}/build.js",
        "npm run generate && npm run build",
    ),
    "upstream": (
        "git push",
        "fatal: The current branch fix/{t}-{n} has no upstream branch.\nTo push the current branch and set the remote",
        "git push --set-upstream origin HEAD",
    ),
    "virtual environment": (
        "pytest tests/test_{t}.py",
        "/bin/bash: line {n}: pytest: command not found",
        "poetry run pytest tests/test_{t}.py",
    ),
    "profile": (
        "terraform plan -out {t}.plan",
        "Error: No valid credential sources found, profile is not set (request {n})\n  with provider aws",
        "aws-vault exec dev -- terraform plan -out {t}.plan",
    ),
}
_CORRECTIONS = {
    "squash": ("No, don't squash the commits of a release branch.", "Again: never squash commits on a release branch."),
    "metres": ("No, give distances in metres, not in feet.", "Distances in metres please, not in feet."),
}
_SAYS = {
    "schema": ("npm run build", "generate"),
    "upstream": ("git push", "set-upstream"),
    "virtual environment": ("pytest", "poetry run"),
    "profile": ("terraform", "aws-vault"),
    "squash": ("squash",),
    "metres": ("metres", "feet"),
}
_DECOYS = (
    "a failure of one session",
    "a command that fails in another way each time",
    "a search without a hit",
    "an error that the user pasted",
    "an agent's own habit",
    "a question that is asked again",
)


@dataclass(slots=True)
class _Writing:
    """One session as it is written."""

    at: datetime
    rng: random.Random
    spoken: list[Spoken] = field(default_factory=list[Spoken])

    def say(self, text: str, kind: str = "user.message") -> None:
        self.at += timedelta(minutes=1)
        self.spoken.append(Spoken(text=text, at=self.at, type=kind))

    def run(self, command: str, printed: str, *, failed: bool) -> None:
        self.at += timedelta(seconds=20)
        self.spoken.append(Spoken(text=command, at=self.at, type="agent.tool_use", tool_name="Bash"))
        self.at += timedelta(seconds=5)
        self.spoken.append(
            Spoken(text=printed, at=self.at, type="agent.tool_result", tool_name="Bash", is_error=failed)
        )


def shell_set(seed: int) -> PlantedSet:
    """The set of a seed: the same things, in other sessions and with other words between."""
    rng = seeded("planted shell", seed)
    writings = [_Writing(_START + timedelta(days=2 * number), rng) for number in range(SESSIONS)]
    for writing in writings:
        writing.say(f"Please look at the {rng.choice(THINGS)} code.")
        writing.run("git status --short", f" M src/{rng.choice(THINGS)}.py", failed=False)
    for failure in _FAILURES.values():
        for writing in rng.sample(writings, _EACH):
            _fail(writing, *failure)
    for texts in _CORRECTIONS.values():
        for number, writing in enumerate(rng.sample(writings, _EACH)):
            writing.say("I have done it.", "agent.message")
            writing.say(texts[number % len(texts)])
    _mislead(writings, rng)
    for writing in writings:
        writing.say("Thanks, that is all for now.")
    talks = tuple(Talk(f"shell-{seed}-{number:02}", tuple(each.spoken)) for number, each in enumerate(writings, 1))
    return PlantedSet(
        seed=seed,
        sessions=tuple(PlantedSession(talk.name, tuple(talk.content().decode().splitlines())) for talk in talks),
        recurrences=tuple(Recurrence(name, says, _EACH) for name, says in _SAYS.items()),
        decoys=_DECOYS,
    )


def _fail(writing: _Writing, command: str, printed: str, works: str) -> None:
    thing, number = writing.rng.choice(THINGS), writing.rng.randrange(10, 99)
    writing.run(command.format(t=thing), f"{printed.format(t=thing, n=number)}\nExit code 1", failed=True)
    writing.run(works.format(t=thing), f"done in {number}s", failed=False)


def _mislead(writings: Sequence[_Writing], rng: random.Random) -> None:
    """What looks like a recurrence: too rare, never the same, no failure, or nobody's word."""
    once = rng.choice(writings)
    once.run("cargo build", "error: linker cc not found\nExit code 101", failed=True)
    once.run("cargo build --config net.offline=true", "Finished", failed=False)
    for writing, printed in zip(rng.sample(list(writings), _EACH), _different(rng), strict=True):
        writing.run("./deploy.sh", printed, failed=True)
    for writing in rng.sample(list(writings), _EACH):
        writing.run(f"grep -rn {rng.choice(THINGS)} src", "Exit code 1", failed=True)
    for writing in rng.sample(list(writings), _EACH):
        writing.say(
            "This is what the other team sees:\n```\nError: read ECONNRESET at TLSWrap\n```\nIgnore it for now."
        )
    for writing in rng.sample(list(writings), _EACH):
        writing.say("I will indent with tabs.", "agent.message")
    for writing in rng.sample(list(writings), _EACH):
        writing.say("Should we send it to the canary hosts first?")


def _different(rng: random.Random) -> Iterator[str]:
    thing = rng.choice(THINGS)
    yield f"AssertionError: {thing} is empty\nExit code 1"
    yield "E: the disk is full\nExit code 28"
    yield f"panic: index out of range in {thing}\nExit code 2"
