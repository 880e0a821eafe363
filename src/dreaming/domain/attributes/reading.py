"""From a statement to the attributes that it asserts, by the tables and readers beside this module."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from dreaming.domain.attributes import amounts, body, dates, figures, things, work
from dreaming.domain.attributes.clauses import Clause, clauses
from dreaming.domain.attributes.model import Attribute
from dreaming.domain.attributes.moods import Mood
from dreaming.domain.attributes.rules import Row, mood_of
from dreaming.domain.attributes.said import Said
from dreaming.domain.attributes.subjects import USER
from dreaming.domain.attributes.words import content

_REMEMBERED = 65_536  # texts: each is compared with others


@dataclass(frozen=True, slots=True)
class Life:
    """What a statement says: its attributes, and for each of its clauses the words that carry something.

    `label` is what stands before the colon where the statement has the form `Occupation: nurse`.
    """

    attributes: tuple[Attribute, ...]
    words: tuple[frozenset[str], ...]
    label: str


def _by_verb() -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in (*work.HOME, *work.WORK, *body.FAMILY, *body.BODY, *body.CARS):
        for verb in row.verbs:
            found.setdefault(verb, []).append(row)
    return found


_ROWS = _by_verb()
_READERS: tuple[Callable[[Clause], Iterator[Said]], ...] = (
    things.doing, things.ending, things.ended, things.having, things.pursuit, things.plan, things.taste, things.eats,
    amounts.amount, dates.date, dates.destination, figures.favourite, figures.tool, figures.language, figures.contact,
    figures.fact, figures.version,
)  # fmt: skip
_LABELS = {
    "location": "Lives in {}", "residence": "Lives in {}", "home": "Lives in {}", "city": "Lives in {}", "based in": "Lives in {}",
    "lives in": "Lives in {}", "occupation": "Works as {}", "job": "Works as {}", "job title": "Works as {}", "role": "Works as {}",
    "profession": "Works as {}", "position": "Works as {}", "employer": "Works at {}", "company": "Works at {}",
    "workplace": "Works at {}", "diet": "Is {}", "relationship status": "Is {}", "marital status": "Is {}", "status": "Is {}",
    "relationship": "Is {}", "manager": "Manager is {}", "age": "Is {}", "car": "Drives {}", "vehicle": "Drives {}",
    "hometown": "Grew up in {}", "major": "Majors in {}", "school": "Studies at {}", "rent": "Rent is {}", "phone": "Uses {}",
    "preference": "Prefers {}", "commute": "Commutes by {}",
}  # fmt: skip
_REMARKS = frozenset(
    "note notes fact update updated remember todo fyi important info decision reminder summary memory user ps".split()
)
_STAND_FOR = {"home": "live", "new home": "live", "car": "drive", "new car": "drive"}  # my home is in …: I live in …
_LABEL = re.compile(r"^(?:[-*]\s+)?\**(?P<label>[A-Za-z][A-Za-z ]{1,30}?)\**:\**\s+(?P<value>\S.*)$")


@lru_cache(maxsize=_REMEMBERED)
def life(text: str) -> Life:
    """Read a statement; linear in its length."""
    label, sentence = _unlabelled(text)
    parsed = clauses(sentence)
    found: list[Attribute] = []
    for number, clause in enumerate(parsed):
        found.extend(_of(clause, number))
    found.extend(_joined(parsed))
    found.extend(_instead(text, len(parsed)))
    words = tuple(content(amounts.BREAKDOWN.split(clause.rest)[0]) | content(clause.thing) for clause in parsed)
    return Life(tuple(dict.fromkeys(found)), words, label)


def _unlabelled(text: str) -> tuple[str, str]:
    """`Occupation: nurse` as a sentence, with its label."""
    label = _LABEL.match(text.strip())
    if label is None:
        return "", text
    name = label["label"].casefold().removeprefix("current ").removeprefix("user ")
    if name in _LABELS:
        return name, _LABELS[name].format(label["value"])
    is_thing = name not in _REMARKS and len(name.split()) <= 4 and not re.match(r"\d", name)
    return (name, f"{label['label']} is {label['value']}") if is_thing else ("", label["value"])


def _of(clause: Clause, number: int) -> Iterator[Attribute]:
    stands_for = _STAND_FOR.get(clause.thing.casefold()) if clause.verb == "be" else None
    if stands_for is not None:
        clause = replace(clause, thing="", verb=stands_for)
    if not clause.thing:
        yield from _by_tables(clause, number)
    for reader in _READERS:
        for said in reader(clause):
            holder = said.holder or clause.holder
            yield Attribute(holder, said.slot, said.value, said.words, said.mood, number, said.is_sure)


def _by_tables(clause: Clause, number: int) -> Iterator[Attribute]:
    for row in _ROWS.get(clause.verb, ()):
        mood = mood_of(clause, row.effect)
        match = row.pattern.search(clause.rest)
        if match is not None and mood is not None:
            found = match.groupdict().get("v") or ""
            value = row.value if row.value is not None else found
            yield Attribute(clause.holder, row.slot, value, content(value) | content(found), mood, number, row.is_sure)


def _joined(parsed: tuple[Clause, ...]) -> Iterator[Attribute]:
    """`Accepted a job in San Francisco and moved`: the place of the job is where they moved to."""
    for number, (job, move) in enumerate(pairwise(parsed), 1):
        is_bare = move.verb in {"move", "relocate"} and not re.search(r"\b(?:to|into|out|in)\b", move.rest)
        found = re.search(rf"\bin {work.PLACE}", job.rest)
        if is_bare and found and move.by_act and job.by_act and job.holder == move.holder:
            yield Attribute(move.holder, "residence", found["v"], content(found["v"]), Mood.STARTED, number)


_INSTEAD = re.compile(r"\b(?:instead of|rather than) (?P<v>(?:\w+ ?){1,4})", re.IGNORECASE)
_CHOSE = re.compile(r"(?:the user |user |i |we )?(?:has |have )?(?:decided|chose|switched|will|now)\b", re.IGNORECASE)


def _instead(text: str, number: int) -> Iterator[Attribute]:
    """`Decided to go to Portugal instead of Greece`: what is not to be."""
    found = _INSTEAD.search(text)
    if found and _CHOSE.match(text):
        yield Attribute(USER, "plan", found["v"], content(found["v"]), Mood.ENDED, number)
