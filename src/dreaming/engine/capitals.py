"""A new line begins as a sentence does, where it does not begin with a name: "our port is 8080" was said after "by the way"."""

import re

# Only words that are never written small for a reason, as `npm`, `main` and iOS are.
_BEGINNINGS = frozenset(
    (
        "a after all always an any as at because before both by do each every everybody everyone for from he her his i if in it its keep "
        "let my never no nobody nothing of on once only our please run she since some that the their there these they this those to use "
        "we when whenever while with within without you your"
    ).split()
)
_FIRST = re.compile(r"([a-z]+)(?=['’ ,])")


def capitalised(text: str, before: str = "") -> str:
    """The text with a capital where its first word is an ordinary one; as it is in the place of a line that has none either."""
    found = _FIRST.match(text)
    if (
        found is None
        or before[:1].islower()
        or (found[1] not in _BEGINNINGS and not text.startswith(("don't ", "don’t ")))
    ):
        return text
    return text[0].upper() + text[1:]
