"""Whether a later statement gives the slot of an earlier one another value.

Three grounds, from strongest to weakest:

1. The later statement tells the change: "switched from A to B", "is now B (was A)", "A no longer applies".
2. Both have the form `key: value` with the same key.
3. Both say the same but for one value of one kind, and a word they share names something that has one value at a time
   (a port, an owner, a default branch).

Several things may hold at once ("depends on", "also", plurals): then there is no slot, and both stay.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from dreaming.domain.dates import undated
from dreaming.domain.language import Reading, normalise, read, without_end, words
from dreaming.domain.single import SINGLE, holds_one, holds_several, is_value, says_another, stands
from dreaming.domain.telling import is_over_after, is_over_before, is_told_over, told_change
from dreaming.domain.vocabulary import LINK_STEMS, plain

_REMEMBERED = 65_536  # texts: each is compared with many others
_PATTERNS = 2_048  # of what is looked for: each in many texts
_KEY = re.compile(r"(?P<key>[^:\n]{1,80}):\s+(?P<value>\S.{0,200})")


@dataclass(frozen=True, slots=True)
class Replacement:
    """`old` became `new`; `told` if the later statement says so itself. `old` is as the earlier statement writes it.

    `renews`: the value is the same, and the earlier statement told how it came to be. `label` names a value that stands in
    a place of its own, as a cell: see `fields`. `is_part`: the later statement names it by fewer words than the earlier.
    """

    old: str
    new: str
    told: bool
    renews: bool = False
    label: str = ""
    is_part: bool = False


def replacement(earlier: str, later: str) -> Replacement | None:
    """What the later statement puts in the place of what, or None if they do not fill one slot."""
    a, b = read(earlier), read(later)
    if a.normal == b.normal:
        return None
    change = told_change(earlier)
    if change is None:
        return _by_telling(earlier, later, a) or _by_slot(earlier, later, a, b)
    found = _by_slot(result := _TOLD_WORDS.sub(" ", _without(earlier, change[0])), later, read(result), b)
    return found if found is not None and normalise(found.old) == normalise(change[1]) else None


def _by_telling(earlier: str, later: str, a: Reading) -> Replacement | None:
    if a.negated or "past" in a.shifts:
        return None
    later = undated(later)
    change = told_change(later)
    if change is None:
        return _by_ending(earlier, later, a)
    old, new = change
    held = stands(old, earlier)
    if held is None or stands(new, earlier) is not None:
        return None
    subject = read(_without(later, old, new))
    about = read(_without(earlier, old))
    if not _are_said(_things(subject), a) or not _are_said(_things(about), read(later)):
        return None
    if not _are_said(subjects(_without(later, old, new)), a):
        return None  # it is told of something else
    shared = (subject.strong & a.strong) - CHANGE_WORDS
    return Replacement(held, new, told=True) if shared else None


_SPAN_WORDS = 4  # of a value
_UNSAID = 1  # words of the earlier statement that the later one may leave out


def _by_ending(earlier: str, later: str, a: Reading) -> Replacement | None:
    """The later statement says of a value of the earlier one that it is over, of the same thing and little else."""
    b = read(later)
    if not a.scope <= b.scope:
        return None
    ended = _ended_spans(later)
    if not ended:
        return None
    said = " ".join(("", *(word.text for word in words(earlier)), ""))
    old = next((written for span, written in ended if span in said), None)
    if old is None:
        return None
    held = stands(old, earlier)
    if held is None or not _is_of_same(_without(earlier, old), a, b):
        return None
    if is_told_over(earlier, (earlier.find(held), earlier.find(held) + len(held))):
        return None
    return Replacement(held, "", told=True)


def _is_of_same(without: str, a: Reading, b: Reading) -> bool:
    """Whether what ended a value speaks of what the earlier statement tells `without` it; `a` and `b` are both, read."""
    about = read(without)
    rest = about.strong - CHANGE_WORDS
    unsaid = rest - b.terms
    if unsaid and (len(unsaid) > _UNSAID or not _are_said(_things(b), a)):
        return False  # it says less, or names something else
    return bool(rest & b.terms) and _things(about) | subjects(without) <= b.terms


@lru_cache(maxsize=_REMEMBERED)
def _ended_spans(text: str) -> tuple[tuple[str, str], ...]:
    """Words that stand together and of which the text says that they are over, the longest first: folded, and as written."""
    said = words(text)
    before = [word.place is not None and is_over_before(text, word.place[0], surely=True) for word in said]
    after = [word.place is not None and is_over_after(text, word.place[1], surely=True) for word in said]
    found: list[tuple[str, str]] = []
    for size in range(_SPAN_WORDS, 0, -1):
        for first in range(len(said) - size + 1):
            begin, end = said[first].place, said[first + size - 1].place
            if begin and end and (before[first] or after[first + size - 1]):
                span = " ".join(word.text for word in said[first : first + size])
                if read("x " + span).strong - {"x"}:
                    found.append((f" {span} ", text[begin[0] : end[1]].strip("`\"'")))
    return tuple(found)


def _without(text: str, *parts: str) -> str:
    return _any_of(parts).sub(" ", text)


@lru_cache(maxsize=_PATTERNS)
def _any_of(parts: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile('[`"]?(?:' + "|".join(map(re.escape, parts)) + ')[`"]?', re.IGNORECASE)


def subjects(text: str) -> set[str]:
    """What a statement is about: what follows `of` or `for`, else its first word that is no verb of change."""
    after = [read("x " + word) for word in _ABOUT.findall(text)]
    named = {term for reading in after for term in reading.terms - {"x"}}
    words = [term for term in read(text).order if term not in _NO_SUBJECTS]
    return named or set(words[:1])


_ABOUT = re.compile(
    r"\b(?:of|for|(?:correction|update|news|change)s? (?:on|to|about|with|at))\s+(?:the\s+)?([\w./-]+)", re.IGNORECASE
)


def _things(reading: Reading) -> set[str]:
    return {value.text for value in reading.values} | reading.names


def _are_said(terms: Iterable[str], by: Reading) -> bool:
    """Whether a statement has all these terms. A name that begins it is read as a word, so that its plain form counts."""
    known = by.terms | {plain(name) for name in by.names}
    return all(term in known or plain(term) in known for term in terms)


_TOLD_WORDS = re.compile(
    r"\b(?:switch|chang|mov|migrat|upgrad|downgrad|replac|rais|lower|reduc|increas)\w*\b|"
    r"\b(?:from|to|into|its|now|was|were|instead of|rather than)\b",
    re.IGNORECASE,
)
CHANGE_WORDS = frozenset(
    term for word in "switch switched change changed move moved migrate migrated update replace upgrade rename raise lower increase from "
    "to now note correction new"
    .split() for term in read(word).stems
)  # fmt: skip
_NO_SUBJECTS = CHANGE_WORDS | SINGLE | LINK_STEMS


def _by_slot(earlier: str, later: str, a: Reading, b: Reading) -> Replacement | None:
    if (a.negated, a.scope, a.shifts) != (b.negated, b.scope, b.shifts):
        return None
    found = _by_key(earlier, later) or _by_value(earlier, later, a, b)
    return None if found is None or holds_several(earlier) or holds_several(later) else found


def _by_key(earlier: str, later: str) -> Replacement | None:
    if ": " not in earlier or ": " not in later:
        return None
    left, right = _KEY.fullmatch(earlier.strip()), _KEY.fullmatch(later.strip())
    if not left or not right or normalise(left["key"]) != normalise(right["key"]):
        return None
    if _WHOSE.findall(left["value"]) != _WHOSE.findall(right["value"]):
        return None  # `Licence: MIT (atlas)` says of what it is
    key = read(left["key"])
    if _is_several(left["value"]) or _is_several(right["value"]) or not (key.stems & SINGLE or key.values):
        return None
    if not key.stems & SINGLE:
        return None
    return Replacement(without_end(left["value"]), without_end(right["value"]), told=False)


_WHOSE = re.compile(r"\(([^()]+)\)")


def _is_several(value: str) -> bool:
    return bool(re.search(r",|;| and | or |/ ", value))


def _by_value(earlier: str, later: str, a: Reading, b: Reading) -> Replacement | None:
    only_a = _alone(a, b)
    only_b = None if only_a is None else _alone(b, a)
    if only_a is None or only_b is None or not holds_one(earlier, later, a, b):
        return None
    (old, kind_a), (new, kind_b) = only_a, only_b
    shared = a.strong & b.strong
    if kind_a != kind_b:
        return None
    if len(shared) < 2 and len(a.strong) > 2:
        return None
    if kind_a == "word" and _template(a, old) != _template(b, new):
        return None  # two plain words are values only where all else is word for word the same
    if not (is_value(old, kind_a, earlier) and is_value(new, kind_b, later)) or says_another(earlier, kind_a, a, b):
        return None
    held = stands(old, earlier)
    return None if held is None else Replacement(held, new, told=False)


def _alone(a: Reading, b: Reading) -> tuple[str, str] | None:
    """The one term of `a` that `b` lacks, links and nouns of one value aside, with its kind (a name is a word)."""
    only = a.strong - b.terms - SINGLE
    if not only or len(only) > 1 + len(a.names) + len(b.names):
        return None  # a name may be a word of the other: no more than these can be
    theirs = b.terms | {plain(name) for name in b.names}
    found = [
        (term, a.kind_of[term])
        for term in only
        if term not in theirs and not (a.kind_of[term] == "name" and plain(term) in theirs)
    ]
    if len(found) != 1:
        return None
    ((term, kind),) = found
    return term, "word" if kind == "name" else kind


def _template(reading: Reading, value: str) -> tuple[str, ...]:
    return tuple("" if term == value else term for term in reading.order)
