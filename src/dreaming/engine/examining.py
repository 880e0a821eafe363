"""The questions of an exam, and whether a passage answers one: pure, from the ledger and from what sessions show.

A claim's value is looked for in its second half, since what it is said of mostly stands in its first: the last number,
date or identifier with a figure in it, else the last path, identifier, quoted word or name. Where there is none it is
the last figure at all, else the longest word. The question is what is left of the claim without it.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from operator import itemgetter

from dreaming.domain.changes import Changeset, Fate, LedgerEntry
from dreaming.domain.claims import Observation
from dreaming.domain.exam import ExamKind, ExamQuestion
from dreaming.domain.language import normalise, read
from dreaming.domain.slots import replacement
from dreaming.domain.telling import told_change
from dreaming.domain.vocabulary import LINK_STEMS, plain

_STANDS = frozenset({Fate.KEPT, Fate.MOVED, Fate.MERGED_INTO})
_FIGURES = frozenset({"number", "version", "date", "time"})
_PLAIN_TERMS = 3  # a claim of fewer plain words has no value that could be told from its subject
_LONGEST = 1_000  # characters of a claim that are read
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SPACE_BEFORE_UNIT = re.compile(r"(?<=\d) (?=[a-z%])")
_REMEMBERED = 65_536


@dataclass(frozen=True, slots=True)
class Parts:
    """A statement as a question and its answer."""

    question: str
    value: str


def questions(changeset: Changeset, held_out: Iterable[Observation] = (), *, most: int) -> list[ExamQuestion]:
    """So many questions at most, each once, chosen and ordered by the hashes of what they are made from.

    Args:
        changeset: what the dream did; its ledger has the claims.
        held_out: what sessions show that the dream did not read.
        most: how many.
    """
    found: dict[tuple[str, str, str], ExamQuestion] = {}
    for make in _by_hash(changeset, held_out):
        question = make()
        if question is not None:
            found.setdefault((question.kind, question.question, question.value), question)
        if len(found) == most:
            break
    return list(found.values())


_Make = Callable[[], ExamQuestion | None]


def _by_hash(changeset: Changeset, held_out: Iterable[Observation]) -> Iterator[_Make]:
    """What makes each question: only those that are asked are worded."""
    makers: list[tuple[str, _Make]] = []
    for entry in changeset.ledger:
        source = f"{entry.claim.path}:{entry.claim.first_line}"
        kind = _kind(entry)
        if kind is ExamKind.CURRENT:
            makers.append(
                (
                    _hash(kind, entry.claim.text, source),
                    partial(_current, entry, source, changeset.replaced.get(entry.claim)),
                )
            )
        elif kind is not None:
            makers.append((_hash(kind, entry.claim.text, source), partial(_claimed, kind, entry, source)))
    for seen in (each for each in held_out if not each.news):
        key = _hash(ExamKind.HELD_OUT, seen.text, seen.sessions[0])
        makers.append((key, partial(_asking, ExamKind.HELD_OUT, seen.text, seen.sessions[0])))
    yield from (make for _, make in sorted(makers, key=itemgetter(0)))


def _hash(kind: ExamKind, text: str, source: str) -> str:
    return hashlib.sha256(f"{kind}\0{text}\0{source}".encode("utf-8", "surrogatepass")).hexdigest()


def _kind(entry: LedgerEntry) -> ExamKind | None:
    """What is asked of a row of the ledger; None where nothing is."""
    if entry.fate is Fate.SUPERSEDED_BY:
        return ExamKind.CURRENT if entry.to else ExamKind.CLAIM
    if entry.fate is None:
        return None if entry.generated else ExamKind.OBSERVED
    return ExamKind.CLAIM if entry.fate in _STANDS else None


def _claimed(kind: ExamKind, entry: LedgerEntry, source: str) -> ExamQuestion | None:
    """Of what was merged only what the line has that stays: where two wordings say one thing, a word of one is no answer."""
    asked = _asking(kind, entry.claim.text, source)
    if asked is None or entry.fate is not Fate.MERGED_INTO or not entry.to:
        return asked
    return asked if any(holds(asked.value, place.text) for place in entry.to) else None


def _asking(kind: ExamKind, text: str, source: str) -> ExamQuestion | None:
    parts = split(text)
    return None if parts is None else ExamQuestion(kind=kind, question=parts.question, value=parts.value, source=source)


def _current(entry: LedgerEntry, source: str, replaced: tuple[str, str] | None) -> ExamQuestion | None:
    """Does the value that holds now come before the one that was replaced? A statement of a change is no way to ask for either."""
    old, new = entry.claim.text[:_LONGEST], entry.to[0].text[:_LONGEST]
    if told_change(old) is not None:
        return None
    found = replacement(old, new) if replaced is None else None
    values = replaced if found is None else (found.old, found.new)
    if values is None or normalise(values[0]) == normalise(values[1]):
        return None
    question = without(old, values)
    if not read(question).strong:
        return None
    return ExamQuestion(
        kind=ExamKind.CURRENT,
        question=question,
        value=values[1].strip('`"'),
        instead=values[0].strip('`"'),
        source=source,
    )


@lru_cache(maxsize=_REMEMBERED)
def split(text: str) -> Parts | None:
    """A statement's question and value; None where nothing is left to ask with, or nothing to ask for."""
    text = " ".join(text[:_LONGEST].split())
    value = _value(text)
    if value is None:
        return None
    question = without(text, (value,))
    return Parts(question, value) if read(question).strong else None


def _value(text: str) -> str | None:
    reading = read(text)
    terms = list(zip(reading.order, reading.kinds, strict=True))
    behind = [term for term, kind in terms[len(terms) // 2 :] if kind != "word"]
    figures = [term for term, kind in terms if kind in _FIGURES]
    for found in ([term for term in behind if any(map(str.isdigit, term))], behind, figures):
        if found:
            return found[-1]
    stems = reading.terms - LINK_STEMS
    if len(stems) < _PLAIN_TERMS:
        return None
    words = [word for word in _WORD.findall(text) if plain(word.casefold()) in stems]
    return max(reversed(words), key=len, default=None)


def without(text: str, values: Sequence[str]) -> str:
    """The words of a statement that are not these values, each as it stands."""
    pattern = "|".join(_pattern(value) for value in values if value)
    return " ".join(re.sub(pattern, " ", text, flags=re.IGNORECASE).split())


def _pattern(value: str) -> str:
    """The value as a whole with the marks around it; a number's unit may stand apart from it."""
    spaced = re.sub(r"(?<=\d)(?=[a-z%])", r"\\s?", re.escape(value))
    return rf"[`\"“]?(?<![\w.]){spaced}(?!\w)[`\"”]?"


def holds(value: str, passage: str) -> bool:
    """Whether a passage holds the value, in any case, with its unit apart or not, a word in any of its forms."""
    folded, wanted = _folded(passage), normalise(value)
    if wanted in folded and re.search(rf"(?<![\w.]){re.escape(wanted)}(?!\w)", folded) is not None:
        return True
    stem = plain(wanted)
    return wanted.isalpha() and stem in folded and stem in read(passage).terms


@lru_cache(maxsize=_REMEMBERED)
def _folded(passage: str) -> str:
    folded = normalise(passage)
    return folded + "\n" + _SPACE_BEFORE_UNIT.sub("", folded)


def rank(question: ExamQuestion, passages: Sequence[str]) -> int | None:
    """At which place (from 1) the question is answered; None where it is not, or where the old value comes first."""
    for place, passage in enumerate(passages, 1):
        if holds(question.value, passage):
            return place
        if question.instead and holds(question.instead, passage):
            return None
    return None
