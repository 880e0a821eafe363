"""A value of something that an earlier line names among other things, or of which it says more than the later one.

`Marta is head of accounts, extension 412` and `Marta's extension is 415 now`: the line says more, so it stays and the report
asks. So it does where a day was moved, and where a program has another version.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dreaming.domain.language import STOP_WORDS, Reading, plain, read
from dreaming.domain.updates.marks import Part, parts
from dreaming.domain.updates.model import Update

_F = re.IGNORECASE
_NUMBER = r"(?:[$€£]\s?)?\d[\d.,:]*\d|\d"
_DATE = r"\d{4}-\d\d-\d\d"
_IS = re.compile(
    rf"(?P<of>\S.{{1,60}}?)\s*(?:\bis|\bare|['’]s|:|=)\s+(?P<value>`[^`]+`|{_NUMBER})(?P<unit>\s?[%\w]*)", _F
)
_MOVED = re.compile(
    rf"(?:(?:[\w'’-]+ ){{1,3}}?(?:has |have )?(?:moved|postponed|pushed|shifted|rescheduled|extended|delayed)(?: back| forward| out)? "
    rf"(?P<of>(?:the|our|my) .{{2,60}}?)|(?P<what>.{{2,60}}?) (?:has |have |was |were |is |been )*"
    rf"(?:moved|postponed|pushed|shifted|rescheduled|extended|delayed)(?: back| forward| out)?)(?: from \S+)? to "
    rf"(?:the )?(?P<value>{_DATE})",
    _F,
)
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
        rf"{_PROGRAM} (?:was|has been|is|got) (?:upgraded|updated|bumped|moved|downgraded)(?: from v?[\d.]+)? to {_VERSION}",
    )
)
_UPGRADED = re.compile(r"\b(?:upgraded|updated|bumped|downgraded|moved|migrated)\b")
_GENERAL = re.compile(r"(?:we|i)\b", _F)
_DAY = re.compile(r",? (?:yesterday|today|last \w+|this \w+)(?: \(\d{4}-\d\d-\d\d\))?$", _F)
_LABEL = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|"
    r"Room|Class|Group|Team|Step|Phase|Level|Part|Chapter|Section|Page|Day|Week|Year|Line|Floor|Gate|Unit|Bus|Track|Platform)$"
)  # fmt: skip
_BARE = re.compile(r"[\d.,:\s]+")


def of_more(earlier: str, later: str) -> Update | None:
    """Another value of something that the earlier line names too; never sure, but for the version of a program."""
    return _version(earlier, later) or _moved(earlier, later) or _attribute(earlier, later)


@dataclass(frozen=True, slots=True)
class Version:
    """Which version of a program somebody uses: `whose` is "" where it is said of the program itself."""

    name: str
    number: str
    whose: str
    is_new: bool
    part: Part


@lru_cache(maxsize=65_536)
def _versions(text: str) -> tuple[Version, ...]:
    return tuple(_read_versions(text))


def _read_versions(text: str) -> Iterator[Version]:
    for part in parts(text):
        said = _DAY.sub("", part.text)
        found = next((match for form in _VERSIONS if (match := form.fullmatch(said))), None)
        if found and not _LABEL.fullmatch(found["name"]):
            whose = found.groupdict().get("whose") or ""
            is_new = part.is_marked or _UPGRADED.search(part.text) is not None
            yield Version(found["name"].casefold(), found["number"], whose.casefold(), is_new, part)


def _version(earlier: str, later: str) -> Update | None:
    for old in _versions(earlier):
        for new in _versions(later):
            if old.name != new.name or old.number == new.number or not new.is_new:
                continue
            if not _is_whose(old, new) or new.part.has_more:
                continue
            is_all = len(parts(earlier)) == 1
            return Update(old.number, new.number, is_all and _is_ours(old.whose) and _is_ours(new.whose))
    return None


def _is_whose(old: Version, new: Version) -> bool:
    """Whether the later statement speaks of everybody's, or of the same one's, as the earlier."""
    return _is_ours(new.whose) or read(new.whose).stems == read(old.whose).stems


def _is_ours(whose: str) -> bool:
    return not whose or _GENERAL.match(whose) is not None or re.fullmatch(r"(?:the |our )?\w+ is", whose) is not None


def _moved(earlier: str, later: str) -> Update | None:
    """A day that was moved, of something that the earlier line gives another day of the same form."""
    dates = re.findall(_DATE, earlier)
    if len(dates) != 1:
        return None
    for part in parts(later):
        found = _MOVED.match(part.text)
        if found is None or (part.is_open and not found["what"]):
            continue
        event = _said(found["of"] or found["what"]) - _DUE
        if event and found["value"] != dates[0] and event <= _terms(earlier):
            return Update(dates[0], found["value"], is_sure=False)
    return None


_DUE = frozenset(plain(word) for word in "deadline due date day".split())


def _attribute(earlier: str, later: str) -> Update | None:
    for part in parts(later):
        found = _IS.match(part.text)
        if found is None or not part.is_new or part.is_open or part.has_more:
            continue
        subject = re.findall(r"[\w-]+", re.sub(r"['’]s\b", "", found["of"]))
        noun = plain(subject[-1].casefold()) if subject else ""
        if len(noun) < 2 or noun in STOP_WORDS or not _said(found["of"]) <= _terms(earlier):
            continue
        value = _beside(subject[-1], earlier)
        if (
            value
            and _BARE.sub("0", value) == _BARE.sub("0", found["value"] + found["unit"].rstrip())
            and value != found["value"]
        ):
            return Update(value, found["value"], is_sure=False)
    return None


def _beside(noun: str, text: str) -> str:
    """The value that stands directly behind a noun in a text."""
    short = re.escape(noun[:-1] if noun.endswith("s") and len(noun) > 4 else noun)
    found = re.search(
        rf"\b{short}\w{{0,2}}(?: is| are|:| of| no\.?| number|,)*\s+(`[^`]+`|{_NUMBER})(\s?%|[a-zA-Z]+)?(?![\w-])",
        text,
        _F,
    )
    return (found[1] + (found[2] or "")).strip() if found else ""


def _said(text: str) -> frozenset[str]:
    reading = read("x " + text.casefold().replace("'s", "").replace("’s", ""))
    return frozenset(term for term in reading.terms if term != "x")


@lru_cache(maxsize=8_192)
def _terms(text: str) -> frozenset[str]:
    reading: Reading = read("x " + text.casefold())
    return reading.terms


def tells(text: str) -> bool:
    """Whether the statement tells of a day that was moved, or of a version that took another's place."""
    return any(each.is_new for each in _versions(text)) or any(_MOVED.match(part.text) for part in parts(text))


@lru_cache(maxsize=65_536)
def keys(text: str) -> tuple[str, ...]:
    """Keys under which statements meet that name a value of one thing."""
    return tuple(dict.fromkeys(_keys(text)))


def _keys(text: str) -> Iterator[str]:
    for version in _versions(text):
        yield f"version/{version.name}"
    for noun in re.findall(
        rf"\b([A-Za-z][\w-]+)(?: is| are|:| of| no\.?| number|,| back to| now)*\s+(?:`|{_NUMBER})", text
    ):
        if noun.casefold() not in STOP_WORDS:
            yield f"value/{plain(noun.casefold())}"
    for part in parts(text):
        found = _MOVED.match(part.text)
        if found:
            yield from (f"day/{word}" for word in _said(found["of"] or found["what"]) - _DUE)
    if len(re.findall(_DATE, text)) == 1 and len(text) < 200:
        yield from (f"day/{term}" for term in sorted(read("x " + text.casefold()).stems - {"x"}))
