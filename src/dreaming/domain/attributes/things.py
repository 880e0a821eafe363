"""What somebody does, has, wants, likes, eats and plans: slots that hold many values, told apart by their words.

Each reader takes a clause and yields slot, value, words, mood, and whether it is sure.
"""

import re
from collections.abc import Iterator

from dreaming.domain.attributes.clauses import Clause
from dreaming.domain.attributes.moods import Mood
from dreaming.domain.attributes.places import place
from dreaming.domain.attributes.said import Said, named
from dreaming.domain.attributes.words import EXCLUDED, content, wider
from dreaming.domain.vocabulary import plain

_NO_DOING = frozenset(
    "be have own live reside get become need want say think know buy adopt hope wish plan intend decide consider aim believe feel "
    "tell mention ask finish complete accept hear switch change migrate move pivot transition replace".split()
)
_ACTIVITIES = frozenset(
    "run jog swim cycle bike hike climb ski surf row walk exercise train meditate smoke vape sing dance paint cook bake knit sew garden "
    "camp teach volunteer freelance babysit tutor coach drive commute ride".split()
)
_TAKING_UP = frozenset("resume restart pick take start begin".split())
_HAVING = frozenset("have own drive ride keep".split())
_GAINING = frozenset("buy adopt get rescue".split())
_PURSUING = {
    "acquire": frozenset("save look search hunt".split()),
    "finish": frozenset("train prepare learn study read write build watch renovate take".split()),
    "recover": frozenset({"recover"}),
}
_ACHIEVING = {
    "acquire": frozenset("buy sign find get adopt rent close".split()),
    "finish": frozenset("finish complete pass drop abandon".split()),
    "recover": frozenset("recover heal".split()),
}
_LIKING = frozenset("like love enjoy adore prefer".split())
_DISLIKING = frozenset("hate dislike detest loathe".split())
_EATING = frozenset("eat drink consume".split())
_GENERAL = content(
    "trip vacation appointment meeting flight class course event session visit reservation it that things stuff"
)
_RECENT = re.compile(
    r"^(?:(?:(?:in|last|this|since|for|about|over|a|an|one|two|three|four|five|six|few|couple|of|\d+|early|late|years?|months?|weeks?|"
    r"days?|ago|recently|completely|entirely|altogether|january|february|march|april|may|june|july|august|september|"
    r"october|november|december|spring|summer|fall|winter|\d{4}|cold|turkey|good|week|month|year|yesterday|today)\b\s*)*)$",
    re.IGNORECASE,
)
_HEAD = re.compile(r"\s(?:for|with|from|because|at|by|on|in|as|to|every|each|last|this)\s.*", re.IGNORECASE)
_NOW = frozenset({Mood.HOLDS, Mood.STARTED})
_HAPPENED = frozenset({Mood.PAST, Mood.HOLDS, Mood.STARTED})
_STANDING = frozenset({Mood.HOLDS, Mood.STARTED, Mood.ENDED, Mood.DENIED})


def _object(rest: str) -> str:
    """What the verb is done to, without what follows a preposition."""
    return _HEAD.sub("", " " + rest)


def doing(clause: Clause) -> Iterator[Said]:
    """What somebody does again and again: `plays tennis on weekends`, `stopped running`, `smoker`."""
    if clause.verb == "be":
        if re.match(r"^(?:an? )?(?:heavy |former |ex-)?smoker\b", clause.rest, re.IGNORECASE):
            mood = Mood.ENDED if re.match(r"^(?:an? )?(?:former|ex-)", clause.rest, re.IGNORECASE) else clause.mood
            yield Said("doing", "smoke", frozenset({"smok"}), mood)
        return
    is_up = clause.verb not in {"pick", "take"} or re.match(r"up [a-z]", clause.rest) is not None
    if clause.verb in _TAKING_UP and is_up and (clause.by_act or clause.mood is Mood.STARTED):
        yield Said("doing", clause.rest, content(_object(clause.rest.removeprefix("up "))), Mood.STARTED)
        return
    if clause.verb in _NO_DOING or clause.mood not in _STANDING or clause.thing:
        return
    words = content(clause.rest)
    mood = clause.mood
    if clause.by_act and mood in _NOW and not re.search(r"\b(?:for|since)\b", clause.rest):
        return  # has written a book: it is done
    if mood is Mood.ENDED and not words and not _RECENT.match(clause.rest):
        return  # no longer works weekends: only when is over
    if clause.verb == "drink" and not words:
        words = content("alcohol")
    if not words and clause.verb not in _ACTIVITIES and not clause.verb.endswith("ing"):
        return  # can't sleep: it says of nothing in particular
    yield Said("doing", clause.rest, words | {plain(clause.verb)}, mood)


def ending(clause: Clause) -> Iterator[Said]:
    """Acts that end what has a name: `quit tennis`, `gave up coffee`, `cancelled Netflix`, `dropped out of the race`."""
    is_going = clause.is_ongoing and clause.mood in _NOW and " to " in clause.rest  # switching from A to B
    happened = clause.by_act or clause.mood in {Mood.PAST, Mood.STARTED}
    if not (happened or is_going or clause.mood is Mood.PLANNED) or clause.mood in {Mood.UNSURE, Mood.DENIED}:
        return
    is_settled = clause.mood is not Mood.PLANNED and (happened or clause.verb == "switch")
    for verb, pattern, slots in _ENDINGS:
        found = pattern.match(clause.rest) if clause.verb == verb else None
        told = found["v"].split(",")[0] if found else ""
        words = content(_object(told) if verb in _OF_AN_OBJECT else told)
        if words and not _OF_OTHERS.match(told) and not (verb == "leave" and place(told.strip())[1]):
            is_sure = not words <= _GENERAL and is_settled and verb != "leave"
            yield from (Said(slot, told, words, Mood.ENDED, is_sure) for slot in slots.split())


_OF_OTHERS = re.compile(
    r"(?:their|his|her|on|at|in|for|by) ", re.IGNORECASE
)  # whose it is, or when: no thing of one's own
_OF_AN_OBJECT = frozenset("sell trade quit give stop leave".split())
_OLD = "doing having pursuit:finish taste date plan"
_ENDINGS = tuple(
    (verb, re.compile(pattern, re.IGNORECASE), slots)
    for verb, pattern, slots in (
        ("quit", r"(?!(?:his|her|their|my|the|a) job)(?P<v>.+)", "doing having pursuit:finish"),
        ("give", r"up (?:on )?(?P<v>.+)", "doing pursuit:finish plan"),
        ("stop", r"(?P<v>[\w-]+(?: diet)?)$", "doing"),
        ("drop", r"(?:out of|from) (?P<v>.+)", "doing pursuit:finish plan"),
        ("cancel", r"(?P<v>.+)", "doing having plan date"),
        ("call", r"off (?P<v>.+)", "plan date"),
        ("scrap", r"(?:(?:the|his|her|their|my) )?(?:plans? (?:to|for) )?(?P<v>.+)", "plan"),
        ("abandon", r"(?:(?:the|his|her|their|my) )?(?:plans? (?:to|for) )?(?P<v>.+)", "plan pursuit:finish"),
        ("ditch", r"(?P<v>.+)", "plan having doing"),
        ("sell", r"(?P<v>.+)", "having"),
        ("trade", r"in (?P<v>.+)", "having"),
        ("total", r"(?P<v>.+)", "having"),
        ("rehome", r"(?P<v>.+)", "having"),
        ("put", r"down (?P<v>(?:the )?(?:dog|cat|horse|pet)\b.*|(?-i:[A-Z])\w+)", "having"),
        ("pay", r"off (?P<v>.+)", "having"),
        ("unsubscribe", r"from (?P<v>.+)", "doing having"),
        ("lose", r"(?:all )?interest in (?P<v>.+)", "taste doing"),
        ("switch", r"(?:over |away )?from (?P<v>.+?) (?:over )?to .+", _OLD),
        ("switch", r"to .+? from (?P<v>.+)", _OLD),
        ("leave", r"(?P<v>(?-i:[A-Z])\w+(?: (?-i:[A-Z])\w+)*)$", "doing"),
        ("change", r"from (?P<v>.+?) to .+", _OLD),
        ("pivot", r"(?:away )?from (?P<v>.+?) to .+", _OLD),
        ("transition", r"(?:away )?from (?P<v>.+?) to .+", _OLD),
        ("migrate", r"(?:over |away )?from (?P<v>.+?) (?:over )?to .+", _OLD),
        ("trade", r"(?P<v>(?!in\b).+?) for .+", "having"),
        ("move", r"(?:over |away |\w+ )?from (?P<v>.+?) (?:over )?to .+", "doing"),
        ("replace", r"(?P<v>.+?) (?:with|by) .+", "doing having"),
        ("drop", r"(?!out\b|by\b|off\b|from\b|to\b|.* (?:at|off|by|in|into|to)\b|[^,]* on\b)(?P<v>[\w -]+)", "doing plan"),
    )
)  # fmt: skip


def ended(clause: Clause) -> Iterator[Said]:
    """What came to its end by itself: `the lease ended`, `the trip was cancelled`."""
    thing = named(clause)
    if thing and clause.verb in {"end", "expire", "cancel", "scrap"} and clause.by_act and not clause.rest:
        for slot in ("doing", "having", "plan", "date"):
            yield Said(slot, thing, content(thing), Mood.ENDED, is_sure=not content(thing) <= _GENERAL)


def having(clause: Clause) -> Iterator[Said]:
    """What belongs to somebody, animals among it; an animal's death ends it, whether it is named or not."""
    if clause.verb in {"die", "pass"} and (clause.verb == "die" or clause.rest.startswith("away")) and clause.by_act:
        if clause.thing.startswith("pet "):
            yield Said("having", clause.thing, content(clause.thing.removeprefix("pet ")), Mood.ENDED)
        elif clause.holder != "user" and "/" not in clause.holder and not clause.thing:
            yield Said("having", clause.holder, content(clause.holder), Mood.ENDED, holder="user")
            yield Said("relationship", clause.holder, content(clause.holder), Mood.ENDED, holder="user")
        return
    if clause.thing or clause.verb not in _HAVING | _GAINING:
        return
    if clause.verb in _GAINING:
        if clause.by_act and clause.mood in _HAPPENED:
            yield Said("having", clause.rest, wider(content(_object(clause.rest))), Mood.STARTED)
    elif clause.mood in _STANDING:
        denied = re.match(r"(?:no|any)\s", clause.rest, re.IGNORECASE)
        mood = Mood.DENIED if denied and clause.mood in _NOW else clause.mood
        words = content(clause.rest.removeprefix("no "))
        yield Said("having", clause.rest, words if mood in {Mood.DENIED, Mood.ENDED} else wider(words), mood)


def pursuit(clause: Clause) -> Iterator[Said]:
    """What somebody is after, and its end once it is reached: `saving for a house`, `bought a house`."""
    if clause.thing:
        return
    hunting = _HUNTING.match(clause.rest) if clause.verb == "be" else None
    if hunting:
        yield Said("pursuit:acquire", clause.rest, content(hunting["what"]), Mood.HOLDS)
    for kind, verbs in _PURSUING.items():
        is_after = kind != "acquire" or re.match(r"(?:up )?(?:for|to)\b|[$€£\d]", clause.rest) is not None
        if clause.verb in verbs and clause.mood in _STANDING and not clause.by_act and is_after:
            yield Said(f"pursuit:{kind}", clause.rest, content(clause.rest) | {plain(clause.verb)}, clause.mood)
        if clause.verb in _ACHIEVING[kind] and clause.by_act and clause.mood in _HAPPENED:
            yield from _reached(kind, clause)


_HUNTING = re.compile(r"(?P<what>\w+)[- ](?:hunting|shopping)\b", re.IGNORECASE)


_PART_OF = re.compile(
    r"(?:the |a |his |her |their |my )?(?:\w+ )?(?:part|half|third|chapter|section|draft|volume|book|season|module|unit|episode)s? of\b",
    re.IGNORECASE,
)


def _reached(kind: str, clause: Clause) -> Iterator[Said]:
    if kind == "finish" and _PART_OF.match(clause.rest):
        return
    rest = re.sub(r"^(?:(?:an? )?lease (?:on|for)|on|out of|from) ", "", clause.rest)
    words = content(_object(rest) if kind == "acquire" else rest)
    words |= content(clause.verb) if kind == "recover" else frozenset[str]()
    if words and not (kind == "finish" and re.match(r"(?:an?|another|some|one)\b", rest)):
        yield Said(f"pursuit:{kind}", rest, words, Mood.ENDED)


def plan(clause: Clause) -> Iterator[Said]:
    """What is meant to be done, and that it is not to be done after all."""
    if clause.mood is Mood.PLANNED or (clause.mood is Mood.ENDED and not clause.by_act):
        words = content(clause.rest) | (frozenset({plain(clause.verb)}) if clause.verb != "be" else frozenset[str]())
        if len(words) > 1:
            yield Said("plan", clause.rest, words, clause.mood)
    elif clause.mood in _NOW and (clause.verb == "plan" or (clause.verb == "be" and _TRIP.match(clause.rest))):
        yield Said("plan", clause.rest, content(clause.rest), Mood.PLANNED)


_TRIP = re.compile(
    r"^(?:an? )?(?:\w+ )?(?:trip|vacation|holiday|honeymoon|visit|flight|party|appointment)\b", re.IGNORECASE
)


def taste(clause: Clause) -> Iterator[Said]:
    """What somebody likes or not. Who drinks it every day can hardly hate it."""
    if clause.thing or clause.mood not in _STANDING:
        return
    words = content(_object(clause.rest))
    if not words:
        return
    if clause.verb in _LIKING:
        yield Said("taste", clause.rest, words, clause.mood)
        if clause.verb == "prefer" and len(words) <= 2:
            yield Said("preference", clause.rest, words, clause.mood, is_sure=False)
    elif clause.verb in _DISLIKING:
        turned = {Mood.HOLDS: Mood.DENIED, Mood.STARTED: Mood.ENDED, Mood.ENDED: Mood.STARTED, Mood.DENIED: Mood.HOLDS}
        yield Said("taste", clause.rest, words, turned[clause.mood])
    elif clause.verb in _EATING:
        yield Said("taste", clause.rest, words, clause.mood, is_sure=clause.mood is Mood.ENDED)


def eats(clause: Clause) -> Iterator[Said]:
    """What somebody eats and drinks, by kinds; a diet and an allergy say what they do not."""
    rest = clause.rest.casefold()
    if clause.thing:
        return
    if clause.verb in _EATING and clause.mood in _STANDING:
        words = content(_object(rest)) or content("alcohol" if clause.verb == "drink" else "")
        yield Said("eats", rest, wider(words), clause.mood)
        yield from _dieting(clause, rest) if clause.verb == "eat" else ()
    elif clause.verb == "reintroduce" and clause.by_act:
        yield Said("eats", rest, content(rest), Mood.STARTED)
    elif clause.verb == "avoid" and clause.mood in _NOW:
        yield Said("eats", rest, content(_object(rest)), Mood.DENIED)
    elif clause.verb == "be" and (allergic := re.match(r"(?:\w+ )?allergic to (?P<v>.+)", rest)):
        yield Said("allergy", allergic["v"], content(allergic["v"]), clause.mood)
        if clause.mood is Mood.HOLDS:
            yield Said("eats", rest, content(allergic["v"]), Mood.DENIED)
    elif clause.verb in {"be", "become", "go", "follow"} and clause.mood is not Mood.UNSURE:
        yield from _dieting(clause, rest)


def _dieting(clause: Clause, rest: str) -> Iterator[Said]:
    begins = clause.mood is Mood.STARTED or (clause.by_act and clause.verb in {"become", "go"})
    if not begins and clause.mood is not Mood.HOLDS:
        return
    for diet, excluded in EXCLUDED.items():
        if re.match(rf"(?:an? |strictly |strict |fully )*{diet}{_DIET_ENDS}", rest):
            yield Said("eats", diet, content(excluded), Mood.ENDED if begins else Mood.DENIED)


_DIET_ENDS = r"(?:[- ]intolerant|(?= diet| for| since| and| but| now| again| in | at |[,.(]|$))"
