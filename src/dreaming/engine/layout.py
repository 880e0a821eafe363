"""`layout topic`: the lines of dated notes move into one memory a topic. Done only where the instructions ask for it.

A line's topic is what it is about: the identifier or name it holds that most lines share, else its subject. A line
without a topic that two lines share stays where it is, and so do lists within lists, code, tables and paragraphs.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dreaming.domain.claims import Claim, ClaimKind
from dreaming.domain.language import read
from dreaming.domain.notes import is_dated
from dreaming.domain.slots import subjects
from dreaming.engine.documents import Parsed

_MOVABLE = {ClaimKind.BULLET, ClaimKind.LINE, ClaimKind.KEY_VALUE}
_LEAST = 2  # lines that share a topic
_FOLDER = "/topics"
_TOPIC = re.compile(r"[^\W_]+(?:[ .-][^\W_]+){0,3}")


@dataclass(frozen=True, slots=True)
class Move:
    """Claims that go to one path, in the order they were asserted."""

    id: str
    path: str
    title: str
    claims: tuple[Claim, ...]


def moves(
    parsed: Sequence[Parsed],
    gone: frozenset[str],
    held: frozenset[str],
    *,
    new: Sequence[str],
    named: Mapping[str, str],
) -> list[Move]:
    """What moves where.

    Args:
        parsed: the input.
        gone: claims that are not in the output.
        held: claims that must stay where they are.
        new: the texts of new lines: they count as sharing a topic, as they will in the next dream.
        named: topics that a model gave, by claim id; they go before those that code finds.
    """
    candidates = movable(parsed, gone, held)
    stay = [claim.text for each in parsed for claim in each.claims if claim.id not in gone]
    topics = _topics([*stay, *new], candidates) | _shared(named, candidates)
    found: dict[str, list[Claim]] = {}
    for claim in candidates:
        if claim.id in topics:
            found.setdefault(topics[claim.id], []).append(claim)
    return [_move(topic, claims) for topic, claims in sorted(found.items())]


def movable(parsed: Sequence[Parsed], gone: frozenset[str], held: frozenset[str]) -> list[Claim]:
    """The lines of dated notes that could move: none inside of a list, none with a list inside, none that is held."""
    inside = {child for each in parsed for children in each.children.values() for child in children}
    owners = {owner for each in parsed for owner, children in each.children.items() if not gone.issuperset(children)}
    return [
        claim
        for each in parsed
        if is_dated(each.document.path)
        for claim in each.claims
        if claim.kind in _MOVABLE and claim.id not in inside | owners | gone | held
    ]


def _shared(named: Mapping[str, str], candidates: Sequence[Claim]) -> dict[str, str]:
    """The topics that a model gave to two lines or more, where they are plain words."""
    said = {claim.id: named[claim.id] for claim in candidates if claim.id in named}
    count = Counter(said.values())
    return {each: topic for each, topic in said.items() if count[topic] >= _LEAST and _TOPIC.fullmatch(topic)}


def _move(topic: str, claims: list[Claim]) -> Move:
    ordered = sorted(claims, key=lambda claim: (claim.provenance.asserted_at, claim.path, claim.first_line))
    slug = re.sub(r"[^\w]+", "-", topic).strip("-_") or "other"
    key = hashlib.sha256("\0".join([slug, *(claim.id for claim in ordered)]).encode()).hexdigest()[:20]
    return Move(id=f"chg_{key}", path=f"{_FOLDER}/{slug}.md", title=topic, claims=tuple(ordered))


def _topics(texts: Iterable[str], movable: Sequence[Claim]) -> dict[str, str]:
    """The topic of each movable claim that has one which at least two lines share."""
    count = Counter(thing for text in texts for thing in dict.fromkeys(_about(text)))
    best: dict[str, str] = {}
    for claim in movable:
        shared = [thing for thing in _about(claim.text) if count[thing] >= _LEAST]
        if shared:
            best[claim.id] = max(shared, key=lambda thing: (count[thing], thing))
    return best


def _about(text: str) -> list[str]:
    reading = read(text)
    things = [
        term
        for term, kind in zip(reading.order, reading.kinds, strict=True)
        if kind == "name" or (kind == "text" and re.fullmatch(r"[\w.-]{2,40}", term))
    ]
    return [*things, *sorted(subjects(text))]
