"""Figures: what somebody saves, earns, weighs, runs, takes, has so many of, each with its unit."""

import re
from collections.abc import Iterator

from dreaming.domain.attributes.clauses import Clause
from dreaming.domain.attributes.moods import Mood
from dreaming.domain.attributes.said import CHANGING, Said, changed, holder_of, holds, named
from dreaming.domain.attributes.words import NUMBERS, content
from dreaming.domain.vocabulary import STOP_WORDS, plain

BREAKDOWN = re.compile(r"(?<=\d)\s*[:(](?= ?\d)")  # team of 8: 4 engineers, …

_COUNTS = rf"\b(?:{'|'.join(NUMBERS)})\b"
_FIGURE = re.compile(
    r"(?P<number>[$€£]\s?\d(?:[\d,.]*\d)?k?\b|\b\d+/\d+\b|\b\d+:\d\d\b|\b\d+(?:st|nd|rd|th)(?= (?:grade|year|semester))|"
    rf"\b\d(?:[\d,.]*\d)?(?![\w.,]*\d)(?:k\b(?= (?:a|per)))?|{_COUNTS})"
    r"(?:\s?(?P<unit>%|(?!(?:an?|per|each|every)\b)[a-z]+))?(?:\s+of)?"
    r"(?P<rate>\s*(?:/|\b(?:an?|per|each|every)\s)\s?(?:day|night|week|month|year|hour|session)\b|"
    r"\s(?:daily|weekly|monthly|yearly|annually|nightly))?",
    re.IGNORECASE,
)
_TO_FIGURE = re.compile(
    rf"\bto (?:about |around |over |nearly |almost |roughly |just )?(?:[$€£]?\d|{_COUNTS})", re.IGNORECASE
)
_GROUP = re.compile(
    r"\b(?P<group>team|group|class|staff|household|company|department|family) of (?P<number>\d+)\b", re.IGNORECASE
)
_COUNTED = re.compile(r"(?!degre|percent|minut|second|hour|mil|dollar)[a-z]{3,}\Z")
_LABELLED = re.compile(r"\b(?:of|the|in|on|at|for|from|this|that|our|my)\s+[a-z][\w-]*\s+#?$", re.IGNORECASE)
_SOME = re.compile(r"\b(?:for|of|in|on) (?:those|these|some|one of|part of)\b", re.IGNORECASE)  # not of all
_STANDING = frozenset({Mood.HOLDS, Mood.STARTED})
_BEGUN = frozenset("start begin enter".split())
_TO_DO = "to do"
_SPANS = frozenset("year month week day".split())  # how long, or how old: it grows by itself
_BARE = frozenset({"hav"})  # nothing says of what the figure is
_IDLE = frozenset(
    plain(word)
    for word in "be have take go get raise lower increase reduce cut grow drop dose amount cost pay up down now set only start".split()
)
_RATES = {
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "yearly": "year",
    "annually": "year",
    "nightly": "night",
}
_NO_UNITS = STOP_WORDS | {"am", "pm", "th", "st", "nd", "rd", "or", "vs"}


def amount(clause: Clause) -> Iterator[Said]:
    """`Saves $500 a month`: one figure of one unit for what the other words name; the last one, where there are more."""
    is_change = clause.verb in CHANGING and clause.by_act and _TO_FIGURE.search(clause.rest) is not None
    is_begun = clause.verb in _BEGUN and clause.by_act
    if clause.mood not in _STANDING and not (clause.mood is Mood.PAST and (is_change or is_begun)):
        return
    mood = holds(clause.mood, new=is_change or is_begun)
    if _SOME.search(clause.rest):
        return
    thing, told = changed(clause) if is_change else (named(clause), clause.rest)
    said = f"{thing} {'' if is_change else clause.verb} {told}"
    group = _GROUP.search(said)
    if group:
        yield Said("amount:people", group["number"], content(group["group"]), mood)
    found = [match for match in _FIGURE.finditer(said) if _is_figure(match, said)]
    if len(found) > 1 and not clause.thing and (is_change or clause.verb == "be"):
        yield from (_alone(match, mood) for match in found if _unit(match))
    elif found:
        yield from _of_something(clause, said, found, mood, is_alone=not thing and is_change)


def _alone(match: re.Match[str], mood: Mood) -> Said:
    """One of several figures in a row: each is of what its unit names."""
    return Said(f"amount:{_unit(match)}", _number(match["number"]), frozenset(), mood)


def _of_something(
    clause: Clause, said: str, found: list[re.Match[str]], mood: Mood, *, is_alone: bool
) -> Iterator[Said]:
    last = found[-1]
    unit = _unit(last)
    before = said[: last.start()]
    if unit in _SPANS or (not unit and last["unit"]):
        return
    about = content(f"{before} {said[last.end() :]}") | {match[0].casefold() for match in found[:-1] if match["unit"]}
    if re.match(r" to [a-z]+", said[last.end() :]):
        about |= {_TO_DO}  # `140 sounds to deliver` are not those that were delivered
    about = about - _IDLE or (_BARE if clause.verb in {"be", "have", *_BEGUN} else frozenset({plain(clause.verb)}))
    if is_alone or (clause.verb == "be" and clause.is_new and about == _BARE and not named(clause)):
        about = frozenset[str]()
    if about <= _BARE and not (_COUNTED.match(unit) or clause.is_new):
        return
    is_sure = "," not in re.sub(r"\d,\d", "", before)  # what only stands beside the rest is not all of it
    yield Said(f"amount:{unit}", _number(last["number"]), about, mood, is_sure, holder=holder_of(clause))


def _is_figure(match: re.Match[str], said: str) -> bool:
    """Whether a number is a figure: it has a unit, or ends what is said."""
    if match["number"].isdigit() and _LABELLED.search(said[: match.start()]):
        return False  # `of module 4`, `in room 3`: which one it is, not how many
    number = match["number"]
    if number.casefold() in NUMBERS or number[0] in "$€£" or match["unit"]:
        return True
    is_last = not said[match.end() :].strip(" .") and not re.fullmatch(r"(?:19|20)\d\d", number)
    return is_last and not re.search(r"\b(?:on|in|at|to|by|since|[A-Z]\w*)\s$", said[: match.start()])


def _unit(match: re.Match[str]) -> str:
    """The unit with its rate, such as `$/month` or `time/week`; "" where there is none."""
    number, unit = match["number"], (match["unit"] or "").casefold()
    rate = re.sub(r"^(?:/|an?|per|each|every)\s?", "", (match["rate"] or "").strip().casefold())
    rate = _RATES.get(rate, rate)
    if number[0] in "$€£":
        return f"{number[0]}/{rate or _RATES.get(unit, '')}"
    if number.casefold() in {"once", "twice", "thrice"}:
        return f"time/{rate}" if rate else ""
    if unit in _NO_UNITS:
        return ""
    unit = "people" if unit in {"people", "persons", "members", "employees"} else plain(unit)
    return f"{unit}/{rate}" if rate else unit


def _number(written: str) -> str:
    folded = written.casefold().strip("$€£ ").replace(",", "").rstrip(".")
    if folded in NUMBERS:
        return str(NUMBERS[folded])
    return folded.removesuffix("k") + "000" if folded.endswith("k") else folded
