"""Where, by whom or by what name something is, and has been until a later note gave it another: `Blog is on Ghost now`."""

import re

from dreaming.domain.attributes.words import content
from dreaming.domain.updates.model import Update
from dreaming.domain.updates.shifting import CALLED, DATE, PLACED, Shift
from dreaming.domain.updates.short import Named, are_apart, pieces, thing
from dreaming.domain.vocabulary import plain

_F = re.IGNORECASE
_LINK = re.compile(
    r"(?:(?:is|are|was|runs?|goes|comes|sits?|done|made|held|built|kept|sold|grown|called|named|written|takes? place|set|hosted|stored|"
    r"managed|based|located|printed|produced|published|recorded|edited|handled|processed|organi[sz]ed|tracked|coded|baked|brewed|"
    r"designed)\b\s*)*(?:(?:on|in|at|with|by|from|through|via|to|for|under)\b\s*)?(?:the\s+)?",
    _F,
)
_MANY = re.compile(r",| and | or |/| & ", _F)
_WORDS = 5  # of a value


def of_words(earlier: str, shift: Shift) -> Update | None:
    """Another name, place, host or source of what the earlier note is about; None where it is of something else."""
    if shift.kind not in {"word", "name"} or not 0 < len(shift.value.split()) <= _WORDS:
        return None
    said = pieces(earlier)
    found = (_renamed(piece, shift) or _placed(piece, shift, is_alone=len(said) == 1) for piece in said)
    return next((each for each in found if each is not None), None)


NAMES = re.compile(
    r"\b(?P<noun>[\w-]+)(?: is)? (?:called|named|titled) "
    r"(?P<name>[A-Z][\w'’&-]*(?: (?:(?:of|the|and|a|in) )*[A-Z][\w'’&-]*)*)"
)


_TITLE = re.compile(r"(?:(?:the|my|our) )?(?:working |current )?(?:title|name)(?: is|:) (?P<name>[A-Z\"'“‘].*)", _F)
_NAMED_SO = re.compile(
    r"(?:[\w'’-]+ ){0,2}(?P<noun>[\w'’-]+) is (?P<name>(?-i:[A-Z])[\w'’&-]*(?: (?-i:[A-Z])[\w'’&-]*)*)", _F
)


def _renamed(piece: str, shift: Shift) -> Update | None:
    """Another name of what the note names: of anything, where the later one does not say of what."""
    called = NAMES.search(piece) if shift.kind == "name" else None
    if called is not None and shift.what.words and shift.what.words == content(called["name"]):
        return Update(called["name"], shift.value, is_sure=shift.is_told and called.end() == len(piece), of_life=True)
    titled = _TITLE.fullmatch(piece) if shift.kind == "name" and shift.what.words else None
    if titled is not None and are_apart(titled["name"], shift.value):
        return Update(titled["name"], shift.value, is_sure=False, of_life=True, is_part=True)
    named = NAMES.search(piece) or _NAMED_SO.fullmatch(piece) if shift.kind == "name" else None
    if named is None or not are_apart(named["name"], shift.value):
        return None
    if shift.what.words and shift.what.head != plain(named["noun"].casefold()):
        return None
    is_sure = bool(shift.what.words) and shift.is_told and named.end() == len(piece)
    return Update(named["name"], shift.value, is_sure, of_life=True, is_part=not shift.what.words)


def _placed(piece: str, shift: Shift, *, is_alone: bool) -> Update | None:
    """Another place, host or source of the thing that the note begins with."""
    if not shift.what.words:
        return None
    value = _behind(shift, piece) or _served(shift, piece)
    if _is_other(value, shift):
        is_named = not shift.at or any(character.isupper() for character in value + shift.value)
        is_at = re.search(rf"\bat (?:the )?{re.escape(value)}", piece) is not None and shift.at != "at"
        is_sure = shift.is_told and is_named and is_alone and not _MANY.search(value) and not is_at
        return Update(value, shift.value, is_sure, of_life=True)
    more = _NAMED_MORE.fullmatch(piece) if shift.kind == "word" else None
    if more is not None and _is_longer_name(thing(more["what"]), shift) and _is_other(more["value"], shift):
        return Update(more["value"], shift.value, is_sure=False, of_life=True, is_part=True)
    return None


def _is_other(value: str, shift: Shift) -> bool:
    return bool(value) and are_apart(value, shift.value) and not DATE.search(value) and not value[0].isdigit()


def _served(shift: Shift, piece: str) -> str:
    """By, through or on what a thing is done, where its host or provider is what changed: `Sends SMS through Twilio`; else ""."""
    if not shift.value[:1].isupper():
        return ""
    everything, through, used = (form.fullmatch(piece) for form in (_EVERYTHING, _THROUGH, _USED_FOR))
    if everything is not None and moves_all(shift):
        return everything["value"]
    if used is not None and shift.what.words and content(used["what"]) == shift.what.words:
        return used["value"]
    if not shift.what.words & _SOURCES:
        return ""
    named = content(through["what"]) - _HOSTS if through else frozenset[str]()
    if through and named and named <= shift.what.words:
        return through["value"]
    purpose = shift.what.words - _SOURCES
    return used["value"] if used and purpose and purpose <= content(used["what"]) else ""


def moves_all(shift: Shift) -> bool:
    """Whether what moved may be all that somebody runs: a project by its name, the app, the site."""
    is_moved = shift.kind == "word" and shift.is_moved and not shift.at
    return is_moved and (shift.what.is_name or shift.what.words <= _ALL)


def runs_all(piece: str) -> bool:
    """Whether a clause says where everything runs."""
    return _EVERYTHING.fullmatch(piece) is not None


_ALL = content("everything app site website service stack infrastructure production hosting backend server platform")
_HOSTS = content("host run deploy serve send take handle process store accept order buy get")
_ON = r"(?:on|through|via|by|from|with) (?P<value>[A-Z]\S*(?: [A-Z]\S*)?)"
_EVERYTHING = re.compile(
    rf"(?i:(?:everything|all (?:of it|services|apps|sites)) (?:is |are )?(?:hosted|deployed|runs?|running|served)) {_ON}"
)
_USED_FOR = re.compile(
    r"(?:[Uu]ses?|[Uu]sing|[Ww]orks with) (?P<value>[A-Z]\S*(?: [A-Z]\S*)?) (?:for|to|as) (?P<what>\S.*)"
)
_THROUGH = re.compile(rf"(?P<what>[\w'’-]+(?: [\w'’-]+){{0,3}}) {_ON}")
_NAMED_MORE = re.compile(
    r"(?P<what>(?:[\w'’-]+ ){1,2}[\w'’-]+) (?:is|are|in|on|with|at|about|runs on) (?:the |an? )?(?P<value>(?:\S+ ?){1,4})",
    _F,
)


def _is_longer_name(named: Named, shift: Shift) -> bool:
    """Whether a name has one word more than the thing that was changed: a `Conference talk` that is called a `Talk`."""
    is_more = shift.what.words < named.words and len(named.words - shift.what.words) == 1
    return is_more and shift.what.head == named.head


_SOURCES = content(
    "supplier provider source vendor seller importer software tool system platform app program editor service"
)
_HOSTED = re.compile(r"\b(?!(?:is|are|was)\b)[a-z]{3,}(?:ed|pt|ld|ne|wn|s)\b", _F)


def _behind(shift: Shift, piece: str) -> str:
    """What stands behind the words that name the thing, where the note begins with just these; "" where it may not be replaced."""
    words = list(re.finditer(r"\S+", piece))
    for number in range(1, min(len(words), 6)):
        before, after = piece[: words[number - 1].end()], piece[words[number].start() :]
        sources = _SOURCES if after.startswith("from ") else frozenset[str]()
        link = _LINK.match(after)
        if link is not None and content(before) == (shift.what.words | shift.what.beside) - sources:
            value = after[link.end() :] if link[0].strip().casefold() not in {"", "the"} else ""
            if not _may_follow(shift, link[0], value):
                return ""
            if content(value):
                return value if len(value.split()) <= _WORDS else ""
    return ""


def _may_follow(shift: Shift, link: str, value: str) -> bool:
    """Whether the value that stands behind the link in the note is of the sort that the thing has anew."""
    if shift.verb and shift.verb not in link.casefold().split():
        return False  # `atlas is licensed under MIT` and `atlas has a mascot now`
    if (CALLED.search(link) is not None) != (shift.kind == "name") and not re.match(r"(?:is|renamed)\s", link):
        return False
    placed = PLACED.search(link)
    if placed is None and not re.match(r"[A-Z`\"'“\d]", value):
        return False  # `The café is closed` says how it is
    if shift.is_moved and link.strip().casefold() == "on" and value.islower():
        return False  # an exhibition on ropes
    at, is_hosted = placed[0].casefold() if placed else "", _HOSTED.search(link) is not None
    if shift.at:
        return shift.at == at or is_hosted  # not `The blog is in English` and `on Ghost now`
    return shift.kind != "word" or not shift.is_told or is_hosted or _may_move(shift, at, link)


def _may_move(shift: Shift, at: str, link: str) -> bool:
    """Whether a thing that stands so may be moved elsewhere: a meeting with somebody is not moved to another."""
    if at == "in":
        return shift.is_moved or link.casefold().startswith("in ")
    return at in {"", "from", "on", "through", "via", "called", "named", "at"}
