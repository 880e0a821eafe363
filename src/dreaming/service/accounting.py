"""Whether every value of the input stands where the ledger says: a second pair of eyes at promotion.

It shares no code with the engine that wrote the ledger, and believes nothing that the ledger says of the output: the
places are read in the output's texts as they stand. A value is a number, date, time, path, identifier or name, or that
a line denies something.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dreaming.domain.changes import Fate, LedgerEntry, Place
from dreaming.domain.histories import is_history
from dreaming.domain.provenance import lines_of

# What may go: somebody asked, it meant something for a moment only, or it was no memory; each has its own check.
_MAY_GO = frozenset({Fate.DROPPED_ASKED, Fate.DROPPED_TRANSIENT, Fate.QUARANTINED})
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_TOKEN = re.compile(rf"(?:[^\s`\"'“”‘’()\[\]{{}}<>|,;!?*]|{_THOUSANDS.pattern})+")
_HAS_SHAPE = re.compile(r"\d|[/\\_@~]|\w[-:.#=]\w|^--?[a-zA-Z]|[a-z][A-Z]|[A-Z]{2}")
_BEFORE, _BEHIND = ".:#=", ".:/#=~-"
_STEM = 3  # letters that a name keeps in every form, and that an ending has at most
_NO = frozenset("no not never none nothing nobody neither nor without cannot stop avoid except unless".split())
_DENIES = re.compile(r"\b(?:\w+n['’]t|no longer|instead of|rather than)\b", re.IGNORECASE)
_NAME = re.compile(r"(?<![.!?:•>*\-|#\]]\s)(?<=[\w,)'’\"`]\s)([A-Z][\w'’]+)")
_UNIT = re.compile(r"(?<=\d)\s+(?=[a-zµ%])")
_SPELLINGS = {"-": "‐‑‒–—", "'": "‘’", '"': "“”„"}
_FOLD = str.maketrans({other: plain for plain, others in _SPELLINGS.items() for other in others})


@dataclass(frozen=True, slots=True, kw_only=True)
class Vanished:
    """A line of the input, and what it said that stands nowhere in the output where the ledger leads."""

    path: str
    line: int
    values: tuple[str, ...]

    @property
    def text(self) -> str:
        """`/a.md:3 (8080, not)`."""
        return f"{self.path}:{self.line} ({', '.join(self.values[:3])})"


def vanished(entries: Sequence[LedgerEntry], output: Mapping[str, str]) -> Iterator[Vanished]:
    """The lines of the input whose values went without account.

    Args:
        entries: the fates of input claims.
        output: the texts of the output, by path.
    """
    lines = {path: lines_of(content) for path, content in output.items()}
    history = _folded("\n".join(content for path, content in sorted(output.items()) if is_history(path)))
    for entry in entries:
        if entry.fate is None or entry.fate in _MAY_GO:
            continue
        read = "\n".join(_read(lines, place) for place in entry.to)
        if " ".join(entry.claim.text.split()) in " ".join(read.split()):
            continue  # all of it stands there
        there = _folded(read)
        missing = [value for value in values(entry.claim.text) if not _stands(value, there, history)]
        if _denies(entry.claim.text) and not (_denies(there) or _denies(history)):
            missing.append("not")
        if missing:
            yield Vanished(path=entry.claim.path, line=entry.claim.first_line, values=tuple(missing))


def values(text: str) -> tuple[str, ...]:
    """The numbers, dates, paths, identifiers and names of a line, folded, each once."""
    plain = unicodedata.normalize("NFKC", text).translate(_FOLD)
    tokens = [token.lstrip(_BEFORE) for token in _TOKEN.findall(plain)]
    shaped = [token.rstrip(_BEHIND) for token in tokens if _HAS_SHAPE.search(token)]
    names = [found[1].removesuffix("'s") for found in _NAME.finditer(plain)]
    return tuple(dict.fromkeys(value.casefold() for value in (*shaped, *names) if any(map(str.isalnum, value))))


def _stands(value: str, there: str, history: str) -> bool:
    """In one of the two; a name in another form of the word, thousands with their comma or without or as two numbers.

    In a line of history it may stand in pieces: that tells a part of a longer value apart from the rest, as in
    `http://x:…/y, until 2026-03-04: 8080`.
    """
    if "," in value:
        whole, *parts = _THOUSANDS.sub("", value), *value.split(",")
        return _stands(whole, there, history) or all(_stands(part, there, history) for part in parts)
    begin = value[: max(_STEM, len(value) - _STEM)] if value.isalpha() else value
    if begin not in there and begin not in history:
        return _stands_in_pieces(value, history)
    end = r"(?!\d|[.,:]\d)" if begin[-1].isdigit() else ""  # its unit may follow
    pattern = re.compile(rf"(?<!\w){re.escape(begin)}{end}")
    return bool(pattern.search(there) or pattern.search(history)) or _stands_in_pieces(value, history)


def _stands_in_pieces(value: str, history: str) -> bool:
    pieces = re.findall(r"\w+", value)
    return len(pieces) > 1 and any(all(piece in line for piece in pieces) for line in history.split("\n"))


def _folded(text: str) -> str:
    """As `values` folds: with numbers as they stand, joined to their units, and without the commas of thousands."""
    plain = unicodedata.normalize("NFKC", text).translate(_FOLD).casefold()
    return "\n".join((plain, _UNIT.sub("", plain), _THOUSANDS.sub("", plain)))


def _denies(text: str) -> bool:
    return _DENIES.search(text) is not None or not _NO.isdisjoint(_words(text))


def _words(text: str) -> Collection[str]:
    return re.findall(r"[^\W\d_]+", text.casefold())


def _read(lines: Mapping[str, Sequence[str]], place: Place) -> str:
    return "\n".join(lines.get(place.path, ())[place.first_line - 1 : place.last_line])
