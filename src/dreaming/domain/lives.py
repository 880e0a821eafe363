"""What two items of a dream say of one life: the later in the place of the earlier, or perhaps against it.

`attributes` compares words; here what stands around them counts too: `Lives in Oslo` under the heading Anna and
`Lives in Rome` under the heading Ben are two people's. Only headings that are no topics of a life name somebody.
"""

import re
from functools import lru_cache

from dreaming.domain.attributes import LifeChange, Relation, life_change
from dreaming.domain.claims import Claim, ClaimKind, Observation
from dreaming.domain.language import read, without_end
from dreaming.domain.slots import Replacement
from dreaming.domain.updates import Update, update
from dreaming.domain.vocabulary import plain

Item = Claim | Observation

_REMEMBERED = 65_536  # texts: each is compared with many others
_UNREAD = frozenset({ClaimKind.CODE, ClaimKind.ROW})
_NEVER_REPLACED = frozenset({ClaimKind.CODE, ClaimKind.PARAGRAPH})
# Headings under which people keep what concerns themselves: they name no other person.
_TOPICS = frozenset(
    """a about account accounts activities activity address age allergies and animals appointments attributes background basic basics
    bio body budget calendar car career cars chat contact conversation conversations current daily dates day details diary diet
    dietary drinks eating education employment entertainment events everyday exercise experience expenses facts family favorite
    favorites favourites finance finances financial fitness food foods for from friends fun general goal goals habits health
    history hobbies hobby home house household housing i identity important in info information interests is job journal key
    kids know known languages learned learning life lifestyle likes living location log log me medical medication meeting
    memories memory mental misc money monthly my name networking note notes of office on other our personal personality
    people person pets physical places plans preferences private profession professional profile project projects reading
    recent relationship relationships relocation residence routine routines savings schedule school self session sessions skills
    sleep social spare sports status studies study summary tastes tech technology the things this time to tools training
    transport transportation travel trips update updates upcoming user users vehicle vehicles we week weekly wellness work
    workout year years january february march april may june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep oct nov dec new old what""".split()
)
_OF_PEOPLE = re.compile(
    r"/(?:people|persons?|contacts?|family|friends|team|colleagues|coworkers|clients|customers|characters|students|patients|"
    r"members|candidates|relationships|users)/(?P<who>[^/]+)",
    re.IGNORECASE,
)


def replaced(earlier: Item, later: Item) -> Replacement | None:
    """The later statement fills the slot of the earlier one, or ends it; `new` is "" where nothing takes its place."""
    found = _change(earlier, later)
    if found is None or found.relation is not Relation.REPLACES or _kind(earlier) in _NEVER_REPLACED:
        return None
    text = without_end(earlier.said)
    is_only = (
        found.old.family == "amount" and len(_FIGURE.findall(text)) == 1
    )  # others may add up to it: "team of 8: 6 engineers, 2 …"
    is_value = (found.old.is_single or is_only) and text.count(found.old.value) == 1
    old = found.old.value if is_value and found.old.value else text
    return Replacement(old, "" if found.is_end else found.new.value, told=found.is_told)


_FIGURE = re.compile(r"\d[\d.,]*")


def ended(earlier: Item, later: Item) -> Replacement | None:
    """What a short note of a life says in so many words is over, where it is about the same person."""
    found = _update(earlier, later)
    if found is None or not found.is_sure or _kind(earlier) in _NEVER_REPLACED:
        return None
    return Replacement(found.old, found.new, told=True, is_part=found.is_part)


def _update(earlier: Item, later: Item) -> Update | None:
    if _kind(earlier) in _UNREAD or _kind(later) in _UNREAD or _is_of_its_day(earlier):
        return None
    found = update(earlier.said, later.said)
    return found if found is not None and found.of_life and _is_of_same(earlier, later) else None


def _is_of_its_day(item: Item) -> bool:
    """Whether it is a value in a log: another one does not take its place below an earlier date."""
    return isinstance(item, Claim) and item.dated and ": " in item.said


def may_contradict(earlier: Item, later: Item) -> bool:
    """Whether the earlier statement may be over by the later one, wholly or in a part, and that is not sure."""
    found = _change(earlier, later)
    if found is not None and (found.relation is Relation.MAY_CONTRADICT or _kind(earlier) is ClaimKind.PARAGRAPH):
        return True
    return _update(earlier, later) is not None


def _change(earlier: Item, later: Item) -> LifeChange | None:
    if _kind(earlier) in _UNREAD or _kind(later) in _UNREAD:
        return None
    found = life_change(earlier.said, later.said)
    return found if found is not None and _is_of_same(earlier, later) else None


def _is_of_same(earlier: Item, later: Item) -> bool:
    """Whether no heading says that the two are about different people."""
    return _somebody(earlier) == _somebody(later) or _others(earlier, later) == _others(later, earlier)


def _kind(item: Item) -> ClaimKind | None:
    return item.kind if isinstance(item, Claim) else None


def _somebody(item: Item) -> frozenset[str]:
    """The words of headings, and of a file in a folder of people, that may name whom the statement is about."""
    return _named(item.path, item.around) if isinstance(item, Claim) else frozenset()


def _others(item: Item, other: Item) -> frozenset[str]:
    """Who may be meant and is named in neither statement: `Deadlines` above a deadline is nobody's name."""
    said = _words(item.text) | _words(other.text)
    return frozenset(word for word in _somebody(item) if plain(word) not in said)


@lru_cache(maxsize=_REMEMBERED)
def _words(text: str) -> frozenset[str]:
    return read(f"x {text}".casefold()).stems


@lru_cache(maxsize=8_192)
def _named(path: str, headings: tuple[str, ...]) -> frozenset[str]:
    folder = _OF_PEOPLE.search(path)
    around = " ".join([*headings, folder["who"].rsplit(".", 1)[0] if folder else ""])
    words = re.findall(r"[^\W\d_]+", re.sub(r"['’]s\b", "", around).casefold())
    return frozenset(word for word in words if len(word) > 1 and word not in _TOPICS)
