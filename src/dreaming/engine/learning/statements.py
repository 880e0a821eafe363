"""Statements as forms are looked for in them: words in order, and the gaps that may be put there."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache

from dreaming.domain.claims import Claim, ClaimKind
from dreaming.domain.contexts import qualifiers
from dreaming.domain.kinship import Item
from dreaming.domain.language import Word, without_end, words
from dreaming.domain.transient import transient
from dreaming.domain.vocabulary import LINK_STEMS, STOP_WORDS, plain, stem

MOST_WORDS = 24  # of a statement that takes part
LEAST_WORDS = 3
GAP_WORDS = 4  # of what fills a gap
MASKED_WORDS = 5  # of what fills both
GAP = "\0"

Key = tuple[str, ...]

_PARTS = re.compile(r"[:;,(=?!]")


@dataclass(frozen=True, slots=True)
class Gap:
    """Words `first` up to `end` of a statement."""

    first: int
    end: int

    def __contains__(self, index: int) -> bool:
        return self.first <= index < self.end


@lru_cache(maxsize=MOST_WORDS * GAP_WORDS)
def _gap(first: int, end: int) -> Gap:
    return Gap(first, end)


@dataclass
class Statement:
    """One wording, whoever said it how often. `words` begin with what its heading adds; `texts` are what is compared.

    `bound` are the words that make one name with the word before them.
    """

    words: tuple[Word, ...]
    texts: Key
    items: list[Item] = field(default_factory=list[Item])
    bound: frozenset[int] = frozenset()

    @property
    def text(self) -> str:
        """As one of those who said it wrote it."""
        return self.items[0].said

    def times(self) -> Iterator[datetime]:
        """When it was said, as far as is known."""
        for item in self.items:
            yield item.provenance.asserted_at
            for quote in item.provenance.evidence:
                yield quote.at

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """Where a thing or a value may stand: some words that neither begin nor end with one that says nothing.

        A sign that parts a sentence parts what fills a gap too: `Contact at Maple Hall: Mrs. Orr`.
        """
        fills = [word.kind != "word" or word.text not in STOP_WORDS for word in self.words]
        parted = [at for at in range(1, len(fills)) if self.is_parted(at)]
        found: list[Gap] = []
        for first in (at for at in range(len(fills)) if fills[at] and at not in self.bound):
            last = min((first + GAP_WORDS, len(fills), *(at for at in parted if at > first)))
            ends = (end for end in range(first + 1, last + 1) if fills[end - 1] and end not in self.bound)
            found += [_gap(first, end) for end in ends if not self._says_more(first, end)]
        return tuple(found)

    def _says_more(self, first: int, end: int) -> bool:
        """Whether words are more than a thing or a value: they tie one to another, `heron is 80 minutes`."""
        if end - first < _LEAST_TIED:
            return False
        inside = self.words[first:end]
        typed = sum(word.kind in _TYPED for word in inside)
        is_tied = any(
            word.kind == "word" and (word.text in _TIES or plain(word.text) in LINK_STEMS) for word in inside[1:-1]
        )
        return is_tied or 1 < typed < len(inside)

    def is_parted(self, at: int) -> bool:
        """Whether a sign stands between a word and the one before it."""
        before, after = self.words[at - 1].place, self.words[at].place
        between = " " if before is None or after is None else self.text[before[1] : after[0]]
        return between != " " and _PARTS.search(between) is not None

    def filling(self, gap: Gap) -> str:
        """The words in a gap."""
        return " ".join(self.texts[gap.first : gap.end])

    def masked(self, a: Gap, b: Gap) -> Key:
        """The words around two gaps, which are marked."""
        return (*self.texts[: a.first], GAP, *self.texts[a.end : b.first], GAP, *self.texts[b.end :])

    def place(self, gap: Gap) -> tuple[int, int] | None:
        """Where the words in a gap stand in the text; None for what its heading adds."""
        first, last = self.words[gap.first].place, self.words[gap.end - 1].place
        return (first[0], last[1]) if first is not None and last is not None else None

    def written(self, gap: Gap, text: str) -> str:
        """The words in a gap as `text`, one of its wordings, writes them; "" for what its heading adds."""
        said = tuple(_parted(text))
        first = gap.first - (len(self.words) - len(said))  # what its heading adds stands before
        if first < 0:
            return ""
        begin, end = said[first].place, said[gap.end - gap.first + first - 1].place
        return without_end(text[begin[0] : end[1]]) if begin is not None and end is not None else ""

    def is_counted(self, index: int) -> bool:
        """Whether a word stands behind a figure without a unit."""
        is_word = self.words[index].kind == "word" and self.texts[index] not in STOP_WORDS
        return index > 0 and is_word and _BARE.fullmatch(self.texts[index - 1]) is not None

    def counts(self, index: int) -> bool:
        """Whether nothing that stands behind a word says more of it."""
        behind = index + 1
        return behind == len(self.words) or self.texts[behind] in STOP_WORDS or self.is_parted(behind)

    def goes_on(self, index: int) -> bool:
        """Whether a word reads as the next one of a name: a capital or a figure behind a word with a capital."""
        before, here = self.words[index - 1].place, self.words[index].place
        if before is None or here is None or self.words[index - 1].kind != "word":
            return False
        return self.text[before[0]].isupper() and (self.text[here[0]].isupper() or self.text[here[0]].isdigit())

    def names(self, index: int) -> bool:
        """Whether a word is written as a name: an identifier, or with a capital though it does not begin the text."""
        word = self.words[index]
        if word.kind != "word":
            return word.kind in {"identifier", "code", "url", "email", "path", "model"}
        return word.place is not None and word.place[0] > 0 and self.text[word.place[0]].isupper()

    def are_apart(self, a: Gap, b: Gap) -> bool:
        """Whether a word or a sign stands between two gaps: a first name and a last name are one thing."""
        if a.end < b.first:
            return True
        before, after = self.words[a.end - 1].place, self.words[b.first].place
        if before is None or after is None:
            return True  # what the heading adds stands apart
        return bool(self.text[before[1] : after[0]].strip())


def statements(items: Iterable[Item]) -> list[Statement]:
    """The different wordings among the items, short ones that stand alone, in a fixed order."""
    found: dict[Key, Statement] = {}
    for item in items:
        if (isinstance(item, Claim) and item.kind in {ClaimKind.CODE, ClaimKind.PARAGRAPH}) or transient(item.text):
            continue
        said = (*(Word(term, "word", None) for term in sorted(qualifiers(item))), *_parted(item.said))
        if LEAST_WORDS <= len(said) <= MOST_WORDS:
            texts = tuple(map(_as_one, said))
            found.setdefault(texts, Statement(said, texts)).items.append(item)
    different = [found[key] for key in sorted(found)]
    _bind(different)
    return different


def _bind(different: Iterable[Statement]) -> None:
    """Keep together what is one name or one value: `Room Amber`, `14 days net`.

    A word belongs to the one before it if it always stands behind that same word and goes on with a capital or a figure (but
    not where other figures stand behind that word only at times, `Python 3.12`), or behind a figure and ends what is said.
    """
    said = list(different)
    before: dict[str, Counter[str]] = defaultdict(Counter)
    counted: dict[str, Counter[bool]] = defaultdict(Counter)
    for each in said:
        for at, text in enumerate(each.texts):
            before[text][each.texts[at - 1] if at and not each.is_parted(at) else ""] += 1
            if each.is_counted(at):
                counted[text][each.counts(at)] += 1
    parted = {word for text, known in before.items() if text[0].isdigit() and len(known) > 1 for word in known}
    same = {
        text
        for text, known in before.items()
        if len(known) == 1
        and known.total() > 1
        and "" not in known
        and not (text[0].isdigit() and parted & known.keys())
    }
    units = {text for text, known in counted.items() if known.total() > 1 and known[True] >= _MOSTLY * known.total()}
    units -= _spared(said)
    for each in said:
        each.bound = frozenset(
            at
            for at, text in enumerate(each.texts)
            if (text in units and each.is_counted(at)) or (text in same and each.goes_on(at))
        )


def _spared(statements: Iterable[Statement]) -> set[str]:
    """Words behind figures that are no unit of them: the same word and figure are said without it, `net 30` and `net 30 terms`."""
    behind: dict[Key, set[str]] = defaultdict(set)
    for each in statements:
        for at in range(1, len(each.texts)):
            if (
                _BARE.fullmatch(each.texts[at]) is not None
                and each.texts[at - 1] not in STOP_WORDS
                and not each.is_parted(at)
            ):
                is_counted = not each.counts(at) and each.is_counted(at + 1)
                behind[each.texts[at - 1 : at + 1]].add(each.texts[at + 1] if is_counted else "")
    return {word for words in behind.values() if "" in words for word in words if word}


def folded(text: str) -> str:
    """A thing or a value as what fills a gap is compared."""
    return " ".join(map(_as_one, _parted(text)))


def _parted(text: str) -> Iterator[Word]:
    """The words of a text without articles; the `s` that says whose something is stands for itself, whatever it follows."""
    for word in words(text):
        if word.kind == "word" and word.text in _ARTICLES:
            continue
        if word.kind == "word" and word.place is not None and text[slice(*word.place)].endswith(_WHOSE):
            first, end = word.place
            yield Word(word.text, word.kind, (first, end - 2))
            yield Word("s", "word", (end - 1, end))
        else:
            yield word


_BARE = re.compile(r"\d[\d.,]*")
_LEAST_TIED = 3  # words
_MOSTLY = 0.8  # of its occurrences make a word a unit
_TIES = frozenset(
    "is are was were be been has have had will would can could should must may does do while when if that which who".split()
)
_TYPED = frozenset("number version model date time identifier code url email quoted".split())
_ARTICLES = frozenset({"a", "an", "the"})
_WHOSE = ("'s", "’s")


def _as_one(word: Word) -> str:
    """A word as it is compared: one thing and several of it are told in one wording, `one approval`, `two approvals`."""
    return stem(word.text) if word.kind == "word" and word.text not in STOP_WORDS else word.text
