"""One named thing in the place of another: `Notion replaced Confluence`, `Went from Heroku to Fly.io`, `Ditched Trello for Linear`.

The later note names both. The earlier one is about the old one where it says no more than that something is done with it,
stands on it or comes from it: an opinion of it, or a trial, is no use of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dreaming.domain.attributes.dates import is_month
from dreaming.domain.attributes.words import NUMBERED, content
from dreaming.domain.language import normalise
from dreaming.domain.updates.loosely import akin
from dreaming.domain.updates.model import Update
from dreaming.domain.updates.shifting import DATE
from dreaming.domain.updates.short import OWN, UPPER, WENT_FROM, of_others, pieces

_F = re.IGNORECASE
# A name, as products and places have: a capital, a digit, or a dot within it.
_NAME = rf"(?:(?-i:[{UPPER}])[\w'’&.+#-]*|\w*\d[\w.+#-]*|\w+\.\w+)"
_THING = rf"(?:the |our |my )?{_NAME}(?: {_NAME}){{0,2}}"
_WORDS = r"(?:the |our |my )?[\w'’&.+#-]+(?: [\w'’&.+#-]+){0,2}?"
_SOON = r"(?:switching|moving|migrating|changing|going|converting|transitioning|porting)"
_DID = r"(?:raised|lowered|bumped|switched|moved|migrated|changed|went|gone|converted|transitioned|ported|shifted)"
_FORMS = tuple(
    re.compile(form, _F)
    for form in (
        rf"(?!(?:i|we|they|he|she|you)\b)(?:the |our |my )?(?P<new>[\w'’&.+#-]+(?: [\w'’&.+#-]+){{0,3}}?) (?:has |have |now )?"
        rf"(?:fully |completely |finally )?(?:replaced|replaces|superseded) (?P<old>{_THING})(?: [a-z].*)?",
        rf"{OWN}(?:replaced|swapped(?: out)?|exchanged|traded|switched|changed) (?P<old>{_THING}) (?:with|by|for) (?P<new>\S.*)",
        rf"{OWN}(?:ditched|dropped|left|abandoned|scrapped|retired|gave up|quit) (?P<old>{_THING}) (?:for|in favou?r of) (?P<new>\S.*)",
        rf"(?:\S+ ){{0,5}}?(?:(?P<soon>{_SOON})|{_DID})(?: over| away)?(?: \S+){{0,4}}? from (?P<old>{_WORDS}) (?:over )?(?:in)?to "
        r"(?P<new>\S.*)",
        rf"(?:(?:\S+ ){{0,5}}?(?:in|on|with|to|via|through|by|from|is|uses?|using) )?(?P<new>{_THING}) "
        rf"(?:instead of|in place of|rather than) (?P<old>{_THING})(?: (?:now|from|since|because)\b.*)?",
        rf"(?P<new>\S.{{1,60}}?) (?:instead of|in place of) (?P<old>{_WORDS})(?: (?:now|from|since|because)\b.*)?",
    )
)
_USED = re.compile(  # what a note may say that is used
    rf"\b(?:in|on|with|via|through|by|from|uses?|using|of|is|are|supports?|targets?) (?:the |an? )?(?P<used>{_NAME}(?: {_NAME})*)|"
    rf"\b(?:with|uses?|using) (?P<plain>[a-z][\w-]+)|^(?P<named>{_NAME}(?: {_NAME})*) (?=as\b|for\b|on\b)",
    _F,
)
# A model of a family: `STM32F4` and `STM32G4`, `RTX 3080` and `RTX 4090`.
_MODEL = r"(?P<family>[A-Za-z]{2,})(?P<kind> ?\d[\w.-]*)"
_OWN = re.compile(rf"^{OWN}", _F)
_MODELS = re.compile(rf"(?<![\w.-]){_MODEL}(?![\w.-]*\w)")
_TO_MODEL = re.compile(
    rf"(?P<what>(?:[\w'’-]+ ){{0,4}}?)(?:(?P<soon>{_SOON}|upgrading)|{_DID}|upgraded|downgraded)(?: (?!from\b)\S+){{0,4}}? to "
    rf"(?:the |an? )?(?P<new>{_MODEL})(?: .*)?",
    _F,
)
_MOST = 9  # words of a note that only says what is used
_NO_THING = re.compile(
    rf"(?:{DATE.pattern})|[\W\d]*\d[\W\d]*\w{{0,3}}|[a-z]\d+[a-z]?", _F
)  # a day, or a figure: others may have the same
_CHANGING = content(
    "replaced replaces superseded switched moved migrated changed went converted ported shifted swapped exchanged traded dropped ditched "
    "instead place rather using left abandoned scrapped retired switching moving migrating changing going now all finally fully completely"
)
_DOING = content(
    "uses using used runs running writes writing works working built building trains training keeps kept stored hosted"
)
_OF_MODELS = content("minimum version target requirement support base supported required")
_PLACED = re.compile(r"\b(?:in|at|from|of) (?:the )?[A-Z]")
_SUMS = frozenset("eur usd gbp chf nok sek dkk cad aud inr jpy about around over under only just nearly almost".split())
_COMPLAINT = re.compile(
    rf"(?:the )?(?P<old>{_NAME}(?: \w+)?) (?:was|is|got|gets|kept|keeps|crashe[sd]|broke|dried|costs?|had|has|took)\b.*\b(?:too \w+|"
    r"slow\w*|expensive|unstable|buggy|unreliable|discontinued|deprecated|closed|retired|crash\w*|fail\w*)\b.*",
    _F,
)
_AFTER = re.compile(
    rf"\b(?:after|since|because) (?P<old>{_NAME}) (?:retired|left|quit|closed|died|moved away|shut down|stopped|resigned|folded)\b",
    _F,
)
_MAY = re.compile(  # what every form has
    r"replac|supersed|swapp|exchang|trad|switch|chang|ditch|dropp|left|abandon|scrapp|retir|gave|quit|mov|migrat|went|gone|going|convert|"
    r"transition|port|shift|rais|lower|bump|upgrad|downgrad|instead|place of|rather|after|since|because|too |slow|expensive|unstable|buggy|"
    r"unreliable|discontinued|deprecated|closed|crash|fail",
    _F,
)
_COMING = re.compile(r"\b(?:will|going to|plans? to)\b", _F)
_EVERYWHERE = re.compile(r" (?:for|in|across|on) (?:all|every)\b.*| everywhere\b.*", _F)
_SPARE = 4  # of them that may go with the old thing
_USE = (
    r"(?:(?:\S+ ){0,4}?(?:uses?|using|used|supports?|targets?|requires?|needs?|in|on|with|via|through|by|from|is|are|at|for|of|as)"
    r"(?: the| an?)? |"
    r"(?:\S+ ){1,2}?(?:writes?|writing|runs?|running|builds?|building|trains?|training) (?:\S+ )?)"
)
_AS = r"(?:[\w.+#-]+ ){1,3}?(?:as|for) (?:the |an? )?\w"  # `Arduino Uno as controller`
_TRIED = re.compile(
    r"\b(?:tried|tries|trying|likes?|loves?|hates?|dislikes?|prefers?|interested|considering|thinking|wants?|hopes?|found|finds|knows|"
    r"learn\w*|migrat\w+|mov(?:ed|ing)|switch\w*|bug|issue|problem|slow|expensive|cost\w*|bill|if|might|may|after|before|until|than|"
    r"not|never|no|stopped|former|ex)\b|n['’]t\b|[$€£%]",
    _F,
)


@dataclass(frozen=True, slots=True)
class _Exchange:
    """What went and what came; `is_told` of what has happened; `beside` are the other words of the clause, reduced.

    `is_bare` if somebody only went from the one to the other: they may be towns as well.
    """

    old: str
    new: str
    is_told: bool
    beside: frozenset[str]
    is_bare: bool = False


def exchanged(earlier: str, later: str) -> Update | None:
    """The later note names what took the place of what the earlier one uses: a thing that it names too, or one of a family."""
    for each in _exchanges(later):
        said = pieces(earlier)
        uses = next((found for piece in said if (found := _use(piece, each.old)) and _of_one(piece, found, each)), None)
        if uses is not None:
            is_sure = each.is_told and len(said) == 1 and not (each.is_bare and _PLACED.search(earlier))
            return Update(uses, each.new, is_sure, of_life=True, is_part=not is_sure)
        if _names_both(earlier, each):
            return Update(each.old, each.new, is_sure=False, is_part=True)
    return _of_family(earlier, later)


def _of_family(earlier: str, later: str) -> Update | None:
    """The later note tells a move to another model of the family that the earlier one uses."""
    for new in _moves(later):
        said = pieces(earlier)
        change = _Exchange("", new["new"], is_told=True, beside=content(new["what"]) - _CHANGING - _OF_MODELS)
        for piece in said if _is_family(new["family"]) and not of_others(new[0]) else ():
            olds = [each for each in _MODELS.finditer(piece) if each["family"] == new["family"]]
            is_use = len(olds) == 1 and olds[0][0] != new["new"] and _use(piece, olds[0][0]) is not None
            if is_use and _of_one(piece, olds[0][0], change):
                is_sure = not new["soon"] and len(said) == 1
                return Update(olds[0][0], new["new"], is_sure, of_life=True, is_part=not is_sure)
    return None


@lru_cache(maxsize=16_384)
def _moves(text: str) -> tuple[re.Match[str], ...]:
    """The clauses that tell of a move to a model."""
    said = pieces(text) if _MAY.search(text) else ()
    return tuple(found for piece in said if (found := _TO_MODEL.fullmatch(_OWN.sub("", piece, count=1))))


def _is_family(name: str) -> bool:
    """Whether a word before a number names products, and neither a month, a sum nor a place in a row."""
    folded = name.casefold()
    return name != folded and not (is_month(name) or folded in NUMBERED or folded in _SUMS)


def _of_one(piece: str, old: str, change: _Exchange) -> bool:
    """Whether a clause is about what was changed: where both name more than the two values, they share a word of it."""
    other = content(piece) - content(old) - _DOING
    return not (other and change.beside) or any(
        akin(one, two) for one in other for two in change.beside | content(change.new)
    )


def _names_both(text: str, of: _Exchange) -> bool:
    """Whether a text names the old thing, which is a name, and something else that the later note says of it."""
    is_named = of.old[:1].isupper() and re.search(rf"(?<![\w-]){re.escape(of.old)}(?![\w-])", text) is not None
    return is_named and bool(of.beside & content(text)) and _TRIED.search(text) is None


def _use(piece: str, old: str) -> str | None:
    """The old name as the clause writes it, where the clause says that it is used and little else."""
    if len(piece.split()) > _MOST or _TRIED.search(piece):
        return None
    found = re.fullmatch(
        rf"(?:{_USE}|(?={_AS}))(?P<old>(?-i:(?:[{UPPER}][\w.+#-]* ){{0,2}}?){re.escape(old)}(?-i:(?: [{UPPER}][\w.+#-]*)*))"
        r"(?P<more>(?:,? \S+)*)",
        piece,
        _F,
    )
    if found is None or len(content(found["more"])) > _SPARE:
        return None
    return found["old"]


@lru_cache(maxsize=16_384)
def _exchanges(text: str) -> tuple[_Exchange, ...]:
    return (*_read(text), *_left(text)) if _MAY.search(text) else ()


def _read(text: str) -> Iterator[_Exchange]:
    for piece in pieces(text):
        found = next((match for form in _FORMS if (match := form.fullmatch(piece))), None)
        if found is None or of_others(found[0][: found.start("old")]):
            continue
        old = re.sub(r"^(?:the|our|my) ", "", found["old"], flags=_F)
        new = re.sub(r"(?: (?:for|in|since|because|last|this|from|to)\b| \().*", "", found["new"], flags=_F).strip(" ,")
        if new and normalise(old) != normalise(new) and not _NO_THING.fullmatch(old):
            beside = content(_EVERYWHERE.sub("", piece)) - content(old) - content(new) - _CHANGING
            is_told = not found.groupdict().get("soon") and _COMING.search(piece) is None
            yield _Exchange(old, new, is_told=is_told, beside=beside, is_bare=WENT_FROM.match(piece) is not None)


def _left(text: str) -> Iterator[_Exchange]:
    """What a clause gives as the reason of a change: `Premiere crashed too often`, `after Whitmore retired`."""
    said = pieces(text)
    for piece in said if len(said) > 1 or _AFTER.search(text) else ():
        found = _COMPLAINT.fullmatch(piece) or _AFTER.search(piece)
        if found is not None:
            yield _Exchange(found["old"], text.replace(found[0], "").strip(" ,."), is_told=False, beside=frozenset())


def tells(text: str) -> bool:
    """Whether the statement names what took the place of what."""
    return bool(_exchanges(text)) or bool(_moves(text))


def keys(text: str) -> Iterator[str]:
    """Keys under which the use of a thing meets the news that another took its place."""
    yield from (f"exchanged/{each.old.casefold().split()[-1]}" for each in _exchanges(text))
    models = (each["family"] for piece in pieces(text) for each in _MODELS.finditer(piece))
    yield from (f"exchanged/{family}" for family in models if _is_family(family))
    for piece in pieces(text) if len(text.split()) <= 2 * _MOST else ():
        for found in _USED.finditer(piece) if _TRIED.search(piece) is None else ():
            words = (found["used"] or found["plain"] or found["named"]).casefold().split()
            yield from (f"exchanged/{word}" for word in words if not word.isdigit())
