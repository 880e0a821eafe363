"""What stands around a statement and belongs to what it says: the same words under another heading say another thing.

`port: 8080` under `## atlas` is about atlas. What qualifies a claim are the words of its headings, or of its file's name
where it has none, that it does not hold itself; dates, and words that name no topic, do not count.
"""

import re
from functools import lru_cache

from dreaming.domain.claims import Claim, Observation
from dreaming.domain.datelines import heading_title
from dreaming.domain.language import Reading, read
from dreaming.domain.notes import is_dated
from dreaming.domain.projects import beside, is_of, says
from dreaming.domain.vocabulary import LINK_STEMS, plain

# Words of headings and file names that say what sort of notes these are, not what they are about.
_GENERIC = frozenset(
    plain(word)
    for word in (
        "about agent agents claude codex bullet conventions context daily day decision decisions detail details diary fact facts "
        "general guideline guidelines history inbox index info information item items journal key learning learnings learned "
        "lesson lessons list log logs main md memo memories memory misc miscellaneous monthly new note notes observation "
        "observations old open other others overview point points preference preferences procedure procedures profile project "
        "projects readme recent reminder reminders rule rules scratch section session sessions setup stuff style summary things "
        "thought thoughts tip tips today todo todos tomorrow topic topics update updates user various week weekly work year yesterday "
        "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun morning afternoon evening night "
        "january february march april may june july august september october november december "
        "jan feb mar apr jun jul aug sep sept oct nov dec q1 q2 q3 q4 st nd rd th"
    ).split()
)
_REMEMBERED = 65_536  # statements: each is compared with many others
_WHOLE = 5  # terms from which on a statement stands for itself
_SHORT = 3  # terms below which it does not
_SUBJECT = re.compile(r"\b(?:of|for|in|on|at|['’]s)\s+\S", re.IGNORECASE)
_KEY = re.compile(r"(?P<key>[^:\n]{1,60}):\s")

Item = Claim | Observation


def qualifiers(item: Item) -> frozenset[str]:
    """The terms of a claim's headings that say what it is about and that it does not hold itself.

    Where there is no heading the name of its file counts, for a statement too short to say it.
    """
    if not isinstance(item, Claim):
        return _topical(item.project) - read(item.text).terms
    return _around(item.said, item.around, "" if item.headings else item.path)


@lru_cache(maxsize=_REMEMBERED)
def _around(text: str, headings: tuple[str, ...], path: str) -> frozenset[str]:
    reading = read(text)
    around = frozenset(term for heading in headings for term in _topical(heading))
    if path and not is_dated(path) and (is_key(text) or len(reading.strong) < _SHORT):
        around = _topical(path.rsplit("/", 1)[-1].rsplit(".", 1)[0].replace("_", " ").replace("-", " "))
    return around - reading.terms


@lru_cache(maxsize=8_192)
def _topical(heading: str) -> frozenset[str]:
    reading = read(heading_title(heading))
    kinds = zip(reading.order, reading.kinds, strict=True)
    return frozenset(
        term
        for term, kind in kinds
        if len(term) > 1 and plain(term) not in _GENERIC and kind not in {"date", "number", "time"}
    )


@lru_cache(maxsize=_REMEMBERED)
def is_whole(text: str) -> bool:
    """Whether a statement says by itself what it is about: it names a thing and says something of it, or is long."""
    reading = read(text)
    if len(reading.strong) >= _WHOLE:
        return True
    things = len(reading.names) + len(reading.values)
    return things >= (1 if _has_subject(text, reading) else 2)


def _has_subject(text: str, reading: Reading) -> bool:
    key = _KEY.match(text)
    if key is not None:
        return _SUBJECT.search(key["key"]) is not None
    return _SUBJECT.search(text) is not None or len(reading.strong - LINK_STEMS) > 1


@lru_cache(maxsize=_REMEMBERED)
def is_key(text: str) -> bool:
    """Whether the statement is `key: value` with a key that names nothing: it says only with its heading what it is of."""
    key = _KEY.match(text)
    return key is not None and _SUBJECT.search(key["key"]) is None and not read("x " + key["key"]).names


def apart(a: Item, b: Item) -> bool:
    """Whether two statements stand under different topics and do not say themselves what they are about.

    `The server port is 8000` under `# Alpha` and `The server port is 9000` under `# Beta` are two servers'.
    """
    if _is_led_apart(beside(a, b), beside(b, a)):
        return True
    project = _project(a) or _project(b)
    if project:
        return _is_of_another(a, project) or _is_of_another(b, project)
    left, right = qualifiers(a), qualifiers(b)
    if left <= right or right <= left:
        return False
    return not (_names_its_subject(a.said) and _names_its_subject(b.said))


# `In beacon, the port is 8000` is of beacon alone, as under a heading.
_LED = re.compile(r"In (?P<where>[\w.+-]+(?: [\w.+-]+){0,2}), ")


def _is_led_apart(a: str, b: str) -> bool:
    """Whether one says at its beginning where it holds, and the other does not name that."""
    return any(
        found and not says(found["where"], (other,)) for found, other in ((_LED.match(a), b), (_LED.match(b), a))
    )


def _project(item: Item) -> str:
    return "" if isinstance(item, Claim) else item.project


def _is_of_another(item: Item, project: str) -> bool:
    """Whether a statement is about something else than the project: another one, or what its file or heading is named after."""
    if not isinstance(item, Claim):
        return item.project not in {"", project}
    if is_of(item, project):
        return False
    places = [*item.around, *([] if is_dated(item.path) else re.split(r"[/_.-]+", item.path))]
    return bool(frozenset(term for place in places for term in _topical(place)) - read(item.text).terms)


@lru_cache(maxsize=_REMEMBERED)
def _names_its_subject(text: str) -> bool:
    reading = read(text)
    return (
        bool(reading.names)
        or len(reading.strong) >= _WHOLE
        or _SUBJECT.search(text) is not None
        or _IDENTIFIER.match(text) is not None
    )


# At the beginning, where the subject stands: `billing-api listens …`.
_IDENTIFIER = re.compile(r"(?:the |our |my )?`?\w+[-_/.]\w", re.IGNORECASE)


def _share_project(a: Item, b: Item) -> bool:
    """Whether an observation and a line are of one project, wherever the line says so."""
    return any(
        isinstance(one, Claim) and _project(other) and is_of(one, _project(other)) for one, other in ((a, b), (b, a))
    )


def may_be_same(a: Item, b: Item) -> bool:
    """Whether what stands around two statements lets them say the same thing where their words do."""
    left, right = qualifiers(a), qualifiers(b)
    if left == right or _share_project(a, b) or (is_whole(a.said) and is_whole(b.said)):
        return not apart(a, b)
    return not (left and right) and not is_key(a.said) and not is_key(b.said)


def may_replace(a: Item, b: Item) -> bool:
    """Whether what stands around two statements lets the one give the slot of the other another value."""
    left, right = qualifiers(a), qualifiers(b)
    return (left == right or _share_project(a, b) or (is_whole(a.said) and is_whole(b.said))) and not apart(a, b)
