"""What is to be forgotten, and how it is taken out of a text.

A text is found as it is, whatever its case, in composed and decomposed characters alike, and with any white space where
it has some: it is no pattern. In its place stands `GAP`, once for each line that it stood on, so that line numbers stay.
Words of it that nothing else says go too from what was derived: an excerpt may hold a part of a text.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from dreaming.domain.errors import InvalidInput

GAP = "[forgotten]"
FEWEST_CHARACTERS, MOST_CHARACTERS = 4, 20_000
_SHORTEST_WORD = 4
_FEW_WORDS = 100

_TELLING, _TELLING_CUT = 4, 6  # words by which a statement is known inside another text, whole and cut
_MOST_COMPARED = 400  # words of a statement
_MARKS = ".,;:!?…\"'`*_()"

_WORD = re.compile(r"\w+")
_TOKEN = re.compile(r"\S+")
_GAPS = re.compile(rf"{re.escape(GAP)}(?:[ \t,]*{re.escape(GAP)})+")
_BULLET = re.compile(r"\s*(?:(?:[-*+•]|\d{1,9}[.)])\s+)?")
_CUT_END = re.compile(rf"\w+(?=…)|\w{{8,}}\Z|(?<={re.escape(GAP)} )\w+\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A text, or a session by its id: one of the two.

    `keep_lines`: lines of memories that rest on the session alone stay, and rest on nothing then.
    """

    text: str | None = None
    session_id: str | None = None
    keep_lines: bool = False

    def __post_init__(self) -> None:
        if (self.text is None) == (self.session_id is None):
            raise InvalidInput("forget", "it is not said what", "Give a session or a text: one of the two.")
        if self.text is not None:
            _check(self.text)
        if self.keep_lines and self.session_id is None:
            raise InvalidInput("keep_lines", "goes with a session alone", "Leave it out: a text leaves gaps in lines.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Eraser:
    """Takes a text and what was derived from it out of strings.

    `words` are those that nothing but the forgotten says, folded; `statements` are whole lines and quotes, as `folded`
    gives them.
    """

    text: str | None = None
    words: frozenset[str] = frozenset()
    statements: frozenset[str] = frozenset()
    _pattern: re.Pattern[str] | None = field(init=False, default=None)
    _begins: re.Pattern[str] | None = field(init=False, default=None)
    _beginning: Mapping[tuple[str, ...], list[list[str]]] = field(
        init=False, compare=False, default_factory=dict[tuple[str, ...], list[list[str]]]
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "_pattern", None if self.text is None else _pattern_of(self.text))
        object.__setattr__(self, "_begins", beginnings(self.words))
        object.__setattr__(self, "_beginning", _by_beginning(self.statements))

    def may_hold(self, raw: str) -> bool:
        """Whether a text, as it is or spelt in JSON, may hold any of it: quick, and never wrongly no."""
        if "\\" in raw or self.statements or (self._pattern is not None and self._pattern.search(raw)):
            return True
        return self.words != frozenset() and (self._begins is None or self._begins.search(raw) is not None)

    def from_source(self, value: str) -> str:
        """`value` with a gap where the text stood."""
        return value if self._pattern is None else self._pattern.sub(_gap, value)

    def from_derived(self, value: str) -> str:
        """As `from_source`; also a whole statement is a gap, and each word that nothing else says."""
        if folded(value) in self.statements:
            return GAP
        taken = self.from_source(value)
        if self.words and (self._begins is None or self._begins.search(taken)):
            taken = _CUT_END.sub(self._without_start, _WORD.sub(self._without_word, taken))
        return _GAPS.sub(GAP, taken) if taken != value else value

    def from_made(self, value: str) -> str:
        """As `from_derived`, of what code put together of lines: a statement is a gap inside it too, and its beginning at its end.

        An index names a memory by the first words of its first line.
        """
        words = list(_TOKEN.finditer(value))
        kept: list[str] = []
        at = number = 0
        while number < len(words):
            end = self._said_until([each[0] for each in words[number:]]) if self._beginning else 0
            if end:
                kept.append(value[at : words[number].start()] + GAP)
                at = words[number + end - 1].end()
            number += end or 1
        return self.from_derived("".join([*kept, value[at:]]))

    def _said_until(self, words: list[str]) -> int:
        """How many of these words, from the first, say a statement, or the beginning of one and nothing else."""
        said = [_bare(word) for word in words[:_MOST_COMPARED]]
        for statement in self._beginning.get(tuple(said[:_TELLING]), ()):
            alike = next((n for n, pair in enumerate(zip(said, statement, strict=False)) if pair[0] != pair[1]), None)
            many = min(len(said), len(statement)) if alike is None else alike
            is_cut = many >= _TELLING_CUT and many >= len(words) - 1
            if many == len(statement) or is_cut:
                return len(words) if is_cut and many < len(statement) else many
        return 0

    def _without_word(self, found: re.Match[str]) -> str:
        return GAP if found[0].casefold() in self.words else found[0]

    def _without_start(self, found: re.Match[str]) -> str:
        """The last word of an excerpt may have been cut."""
        start = found[0].casefold()
        follows = found.string[: found.start()].endswith(f"{GAP} ")
        is_cut = (follows or len(start) >= _SHORTEST_WORD) and any(word.startswith(start) for word in self.words)
        return GAP if is_cut and start not in GAP else found[0]


def _by_beginning(statements: Collection[str]) -> Mapping[tuple[str, ...], list[list[str]]]:
    """The words of each statement that has enough, the longest first, by the first of them."""
    found: dict[tuple[str, ...], list[list[str]]] = defaultdict(list)
    for statement in sorted(statements, key=len, reverse=True):
        words = [_bare(word) for word in statement.split()][:_MOST_COMPARED]
        if len(words) >= _TELLING:
            found[tuple(words[:_TELLING])].append(words)
    return found


def _bare(word: str) -> str:
    return word.strip(_MARKS).casefold() or word


def beginnings(words: Collection[str]) -> re.Pattern[str] | None:
    """Finds each text that has one of the words, or the beginning of one; None where a pattern would find it no sooner."""
    if not words or len(words) > _FEW_WORDS or not all(map(str.isascii, words)):
        return None
    starts = sorted({word[:_SHORTEST_WORD] for word in words})
    return re.compile("|".join(map(re.escape, [*starts, GAP])), re.IGNORECASE)


def words_of(text: str) -> set[str]:
    """The words of a text by which it could be known again, folded."""
    return {word.casefold() for word in _WORD.findall(text) if len(word) >= _SHORTEST_WORD}


def folded(statement: str) -> str:
    """A statement as it is compared: without its bullet, in any case and spacing; '' for one of few characters."""
    text = " ".join(statement[_bullet(statement) :].split()).casefold()
    return text if len(text) >= FEWEST_CHARACTERS else ""


def gap_in_line(line: str) -> str:
    """What stands in the place of a line: its bullet, and a gap."""
    return line[: _bullet(line)] + GAP


def _bullet(line: str) -> int:
    found = _BULLET.match(line)
    return 0 if found is None else found.end()


def _check(text: str) -> None:
    bare = " ".join(text.split())
    if len(bare) < FEWEST_CHARACTERS:
        hint = "A shorter one stands in too much that has nothing to do with it."
        raise InvalidInput("text", f"has fewer than {FEWEST_CHARACTERS} characters", hint)
    if len(text) > MOST_CHARACTERS:
        raise InvalidInput(
            "text", f"has more than {MOST_CHARACTERS:,} characters", "Forget a part of it that tells it."
        )
    if bare.casefold() in GAP:
        raise InvalidInput(
            "text", f"is a part of the mark {GAP}, which stands for what is forgotten", "Give more of it."
        )


def _pattern_of(text: str) -> re.Pattern[str]:
    forms = {text, *(unicodedata.normalize(form, text) for form in ("NFC", "NFD"))}
    return re.compile("|".join(sorted(r"\s+".join(map(re.escape, form.split())) for form in forms)), re.IGNORECASE)


def _gap(found: re.Match[str]) -> str:
    return "\n".join([GAP] * (found[0].count("\n") + 1))
