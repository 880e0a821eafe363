"""Whether two statements speak of different things, however alike they are: each names what the other does not."""

import re
from dataclasses import replace

from dreaming.domain.calendars import MONTHS, WEEKDAY
from dreaming.domain.language import Reading, normalise, read
from dreaming.domain.single import SINGLE
from dreaming.domain.slots import CHANGE_WORDS
from dreaming.domain.telling import told_change
from dreaming.domain.updates.model import Update
from dreaming.domain.vocabulary import plain


def weigh(earlier: str, later: str, found: Update) -> Update | None:
    """What a reader found, as far as both speak of one thing: None for `Ida works in Oslo` and `Omar works in Bergen now`.

    So too where the later statement says what the value was before, and the earlier one has another value. Where each has
    plain words of its own, they may speak of two: it is not sure.
    """
    before = read(earlier)
    told = later if found.new else _ending(later, before)
    after = read(told)
    change = told_change(later)
    if change is not None and not _stands(change[0], earlier, before):
        return None
    old = found.old if found.new else ""  # of what ended the whole note is over, with all that it names
    said = _known(read(f"x {old} {found.new} {' '.join(change or ())}")) | SINGLE | CHANGE_WORDS
    mine, theirs = _things(before) - said - _known(after), _things(after) - said - _known(before)
    if mine and (theirs or change is not None):  # who tells a change names what changed
        return None
    deed = read(_REASON.sub("", told))  # why it changed is no other thing
    of_mine, of_theirs = before.strong - _known(after) - said, deed.strong - _known(before) - said
    is_apart = bool(of_mine) and bool(theirs if change is None else of_theirs)
    return replace(found, is_sure=False) if is_apart else found


_REASON = re.compile(r"\s(?:because|due to|owing to|thanks to|on account of)\b.*", re.IGNORECASE)


def _ending(later: str, before: Reading) -> str:
    """The part of a statement that names what ended: what came in its stead may have any name."""
    named = (part for part in re.split(r"[,;]\s", later) if read(f"x {part}").terms & _known(before))
    return next(named, later)


def _stands(value: str, text: str, of: Reading) -> bool:
    return normalise(value) in normalise(text) or read("x " + value).terms - {"x"} <= _known(of)


def _things(of: Reading) -> set[str]:
    """Names, those of days and months aside, and values that are no figures."""
    names = {plain(name) for name in of.names if _DAY.fullmatch(name) is None}
    return names | {value.text for value in of.values if value.kind == "text"}


_DAY = re.compile(rf"{WEEKDAY}s?|{MONTHS}")


def _known(of: Reading) -> set[str]:
    return {*of.terms, *(plain(name) for name in of.names)}
