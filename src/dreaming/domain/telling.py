"""What a statement tells of a change itself: "switched from A to B", "is now B (was A)", "A no longer applies"."""

import re
from collections.abc import Iterator
from functools import lru_cache

from dreaming.domain.language import normalise, without_end
from dreaming.domain.told_forms import CONTRAST, NO_TITLE, forms

_REMEMBERED = 65_536  # texts: each is compared with many others


@lru_cache(maxsize=_REMEMBERED)
def told_change(text: str) -> tuple[str, str] | None:
    """What changed from what to what, where the text tells it: (old, new)."""
    return next(filter(None, (_told(form, text) for form in _forms(text))), None)


def is_contrast(text: str) -> bool:
    """Whether a text tells a change only in that it sets something against something else, which may never have held."""
    return not any(_told(form, text) for form in _forms(text) if not form.pattern.startswith(CONTRAST))


def _forms(text: str) -> Iterator[re.Pattern[str]]:
    for part, kind in forms():
        if part.search(text) is not None:
            yield from kind


def _told(pattern: re.Pattern[str], text: str) -> tuple[str, str] | None:
    found = pattern.search(text)
    if found is None:
        return None
    old, new = (_AT.sub("", without_end(found[name].strip())) for name in ("old", "new"))
    return (old, new) if normalise(old) != normalise(new) and _is_value(old) and _is_value(new) else None


def _is_value(text: str) -> bool:
    """Whether what stands between the words of a form may be a value: no sentence ends in it, nor is it a word that points."""
    return bool(text) and text.casefold() not in _POINTING and _IN_NO_VALUE.search(text) is None


_AT = re.compile(r"^(?:on|in|at|with|to|by) (?=\S)", re.IGNORECASE)
_POINTING = frozenset("now then here there today it them you me us him her this that these those".split())
_IN_NO_VALUE = re.compile(
    rf"{NO_TITLE}(?<!\bst)[.!?] |[{{}}]|^by |\bto (?:focus|avoid|keep|make|save|get|see|hear)\b",
    re.IGNORECASE,
)


# What stands directly before or after a value that is over. Whole phrases, so that "set from 8080" is none of them; the
# weak ones say so only where it is known that two values of one thing are spoken of.
_BETWEEN = r"\b[\s:,(\"'`]*(?:(?:on|in|at|to|the|its|it|an?|as) )*[\"'`]?$"
_USED = r"\bused to be[\s\"'`]*$"  # `used to be the port of …` speaks of what stood before it, `used to be the 10th` does not
_USED_FIGURE = re.compile(r"\bused to be the[\s\"'`]*$", re.IGNORECASE)
_STRONG_BEFORE = (
    r"off|instead of|rather than|in place of|no longer(?: \w+){0,2}|formerly|previously|used to (?:have|use|run|live|work)|"
    r"replac(?:e[sd]?|ing)|swap(?:s|ped|ping)?|drop(?:s|ped|ping)?|ditch(?:ed|es|ing)?|retir(?:es?|ed|ing)|abandon(?:s|ed|ing)?|away from"
)
_OVER_BEFORE = re.compile(
    rf"(?:\b(?:{_STRONG_BEFORE}|from|was|were|not|left|leav(?:es?|ing)|out of|old)|[(]ex){_BETWEEN}|{_USED}",
    re.IGNORECASE,
)
_SURELY_BEFORE = re.compile(rf"\b(?:{_STRONG_BEFORE}){_BETWEEN}|{_USED}", re.IGNORECASE)
_STRONG_AFTER = (
    r"used to be (?:the|its|our|their|his|her|an?)\b|before that\b|"
    r"no longer(?: (?:applies|apply|holds?|valid|used|in use|needed|current|counts?|exists?|supported|true|the|its|our|an?)\b|"
    r"\s*(?:[.,;)]|$))|is (?:gone|obsolete|retired|history)\b|"
    r"(?:was|were|is|has been|got) (?:replaced|retired|dropped|superseded|swapped)\b|gave way\b|→|->"
)
_OVER_AFTER = re.compile(
    rf"^[\"'`)\s,]*(?:{_STRONG_AFTER}|before\b[\s).,;]*$|previously\b|formerly\b|until (?:now|then|today|recently)|is (?:out|over)\b)",
    re.IGNORECASE,
)
_SURELY_AFTER = re.compile(rf"^[\"'`)\s,]*(?:{_STRONG_AFTER})", re.IGNORECASE)


def is_told_over(text: str, place: tuple[int, int], *, surely: bool = False) -> bool:
    """Whether the text says of the value that stands at `place` that it holds no more.

    `surely` takes only words that say so whatever else is said.
    """
    return is_over_before(text, place[0], surely=surely) or is_over_after(text, place[1], surely=surely)


def is_over_before(text: str, begin: int, *, surely: bool = False) -> bool:
    """Whether what stands before it says that a value which begins there holds no more; see `is_told_over`."""
    before = text[max(0, begin - 40) : begin]
    if text[begin : begin + 1].isdigit() and _USED_FIGURE.search(before) is not None:
        return True
    return (_SURELY_BEFORE if surely else _OVER_BEFORE).search(before) is not None


def is_over_after(text: str, end: int, *, surely: bool = False) -> bool:
    """Whether what stands behind it says that a value which ends there holds no more; see `is_told_over`."""
    after = text[end : end + 40]
    return (_SURELY_AFTER if surely else _OVER_AFTER).search(after) is not None
