"""How the work grows with the input: counted in calls, which no busy machine changes."""

import gc
import sys
from collections.abc import Callable
from itertools import product
from types import FrameType

import pytest
from tests.engine.dreams import dream, note, session
from tests.promises import promise

from dreaming.domain.claims import Claim
from dreaming.domain.kinship import Frame, Kinship
from dreaming.domain.model import Document, Event, EventType, Session
from dreaming.domain.told_forms import forms
from dreaming.engine.documents import parse
from dreaming.engine.grouping import compared
from dreaming.engine.learning.frames import learn
from dreaming.engine.near import near

Input = tuple[list[Document], list[tuple[Session, tuple[Event, ...]]]]
SMALL = 100
AT_MOST = 2.2  # times the work for twice the input


def _one_form(count: int) -> Input:
    """Notes that say the same of ever other things, in two wordings."""
    texts = (f"- The port of svc{n // 2} is {8_000 + n}.\n- svc{n // 2} belongs to Ann.\n" for n in range(count))
    return [note(f"/{n:04}.md", f"# Deploy\n\n{text}", at=n / 50) for n, text in enumerate(texts)], []


def _one_value(count: int) -> Input:
    """One port, told again and again, and changed four times."""
    wordings = ("The port of atlas is {}.", "atlas listens on port {}.", "Port for atlas: {}", "atlas runs on port {}.")
    told = (wordings[n % 4].format(8_000 + 5 * n // count) for n in range(count))
    return [note(f"/{n:04}.md", f"# Deploy\n\n- {text}\n", at=n / 50) for n, text in enumerate(told)], []


def _one_session(count: int) -> Input:
    """A session in which the user confirms what the agent says, and tells as much again, beside as many memories."""
    said = [
        event
        for n in range(count)
        for event in (
            (EventType.AGENT_MESSAGE, f"Noted: you want the svc{n} report as a table with {n} rows. Right?"),
            (EventType.USER_MESSAGE, "Yes, exactly."),
            (EventType.USER_MESSAGE, f"Remember that svc{n} runs on port {8_000 + n}."),
        )
    ]
    return [note(f"/svc{n}.md", f"# svc{n}\n\n- svc{n} is written in Go.\n") for n in range(count)], [
        session("s", *said)
    ]


def _lives(count: int) -> Input:
    """What is known of a person, from day to day."""
    texts = (f"- The user lives in Town{n % 89}.\n- The user likes food{n}.\n" for n in range(count))
    return [note(f"/{n:04}.md", f"# User\n\n{text}", at=n) for n, text in enumerate(texts)], []


@promise("engine:growth:linear")
@pytest.mark.parametrize("made", [_one_form, _one_value, _one_session, _lives])
def test_twice_the_input_is_at_most_a_little_more_than_twice_the_work(made: Callable[[int], Input]) -> None:
    """Whatever it is that there is much of: things, tellings of one thing, words of one session, days of a life."""
    once, twice = (_calls(*made(count)) for count in (SMALL, 2 * SMALL))

    assert twice <= AT_MOST * once


def _calls(documents: list[Document], sessions: list[tuple[Session, tuple[Event, ...]]]) -> int:
    """How many calls a dream takes that remembers nothing of earlier ones."""
    for each in gc.get_objects():
        if type(each).__name__ == "_lru_cache_wrapper" and each.__module__.startswith("dreaming."):
            each.cache_clear()
    forms()  # compiled once for a process, whatever its dreams read
    found = 0

    def count(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal found
        found += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        dream(documents, sessions)
    finally:
        sys.setprofile(None)
    return found


@promise("engine:growth:linear")
def test_statements_that_are_the_same_are_found_by_their_keys() -> None:
    """What is looked up by key and what is compared one by one come to the same."""
    lines = [
        "- The port of atlas is 8080.", "- atlas listens on port 8080.", "- Port for atlas: 8080", "- atlas uses port 8080",
        "- The port of kestrel is 9000.", "- kestrel listens on port 9000.", "- Port for kestrel: 9000",
        "- The fortnightly warehouse inventory starts at noon.", "- The fortnightly warehuose inventory starts at noon.",
        "- Der Hafen ist heute geschlossen, sagt der Leiter.", "- der Hafen ist heute geschlossen, sagt der Leiter",
        "- We deploy with make ship.", "- Deploy with `make ship`.", "```\nmake ship\n```",
    ]  # fmt: skip
    documents = [note("/a.md", "\n".join(lines)), note("/b.md", "\n".join(reversed(lines)), at=1), *_one_value(60)[0]]
    claims: list[Claim] = [claim for each in documents for claim in parse(each).claims]
    frames: dict[str, Frame] = learn(claims, [])
    kinship = Kinship(frames, near(claims, compared(claims)))

    same = [(a, b) for a, b in product(claims, claims) if a is not b and kinship.same(a, b)]

    assert (kinship.near != {}, frames != {}, len(same) > len(claims)) == (True, True, True)
    assert [pair for pair in same if set(kinship.keys(pair[0])).isdisjoint(kinship.keys(pair[1]))] == []
