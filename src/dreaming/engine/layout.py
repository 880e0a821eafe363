"""`layout topic`: the lines of dated notes move into one memory a topic. Done only where the instructions ask for it.

A line's topic is what it is about: the identifier or name it holds that most lines share, else its subject. A line
without a topic that two lines share stays where it is, and so do lists within lists, code, tables and paragraphs.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dreaming.domain.claims import Claim, ClaimKind
from dreaming.domain.language import read
from dreaming.domain.notes import is_dated
from dreaming.domain.slots import subjects
from dreaming.engine.documents import Parsed

_MOVABLE = {ClaimKind.BULLET, ClaimKind.LINE, ClaimKind.KEY_VALUE}
_LEAST = 2  # lines that share a topic
_FOLDER = "/topics"


@dataclass(frozen=True, slots=True)
class Move:
    """Claims that go to one path, in the order they were asserted."""

    id: str
    path: str
    title: str
    claims: tuple[Claim, ...]


def moves(parsed: Sequence[Parsed], gone: frozenset[str], held: frozenset[str], new: Sequence[str]) -> list[Move]:
    """What moves where.

    Args:
        parsed: the input.
        gone: claims that are not in the output.
        held: claims that must stay where they are.
        new: the texts of new lines: they count as sharing a topic, as they will in the next dream.
    """
    inside = {child for each in parsed for children in each.children.values() for child in children}
    owners = {owner for each in parsed for owner, children in each.children.items() if not gone.issuperset(children)}
    movable = [
        claim
        for each in parsed
        if is_dated(each.document.path)
        for claim in each.claims
        if claim.kind in _MOVABLE and claim.id not in inside | owners | gone | held
    ]
    stay = [claim.text for each in parsed for claim in each.claims if claim.id not in gone]
    topics = _topics([*stay, *new], movable)
    found: dict[str, list[Claim]] = {}
    for claim in movable:
        if claim.id in topics:
            found.setdefault(topics[claim.id], []).append(claim)
    return [_move(topic, claims) for topic, claims in sorted(found.items())]


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
