"""A memory that a dream and somebody else changed since: merged by claim, three ways.

Each claim of the text that both began with is a unit: who changed it has it; who both changed it, differently, clash.
What is new on either side stays, unless both say the same, or give one slot two values: then they clash too. Lines of
structure never clash, for they say nothing: what stands there now stays. Lines that code makes are the dream's.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from dreaming.domain.changes import Clash
from dreaming.domain.language import normalise, read, same_statement
from dreaming.domain.model import Document
from dreaming.domain.provenance import as_spans, lines_of, per_line
from dreaming.domain.slots import replacement
from dreaming.engine.aligning import Line, Unit, side_of
from dreaming.engine.documents import Parsed, parse
from dreaming.engine.drafting import bare

_MOST_PAIRS = 20_000  # of new lines that are compared with each other


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """How the memory is to stand, None where it goes; and what had to be decided."""

    document: Document | None
    clashes: tuple[Clash, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How clashes are decided.

    `dream_wins` says whose claims stand; `stays` are statements, normalised, that stay as they are now, whoever wins; `path_stays`
    says that the memory stays at its present path.
    """

    dream_wins: bool = False
    stays: Collection[str] = frozenset()
    path_stays: bool = False


def merge(base: Document | None, current: Document | None, dream: Document | None, wish: Wish) -> Merged:
    """Merge what the dream makes of `base` with what somebody else made of it; None is no memory."""
    if base is None and current is None:
        return Merged(document=dream)
    if current is not None and dream is not None and current.path == dream.path and same(current, dream):
        return Merged(document=current)
    if base is not None and current is not None and same(base, current) and not wish.stays and not wish.path_stays:
        if dream is None or dream.path == base.path:
            return Merged(document=None if dream is None else replace(dream, path=current.path))
        if current.path == base.path:
            return Merged(document=dream)
    return _Merge(base, current, dream, wish).done()


def same(one: Document, other: Document) -> bool:
    """Whether text, pin and the provenance of each line are the same. Paths are not looked at."""
    return (one.content, one.pinned) == (other.content, other.pinned) and _lines(one) == _lines(other)


@dataclass(slots=True)
class _Merge:
    """One merge. `fresh` are lines that others have written since, `fresh_keys` what tells them from other lines."""

    base: Document | None
    current: Document | None
    dream: Document | None
    wish: Wish
    clashes: list[Clash] = field(default_factory=list[Clash])
    fresh: list[Line] = field(default_factory=list[Line])
    fresh_keys: set[str] = field(default_factory=set[str])

    def done(self) -> Merged:
        parsed = None if self.base is None else parse(self.base)
        before, now, then = _lines(self.base), _lines(self.current), self._dreamt(parsed)
        statements = {} if parsed is None else {claim.first_line - 1: claim.text for claim in parsed.claims}
        units = _units(parsed, len(before))
        ours, theirs = side_of(units, before, now), side_of(units, before, then)
        self._look_at_fresh(before, now, len(then))
        found: list[Line] = []
        for number, unit in enumerate(units):
            found += self._inserted(ours.inserted[number], theirs.inserted[number])
            was = before[unit.first : unit.end]
            found += self._unit(was, ours.kept[number], theirs.kept[number], statements.get(unit.first))
        found += self._inserted(ours.inserted[-1], theirs.inserted[-1])
        return Merged(document=self._document(found), clashes=tuple(dict.fromkeys(self.clashes)))

    def _dreamt(self, parsed: Parsed | None) -> list[Line]:
        """A memory that the dream removed has no claim left; its structure stays for what others wrote."""
        if self.dream is not None or parsed is None:
            return _lines(self.dream)
        return [line for number, line in enumerate(_lines(self.base), 1) if number in parsed.structure]

    def _look_at_fresh(self, before: Sequence[Line], now: Sequence[Line], count: int) -> None:
        old = {line.text for line in before}
        new = [line for line in now if line.text not in old and line.text.strip()]
        self.fresh_keys = {_key(line) for line in new}
        self.fresh = [line for line in new if not line.provenance.generated] if len(new) * count <= _MOST_PAIRS else []

    def _unit(self, was: list[Line], now: list[Line], then: list[Line], statement: str | None) -> list[Line]:
        """What becomes of a claim (`statement`), or of a line of structure (None)."""
        if statement is not None and now and normalise(statement) in self.wish.stays:
            return now if _words(then) == _words(now) else self._clash(statement, now, then, dream_wins=False)
        if _words(then) == _words(was):
            return then if now == was and not self._is_held() else now
        if _words(then) == _words(now):
            return now
        if _words(now) == _words(was) and not self._is_held():
            return then
        if statement is not None:
            return self._clash(statement, now, then, dream_wins=self.wish.dream_wins)
        return then if _is_generated(was) and _is_generated(now) and self.current is not None else now

    def _inserted(self, now: list[Line], then: list[Line]) -> list[Line]:
        """What both put in one place: what stands there, then what the dream adds to it."""
        added: list[Line] = []
        for line in then:
            if not line.text.strip():
                added += [line] if added or line is then[0] else []
            elif _key(line) not in self.fresh_keys:
                added += self._added(line)
        has_words = any(line.text.strip() for line in added)
        return [*now, *added] if has_words or not any(line.text.strip() for line in then) else now

    def _added(self, line: Line) -> list[Line]:
        """A new line of the dream's: as it is, unless the memory went or is held, or others wrote of the same thing."""
        if self.current is None or self._is_held():
            return [] if line.provenance.generated else self._clash("", [], [line], dream_wins=self.wish.dream_wins)
        if line.provenance.generated:
            return [line]
        here = bare(line.text)
        for other in self.fresh:
            there = bare(other.text)
            if same_statement(read(here), read(there)):
                return []
            if replacement(here, there) is not None or replacement(there, here) is not None:
                return self._clash("", [other], [line], dream_wins=self.wish.dream_wins, stays=[])
        return [line]

    def _clash(
        self, was: str, now: list[Line], then: list[Line], *, dream_wins: bool, stays: list[Line] | None = None
    ) -> list[Line]:
        """Note it; the lines that win. `stays` are the present lines here, where those that clash stand elsewhere."""
        self.clashes.append(Clash(path=self._where(), before=was, current=_text(now), dream=_text(then)))
        return then if dream_wins else now if stays is None else stays

    def _is_held(self) -> bool:
        """Whether somebody has pinned the memory since."""
        return self.current is not None and self.current.pinned and not (self.base is not None and self.base.pinned)

    def _where(self) -> str:
        known = self.base or self.current or self.dream
        return "" if known is None else known.path

    def _document(self, lines: list[Line]) -> Document | None:
        of = self.current or self.dream
        if of is None or (not lines and (self.current is None or self.dream is None)):
            return None
        spans = as_spans([line.provenance for line in lines], of.default)
        content = "\n".join(line.text for line in lines) + ("\n" if lines and self._ends_with_newline() else "")
        document = replace(of, path=self._path(of), content=content, spans=spans)
        may_go = (self.dream is None or self.current is None) and not self.fresh_keys
        return None if may_go and not parse(document).claims else document

    def _ends_with_newline(self) -> bool:
        now, then = (each is not None and each.content.endswith("\n") for each in (self.current, self.dream))
        if self.base is None:
            return now or then
        if self.current is None or (self.dream is not None and now == self.base.content.endswith("\n")):
            return then
        return now

    def _path(self, of: Document) -> str:
        base, current, dream = self.base, self.current, self.dream
        if base is None or current is None or dream is None or dream.path == base.path:
            return of.path
        if current.path in {base.path, dream.path} and not self.wish.path_stays:
            return dream.path
        self.clashes.append(Clash(path=base.path, before=base.path, current=current.path, dream=dream.path))
        return dream.path if self.wish.dream_wins and not self.wish.path_stays else current.path


def _lines(document: Document | None) -> list[Line]:
    if document is None:
        return []
    texts = lines_of(document.content)
    of = per_line(len(texts), document.default, document.spans)
    return [Line(text, each) for text, each in zip(texts, of, strict=True)]


def _units(parsed: Parsed | None, count: int) -> list[Unit]:
    """Claims and single lines of structure, in order: together they are all lines."""
    claims = [] if parsed is None else [Unit(claim.first_line - 1, claim.last_line) for claim in parsed.claims]
    covered = {number for unit in claims for number in range(unit.first, unit.end)}
    rest = [Unit(number, number + 1) for number in range(count) if number not in covered]
    return sorted([*claims, *rest], key=lambda unit: unit.first)


def _words(lines: Sequence[Line]) -> list[str]:
    return [line.text for line in lines]


def _text(lines: Sequence[Line]) -> str:
    return " ".join(" ".join(bare(line.text) for line in lines).split())


def _is_generated(lines: Sequence[Line]) -> bool:
    return all(line.provenance.generated for line in lines)


def _key(line: Line) -> str:
    """What tells one line from another: of the index's lines, what they point at."""
    return line.text.split("): ", 1)[0] if line.provenance.generated else line.text.strip()
