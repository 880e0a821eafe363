"""A memory taken apart: claims and structure partition its lines.

Markdown is read by markdown-it, for its blocks alone. Structure is what says nothing by itself: blank lines, headings,
rules, front matter, a table's head, and lines that code has made. Every other line belongs to exactly one claim; what
the parser passes over (a link definition, say) is a claim of its own.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from dreaming.domain.claims import Claim, ClaimKind, claim_id
from dreaming.domain.datelines import Period
from dreaming.domain.limits import MEMORIES_PER_STORE
from dreaming.domain.model import Document
from dreaming.domain.provenance import Provenance, lines_of, per_line
from dreaming.engine.dating import Dates, dated, recurring
from dreaming.engine.entries import entries


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document, its lines, the provenance of each, its claims in order, and its structure lines (numbers from 1).

    `children` are the claims that stand inside a list item, by the id of the item's own claim: an item goes only with
    them. `generated` are the lines that code has made. `entries` are those of the front matter, whose lines are structure.
    """

    document: Document
    lines: tuple[str, ...]
    provenance: tuple[Provenance, ...]
    claims: tuple[Claim, ...]
    structure: frozenset[int]
    generated: frozenset[int]
    children: dict[str, tuple[str, ...]]
    entries: tuple[Claim, ...]

    @property
    def all_claims(self) -> tuple[Claim, ...]:
        """The claims and the entries."""
        return (*self.claims, *self.entries)


@dataclass(slots=True)
class _Block:
    """A claim in the making: lines from 0, `last` not included."""

    first: int
    last: int
    kind: ClaimKind
    headings: tuple[str, ...]
    depth: int = 0
    head: int | None = None  # of a row: the line of its table's head


@dataclass(slots=True)
class _Walk:
    blocks: list[_Block] = field(default_factory=list[_Block])
    structure: set[int] = field(default_factory=set[int])
    headings: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    items: int = 0
    item_begins: bool = False
    head: int | None = None

    def add(self, token: Token, kind: ClaimKind) -> None:
        if token.map is not None:
            head = self.head if kind is ClaimKind.ROW else None
            headings = tuple(text for _, text in self.headings)
            block = _Block(token.map[0], token.map[1], kind, headings, self.items, head)
            self.blocks.append(block)

    def frame(self, token: Token) -> None:
        if token.map is not None:
            self.structure.update(range(token.map[0], token.map[1]))

    def heading(self, level: int, text: str) -> None:
        self.headings = [(other, title) for other, title in self.headings if other < level]
        self.headings.append((level, text))


_PARSER = MarkdownIt("commonmark").enable("table")
_PARSER.core.ruler.enableOnly(["normalize", "block"])
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_GENERATED = (  # memories of ours, and what each of their lines looks like: see `generated`
    (
        re.compile(r"/history(?:-\d+)?\.md"),
        re.compile(r"# History|What memories said before, and until when\b.*|- (?:.*, )?until \d{4}-\d\d-\d\d: .*"),
    ),
    (re.compile(r"/index\.md"), re.compile(r"# Index|- \[[^\]]+\]\(.+\): .*|- … and \d+ more")),
)
_SHORT = 4_000  # characters of a text whose blocks are remembered
_MARKER = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])(?:\s+|$)")
_QUOTE_MARK = re.compile(r"\A\s*(?:>\s?)+")
_ENDS = re.compile(
    r"[.!?:;。！？]['\")\]]?\s*$|^[^:]{1,60}:\s+\S"
)  # a line that stands alone: it ends, or is `key: value`
_KEY_VALUE = re.compile(r"[^:\s][^:]{0,60}:\s+\S")


def parse(document: Document) -> Parsed:
    """Partition a document's lines into claims and structure."""
    lines = tuple(lines_of(document.content))
    provenance = tuple(_recognised(document.path, lines, per_line(len(lines), document.default, document.spans)))
    generated = frozenset(n for n, of in enumerate(provenance, 1) if of.generated)
    walk = _walk(document.content, len(lines))
    blocks = _partition(walk, lines, {n - 1 for n in generated})
    claims, provenance = _claims(document, lines, provenance, blocks)
    covered = {n for claim in claims for n in range(claim.first_line, claim.last_line + 1)}
    return Parsed(
        document=document,
        lines=lines,
        provenance=provenance,
        claims=claims,
        structure=frozenset(range(1, len(lines) + 1)) - covered,
        generated=generated,
        children=_children(claims, blocks),
        entries=tuple(entries(document, lines, provenance, [claim.headings for claim in claims])),
    )


def parse_store(documents: Iterable[Document]) -> list[Parsed]:
    """The memories of a store, by path. A title that all of them have, which have one, tells no statement from another."""
    parsed = [parse(document) for document in sorted(documents, key=lambda each: each.path)]
    titled = [{claim.headings[0].casefold() for claim in each.claims if claim.headings} for each in parsed]
    titles = [each for each in titled if each]
    if len(titles) < _FEWEST_TITLED or any(each != titles[0] for each in titles) or len(titles[0]) != 1:
        return parsed
    return [replace(each, claims=tuple(map(_shared, each.claims))) for each in parsed]


_FEWEST_TITLED = 2  # memories: what one alone has above it may tell it from what is said elsewhere


def _shared(claim: Claim) -> Claim:
    return replace(claim, shared=1) if claim.headings else claim


def _recognised(path: str, lines: tuple[str, ...], provenance: list[Provenance]) -> list[Provenance]:
    """Mark what code has made where the mark was lost: a store that was exported and imported has none."""
    fits = next((pattern for name, pattern in _GENERATED if name.fullmatch(path)), None)
    if fits is None or not all(fits.fullmatch(line) for line in lines if line.strip()):
        return provenance
    return [of if of.generated else replace(of, generated=True) for of in provenance]


def _walk(content: str, count: int) -> _Walk:
    """The blocks of a text. A dream reads most memories several times: as they were, as they will be, to check them."""
    return _remembered(content, count) if len(content) <= _SHORT else _walked(content, count)


def _walked(content: str, count: int) -> _Walk:
    walk = _Walk()
    text = content.replace("\r\n", "\n").replace("\r", " ").replace("\x00", " ")
    front = _FRONT_MATTER.match(text)
    if front:
        size = min(front[0].rstrip("\n").count("\n") + 1, count)
        walk.structure.update(range(size))
        rest = text.split("\n")
        text = "\n".join([""] * size + rest[size:])
    tokens = _PARSER.parse(text)
    for index, token in enumerate(tokens):
        _visit(walk, token, tokens[index + 1].content if index + 1 < len(tokens) else "")
    return walk


_remembered = lru_cache(maxsize=2 * MEMORIES_PER_STORE)(_walked)


def _visit(walk: _Walk, token: Token, following: str) -> None:
    if token.type in _BEGINS:
        walk.add(
            token,
            _BEGINS[token.type] if not (token.type == "paragraph_open" and walk.item_begins) else ClaimKind.BULLET,
        )
        walk.item_begins = False
    elif token.type == "heading_open":
        walk.frame(token)
        walk.heading(int(token.tag[1:]), following.strip())
    elif token.type in {"list_item_open", "list_item_close"}:
        walk.items += token.nesting
        walk.item_begins = token.nesting == 1
    elif token.type in {"hr", "thead_open"}:
        walk.frame(token)
        if token.type == "thead_open" and token.map is not None:
            walk.structure.add(token.map[1])  # the line of dashes
            walk.head = token.map[0]
    elif token.type == "tr_open" and token.map is not None and token.map[0] not in walk.structure:
        walk.add(token, ClaimKind.ROW)


_BEGINS = {
    "paragraph_open": ClaimKind.PARAGRAPH,
    "fence": ClaimKind.CODE,
    "code_block": ClaimKind.CODE,
    "html_block": ClaimKind.PARAGRAPH,
}


def _partition(walk: _Walk, lines: tuple[str, ...], generated: set[int]) -> list[_Block]:
    """Blocks that do not overlap, cover every line that is no structure, and hold no blank line at their ends."""
    taken = {n for n, line in enumerate(lines) if not line.strip()} | walk.structure | generated
    blocks: list[_Block] = []
    for block in sorted(walk.blocks, key=lambda b: (b.first, b.last)):
        last = min(block.last, len(lines))
        while last > block.first and not lines[last - 1].strip():
            last -= 1
        inside = range(block.first, last)
        if not inside or any(n in walk.structure or n in generated for n in inside):
            continue
        fresh = [n for n in inside if n not in taken or not lines[n].strip()]
        if len(fresh) == len(inside):
            taken.update(inside)
            blocks.extend(_split(replace(block, last=last), lines))
    blocks.extend(_Block(n, n + 1, ClaimKind.LINE, ()) for n in range(len(lines)) if n not in taken)
    return sorted(blocks, key=lambda b: b.first)


def _split(block: _Block, lines: tuple[str, ...]) -> Iterator[_Block]:
    """A paragraph whose every line stands alone is one claim a line; a hard-wrapped one is one claim."""
    inside = range(block.first, block.last)
    if block.kind is not ClaimKind.PARAGRAPH:
        yield block
    elif len(inside) == 1 or all(_ENDS.search(lines[n]) for n in inside[:-1]):
        for n in inside:
            kind = ClaimKind.KEY_VALUE if _KEY_VALUE.match(lines[n]) else ClaimKind.LINE
            yield replace(block, first=n, last=n + 1, kind=kind)
    else:
        yield block


def _claims(
    document: Document, lines: tuple[str, ...], provenance: tuple[Provenance, ...], blocks: list[_Block]
) -> tuple[tuple[Claim, ...], tuple[Provenance, ...]]:
    """The claims, and the provenance of each line with the time that its place in the memory tells."""
    seen: Counter[str] = Counter()
    dates, told = Dates(), list(provenance)
    claims: list[tuple[Claim, Period | None]] = []
    for block in blocks:
        text = statement(lines[block.first : block.last], block.kind)
        seen[text] += 1
        periods, lead = dates.of(text, block.kind, block.headings, block.depth)
        told[block.first : block.last] = [dated(of, periods) for of in told[block.first : block.last]]
        claim = Claim(
            id=claim_id(document.path, text, seen[text]),
            path=document.path,
            first_line=block.first + 1,
            last_line=block.last,
            text=text,
            headings=block.headings,
            kind=block.kind,
            provenance=_lowest(tuple(told[block.first : block.last])),
            pinned=document.pinned,
            lead=lead,
            columns=() if block.head is None else tuple(statement((lines[block.head],), ClaimKind.ROW).split(" | ")),
            dated=bool(periods),
        )
        claims.append((claim, periods[-1] if periods else None))
    series = recurring(claims)
    return tuple(replace(claim, recurs=True) if claim.id in series else claim for claim, _ in claims), tuple(told)


def statement(lines: tuple[str, ...], kind: ClaimKind) -> str:
    """What the lines say, without list marker, quote marks and indentation; code stays as it is."""
    if kind is ClaimKind.CODE:
        return "\n".join(lines)
    if kind is ClaimKind.ROW:
        return " | ".join(cell.strip() for cell in lines[0].strip().strip("|").split("|"))
    first = _MARKER.sub("", _QUOTE_MARK.sub("", lines[0]), count=1) if kind is ClaimKind.BULLET else lines[0]
    parts = [first, *lines[1:]]
    return " ".join(" ".join(_QUOTE_MARK.sub("", part) for part in parts).split())


def _lowest(of_lines: tuple[Provenance, ...]) -> Provenance:
    """Of several lines: the latest time, the lowest trust, all evidence."""
    if all(of == of_lines[0] for of in of_lines):
        return of_lines[0]
    weakest = min(of_lines, key=lambda of: of.trust)
    evidence = tuple(dict.fromkeys(item for of in of_lines for item in of.evidence))
    return replace(weakest, asserted_at=max(of.asserted_at for of in of_lines), evidence=evidence)


def _children(claims: tuple[Claim, ...], blocks: list[_Block]) -> dict[str, tuple[str, ...]]:
    """For each list item: the claims directly after it that stand deeper in the list."""
    found: dict[str, list[str]] = {}
    open_items: list[tuple[int, str]] = []
    for block, claim in zip(blocks, claims, strict=True):
        begins = block.kind is ClaimKind.BULLET
        depth = block.depth if begins else block.depth + 1
        open_items = [item for item in open_items if block.depth and item[0] < depth]
        for _, owner in open_items:
            found.setdefault(owner, []).append(claim.id)
        if begins:
            open_items.append((block.depth, claim.id))
    return {owner: tuple(inside) for owner, inside in found.items()}
