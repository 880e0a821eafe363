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
_DOING = re.compile(r"(?!(?:string|spring|bring|thing|nothing|something|anything|everything)\b)[a-z]{3,}ing")
_FIRST = re.compile(r"[^\W\d_]+(?=['’ ,])")


def capitalised(text: str, before: str = "") -> str:
    """The text with a capital where its first word is an ordinary one.

    In the place of another line it takes after that: a line that begins small has one after it that does, and the same
    word is written as it was.
    """
    found, first = _FIRST.match(text), _FIRST.match(before)
    if found is None or before[:1].islower():
        return text
    if first is not None and first[0].casefold() == found[0].casefold():
        return first[0] + text[found.end() :]
    is_ordinary = found[0] in _BEGINNINGS or _DOING.fullmatch(found[0]) or text.startswith(("don't ", "don’t "))
    return text[0].upper() + text[1:] if is_ordinary else text


def lowered(text: str) -> str:
    """The inverse: the text as it goes on behind other words. A name, a word of code and "I" keep their capital."""
    found = _FIRST.match(text)
    is_ordinary = found is not None and found[0].casefold() in _BEGINNINGS - {"i"}
    return text[0].lower() + text[1:] if is_ordinary or text.startswith(("Don't ", "Don’t ")) else text
