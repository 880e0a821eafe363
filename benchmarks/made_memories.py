"""Made-up memories: small Markdown notes as agents write them, some of which say again what another says."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.vocabulary import THINGS, entity, fact, reworded, seeded

_KNOWN = 400  # lines back from which a line may be said again
_AGAIN = 0.12  # of the lines


@dataclass(frozen=True, slots=True)
class MadeMemory:
    """A path and a text."""

    path: str
    content: str


def made_memories(count: int, seed: str) -> Iterator[MadeMemory]:
    """The first `count` memories for this seed; fewer are always a beginning of more."""
    rng = seeded("memories", seed)
    known: list[str] = []
    for number in range(count):
        thing = entity(rng)
        content = _content(rng, thing, known)
        yield MadeMemory(f"/{thing.split('-')[0]}/{thing}/{rng.choice(THINGS)}-{number:05}.md", content)


def _content(rng: random.Random, thing: str, known: list[str]) -> str:
    lines = [f"# {thing}", ""]
    for _ in range(rng.choice((1, 2, 3, 4, 6, 9))):
        if known and rng.random() < _AGAIN:
            line = reworded(rng, rng.choice(known))
        else:
            line = fact(rng, thing)
            known.append(line)
            del known[:-_KNOWN]
        lines.append(f"- {line}")
    return "\n".join(lines) + "\n"
