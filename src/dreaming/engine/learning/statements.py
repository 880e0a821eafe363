"""Statements as forms are looked for in them: words in order, and the gaps that may be put there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from dreaming.domain.claims import Claim, ClaimKind
from dreaming.domain.contexts import qualifiers
from dreaming.domain.kinship import Item
from dreaming.domain.language import STOP_WORDS, Word, words
from dreaming.domain.transient import transient

MOST_WORDS = 14  # of a statement that takes part
LEAST_WORDS = 3
GAP_WORDS = 4  # of what fills a gap
MASKED_WORDS = 5  # of what fills both
GAP = "\0"

Key = tuple[str, ...]


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


@dataclass(slots=True)
class Statement:
    """One wording, whoever said it how often. `words` begin with what its heading adds."""

    words: tuple[Word, ...]
    texts: Key
    items: list[Item] = field(default_factory=list[Item])

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

    def gaps(self) -> list[Gap]:
        """Where a thing or a value may stand: some words that neither begin nor end with one that says nothing."""
        fills = [word.kind != "word" or word.text not in STOP_WORDS for word in self.words]
        return [
            _gap(first, end)
            for first in range(len(fills))
            if fills[first]
            for end in range(first + 1, min(first + GAP_WORDS, len(fills)) + 1)
            if fills[end - 1]
        ]

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
        place = self.place(gap)
        return "" if place is None else text[place[0] : place[1]]

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
        said = (*(Word(term, "word", None) for term in sorted(qualifiers(item))), *words(item.said))
        if LEAST_WORDS <= len(said) <= MOST_WORDS:
            texts = tuple(word.text for word in said)
            found.setdefault(texts, Statement(said, texts)).items.append(item)
    return [found[key] for key in sorted(found)]
