"""What the lines of a store assert, read line by line: which facts are kept, learnt, stale, said twice, or made up.

A line asserts a value of a thing's attribute where it names the thing, says a word of the attribute, and states the
value, and not as one that is over ("was", "instead of", "until ..."). It is read as text alone: an output cannot
gain by how it is marked.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from benchmarks.quality.cases import Case
from benchmarks.quality.made import Attribute, Fact

_OVER_BEFORE = re.compile(
    r"(?:\b(?:from|was|were|not|no longer(?: has| is| uses)?|instead of|replaced|replac(?:es|ing)|formerly|previously"
    r"|used to be|rather than|before|old|until|superseded)|~~)[\W\d_T-]*$",
    re.IGNORECASE,
)
_OVER_AFTER = re.compile(r"^\W*(?:before that|no longer|used to|until \d|superseded|formerly)", re.IGNORECASE)
_OVER_WHOLLY = re.compile(
    r"^\W*(?:formerly|superseded|until \d[\d.-]*)\b(?!.*\bnow\b)|…[^…:]*, until \d{4}-\d\d-\d\d: ", re.IGNORECASE
)
_SEEN_BEFORE, _SEEN_AFTER = 60, 24
_TYPED = re.compile(r"`[^`]+`|[€$£]?\d[\w.,:%/-]*\w%?|\d%?|\b[\w]+(?:[-_/][\w]+)+\b|\b[A-Z]{2,}\d*\b")
_OURS = re.compile(r"\b(?:sesn|sevt|drm|mem|memver|memstore)_\w+")
RETENTION_GATE = 0.98


@cache
def stated(text: str) -> re.Pattern[str]:
    """The text as a word of its own: 8080 is not in 18080, and 3 not in 3.5."""
    return re.compile(rf"(?<![\w/#€-])(?<!\d[.,:]){re.escape(text)}(?![\w%/-]|[.,:]\d)", re.IGNORECASE)


def asserts(line: str, entity: str, cue: str, value: str) -> bool:
    """Whether the line says that this is so now."""
    if not stated(entity).search(line) or not re.search(cue, line, re.IGNORECASE) or is_wholly_over(line):
        return False
    return any(not _is_over(line, found) for found in stated(value).finditer(line))


def is_wholly_over(line: str) -> bool:
    """Whether the line says of all that it states that it is over; what it names as holding since then aside."""
    return bool(_OVER_WHOLLY.search(line.partition("; since then: ")[0]))


def _is_over(line: str, found: re.Match[str]) -> bool:
    before = line[max(0, found.start() - _SEEN_BEFORE) : found.start()]
    after = line[found.end() : found.end() + _SEEN_AFTER]
    return bool(_OVER_BEFORE.search(before) or _OVER_AFTER.search(after))


class Counted:
    """The lines of one output against what is true."""

    def __init__(self, facts: Sequence[Fact], lines: Sequence[str], attributes: Mapping[str, Attribute]) -> None:
        by_entity = {fact.entity: [line for line in lines if stated(fact.entity).search(line)] for fact in facts}
        self.kept = self.keep = self.learnt = self.learn = 0
        self.sound = self.updated = self.leaked = self.stale = 0
        self.again = self.repeated = self.believed = self.unsure = 0
        for fact in facts:
            self._count(fact, by_entity[fact.entity], attributes[fact.key].cue)

    def _count(self, fact: Fact, lines: Sequence[str], cue: str) -> None:
        def hits(value: str) -> int:
            return sum(asserts(line, fact.entity, cue, value) for line in lines)

        current = [hits(value) for value in fact.current]
        leaked = sum(hits(value) > 0 for value in fact.stale)
        for count, in_store in zip(current, fact.in_store, strict=True):
            self.keep, self.kept = self.keep + in_store, self.kept + (in_store and count > 0)
            self.learn, self.learnt = self.learn + (not in_store), self.learnt + (not in_store and count > 0)
        self.stale, self.leaked = self.stale + len(fact.stale), self.leaked + leaked
        if fact.stale:
            self.updated, self.sound = self.updated + 1, self.sound + (current[0] > 0 and not leaked)
        self.repeated += sum(repeats - 1 for repeats in fact.repeats)
        self.again += sum(max(0, count - 1) for count in current)
        self.unsure += len(fact.never)
        self.believed += sum(hits(value) > 0 for value in fact.never)


def figures(
    case: Case, facts: Sequence[Fact], lines: Sequence[str], attributes: Mapping[str, Attribute], noise: Iterable[str]
) -> dict[str, float]:
    """The figures of one output; shares are from 0 to 1.

    `retention` (of facts in notes) is a gate; `update_ok`, `learned` are to be high; `stale`, `dup`, `believed` (what
    was only asked about), `noise` (lines) are to be low; `invented` (lines) has to be 0.
    """
    counted = Counted(facts, lines, attributes)
    found = {
        "retention": _share(counted.kept, counted.keep),
        "update_ok": _share(counted.sound, counted.updated),
        "stale": _share(counted.leaked, counted.stale),
        "dup": min(1.0, _share(counted.again, counted.repeated)),
        "learned": _share(counted.learnt, counted.learn),
        "believed": _share(counted.believed, counted.unsure),
        "noise": float(sum(any(each in line for each in noise) for line in lines)),
        "invented": float(len(invented(case.source(), lines))),
        "lines": float(len(lines)),
    }
    return found | {"score": _score(found)}


def invented(source: str, lines: Iterable[str]) -> list[str]:
    """Lines with a number, a code or an identifier that stands nowhere in the source; headings and our ids aside."""
    known = set(typed(source))
    return [
        line
        for line in lines
        if not line.lstrip().startswith("#")
        and any(
            each not in known and not stated(each.strip("`")).search(source) for each in typed(_OURS.sub(" ", line))
        )
    ]


def typed(text: str) -> list[str]:
    """The numbers, codes and identifiers of a text."""
    return [found.group().rstrip(".,:") for found in _TYPED.finditer(text)]


def _score(found: Mapping[str, float]) -> float:
    """The geometric mean of what is to be reached; 0 where a gate is missed."""
    if found["retention"] < RETENTION_GATE or found["invented"]:
        return 0.0
    parts = (found["update_ok"], 1 - found["stale"], 1 - found["dup"], found["learned"])
    return math.prod(max(part, 1e-6) for part in parts) ** (1 / len(parts))


def _share(some: int, of: int) -> float:
    return some / of if of else 0.0
