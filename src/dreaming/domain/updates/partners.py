"""With whom somebody is: `Girlfriend is Ines`, `Broke up with Ines`, `Seeing Marta now`."""

import re
from collections.abc import Iterator

from dreaming.domain.attributes.plainly import LONGEST
from dreaming.domain.updates.model import Update
from dreaming.domain.updates.short import OWN, pieces

_F = re.IGNORECASE
_WHO = r"(?-i:[A-Z])[\w'’-]+"
_PARTNER = r"(?:girlfriend|boyfriend|partner|husband|wife|fianc[eé]e?|spouse)"
_SO = (
    r"(?: (?:in|last|this|after|since|over|because|on|for good|amicably|yesterday|recently|again|now|(?:a|two|three|some|\d+) \w+ ago)"
    r"\b.*)?"
)
_WITH = re.compile(
    rf"(?:(?:my |his |her )?{_PARTNER}(?: is)?(?: called| named)?|"
    rf"{OWN}(?:(?:is |am )?(?:dating|seeing|going out with|together with|engaged to|married to|in a relationship with|with)|"
    rf"has a {_PARTNER} (?:named|called)|(?:lives|living|live) with(?: (?:his |her |my )?{_PARTNER})?|has been with)) "
    rf"(?P<who>{_WHO})(?P<now> now| these days)?(?P<rest> .*)?|(?P<name>{_WHO}) is (?:my|his|her) {_PARTNER}",
    _F,
)
_PARTED = tuple(
    re.compile(pattern, _F)
    for pattern in (
        rf"{OWN}(?:broke up with|split up with|split with|split from|separated from|divorced|left|called it off with|broke it off with|"
        rf"broke off (?:the|my|his|her) engagement(?: to| with)?|(?:is |am )?no longer with)(?: (?:my |his |her )?(?P<kin>{_PARTNER}))?"
        rf"(?: ?(?P<who>{_WHO}))?{_SO}",
        rf"(?:(?P<who>{_WHO}) and (?:I|me|he|she)|(?:I|he|she) and (?P<other>{_WHO})|(?P<we>we))(?: have| ['’]ve| are| got)?(?: just)? "
        rf"(?:broke up|broken up|split up|split|separated|divorced|parted|getting divorced){_SO}",
        rf"(?:(?P<who>{_WHO}) and (?:I|me)|(?:I|he|she) and (?P<other>{_WHO})|(?P<we>we)) (?:are not|aren['’]t|are no longer) "
        r"(?:together|a couple|married|an item)(?: any ?(?:more|longer))?(?: .*)?",
        rf"(?P<single>single (?:again|now)){_SO}",
        rf"(?P<who>{_WHO}) (?:left me|left him|left her|moved out|broke up with me|ended it|ended things|is (?:now )?(?:my|his|her) ex)"
        r"(?: .*)?",
        rf"(?:the )?(?:relationship|marriage|engagement) (?:with|to) (?P<who>{_WHO}) (?:is over|ended|broke up|is off)(?: .*)?",
        rf"(?:it['’]s |it is |all )?over with (?P<who>{_WHO})(?: .*)?",
    )
)
_LIVES = re.compile(r"\bliv(?:es?|ing)\b", _F)


def parted(earlier: str, later: str) -> Update | None:
    """The later note says that somebody is no more with whom the earlier one names, or is with somebody else now."""
    said = pieces(earlier)
    old = next((found for piece in said if (found := _WITH.fullmatch(piece))), None)
    if old is None:
        return None
    was = old["who"] or old["name"]
    is_whole = len(said) == 1 and not old["rest"] and not _LIVES.search(old[0])
    for piece in _clauses(later):
        end, other = _end(piece), _WITH.fullmatch(piece)
        if end is not None and _is_end_of(end, was):
            is_named = end.keys() & {"who", "other", "kin"}
            return Update(earlier.strip().rstrip("."), "", is_sure=is_whole and bool(is_named), of_life=True)
        now = other and (other["who"] or other["name"])
        if other and now and now.casefold() != was.casefold() and not (_LIVES.search(old[0]) or _LIVES.search(piece)):
            return Update(was, now, is_sure=is_whole and bool(other["now"]), of_life=True)
    return None


def _clauses(text: str) -> tuple[str, ...]:
    """The whole, which may name two, and its clauses."""
    return (text.strip(" .!"), *pieces(text)) if len(text) < LONGEST else ()


def _end(piece: str) -> dict[str, str] | None:
    """What a clause names of a parting: `who`, or the `kin` alone; None where it is none."""
    found = next((match for form in _PARTED if (match := form.fullmatch(piece))), None)
    return None if found is None else {key: value for key, value in found.groupdict().items() if value}


def _is_end_of(end: dict[str, str], was: str) -> bool:
    """Whether the parting may be from whom the note names: from somebody of that name, or of none."""
    name = end.get("who") or end.get("other")
    return name.casefold() == was.casefold() if name else bool(end)


def tells(text: str) -> bool:
    """Whether the statement tells of a parting, or with whom somebody is."""
    return any(_end(piece) is not None or _WITH.fullmatch(piece) for piece in _clauses(text))


def keys(text: str) -> Iterator[str]:
    """The key under which partners and partings meet."""
    if tells(text):
        yield "partner"
