"""What of a store may stand in a file that agents obey, such as CLAUDE.md or AGENTS.md, most useful first.

There, each line is read as the user's word. So a line is told only if somebody who may say it did: a user may say
anything but an attack; what an agent wrote may state facts, and give no orders. What a tool, a web page or a pasted
text said, and what was imported and nobody knows who wrote, stays out; imported facts are told if the user asks for
them. Code and tables stay out too, since their lines mean little one by one. All of it is in the store as before.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from dreaming.domain.claims import Claim, ClaimKind
from dreaming.domain.model import Document, Memory
from dreaming.domain.provenance import Provenance, Trust
from dreaming.domain.taint import is_attack, is_directive
from dreaming.engine.documents import Parsed, parse
from dreaming.engine.generated import OWN_INDEX
from dreaming.integrations.exporting.markers import harmless

SECTION_LINES = 200
SECTION_BYTES = 25_000
_FRAME_LINES = 8  # markers, title, what this is, what is left out
_FRAME_BYTES = 1_000
_LINE_CHARACTERS = 1_000


class LeftOut(StrEnum):
    """Why a line of the store is not told."""

    UNTRUSTED = "from tools, pages or pasted text"
    IMPORTED = "imported, of an author whom nobody knows"
    ORDER = "orders that no user gave"
    ATTACK = "attacks on whoever reads them"
    FORM = "of code or tables"
    LONG = f"of more than {_LINE_CHARACTERS:,} characters"
    INSIDE = "below a line that is left out"
    ROOM = "for want of room"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """The lines of a section, and how many statements it tells and leaves out, by reason."""

    lines: tuple[str, ...]
    told: int
    left_out: Counter[LeftOut]


def extract(
    store: str, held: Sequence[tuple[Memory, Document]], *, limit: int = SECTION_LINES, with_imported: bool = False
) -> Extract:
    """What the store's section says.

    Args:
        store: its name.
        held: its memories with where each line comes from.
        limit: how many lines the section has at most, its markers included.
        with_imported: also tell facts that were imported.
    """
    room = _Room(limit - _FRAME_LINES, SECTION_BYTES - _FRAME_BYTES)
    lowest = Trust.UNKNOWN if with_imported else Trust.AGENT
    left_out: Counter[LeftOut] = Counter()
    for _, document in sorted(held, key=_usefulness):
        _tell(_Teller(parse(document), lowest, left_out), room, left_out)
    lines = [
        f"## What memory store {safe_name(store, '(yours)')} knows",
        "",
        "Remembered from earlier work, most useful first. Each export of `dreaming` writes these lines anew.",
        *room.lines,
    ]
    if left_out:
        rest = sum(left_out.values())
        lines += ["", f"{rest:,} more {'line' if rest == 1 else 'lines'} of this store: `memory_search` finds them."]
    return Extract(lines=tuple(lines), told=room.told, left_out=left_out)


def _usefulness(held: tuple[Memory, Document]) -> tuple[bool, bool, float, str]:
    memory, _ = held
    return (not memory.pinned, OWN_INDEX.match(memory.path) is None, -memory.updated_at.timestamp(), memory.path)


@dataclass(slots=True)
class _Room:
    """The lines so far, and how much more may come. What is full stays full: what comes later is less useful."""

    line_count: int
    bytes: int
    lines: list[str] = field(default_factory=list[str])
    told: int = 0
    is_full: bool = False

    def take(self, lines: Sequence[str]) -> bool:
        """Add a statement with the headings that it needs, or none of it."""
        size = sum(len(harmless(line).encode()) + 2 for line in lines)
        if self.is_full or len(lines) > self.line_count or size > self.bytes:
            self.is_full = True
            return False
        self.line_count -= len(lines)
        self.bytes -= size
        self.lines += lines
        self.told += 1
        return True


def _tell(teller: "_Teller", room: _Room, left_out: Counter[LeftOut]) -> None:
    title: list[str] | None = ["", f"### {safe_name(teller.parsed.document.path, '(a memory)')}"]
    label = ""
    for claim, depth in teller.claims():
        heading = teller.heading(claim)
        above = [*(title or ()), *([f"#### {heading}"] if heading and heading != label else ())]
        if room.take([*above, f"{'  ' * depth}- {claim.text}"]):
            title, label = None, heading
        else:
            left_out[LeftOut.ROOM] += 1


class _Teller:
    """The statements of one memory that may be told. Counts those that may not."""

    def __init__(self, parsed: Parsed, lowest: Trust, left_out: Counter[LeftOut]) -> None:
        self.parsed = parsed
        self._lowest = lowest
        self._left_out = left_out
        self._owners: dict[str, list[str]] = {}
        for owner, children in parsed.children.items():
            for child in children:
                self._owners.setdefault(child, []).append(owner)

    def claims(self) -> Iterator[tuple[Claim, int]]:
        """Each with how deep it stands in a list."""
        out: set[str] = set()
        for claim in self.parsed.claims:
            owners = self._owners.get(claim.id, [])
            why = LeftOut.INSIDE if out.intersection(owners) else self._why_not(claim)
            if why is None:
                yield claim, len(owners)
            else:
                out.add(claim.id)
                self._left_out[why] += 1

    def heading(self, claim: Claim) -> str:
        """The headings above it that may be told."""
        return " › ".join(text for text in claim.headings if self._may_head(text))

    def _why_not(self, claim: Claim) -> LeftOut | None:
        if claim.kind in {ClaimKind.CODE, ClaimKind.ROW} or "\n" in claim.text:
            return LeftOut.FORM
        if len(claim.text) > _LINE_CHARACTERS:
            return LeftOut.LONG
        return why_not(claim.text, claim.provenance, self._lowest)

    def _may_head(self, text: str) -> bool:
        lines = zip(self.parsed.lines, self.parsed.provenance, strict=True)
        found = [of for line, of in lines if line.strip().strip("#").strip() == text.strip("#").strip()]
        return bool(found) and all(why_not(text, of, self._lowest) is None for of in found)


def why_not(text: str, provenance: Provenance, lowest: Trust) -> LeftOut | None:
    """Why a statement is not told, None where it is.

    Args:
        text: what it says.
        provenance: where it comes from.
        lowest: the trust that it needs at least, for a fact; an order needs a user's.
    """
    if is_attack(text):
        return LeftOut.ATTACK
    if provenance.backing < lowest:
        return LeftOut.IMPORTED if provenance.backing is Trust.UNKNOWN else LeftOut.UNTRUSTED
    if provenance.backing is not Trust.USER and is_directive(text):
        return LeftOut.ORDER
    return None


def safe_name(name: str, otherwise: str) -> str:
    """A path or a store's name as it may be told: whoever made it chose it, so one that reads like an order is not."""
    words = re.sub(r"[\W_]+", " ", name)
    return otherwise if is_attack(name) or is_attack(words) or is_directive(words) else name
