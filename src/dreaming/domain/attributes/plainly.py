"""What people say around the news that they tell: it is taken off, so that a told sentence reads as a short note does.

`So we finally ended up selling the boat in the end` is `we sold the boat`; `They moved me to the day shift` is what one does
oneself. Nothing is written so: the words are only compared.
"""

import re
from functools import lru_cache

from dreaming.domain.attributes.verbs import FORMS, Form, gerund_of, past_of

_F = re.IGNORECASE
_LEADS = re.compile(
    r"(?:(?:update|correction|(?:(?:good|bad|big|sad|great|some|other) )?news|big (?:change|decision|update)|change of plans?|also|and|"
    r"but|so|oh|well|yes|yeah|fine|ok(?:ay)?|decision made|guess what|fun fact|it['’]s official|by the way|btw|finally|in the end|"
    r"after all|anyway|unfortunately|sadly|luckily|thankfully|fortunately|happily|officially|honestly|long story short|then)\b[:,!.]?\s+|"
    r"(?:it )?turn(?:s|ed) out (?:that )?|the (?:news|truth|upshot) is (?:that )?)+",
    _F,
)
_INTRO = re.compile(
    r"(?:with|after|since|because of|thanks to|due to|this (?=season|term|semester|year|school year)) (?:[\w'’-]+ ){0,5}?[\w'’-]+,? "
    r"(?=(?:i|we|my|our|the)(?:['’]\w+)? )",
    _F,
)
_TAILS = re.compile(
    r"[,\s]+(?:in the end|at last|finally|by the way|btw|for me|too|again and again|as well|you know|poor (?:guy|thing|him|her))$",
    _F,
)
_HELPED = re.compile(
    r"\b(?P<how>(?:have |has |['’]ve |['’]s )?had to|(?:have |has |['’]ve )?managed to|was forced to|"
    r"were forced to|went and|(?:have |has |['’]ve )?(?:ended|wound) up) (?P<verb>[a-z]+)\b",
    _F,
)
_DECIDED = re.compile(
    r"(?P<who>(?:i|we|he|she|they)(?:['’]ve| have| has)?(?: just| finally| both| also| now)*) (?:decided|chose|agreed|(?:am|are|['’]m|"
    r"['’]re) going) "
    r"to (?P<verb>[a-z]+)\b",
    _F,
)
_SOMEBODY = r"(?:they|he|she|(?:the|my|our) (?:[\w'’-]+ ){0,2}?[\w'’-]+|(?-i:[A-Z])[\w.'’-]*(?: (?-i:[A-Z])[\w.'’-]*)*)"
_TO_ME = (
    (re.compile(rf"{_SOMEBODY}(?: has| have|['’]ve)? (?:took|taken) (?:me|us) off (?=\w)", _F), "I came off "),
    (re.compile(rf"{_SOMEBODY}(?: has| have|['’]ve)? put (?:me|us) on (?=\w)", _F), "I am on "),
    (
        re.compile(rf"{_SOMEBODY}(?: has| have|['’]ve)? (?:moved|transferred|switched|shifted|reassigned) (?:me|us) (?=to |from |"
            rf"onto )", _F),
        "I moved ",
    ),
    (re.compile(rf"{_SOMEBODY} (?:moves|transfers|switches|is moving|are moving) (?:me|us) (?=to )", _F), "I move "),
    (re.compile(rf"{_SOMEBODY}(?: has| have|['’]ve)? promoted me (?=to )", _F), "I was promoted "),
)  # fmt: skip
_ME = re.compile(r"\b(?:me|us)\b", _F)
LONGEST = 160  # characters of a note or a clause: what is longer says more than one thing


@lru_cache(maxsize=4_096)
def plainly(piece: str) -> str:
    """A clause without what only announces or rounds it off, and in the words that tell the deed itself."""
    said = _without_lead(piece)
    if len(said) > LONGEST:
        return said
    for pattern, instead in _TO_ME if _ME.search(said) else ():
        said = pattern.sub(instead, said, count=1)
    said = _HELPED.sub(_deed, said, count=1)
    said = _DECIDED.sub(_intent, said, count=1)
    while (tail := _TAILS.search(said)) is not None and tail.start() > 0:
        said = said[: tail.start()]
    return said


def _without_lead(piece: str) -> str:
    lead = _LEADS.match(piece)
    said = piece[lead.end() :] if lead and lead.end() < len(piece) else piece
    intro = _INTRO.match(said)
    return said[intro.end() :] if intro else said


def _deed(found: re.Match[str]) -> str:
    """`had to sell` and `ended up selling`: sold."""
    lemma, form = FORMS.get(found["verb"].casefold(), (found["verb"].casefold(), Form.BARE))
    is_doing = found["how"].casefold().endswith(" up")
    is_plain = form is Form.GERUND if is_doing else lemma == found["verb"].casefold()
    before = " " if found["how"].startswith(("'", "’")) else ""
    return before + past_of(lemma) if is_plain else found[0]


def _intent(found: re.Match[str]) -> str:
    """`We decided to sell`: we are selling, which is still to come."""
    who = re.split(r"['’ ]", found["who"])[0]
    gerund = gerund_of(found["verb"].casefold())
    return f"{who} {_BE.get(who.casefold(), 'is')} {gerund}" if gerund else found[0]


_BE = {"i": "am", "we": "are", "they": "are"}
