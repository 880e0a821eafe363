"""What is to be done and what is not: `always squash commits` against `don't squash commits any more`.

Two orders are of one act where they have the same verb and the later one names nothing that the earlier one does not: what
names more is an exception from it, and what names something else is another act.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dreaming.domain.language import read
from dreaming.domain.reach import SCOPES
from dreaming.domain.updates.marks import Part, parts
from dreaming.domain.updates.model import Update
from dreaming.domain.vocabulary import STOP_WORDS

_F = re.IGNORECASE
_FREQUENT = r"(?:always |ever |still |please |generally |by default,? )*"
_NOT = re.compile(
    rf"(?:(?:you|we|i) )?(?:please )?(?:never|don['’]?t|do not|no longer|stop|quit|avoid|refrain from|must not|mustn['’]t|"
    rf"should(?: not|n['’]t)) {_FREQUENT}(?P<act>\S.*)",
    _F,
)
_NEED_NOT = re.compile(
    r"(?:(?:you|we|i) )?(?:do not|don['’]?t|no longer) (?:have|need) to (?P<act>\S.*)|"
    r"(?:(?:you|we|i) )?(?:needn['’]t|need not) (?P<bare>\S.*)|(?:there is |there['’]s )?no (?:more |longer a )?need to (?P<need>\S.*)",
    _F,
)
_MAY = re.compile(
    rf"(?:you|we|i)(?:['’]re| are)? (?:may|can|(?:are )?allowed to|free to|(?:are )?welcome to) {_FREQUENT}(?P<act>\S.*)|"
    r"feel free to (?P<free>\S.*)|it['’]?s (?:ok(?:ay)?|fine) to (?P<fine>\S.*)",
    _F,
)
_DO = re.compile(
    rf"(?:(?:(?:you|we) (?:should|must|have to|need to) |make sure (?:to|you) |remember to |be sure to |i want you to ){_FREQUENT}|"
    rf"(?:we |i |you )?(?:always|by default,?) )?(?P<act>\S.*)",
    _F,
)
_ORDERED = re.compile(
    r"(?:always|make sure|remember to|be sure|i want you|(?:you|we) (?:should|must|have to|need to|always))\b", _F
)
_NO_VERB = STOP_WORDS | frozenset("there no not every if when while after before".split())
_CONDITION = re.compile(r"\b(?:except|unless|only|if|when)\b", _F)
_GERUND = re.compile(r"(?<=\w)['’]ing\b")  # cc'ing
_LEAST = 2  # words of an act that names what it is done to


@dataclass(frozen=True, slots=True)
class Order:
    """`verb` and all `words` of an act, reduced, and whether it is `asked` for, or may be left or not be done."""

    asked: bool
    verb: str
    words: frozenset[str]
    is_said: bool  # a word says that it orders; else it may be any sentence
    part: Part
    allows: bool = False  # it forbids nothing and asks for nothing: it only lifts what did


@lru_cache(maxsize=16_384)
def orders(text: str) -> tuple[Order, ...]:
    """The orders that a statement gives."""
    return tuple(order for part in parts(text) for order in _order(part))


def _order(part: Part) -> Iterator[Order]:
    for pattern, asked, allows in (
        (_NEED_NOT, False, True),
        (_NOT, False, False),
        (_MAY, True, True),
        (_DO, True, False),
    ):
        found = pattern.fullmatch(part.text)
        act = next((each for each in found.groups() if each), "") if found else ""
        if act:
            yield from _made(part, act, asked=asked, allows=allows)
            return


def _made(part: Part, act: str, *, asked: bool, allows: bool) -> Iterator[Order]:
    if act.split(maxsplit=1)[0].casefold() in _NO_VERB:
        return
    reading = read("x " + _GERUND.sub("", act[:1].lower() + act[1:], count=1))
    if not reading.order[1:]:
        return
    is_said = not asked or allows or _ORDERED.match(part.text) is not None
    words = frozenset(term.casefold() for term in reading.order[1:])
    yield Order(asked, reading.order[1].casefold(), words, is_said, part, allows)


def opposed(earlier: str, later: str) -> Update | None:
    """The later order against the earlier one of the same act."""
    for old in orders(earlier):
        for new in orders(later):
            found = _against(old, new, earlier)
            if found is not None:
                return found
    return None


def _against(old: Order, new: Order, earlier: str) -> Update | None:
    if old.asked == new.asked or old.verb != new.verb or not new.words <= old.words or old.allows:
        return None
    if not (old.is_said or _is_imperative(old)) or not (new.is_said or _is_imperative(new)):
        return None
    if (new.allows and not new.part.is_marked) or new.part.is_guessed:
        return None
    extra = old.words - new.words
    is_whole = len(new.words) >= _LEAST or not extra
    is_kept = _CONDITION.search(old.part.text) is not None or _is_narrow(old, extra)
    is_sure = is_whole and not is_kept and (not extra or new.part.is_marked)
    return Update(earlier.strip().rstrip("."), "", is_sure, is_told=new.part.is_marked)


def _is_imperative(order: Order) -> bool:
    """Whether a sentence without a word that orders begins with its verb, as orders do: it has no other subject."""
    first = order.part.words[0] if order.part.words else None
    return first is not None and first.text == order.verb and first.kind == "word"


def _is_narrow(old: Order, extra: frozenset[str]) -> bool:
    """Whether what only the earlier order names is a place, a name or a value: it may hold there though not elsewhere."""
    reading = read(old.part.text)
    values = {value.text.casefold() for value in reading.values}
    return bool(extra & (reading.names | values | SCOPES.keys()))


def keys(text: str) -> Iterator[str]:
    """Keys under which orders of one act meet."""
    for order in orders(text):
        if order.is_said or _is_imperative(order):
            yield from (f"act/{order.verb}/{word}" for word in order.words)
