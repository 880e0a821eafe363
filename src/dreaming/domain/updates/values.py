"""One value in the place of another: two statements that say the same but for what stands in one place.

`Tests live in `spec/`` and `Tests live in `test/` from now on`: exact values of one kind, and the words around them are equal.
Plain words in the place of plain words may be a second thing that holds as well, so that is only asked.
"""

import re
from collections.abc import Iterator, Sequence

from dreaming.domain.language import Word, is_negated
from dreaming.domain.reach import SCOPES
from dreaming.domain.single import holds_several
from dreaming.domain.updates.marks import Part, parts
from dreaming.domain.updates.model import Update
from dreaming.domain.vocabulary import LINK_STEMS, STOP_WORDS, plain

_PLACES = frozenset("in at on to via into onto under through until till by from within be call nam".split())
_NAMED = frozenset({"call", "nam"})
_DAYS = frozenset(f"{day}day{s}" for day in "mon tues wednes thurs fri satur sun".split() for s in ("", "s"))
_ENDING = 2  # words by which statements meet that differ in who it is
_MOST = 5  # words that stand in one place
_UNIT = re.compile(r"[\d.,:\s]+")
_WORDY = frozenset({"word", "name"})


def other(earlier: str, later: str) -> Update | None:
    """The later statement puts another value in the one place in which the two differ."""
    if holds_several(earlier) or holds_several(later):
        return None
    news = [new for new in parts(later) if new.is_marked and not (new.is_over or new.is_open or new.has_more)]
    whole = parts(earlier)
    for old in (*whole, *_pieces(earlier)) if news else ():
        for new in () if old.is_open or old.has_more else news:
            found = _aligned(old, new, is_all=whole == (old,))
            if found is not None:
                return found
    return None


def _pieces(text: str) -> Iterator[Part]:
    """What a statement says between its commas."""
    if ", " in text:
        for piece in text.split(", "):
            yield from parts(piece)


def ended(earlier: str, later: str) -> Update | None:
    """The later statement denies that what the earlier one says still holds, in the same words."""
    for old in parts(earlier):
        for new in parts(later):
            if old.is_open or _negated(old) or not _is_ended(new):
                continue
            was, left = _plain(old), _plain(new)
            if was == left and len(was) > 1 and _content(old.words):
                return Update(earlier.strip().rstrip("."), "", is_sure=len(parts(earlier)) == 1)
    return None


_ENDED = re.compile(r"\bno longer\b", re.IGNORECASE)
_DENYING = frozenset("no not longer don't doesn't isn't aren't do does".split())


def _is_ended(part: Part) -> bool:
    return _ENDED.search(part.text) is not None or (part.is_over and _negated(part))


def _plain(part: Part) -> tuple[str, ...]:
    """The words that are left without those that deny."""
    return tuple(word.text for word in part.words if word.text not in _DENYING and plain(word.text) not in _DENYING)


def _aligned(old: Part, new: Part, *, is_all: bool) -> Update | None:
    first = _common(old.words, new.words)
    last = _common(old.words[first:][::-1], new.words[first:][::-1])
    before, left, right = (
        old.words[:first],
        old.words[first : len(old.words) - last],
        new.words[first : len(new.words) - last],
    )
    after = old.words[len(old.words) - last :]
    if not (0 < len(left) <= _MOST and 0 < len(right) <= _MOST) or _negated(old) != _negated(new):
        return None
    if not _content((*before, *after)) or _scoped(left) or _scoped(right):
        return None
    weight = _weight(before, left, right, old, new)
    if weight is None:
        return None
    return Update(_written(left, old.text), _written(right, new.text), weight and is_all)


def _weight(before: Sequence[Word], left: Sequence[Word], right: Sequence[Word], old: Part, new: Part) -> bool | None:
    """True where the new value surely takes the place of the old one, False where it may, None where both hold."""
    if not before:
        return False if _is_somebody(left, old.text) and _is_somebody(right, new.text) and _is_duty(old) else None
    kind, at = _kind(left), before[-1].text
    if kind != _kind(right) or at == "by":
        return None
    if kind != "word":
        governs = at if at in _PLACES or at == "for" or len(before) < 2 else before[-2].text
        is_place = governs in _PLACES or (governs == "for" and kind.startswith("number") and kind != "number")
        return True if is_place and _content(before) else None
    if at == "be" and not (_is_thing(left, old.text) and _is_thing(right, new.text)):
        return None
    return at in _NAMED if at in _PLACES else None


def _common(a: Sequence[Word], b: Sequence[Word]) -> int:
    found = 0
    for one, other_word in zip(a, b, strict=False):
        if one.text != other_word.text:
            break
        found += 1
    return found


def _content(said: Sequence[Word]) -> bool:
    """Whether the words say what it is about."""
    return any(word.kind != "word" or (word.text not in STOP_WORDS and word.text not in LINK_STEMS) for word in said)


def _scoped(span: Sequence[Word]) -> bool:
    return any(word.text in SCOPES for word in span)


def _negated(part: Part) -> bool:
    return is_negated(part.text)


def _kind(span: Sequence[Word]) -> str:
    """The kind of what stands in the place: a weekday, a number with its unit, a path, a date; "word" for words."""
    kinds = [word.kind for word in span if word.kind != "word"]
    if not kinds:
        days = [word.text.endswith("day") for word in span if f"{word.text}s" in _DAYS or word.text in _DAYS]
        return "weekday" if len(days) == len(span) else "word"
    if len(kinds) < len(span):
        return "word"
    unit = _UNIT.sub("", span[0].text) if kinds[0] == "number" else ""
    return (
        " ".join(
            ("version" if kind == "number" and "." in word.text and not unit else kind)
            for kind, word in zip(kinds, span, strict=True)
        )
        + unit
    )


def _is_somebody(span: Sequence[Word], text: str) -> bool:
    """Whether the words are a person's name, at the beginning."""
    written = _written(span, text)
    return re.fullmatch(r"(?:(?:Dr|Mr|Ms|Mrs|Prof)\.? )?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2}", written) is not None


# What people do, can, like or have beside others; a duty is done by one after the other.
_NO_DUTY = frozenset(
    "lik lov prefer hat know speak liv work eat drink hav want need us study learn enjoy be own go com play get mak".split()
) - {"play"}
_ARTICLED = re.compile(r"^(?:[\w.'’-]+ ){2,}?(?:the|our|my|this|on|for|in)\b|\b(?:the|our)\b")


def _is_duty(part: Part) -> bool:
    """Whether it tells what one does for a particular thing, which another may do in their place."""
    verb = next(
        (word.text for word in part.words[1:] if word.place is not None and part.text[word.place[0]].islower()), ""
    )
    return verb not in _NO_DUTY and _ARTICLED.search(part.text) is not None


def _is_thing(span: Sequence[Word], text: str) -> bool:
    """Whether the words name something, and do not only say how it is."""
    place = span[0].place
    before = text[: place[0]] if place else ""
    return re.search(r"\b(?:the|an?|our)\s+$", before, re.IGNORECASE) is not None or (
        place is not None and text[place[0]].isupper()
    )


def _written(span: Sequence[Word], text: str) -> str:
    first, last = span[0].place, span[-1].place
    return text[first[0] : last[1]].strip("`\"'“”") if first and last else " ".join(word.text for word in span)


def keys(text: str) -> tuple[str, ...]:
    """Keys under which statements meet that begin alike, up to where their value stands."""
    return tuple(dict.fromkeys(_keys(text)))


def _keys(text: str) -> Iterator[str]:
    for part in parts(text):
        end = next(
            (at for at, word in enumerate(part.words[:6]) if at and word.text in _PLACES and _content(part.words[:at])),
            None,
        )
        if end is not None:
            yield "says/" + " ".join(word.text for word in part.words[: end + 1])
        if len(part.words) > _ENDING and part.text[0].isupper():
            yield "ends/" + " ".join(word.text for word in part.words[-_ENDING:])
