"""When and where something named is to be: appointments, celebrations, deadlines, weekly lessons."""

import re
from collections.abc import Iterator, Sequence

from dreaming.domain.attributes.clauses import Clause
from dreaming.domain.attributes.moods import Mood
from dreaming.domain.attributes.said import CHANGING, Said, changed, holder_of, holds, named
from dreaming.domain.attributes.words import content
from dreaming.domain.calendars import MONTHS, SHORT_MONTHS, WEEKDAY
from dreaming.domain.vocabulary import plain

_MONTH = rf"(?:{MONTHS}|{SHORT_MONTHS})"
_DATE = re.compile(
    r"\b(?:on|in|at|for|to|until|by|from)?\s*(?:(?:the|early|mid|late|next|this)[ -])*"
    rf"(?:(?P<month>{_MONTH})\.?(?: (?P<day>\d{{1,2}})(?:st|nd|rd|th)?)?\b|"
    rf"(?P<weekday>{WEEKDAY}s?)\b|(?P<iso>\d{{4}}-\d\d-\d\d)|(?P<time>\d{{1,2}}(?::\d\d)? ?[ap]m\b|\d{{1,2}}:\d\d\b))",
    re.IGNORECASE,
)
_DATED = CHANGING | frozenset("be retire graduate marry open plan schedule leave meet start set depart".split())
_SINGULAR = content("wedding graduation birthday surgery thesis anniversary dissertation defense baptism funeral")
_SETTING = re.compile(r"\b(?:is|was|planned|scheduled|set|due)?\s*(?:for|on|in|at)?\s*$")
DUE = content("deadline due date")  # words that name no event by themselves
_NO_NAME = content("planned schedule scheduled time")
_LABEL = re.compile(r"\b([a-z]+) (\d{1,3}[a-z]?)\b")  # chapter 3 is another one than chapter 2
_AT_MOST = 4  # words that name an event


def date(clause: Clause) -> Iterator[Said]:
    """When something named is."""
    is_change = clause.verb in CHANGING
    has_date = clause.verb in _DATED or clause.is_ongoing
    if not has_date or clause.mood in {Mood.UNSURE, Mood.DENIED, Mood.ENDED}:
        return
    if clause.mood is Mood.PAST and not is_change and clause.verb not in {"plan", "schedule", "set"}:
        return
    thing, told = changed(clause) if is_change and clause.by_act else (named(clause), clause.rest)
    found = list(_DATE.finditer(told))
    event = _event(clause, thing or _before(clause, told, found)) if found else frozenset[str]()
    if event:
        mood = holds(clause.mood, new=is_change)
        event |= (
            content(told[found[-1].end() :]) if event <= DUE else frozenset[str]()
        )  # the deadline is May 1 for the grant
        is_weekly = any((match["weekday"] or "").casefold().endswith("s") for match in found)
        is_sure = is_change or bool(event & _SINGULAR) or _is_only(found, is_weekly=is_weekly, mood=mood)
        yield Said("date", _value(found), event, mood, is_sure, holder=holder_of(clause))


def _is_only(found: Sequence[re.Match[str]], *, is_weekly: bool, mood: Mood) -> bool:
    """Whether it is the one time at which it is: who opens at nine on Saturdays opens at another hour on Sundays."""
    is_one_of_several = is_weekly and any(match["time"] for match in found)
    return not is_one_of_several and (is_weekly or mood is Mood.STARTED)


def _before(clause: Clause, told: str, found: Sequence[re.Match[str]]) -> str:
    """What stands before the date, where nothing stands before the verb: `trip to Italy in September`, `retiring in May`."""
    before = told[: found[0].start()]
    if clause.verb == "be":
        return before
    return f"{clause.verb} {before}" if clause.is_ongoing and clause.verb not in {"start", "leave"} else ""


def _event(clause: Clause, name: str) -> frozenset[str]:
    event = content(_SETTING.sub("", name.strip())) - _NO_NAME
    event |= {f"{plain(word)} {number}" for word, number in _LABEL.findall(name.casefold()) if plain(word) in event}
    return event if len(event) <= _AT_MOST and not (clause.is_ongoing and clause.verb == "be") else frozenset()


def _value(found: Sequence[re.Match[str]]) -> str:
    """The parts of the date in one form: `month=jun day=12`."""
    parts = [(kind, match[kind].casefold()) for match in found for kind in match.groupdict() if match[kind]]
    return " ".join(
        f"{kind}={text[:3] if kind in {'month', 'weekday'} else text.replace(' ', '')}" for kind, text in parts
    )


def is_month(word: str) -> bool:
    """Whether the word names a month."""
    return re.fullmatch(_MONTH, word, re.IGNORECASE) is not None


_PLACE = re.compile(rf"(?:now )?(?:in|to) (?!(?i:{_MONTH}|{WEEKDAY}s?)\b)(?P<v>[A-Z]\w+(?: [A-Z]\w+)*)")
_JOURNEYS = content("honeymoon wedding vacation retreat reunion anniversary trip venue")


def destination(clause: Clause) -> Iterator[Said]:
    """Where a journey or a celebration is to go."""
    found, about = _PLACE.match(clause.rest), content(clause.thing)
    if (
        found
        and about
        and about <= _JOURNEYS
        and clause.verb in {"be", "change", "move"}
        and clause.mood is not Mood.UNSURE
    ):
        mood = holds(clause.mood, new=clause.verb != "be")
        yield Said("destination:" + " ".join(sorted(about)), found["v"], content(found["v"]), mood)
