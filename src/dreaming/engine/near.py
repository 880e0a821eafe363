"""Statements that are alike but for a slip of the pen: `runs the nightly migraton` and `runs the nightly migration`.

Values, names, negation, scope and time must agree as for every merge; then the words that differ must be spelled nearly
alike, and one of them must be a word that nothing else in the store says. Prose, in which one word turns the meaning,
must be alike as a whole as well.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from dreaming.domain.kinship import Item
from dreaming.domain.language import Reading, read, same_values

LETTERS = 6  # of a word that may be misspelled
WORD = 0.86  # how alike a word and its slip are, from 0 to 1
PROSE = 9  # terms from which a statement is prose
ALIKE = {False: 0.9, True: 0.97}  # how alike two statements are, by whether they are prose
MOST_SLIPS = 2


def near(items: Sequence[Item], pairs: Iterable[tuple[int, int]]) -> dict[str, dict[str, float]]:
    """Which of the pairs of item numbers say the same but for a slip: by the id of each the other's, and how alike they are."""
    readings = [read(item.text) for item in items]
    common = Counter(term for reading in {each.normal: each for each in readings}.values() for term in reading.terms)
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for a, b in pairs:
        if _differ_in_slips(readings[a], readings[b], common):
            alike = fuzz.token_sort_ratio(readings[a].normal, readings[b].normal) / 100
            is_prose = max(len(readings[a].strong), len(readings[b].strong)) >= PROSE
            if alike >= ALIKE[is_prose]:
                for one, other in ((items[a].id, items[b].id), (items[b].id, items[a].id)):
                    found[one][other] = round(alike, 3)
    return dict(found)


def _differ_in_slips(a: Reading, b: Reading, common: Counter[str]) -> bool:
    only_a, only_b = a.terms - b.terms, b.terms - a.terms
    if not 0 < len(only_a) == len(only_b) <= MOST_SLIPS or not same_values(a, b):
        return False
    return all(
        min(len(one), len(other)) >= LETTERS
        and one[0] == other[0]
        and min(common[one], common[other]) == 1
        and fuzz.ratio(one, other) >= WORD * 100
        for one, other in zip(sorted(only_a), sorted(only_b), strict=True)
    )
