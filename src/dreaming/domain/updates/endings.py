"""What came to its end, as a statement says it: `Sold the Fiesta`, `The choir was dissolved`, `No more hens`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from dreaming.domain.attributes.words import content
from dreaming.domain.calendars import MONTHS, WEEKDAY
from dreaming.domain.updates.endwords import (
    BEHIND,
    BROKE,
    CAME,
    DONE,
    ENDED,
    GONE,
    INSTEAD_OF,
    LEAVES_OFF,
    OFF,
    ONCE,
    PROPER,
    QUIT,
    SHUT,
    SOLD,
)
from dreaming.domain.updates.short import OWN, WENT_FROM, Named, of_others, pieces, short, thing, without_article

_F = re.IGNORECASE
_NO_WHEN = r"(?!(?:in|at|on|for|by|to|last|this|yesterday|today|early|late|after|before|because|since|over|with|as)\b)"
_ACTIVE = re.compile(
    rf"{OWN}(?:(?:am|is|are|be) )?(?P<end>{SOLD}|{DONE}|{OFF}|{QUIT}|(?:{SHUT})(?= (?:my|our|the|his|her|"
    rf"(?-i:[A-Z])))) {_NO_WHEN}(?P<what>\S.*)",
    _F,
)
_HANDED = re.compile(
    rf"{OWN}(?:(?:handed|passed|turned|signed) (?P<what>(?:the|my|our) \S.*?) (?:(?:over|on) to|to (?=(?-i:[A-Z])))|"
    r"(?:handed over|passed on|turned over|signed over) (?P<which>(?:the|my|our) \S.*?) to) ?\S.*",
    _F,
)
_TAKEN = re.compile(
    rf"{PROPER}(?: {PROPER})? (?:has taken|took|takes|is taking) over (?P<what>\S.*?) from (?:me|us)\b.*", _F
)
_PARTED = re.compile(r"(?P<what>\S.*?) and (?:i|we) (?:have |['’]ve )?parted (?:ways|company)\b.*", _F)
_GIVEN = re.compile(
    rf"{OWN}(?:gave (?P<what>\S.*?) (?:to|away|back)|(?:had to )?put (?P<which>\S.*?) (?:to sleep|down))\b.*", _F
)
_NOT_ANY = re.compile(
    rf"{OWN}(?:(?:do|does|is|am|are|have|has)(?:n['’]t| not)|can['’]t|cannot) (?:\w+ )?(?:in |at |on |for |with )?(?P<what>\S.*?) "
    r"any ?(?:more|longer)\b.*",
    _F,
)
_LEAVING = re.compile(rf"{OWN}(?P<soon>{LEAVES_OFF}) (?P<what>(?!(?:on|in|at|next|this)\b)\S.*)", _F)
_PASSIVE = re.compile(
    rf"(?P<what>\S.*?) (?:(?:is|are|was|were|has been|have been|has|have|got|['’]s)(?: now| all| finally| just)* )?"
    rf"(?P<end>{GONE}|{ENDED}|{CAME}|{BROKE})(?P<behind>{BEHIND})",
    _F,
)
_INSTEAD = re.compile(
    rf"{ONCE}(?:.*\b(?:now|put me on|on|prescribed|switched to|changed to|uses?|takes?|(?:am|is|are|['’]m|['’]re) \w+ing) |"
    rf"\w+s ).*\b{INSTEAD_OF}",
    _F,
)
_FROM = re.compile(
    r"(?:.*\b)?(?:switched|changed|changes|switching|moved|went|converted|migrated|transferred) (?:over )?from (?P<what>\S.{1,40}?) "
    r"(?:over )?to \S.*|"
    rf"{OWN}(?:replaced|swapped|traded|exchanged) (?P<which>\S.{{1,40}}?) (?:with|by|for) \S.*|"
    r"(?:.*\b)?(?:changed|switched|swapped|exchanged) (?P<third>(?!(?:to|from|over|back|up|down)\b)\S.{1,40}?) "
    r"(?:to|for|with) \S.*",
    _F,
)
_REPLACED = re.compile(
    r"(?!(?:i|we|they|he|she|you)\b)\S.{1,40}? (?:has |have )?replaced (?:the|my|our) (?:old )?(?P<what>\S.{1,30})", _F
)
_GRADUATED = re.compile(
    rf"(?P<what>{PROPER}) (?:has |have )?(?:just )?(?:finished|completed|ended|wrapped up) (?:his|her|their) (?:[\w-]+ )?"
    r"(?:rotation|internship|apprenticeship|placement|thesis|phd|doctorate|degree|course|training|residency|traineeship|contract|"
    r"fellowship|programme|program|term|stay|year)\b.*",
    _F,
)
_BECAME = re.compile(
    r"(?P<what>\S.{0,40}?) (?:has |have )?(?P<end>turned|grown|grew|evolved|morphed) into \S.*",
    _F,
)
_BY_OTHERS = re.compile(
    rf"(?:they|he|she|(?:the|my|our) \w+|{PROPER}(?: {PROPER})*) (?:has |have )?(?P<end>{OFF}) "
    r"(?P<what>(?:the|my|our) \S.*)",
    _F,
)
_FOR = re.compile(rf"{ONCE}\S.{{1,40}}? {INSTEAD_OF}", _F)
_STOPPING = re.compile(
    r"(?P<what>\S.*?) (?:ends|closes|stops|expires|retires|resigns|steps down|is (?:ending|closing|retiring|leaving|being cancelled))"
    r"(?: (?:in|on|at|next|this|\w+) .*)?",
    _F,
)
_DOING = re.compile(
    r"(?:taking|using|doing|going to|working (?:at|for|on|with)|training (?:for|with|at)|playing (?:in|for|with)?|singing in|writing|"
    r"learning|studying|driving|renting|wearing|attending|teaching|coaching|running|eating|drinking|reading|building|"
    r"[a-z]{2,}ing (?:(?:in|for|with|at|on|to) )?(?=(?:the|my|our|an?|his|her)\b|(?-i:[A-Z]))|playing(?= [a-z]+$)) ?",
    _F,
)
_PASSING = re.compile(
    rf"\b(?:for (?:now|the day|(?:an? |\w+ )?(?:minutes?|hours?|days?|weeks?|months?|while|moment|bit))|in the middle of|halfway|"
    rf"last night|"
    rf"(?:was|were) (?:\w+ )?closed\b(?! (?:for good|permanently|down))|(?:cancell?ed|died|broke|closed|stopped) again|this time|until|"
    rf"till|temporarily|while|during|on (?:\w+ )?{WEEKDAY}s?|"
    rf"last {WEEKDAY}|if|unless|may(?:be)?|might|would|could|should|will|almost|nearly|not yet|half|over the|over for)\b",
    _F,
)
_ON_DAY = re.compile(rf"\b(?:on|last) {WEEKDAY}\b(?!s)", _F)
_ONCE_FOR_ALL = re.compile(
    r"sold|quit|moved out of|resigned|died|passed|handed in|finished|gave up|given|donated|returned|delivered|submitted|stolen|broke up",
    _F,
)
_TIME = r"(?:\d|noon|midnight|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_GOES_ON = re.compile(
    r"\bdropped (?:my|the) .*\b(?:yesterday|today|on the floor|in the|into|but it|and it)\b|\b(?:stopped|stops|left|leaves|passed|came|"
    rf"quit|returned|moved) (?:by|in\b(?! (?:{MONTHS}|spring|summer|autumn|winter|the|\d))|early|late|at \w+|"
    rf"for (?!good|another|a new|health)|to (?!(?-i:[A-Z])))|\bleft (?:\S+ ){{1,3}}at {_TIME}\b",
    _F,
)
_SALE = re.compile(rf"(?:{SOLD}|{GONE}|sells?|selling)\Z", _F)
_DEATH = re.compile(r"died|passed away|dead", _F)
_FINISH = re.compile(rf"(?:{DONE}|over|ended|done|passed|paid off|repaid|settled)\Z", _F)
_COMING = re.compile(rf"(?:{CAME})\Z", _F)
_MOVED = re.compile(r"moved to|(?:went|flew|returned|gone|moved) (?:back )?home", _F)  # somebody who was with them
_LIGHT = content(
    "lease contract rental order deal agreement booking reservation application account profile subscription job position role post gig"
)
_AT_FIRM = re.compile(
    r"(?:my |our |the )?(?P<name>(?-i:[A-Z])[\w'’&-]*) (?:shop|store|page|channel|account|membership)\Z", _F
)
_GIVE_BACK = re.compile(r"\b(?:back to|handed back)\b", _F)
_GIVEN_UP = re.compile(
    r"gave up(?: on)?|given up(?: on)?|abandoned|dropped|no longer|shelved|backed out of|stopped", _F
)
_WHY = re.compile(r" (?:because|due to|owing to|thanks to)\b.*", _F)
_BROKEN = re.compile(rf"(?:{BROKE})\Z", _F)
_CLOSING = re.compile(rf"(?:{SHUT})\Z", _F)

SALES = frozenset({"have"})
FINISHED = frozenset({"doing", "event", "open", "act"})
_ANY = frozenset("post with doing take plan event have open act".split())


@dataclass(frozen=True, slots=True)
class End:
    """A thing that came to its end, whose it was, and which `sorts` of holding it end so: see `held`.

    `is_told` of what has happened; `is_likely` of what only mostly ends it, as a move to another town; `is_subject` if its
    words stand before the verb.
    """

    what: Named
    who: str
    sorts: frozenset[str]
    is_told: bool
    is_likely: bool
    is_subject: bool


@lru_cache(maxsize=16_384)
def ends(text: str) -> tuple[End, ...]:
    """What a statement says has come to its end, or will."""
    return tuple(_read(text))


def _read(text: str) -> Iterator[End]:
    before = ""
    for said in _clauses(text):
        graduated = _GRADUATED.fullmatch(said)
        if graduated is not None:  # whoever has taught or led them does so no more
            yield End(
                thing(graduated["what"]), "", frozenset({"doing"}), is_told=True, is_likely=False, is_subject=False
            )
        piece = _IT.sub(rf"\g<verb> {before}", said, count=1) if before else said
        before = _named_first(said) or before
        found = _found(piece)
        groups = found.groupdict() if found else {}
        dated = _ON_DAY.sub("", piece) if _ONCE_FOR_ALL.match(groups.get("end") or "") else piece
        if found is not None and found.re is _FROM and of_others(piece[: found.start(found.lastgroup or 0)]):
            continue
        if found is None or _PASSING.search(dated) or _GOES_ON.search(piece):
            continue
        named = _DOING.sub("", groups.get("which") or groups.get("third") or groups["what"], count=1)
        named = _AT_FIRM.sub(r"\g<name>", _WHY.sub("", named))
        is_meant = named != groups["what"] and re.match(r"an? ", named) and _GIVEN_UP.match(groups.get("end") or "")
        named = re.sub(r"^an? ", "", named) if is_meant else named  # `gave up on buying a house`: any that was meant
        what = thing(without_article(re.sub(r"^both (?:of )?", "", named, flags=_F)))
        if what.words:
            yield End(
                _lightened(what),
                short(piece).who if found.re in _BY_VERB else "",
                _sorts(found) & frozenset({"plan", "doing"}) if is_meant else _sorts(found),
                is_told=found.re not in {_LEAVING, _STOPPING},
                is_likely=_is_likely(found, groups.get("end") or ""),
                is_subject=found.re in {_PASSIVE, _STOPPING},
            )


def _is_likely(found: re.Match[str], end: str) -> bool:
    """Whether it mostly ends the thing, and does not surely: what broke may be mended, who left a town may still work there."""
    is_bare = found.re is _FROM and WENT_FROM.match(found[0]) is not None
    return is_bare or found.re is _BECAME or (_MOVED.match(end) or _BROKEN.match(end)) is not None


_AND_DID = re.compile(
    r" and (?=(?:sold|bought|got|took|left|quit|gave|lost|made|put|opened|started|joined|moved|switched|found|went)\b)",
    _F,
)


def _clauses(text: str) -> Iterator[str]:
    """The clauses of a statement, and what else is told to have been done in each of them."""
    whole = text.strip(" .!")
    if _PARTED.fullmatch(whole):
        yield whole
    for piece in pieces(text):
        yield from _AND_DID.split(piece)


_IT = re.compile(
    r"(?P<verb>\b(?:sold|quit|left|cancelled|dropped|stopped|returned|lost|donated|scrapped|gave up)) it\b", _F
)
_FIRST = re.compile(
    r"(?P<what>(?:the|my|our) (?:[\w'’-]+ ){0,2}?[\w'’-]+) (?:\w+n['’]t|is|are|was|were|has|had|\w+ed|broke|got|needs?)\b",
    _F,
)


def _named_first(piece: str) -> str:
    """The thing that a clause is about, which the next one may call `it`."""
    found = _FIRST.match(piece)
    return found["what"] if found else ""


_BY_VERB = (_ACTIVE, _GIVEN, _HANDED, _NOT_ANY)
_BY_FORM = (_PARTED, _TAKEN, _PASSIVE, _INSTEAD, _FROM, _REPLACED, _BECAME, _BY_OTHERS)


def _found(piece: str) -> re.Match[str] | None:
    """The first form that the whole clause has; those with a verb of somebody's own begin behind whose it is."""
    said = short(piece)
    bare = piece[said.start :] if said.who else piece
    for forms, where in (
        (_BY_VERB, bare),
        (_BY_FORM, piece),
        (() if said.verb else (_FOR,), piece),
        ((_LEAVING,), bare),
    ):
        found = next((match for form in forms if (match := form.fullmatch(where))), None)
        if found is not None:
            return found
    return _STOPPING.fullmatch(piece)


_REFUSED = frozenset({"rejected", "turned down", "refused", "declined"})


def _lightened(what: Named) -> Named:
    """The thing without words that only say how one has it: the lease of a garage, the order of tiles."""
    words = what.words - _LIGHT
    if not words:
        return what
    return replace(what, words=words, head=what.head if what.head in words else min(words))


def is_light(head: str) -> bool:
    """Whether a word only says how one has a thing, as a lease or an order."""
    return head in _LIGHT


def _sorts(found: re.Match[str]) -> frozenset[str]:
    """What can come to its end as the verb says."""
    groups = found.groupdict()
    end = (groups.get("end") or groups.get("soon") or "").casefold()
    if found.re is _REPLACED:
        return SALES
    if found.re is _BECAME:
        return frozenset({"doing"})
    if _CLOSING.match(end) and found.re is _ACTIVE:
        return frozenset({"with", "doing", "post"})
    if _GIVE_BACK.search(found[0]) or found.re is _GIVEN:
        return SALES | {"open"}
    if _COMING.match(end) and found.re is _PASSIVE and end not in _REFUSED:
        return frozenset({"open"})
    return next((sorts for verbs, sorts in _BY_END if verbs.match(end)), _ANY)


_BY_END = (
    (_BROKEN, SALES | {"event"}),
    (_DEATH, SALES | {"with", "alive"}),
    (re.compile(r"gone\Z"), SALES | {"with"}),
    (re.compile(r"(?!scrapped|came off)(?=.)" + _SALE.pattern, _F), SALES | {"open"}),
    (_FINISH, FINISHED),
    (_MOVED, frozenset({"with"})),
)
