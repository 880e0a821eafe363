"""What came to its end, by the thing that an earlier note names: `Drives a Fiesta` and `Sold the Fiesta`.

A verb of ending ends only what it can: who sells a thing has, drives or uses it no more, who hands in a book writes it no
more, and who hands in one book may still read it. What only tells more of the thing, as its price or its date, stays.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from dreaming.domain.attributes.words import content
from dreaming.domain.updates.model import Update
from dreaming.domain.updates.short import OWN, Named, Short, pieces, short, thing, without_article

_F = re.IGNORECASE
_HAVE = frozenset(
    "has have having own owns owning drive drives driving ride rides riding use uses using keep keeps keeping wear wears wearing flies "
    "flying sails sailing rents renting leases leasing".split()
)
_TAKE = frozenset("take takes taking".split())
_MEAN = frozenset("plans planning books attends organises organizes organising organizing prepares preparing trains training hosts hosting "
                  "visits visiting".split())  # fmt: skip
_WISHES = frozenset("wants hopes aims intends".split())
# What somebody only thinks or says of a thing does not end with it; nor does what it is, or costs.
_NO_DOING = frozenset(
    "likes loves hates enjoys wants needs knows prefers hopes thinks means says tells considers considering thinking hoping looking wishes "
    "switching changing remembers dreams dreaming fears avoids being costs pays gets becomes moves moving starts stops stopping switched weighs remains "
    "leaves leaving ends sells selling lives living born".split()
)
_OBJECTS = r"(?:(?:main|second|old|current|work|my|our) )*(?:phone|car|bike|bicycle|motorbike|van|boat|laptop|camera|computer|tablet|guitar|piano|watch|house|flat|scooter)"
_ON = re.compile(r"(?:(?:is |am )?on|treated with|medicated with|prescribed|member of|subscribed to|subscription to|enrolled in|signed up for|registered for)\s+", _F)
_POST = re.compile(r"(?:part-time |full-time |side |weekend |student )*(?:job|internship|apprenticeship|membership|lessons?|classes|"
                   r"course|part-time|full-time|employed|intern|apprentice|trainee|freelancer?)\b", _F)  # fmt: skip
_TO_DO = re.compile(r"to \w+ (?=the |an? |[A-Z])")
_OPEN = re.compile(r".*?(?P<state> (?:is |are )?(?:pending|open|awaited|in progress|running|under way|outstanding|for sale|to let))", _F)
_WAITING = frozenset("waiting waits awaiting awaits".split())
_PET = re.compile(r"(?:an? )?\w+ (?:named|called) (?=[A-Z])")
_DOSE = re.compile(r"\d[\d.,]*\s?(?:mg|g|ml|µg|mcg|iu|drops?|tablets?|pills?)(?: of)?\s+", _F)

_SOLD = (
    r"sold|lost|returned|gave away|given away|gave back|got rid of|traded in|donated|parted with|scrapped|threw out|threw away|junked|totall?ed|"
    r"wrecked|smashed|swapped|auctioned off|pawned"
)
_DONE = (
    r"finished|completed|delivered|submitted|handed in|turned in|sent off|published|shipped|wrapped up|turned over|sent in|"
    r"done with|finished with|through with"
)
_OFF = r"cancell?ed|scrapped|called off|dropped|abandoned|shelved|gave up on|given up on|backed out of|pulled out of|axed|ditched|terminated|bailed on|put aside"
_QUIT = (
    r"quit|left|stopped|gave up|given up|withdrew from|withdrawn from|dropped out of|resigned from|stepped down from|retired from|came off|"
    r"went off|unsubscribed from|lost interest in|(?:done|finished|through) with|no more|no longer (?:\w+ )?(?:in |at |on |for |with )?|off|"
    r"stopped with|walked away from|moved on from|parted ways with|parted from|parted company with|(?:handed in|gave) (?:my|his|her) "
    r"(?:notice|resignation) (?:at|to)|(?:was |got )?(?:fired|laid off|let go|sacked|expelled|kicked out)(?: from| by| at| of)|had enough of|"
    r"graduated from|checked out of|deleted|uninstalled|removed|scratched from|skipped|sat out|lost my place (?:in|at)"
)
_GONE = (
    r"sold|stolen|lost|gone|returned|scrapped|totall?ed|wrecked|given away|died|passed away|dead|came off|broke down for good|"
    r"gave up the ghost|burn(?:ed|t) down|sunk|sank|was put down"
)
_ENDED = r"ended|over|done|finished|completed|delivered|submitted|handed in|sent off|published|cancell?ed|scrapped|called off|dropped|abandoned|" \
         r"shelved|axed|fell through|discontinued|dissolved|disbanded|closed(?: down)?|shut(?: down)?|folded|wound up|expired|lapsed|weaned|" \
         r"stopped|history|off|split up|broke up|broken up|retired|resigned|stepped down|moved (?:away|out|to (?-i:[A-Z])\w+)|left|quit|let (?:me|us) go|fired me|laid me off|passed|" \
         r"paid off|repaid|settled|(?:replaced|swapped|exchanged|traded|substituted) (?:by|with|for) .{2,30}|tapered off|phased out|weaned off|went bankrupt|went out of business|" \
         r"no longer (?:needed|used|in use|necessary|offered|available|running|made)|rejected|turned down|refused"  # fmt: skip
# A note in the present tells what is decided, and may still be to come.
_LEAVES_OFF = (
    r"quits?|gives? up|leaves?|stops?|sells?|skips?|drops?(?: out of)?|cancels?|withdraws? from|pulls? out of|ends|retires? from|sits? out|"
    r"quitting|giving up|leaving|stopping|selling|skipping|cancelling|dropping(?: out of)?|withdrawing from|pulling out of|resigning from"
)
_CAME = r"granted|approved|accepted|arrived|issued|decided|signed|received|came|rejected|turned down|refused"
_BEHIND = (
    r"(?:[ ,]*\b(?:in|on|at|last|this|yesterday|today|since|after|because|due|over|early|late|already|for (?:good|him|her|me|us|now)|by|at last|and|now|\w+ days "
    r"early|\w+ weeks? early|to|ahead|permanently|finally)\b.*)?"
)
_ACTIVE = re.compile(rf"{OWN}(?:(?:am|is|are|be) )?(?P<end>{_SOLD}|{_DONE}|{_OFF}|{_QUIT}) (?P<what>\S.*)", _F)
_PASSIVE = re.compile(
    rf"(?P<what>\S.*?) (?:(?:is|are|was|were|has been|have been|has|have|got|['’]s)(?: now| all| finally| just)* )?"
    rf"(?P<end>{_GONE}|{_ENDED}|{_CAME})(?P<behind>{_BEHIND})",
    _F,
)
_BY_OTHERS = re.compile(
    rf"(?:they|he|she|(?:the|my|our) \w+|(?-i:[A-Z])[\w'’&-]*(?: (?-i:[A-Z])[\w'’&-]*)*) (?:has |have )?(?P<end>{_OFF}) (?P<what>(?:the|my|our) \S.*)", _F
)
_LEAVING = re.compile(rf"{OWN}(?P<soon>{_LEAVES_OFF}) (?P<what>\S.*)", _F)
_FOR = re.compile(r"(?!.*\b(?:today|tonight|tomorrow|yesterday|this (?:week|month|time))\b)\S.{1,40}? (?:instead of|rather than) (?P<what>\S.*)", _F)
_GIVEN = re.compile(rf"{OWN}(?:gave (?P<what>\S.*?) (?:to|away)|(?:had to )?put (?P<which>\S.*?) (?:to sleep|down))\b.*", _F)
_INSTEAD = re.compile(
    r"(?!.*\b(?:today|tonight|tomorrow|yesterday|this (?:week|month|time))\b)(?:.*\b(?:now|put me on|on|prescribed|switched to|changed to|uses?|takes?) "
    r"|\w+s ).*\b(?:instead of|rather than) (?P<what>\S.*)",
    _F,
)
_FROM = re.compile(
    r"(?:.*\b)?(?:switched|changed|changes|switching|moved|went|converted|migrated) (?:over )?from (?P<what>\S.{1,40}?) (?:over )?to \S.*|"
    rf"{OWN}(?:replaced|swapped|traded|exchanged) (?P<which>\S.{{1,40}}?) (?:with|by|for) \S.*|"
    r"(?:.*\b)?(?:changed|switched|swapped|exchanged) (?P<third>(?!(?:to|from|over|back|up|down)\b)\S.{1,40}?) (?:to|for|with) \S.*",
    _F,
)
_DOING = re.compile(
    r"(?:taking|using|doing|going to|working (?:at|for|on|with)|training (?:for|with|at)|playing (?:in|for|with)?|singing in|writing|learning|"
    r"studying|driving|renting|wearing|attending|teaching|coaching|running|eating|drinking|reading|building) ",
    _F,
)
_NOT_ANY = re.compile(
    rf"{OWN}(?:do|does|is|am|are|have|has)(?:n['’]t| not) (?:\w+ )?(?:in |at |on |for |with )?(?P<what>\S.*?) any ?(?:more|longer)\b.*", _F
)
_STOPPING = re.compile(rf"(?P<what>\S.*?) (?:ends|closes|stops|expires|is (?:ending|closing|being cancelled))(?: (?:in|on|at|next|this|\w+) .*)?", _F)
_PASSING = re.compile(
    r"\b(?:for (?:now|the day|\w+ (?:days?|weeks?|months?))|this time|until|till|temporarily|while|during|on (?:\w+ )?(?:mon|tues|wednes|thurs|fri|satur|"
    r"sun)days?|last (?:mon|tues|wednes|thurs|fri|satur|sun)day|if|unless|may(?:be)?|might|would|could|should|will|almost|nearly|not yet|half|"
    r"over the|over for)\b",
    _F,
)
_SALE = re.compile(rf"(?:{_SOLD}|{_GONE}|sells?|selling)\Z", _F)
_DEATH = re.compile(r"died|passed away|dead", _F)
_MOVED = re.compile(r"moved to", _F)  # somebody who was with them
_FINISH = re.compile(rf"(?:{_DONE}|over|ended|done|passed|paid off|repaid|settled)\Z", _F)
_PLANNED = re.compile(r" (?:is )?(?:planned|scheduled|booked|fixed)\b.*", _F)
_SAYS_MORE = re.compile(r"\b(?:is|are|was|were|due|can|has|have|got|will|should|opens?|closes?|starts?|begins?|ends?|costs?|[a-z]+ed)\b|:|\d\s?[%$€£]", _F)
_SALES = frozenset({"have"})
_FINISHED = frozenset({"doing", "event", "open"})
_SPARE = 4  # words of a note that may be lost with the thing


@dataclass(frozen=True, slots=True)
class _End:
    """A thing that came to its end, whose it was, and what can end so; `is_told` of what has happened.

    `is_likely` of what only mostly ends it, as a move to another town; `is_subject` if its words stand before the verb.
    """

    what: Named
    who: str
    sorts: frozenset[str]
    is_told: bool
    is_likely: bool = False
    is_subject: bool = False


@dataclass(frozen=True, slots=True)
class _Held:
    """A thing that somebody has, does, takes or plans, by a note; `is_whole` if the note says nothing else."""

    what: Named
    who: str
    sort: str
    is_whole: bool


def ended(earlier: str, later: str) -> Update | None:
    """The later note says that the thing which the earlier one is about is over."""
    for end in _ends(later):
        for held in _held(earlier):
            found = _ends_it(end, held)
            if found is not None:
                is_part = held.what.words != end.what.words
                return Update(earlier.strip().rstrip("."), "", found, of_life=True, is_part=is_part)
    return None


def _ends_it(end: _End, held: _Held) -> bool | None:
    """Whether it surely ends it; None where it does not."""
    if end.who != held.who or held.sort not in end.sorts:
        return None
    if held.sort == "alive":
        return False if end.what.words == held.what.words else None
    if held.sort == "with":
        return end.is_told and not end.is_likely if held.what.words and end.what.words - held.what.beside == held.what.words else None
    said = held.what.words | held.what.beside
    if end.is_subject and not end.what.beside <= said:
        return None  # the bakery in Bruges is another one
    if not end.what.words <= said or (not end.sorts >= _SALES and not end.what.names <= said):
        return None
    near = said if held.sort == "event" else held.what.words
    is_head = (held.what.head in end.what.words | _LIGHT or end.what.is_name) and end.what.words <= near
    if not is_head or not (held.is_whole or end.sorts != _FINISHED):
        return None
    return end.is_told and held.is_whole


@lru_cache(maxsize=65_536)
def _ends(text: str) -> tuple[_End, ...]:
    return tuple(_read_ends(text))


_GOES_ON = re.compile(
    r"\b(?:stopped|stops|left|leaves|passed|came|quit|returned|moved) (?:by|in\b(?! (?:january|february|march|april|may|june|july|august|september|"
    r"october|november|december|spring|summer|autumn|winter|the|\d))|early|late|at \w+|for (?!good|another|a new|health)|to (?!(?-i:[A-Z])))",
    _F,
)


def _read_ends(text: str) -> Iterator[_End]:
    for piece in pieces(text):
        said = short(piece)
        bare = piece[said.start :] if said.who else piece
        found = _ACTIVE.fullmatch(bare) or _GIVEN.fullmatch(bare) or _NOT_ANY.fullmatch(bare)
        who = said.who if found else ""
        soon = _LEAVING.fullmatch(bare) if found is None else None
        found = found or _PASSIVE.fullmatch(piece) or _INSTEAD.fullmatch(piece) or _FROM.fullmatch(piece) or _BY_OTHERS.fullmatch(piece)
        found = found or (None if said.verb else _FOR.fullmatch(piece))
        match = found or soon or _STOPPING.fullmatch(piece)
        if match is None or _PASSING.search(piece) or _GOES_ON.search(piece):
            continue
        groups = match.groupdict()
        named = _DOING.sub("", groups.get("which") or groups.get("third") or groups["what"], count=1)
        what = thing(without_article(re.sub(r"^both (?:of )?", "", named, flags=_F)))
        if what.words:
            is_likely = _MOVED.match(groups.get("end") or "") is not None
            yield _End(_lightened(what), who, _sorts(match), is_told=found is not None, is_likely=is_likely,
                       is_subject=match.re in {_PASSIVE, _STOPPING})  # fmt: skip


def _lightened(what: Named) -> Named:
    """The thing without words that only say how one has it: the lease of a garage, the order of tiles."""
    words = what.words - _LIGHT
    return replace(what, words=words, head=what.head if what.head in words else next(iter(sorted(words)))) if words else what


_LIGHT = content("lease contract rental order deal agreement booking reservation application")


def _sorts(found: re.Match[str]) -> frozenset[str]:
    """What can come to its end as the verb says."""
    if found.re is _GIVEN:
        return _SALES
    groups = found.groupdict()
    end = groups.get("end") or groups.get("soon") or ""
    if _DEATH.match(end):
        return _SALES | {"with", "alive"}
    if _GOES.match(end):
        return _SALES | {"with"}
    if _SALE.match(end) and end.casefold() != "scrapped":
        return _SALES | _AWAITED
    if _FINISH.match(end):
        return _FINISHED
    if _COMING.match(end):
        return _AWAITED
    if _MOVED.match(end):
        return frozenset({"with"})
    return _OF_POSTS | {"doing", "take", "plan", "event", "have", "open"}


_GOES = re.compile(r"gone\Z", _F)
_COMING = re.compile(rf"(?:{_CAME})\Z", _F)
_AWAITED = frozenset({"open"})
_OF_POSTS = frozenset({"post", "with"})


@lru_cache(maxsize=65_536)
def _held(text: str) -> tuple[_Held, ...]:
    return tuple(_read_held(text))


def _read_held(text: str) -> Iterator[_Held]:
    said = list(pieces(text))
    for piece in said:
        note = short(piece)
        sort, rest = _sort(note.verb, note.rest)
        if note.verb.endswith("ing") and note.verb not in _NO_DOING and not _SAYS_MORE.search(piece):
            yield _Held(thing(piece), note.who, "event", is_whole=len(said) == 1)  # swimming lessons
        what = thing(re.sub(r"^(?:an?|the|his|her|their|my|our|his|in|at|for|on|with|to|about)\s+(?:(?:an?|the|his|her|their|my|our) )?", "", rest, flags=_F))
        if sort and what.words:
            is_whole = len(said) == 1 and len(what.beside) <= _SPARE and not _SEVERAL.search(rest)
            yield _Held(what, note.who, sort, is_whole)
        yield from _with(piece, note, sort) if len(said) == 1 else ()


_KIN_IS = re.compile(
    r"(?:my |his |her |our )?(?P<kin>(?:grand)?(?:mother|father|ma|pa|mum|dad)|aunt|uncle|husband|wife|dog|cat) (?:is|lives|visits|comes|stays|has)\b", _F
)
_GOAL = re.compile(r"(?:my |our |the )?(?:\w+ )?(?:goal|race|target|event|plan|project|destination|dream)s? is (?:the |an? )?(?P<what>\S.*)", _F)


_SEVERAL = re.compile(r"\b(?:and|or)\b|&", _F)


def _with(piece: str, note: Short, sort: str) -> Iterator[_Held]:
    """With whom or where somebody does what the note says, or who is what to them: it is over with these."""
    kin = _KIN_IS.match(piece)
    if kin:
        yield _Held(thing(kin["kin"]), "", "alive", is_whole=True)
    goal = _GOAL.fullmatch(piece)
    if goal:
        yield _Held(thing(goal["what"]), "", "plan", is_whole=True)
    post, at = _IS_POST.fullmatch(piece), _AT.fullmatch(note.rest)
    if post and thing(post["post"]).head not in _LASTING:
        yield _Held(replace(thing(post["name"]), beside=content(post["post"])), "", "with", is_whole=True)
    elif at and sort in {"doing", "event", "plan"}:
        yield _Held(replace(thing(at["name"]), beside=content(at["before"])), note.who, "with", is_whole=True)


_IS_POST = re.compile(r"(?:my |our |the )?(?P<post>\w[\w'’-]*(?: [\w'’-]+){0,2}?)(?: (?:for|of|at|in) [\w'’ -]{2,30}?)? is (?:called )?(?P<name>(?:(?:Herr|Frau|Mr|Ms|Mrs|Dr|Prof)\.? )?[A-Z][\w'’&-]*(?: [A-Z][\w'’&-]*){0,2})")
_AT = re.compile(
    r"(?P<before>(?:\S+ ){1,4}?)(?:in|at|with|for) (?P<name>(?:(?:the|my|our) [\w'’& -]{3,30}|(?:coach )?(?:(?:Mr|Ms|Mrs|Dr|Prof)\.? )?"
    r"[A-Z][\w'’&-]*(?: [A-Z][\w'’&-]*){0,2}))"
)
_LASTING = content("hometown birthplace name brother sister mother father son daughter child favourite favorite cousin friend") | content("cat dog")


def _sort(verb: str, rest: str) -> tuple[str, str]:
    """What the note says of a thing: that somebody has, takes, does or plans it; and the words that name it."""
    if verb in _HAVE:
        return "have", rest
    if verb in _WAITING:
        return "open", re.sub(r"^(?:for|on) ", "", rest)
    if verb in _TAKE:
        return "take", _DOSE.sub("", rest, count=1)
    if verb in _MEAN or (verb in _WISHES and rest.startswith("to ")):
        return "plan", _TO_DO.sub("", rest, count=1)
    if verb:
        return ("", "") if verb in _NO_DOING or re.match(r"[a-z]+ed\b", rest) else ("doing", re.sub(r"^(?:on|at|in|for|with|up)\s+", "", rest, flags=_F))
    if _ON.match(rest):
        return "take", _DOSE.sub("", _ON.sub("", rest, count=1), count=1)
    if verb == "" and (open_ := _OPEN.fullmatch(rest)):
        return "open", rest[: open_.start("state")]
    if _PET.match(rest):
        return "have", rest
    is_object = re.match(rf"{_OBJECTS} is ", rest, _F)
    if is_object:
        return "have", rest[is_object.end() :]
    post = _POST.match(rest)
    if post and (at := re.search(r"\b(?:at|with|in|of) ", rest)):
        return "post", rest[at.end() :]
    rest = _PLANNED.sub("", rest, count=1)
    return ("", "") if _SAYS_MORE.search(rest) else ("event", rest)


def tells(text: str) -> bool:
    """Whether the statement tells that something has ended."""
    return bool(_ends(text))


def keys(text: str) -> Iterator[str]:
    """Keys under which a thing meets the news that it has ended."""
    for end in _ends(text):
        yield f"ends/{end.what.head}"
    for held in _held(text):
        yield from (f"ends/{word}" for word in held.what.words)
