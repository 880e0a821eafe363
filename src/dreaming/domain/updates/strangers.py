"""Whether two statements speak of different things, however alike they are: each names what the other does not."""

import re
from dataclasses import replace

from dreaming.domain.attributes.verbs import FORMS
from dreaming.domain.calendars import MONTHS, WEEKDAY
from dreaming.domain.language import Reading, normalise, read
from dreaming.domain.single import SINGLE
from dreaming.domain.slots import CHANGE_WORDS
from dreaming.domain.telling import told_change
from dreaming.domain.updates.model import Update
from dreaming.domain.updates.short import short
from dreaming.domain.vocabulary import STOP_WORDS, plain


def weigh(earlier: str, later: str, found: Update) -> Update | None:
    """What a reader found, as far as both speak of one thing: None for `Ida works in Oslo` and `Omar works in Bergen now`.

    So too where the later statement says what the value was before, and the earlier one has another value. Where each has
    plain words of its own, they may speak of two: it is not sure.
    """
    before = read(_clause_with(found.old, earlier) if found.new else earlier)
    told = later if found.new else _ending(later, before)
    after = read(_REASON.sub("", told))  # why it changed is no other thing
    change = told_change(later)
    if change is not None and not _stands(change[0], earlier, before):
        return None
    old = found.old if found.new else ""  # of what ended the whole note is over, with all that it names
    said = _known(read(f"x {old} {found.new} {' '.join(change or ())}")) | SINGLE | CHANGE_WORDS
    mine, theirs = _things(before) - said - _known(after), _things(after) - said - _known(before)
    shared = (before.strong & after.strong) - said
    if mine and (theirs or (change is not None and len(shared) < _SUBJECT)):  # who tells a change names what changed
        return None
    of_mine, of_theirs = before.strong - _known(after) - said, after.strong - _known(before) - said
    is_apart = bool(of_mine) and bool(theirs if change is None else of_theirs)
    is_open = is_apart or (mine and change is not None) or _is_of_unnamed(earlier, later)
    return replace(found, is_sure=False) if is_open else found


def _is_of_unnamed(earlier: str, later: str) -> bool:
    """Whether the earlier statement begins with the name of something, as `ledger` is one, that the later one does not name."""
    first = earlier.split(" ", 1)[0].casefold()
    is_name = earlier[:1].islower() and first not in STOP_WORDS and first not in FORMS and short(earlier).verb != first
    return is_name and first not in later.casefold()


def _clause_with(value: str, text: str) -> str:
    """The one clause of a statement that has the value, else all of it: what is said beside it names other things."""
    clauses = [each for each in re.split(r"[,;]\s", text) if value in each]
    return clauses[0] if len(clauses) == 1 else text


_SUBJECT = 2  # words that both have beside the values: they speak of one thing, whatever else one of them names
_REASON = re.compile(r"\s(?:because|due to|owing to|thanks to|on account of)\b.*", re.IGNORECASE)


def _ending(later: str, before: Reading) -> str:
    """The part of a statement that names what ended: what came in its stead may have any name."""
    named = (part for part in re.split(r"[,;]\s|\breplace[sd]\s", later) if read(f"x {part}").terms & _known(before))
    return next(named, later)


def _stands(value: str, text: str, of: Reading) -> bool:
    return normalise(value) in normalise(text) or read("x " + value).terms - {"x"} <= _known(of)


def _things(of: Reading) -> set[str]:
    """Names, those of days and months aside, and values that are no figures."""
    names = {plain(name) for name in of.names if _DAY.fullmatch(name) is None}
    return names | {value.text for value in of.values if value.kind == "text" and len(value.text) > _UNIT}


_UNIT = 2  # letters: `kW`
_DAY = re.compile(rf"{WEEKDAY}s?|{MONTHS}")


def _known(of: Reading) -> set[str]:
    return {*of.terms, *(plain(name) for name in of.names)}
