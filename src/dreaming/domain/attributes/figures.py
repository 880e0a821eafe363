"""Tools, favourites, levels, posts: one value for each thing that they are of."""

import re
from collections.abc import Iterator

from dreaming.domain.attributes.clauses import Clause
from dreaming.domain.attributes.dates import is_month
from dreaming.domain.attributes.moods import Mood
from dreaming.domain.attributes.said import Said, changed, holder_of, holds
from dreaming.domain.attributes.subjects import USER
from dreaming.domain.attributes.words import NUMBERED, RIVALS, content
from dreaming.domain.vocabulary import STOP_WORDS

_STANDING = frozenset({Mood.HOLDS, Mood.STARTED})
_FAVOURITE = re.compile(r"(?:new |current |all-time )*fav(?:ou?)rite (?P<of>[\w ]{2,30})$", re.IGNORECASE)


def favourite(clause: Clause) -> Iterator[Said]:
    """`Favourite colour is blue`."""
    found = _FAVOURITE.match(clause.thing)
    if found and clause.verb == "be" and clause.mood in _STANDING:
        of = " ".join(sorted(content(found["of"])))
        yield Said(f"favourite:{of}", clause.rest, content(clause.rest), clause.mood)


_SCOPED = re.compile(
    r"\b(?:at work|at home|for work|on weekends|in the (?:morning|evening|afternoon)s?|at night|sometimes)\b",
    re.IGNORECASE,
)
_SWITCHING = frozenset("switch upgrade change convert go move".split())
_TASTES = frozenset("length drink seat channel units day-time place".split())  # preferred, not used


def tool(clause: Clause) -> Iterator[Said]:
    """Which of several rivals somebody uses or prefers: `uses VS Code`, `switched to Neovim`, `prefers tea`."""
    after = re.search(r"\bto (?P<what>.+)", clause.rest) if clause.verb in _SWITCHING and clause.by_act else None
    is_used = clause.verb in {"use", "prefer"} and clause.mood in _STANDING
    what = after["what"] if after else clause.rest if is_used else ""
    if _SCOPED.search(what):
        return
    for family, names in RIVALS:
        found = [match[0].casefold() for match in names.finditer(what)]
        if len(found) == 1 and (family not in _TASTES or clause.verb != "use"):
            yield Said(f"tool:{family}", found[0], content(found[0]), holds(clause.mood, new=after is not None))


_LEVELS = "beginner basic elementary intermediate conversational proficient advanced fluent native a1 a2 b1 b2 c1 c2"
_LEVEL = "|".join(_LEVELS.split())
_LANGUAGE = (
    "spanish|french|german|italian|portuguese|japanese|korean|mandarin|chinese|cantonese|arabic|hebrew|russian|polish|dutch|swedish|"
    "norwegian|danish|finnish|greek|turkish|hindi|urdu|bengali|tamil|vietnamese|thai|tagalog|swahili|english|czech|ukrainian|"
    "romanian|hungarian|latin|sign language|asl"
)
_SPEAKS = re.compile(
    rf"\b(?P<level>{_LEVEL})(?:[- ]level)? (?:in |speaker of )?(?P<language>{_LANGUAGE})\b|"
    rf"\b(?P<tongue>{_LANGUAGE})(?: level)?(?: is)?(?: at)?:? (?P<grade>{_LEVEL})\b",
    re.IGNORECASE,
)


def language(clause: Clause) -> Iterator[Said]:
    """How well somebody speaks a language."""
    is_passed = clause.verb in {"pass", "reach"} and clause.by_act
    found = _SPEAKS.search(f"{clause.thing} {clause.rest}") if clause.mood in _STANDING or is_passed else None
    if found:
        name, level = (found["language"] or found["tongue"]), (found["level"] or found["grade"]).casefold()
        mood = holds(clause.mood, new=is_passed)
        yield Said(f"language:{name.casefold()}", level, frozenset({level}), mood)


# Nouns of which somebody has one at a time, whatever it is.
_OF_ONE = content(
    "goal target advisor adviser supervisor sponsor topic name venue stack theme password address title destination priority focus "
    "rank provider breed record pr pb best score grade level nickname username handle major concentration specialty landlord "
    "bank insurer church gym instrument position genre budget publisher editor agent opponent captain strategy diet"
)
_RENAMING = frozenset("change switch shift update rename".split())
_NEW = re.compile(r"(?:the |his |her |their |my )?(?:new|updated) ", re.IGNORECASE)


def fact(clause: Clause) -> Iterator[Said]:
    """What a thing of somebody's is: `advisor is Dr. Patel`, `new goal is a half marathon`, `the stack changed to Vue`."""
    is_change = clause.verb in _RENAMING and clause.by_act
    if not is_change and not (clause.verb == "be" and clause.mood in _STANDING):
        return
    thing, value = changed(clause) if is_change else (clause.thing, clause.rest)
    words = content(thing) - content("current")
    if words & _OF_ONE and len(words) <= 3 and value:
        is_new = is_change or _NEW.match(clause.subject) is not None
        yield Said("fact", value, words, holds(clause.mood, new=is_new), holder=holder_of(clause))


_VERSION = re.compile(
    r"\b(?P<name>[A-Za-z][\w.+#-]*[A-Za-z\d+#])(?:\s|,\s|\s?\()v?(?P<number>\d+(?:\.\d+)+|\d{1,2}(?= on\b|$|[,)]))"
)
_ON = re.compile(r"(?:still |now )?on\b")  # the team is on Rails 7: others may run another one
_UPGRADING = frozenset("upgrade update bump move switch migrate downgrade".split())


def version(clause: Clause) -> Iterator[Said]:
    """Which version of a program somebody uses."""
    is_change = clause.verb in _UPGRADING and (clause.by_act or (clause.is_ongoing and clause.rest.startswith("to ")))
    if clause.mood not in _STANDING and not is_change:
        return
    text = re.sub(r"^.*?\bto ", "", clause.rest) if is_change else clause.rest
    for found in _VERSION.finditer(text):
        if is_month(found["name"]) or found["name"].casefold() in NUMBERED | STOP_WORDS:
            continue
        mood = holds(clause.mood, new=is_change)
        yield Said(
            f"version:{found['name'].casefold()}",
            found["number"],
            frozenset({found["number"]}),
            mood,
            is_sure=not clause.is_ongoing,
            holder="" if is_change or (clause.verb == "be" and not _ON.match(clause.rest)) else clause.thing.casefold(),
        )


_POSTS = frozenset(
    "manager boss doctor dentist therapist landlord coach teacher mentor trainer accountant lawyer".split()
)
_WHO = re.compile(r"(?:Dr\.? )?(?:[A-Z][\w'-]+ ?){1,3}")


def contact(clause: Clause) -> Iterator[Said]:
    """Who somebody's manager, dentist or landlord is."""
    owner, _, post = clause.holder.rpartition("/")
    if post in _POSTS and clause.verb == "be" and clause.mood in _STANDING and _WHO.fullmatch(clause.rest):
        slot = f"contact:{'manager' if post == 'boss' else post}"
        yield Said(slot, clause.rest, content(clause.rest), clause.mood, holder=owner or USER)
