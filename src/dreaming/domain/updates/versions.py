"""Another version of a program: `The database is Postgres 15` and `We're on Postgres 16 now`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dreaming.domain.attributes.dates import is_month
from dreaming.domain.attributes.words import NUMBERED
from dreaming.domain.language import read
from dreaming.domain.updates.marks import Part, parts
from dreaming.domain.updates.model import Update
from dreaming.domain.vocabulary import LINK_STEMS

_PROGRAM = r"(?P<name>[A-Z][\w+#-]*(?:\.\w+)?|[a-z]+[A-Z]\w*)"
_VERSION = r"v?(?P<number>\d+(?:\.\d+)*)"
_VERSIONS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_PROGRAM} [Vv]ersion(?: is|:| =)? {_VERSION}",
        rf"(?:[Tt]he )?[Vv]ersion of {_PROGRAM} (?:is|=) {_VERSION}",
        rf"(?P<whose>(?:[Ww]e|I)(?:['’]re| are| use| run|['’]ve moved| moved| upgraded)?(?: the \w+)?|"
        rf"(?:[Tt]he |[Oo]ur )?[\w-]+(?: [\w-]+)? "
        rf"(?:is|runs?|uses?))(?: on| to| with)? {_PROGRAM} {_VERSION}",
        rf"(?P<whose>(?:[Tt]he |[Oo]ur )?[\w-]+(?: [\w-]+)?) (?:was|has been|is|got) (?:upgraded|updated|bumped|moved|downgraded)"
        rf"(?: from .{{1,20}}?)? to {_PROGRAM} {_VERSION}",
        rf"{_PROGRAM} (?:was|has been|is|got) (?:upgraded|updated|bumped|moved|downgraded)(?: from v?[\d.]+)? to {_VERSION}",
    )
)
_UPGRADED = re.compile(r"\b(?:upgraded|updated|bumped|downgraded|moved|migrated)\b")
_GENERAL = re.compile(r"(?:we|i)\b", re.IGNORECASE)
_DAY = re.compile(r",? (?:yesterday|today|last \w+|this \w+)(?: \(\d{4}-\d\d-\d\d\))?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Version:
    """Which version of a program somebody uses: `whose` is "" where it is said of the program itself."""

    name: str
    number: str
    whose: str
    is_new: bool
    part: Part


@lru_cache(maxsize=16_384)
def _versions(text: str) -> tuple[Version, ...]:
    return tuple(_read_versions(text))


def _read_versions(text: str) -> Iterator[Version]:
    for part in parts(text):
        said = _DAY.sub("", part.text)
        found = next((match for form in _VERSIONS if (match := form.fullmatch(said))), None)
        if found and not is_month(found["name"]) and found["name"].casefold() not in NUMBERED:
            whose = found.groupdict().get("whose") or ""
            is_new = part.is_marked or _UPGRADED.search(part.text) is not None
            yield Version(found["name"].casefold(), found["number"], whose.casefold(), is_new, part)


def another(earlier: str, later: str) -> Update | None:
    """The later statement says that the program of the earlier one has another version now."""
    for old in _versions(earlier):
        for new in _versions(later):
            if old.name != new.name or old.number == new.number or not new.is_new:
                continue
            if not _is_whose(old, new) or new.part.has_more:
                continue
            is_all = len(parts(earlier)) == 1
            is_one = (_is_ours(old.whose) and _is_ours(new.whose)) or _things(old.whose) == _things(new.whose)
            return Update(old.number, new.number, is_all and is_one)
    return None


def _is_whose(old: Version, new: Version) -> bool:
    """Whether the later statement speaks of everybody's, or of the same one's, as the earlier."""
    return _is_ours(new.whose) or _things(new.whose) == _things(old.whose)


def _things(whose: str) -> frozenset[str]:
    return read("x " + whose).stems - LINK_STEMS


def _is_ours(whose: str) -> bool:
    return not whose or _GENERAL.match(whose) is not None or re.fullmatch(r"(?:the |our )?\w+ is", whose) is not None


def tells(text: str) -> bool:
    """Whether the statement tells of a version that took another's place."""
    return any(each.is_new for each in _versions(text))


def keys(text: str) -> Iterator[str]:
    """Keys under which statements meet that tell the version of one program."""
    yield from (f"version/{version.name}" for version in _versions(text))
