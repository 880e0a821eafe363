"""How a thing is set up, told in passing: "we rolled out media-proxy with 3 replicas and a timeout of 30 s"."""

import re

from dreaming.domain.single import SINGLE
from dreaming.domain.vocabulary import plain
from dreaming.judges.rules import anchors, refusals
from dreaming.judges.rules.gates import Gated

_F = re.IGNORECASE

_SET_UP = Gated(
    re.compile(
        r"(?P<what>\S.{0,80}?\b(?:deployed|rolled out|shipped|released|launched|went live|goes live|set up|configured|scaled|provisioned|"
        r"installed|created|booked|signed|leased|opened|running|live)\b.{0,60}?)\s+with\s+(?P<how>\S.*)",
        _F | re.DOTALL,
    ),
    holds=(
        "deployed rolled shipped released launched went goes set configured scaled provisioned installed created booked signed leased "
        "opened running live"
    ),
)
_SET_TO = Gated(
    re.compile(
        r"(?:i|we)(?:['’]ve| have)?\s+(?:just\s+|now\s+|also\s+)?(?:set|configured|capped|limited|fixed|pinned)\s+(?P<what>\S.{2,60}?)\s+"
        r"(?:to|at)\s+(?P<value>[`\"$€£]?\d\S*(?:\s\w+)?[`\"]?)(?=\s*(?:[.,;]|$|\s(?:and|for|in|on)\b))",
        _F,
    ),
    begins="i we",
)
_COUNTED = re.compile(r"\b\d[\d.,]*\s+(?P<noun>[a-z]+s)\b", _F)
_OF = re.compile(r"\b(?:an?|the|its)\s+(?:[\w-]+\s+){0,2}?(?P<noun>[a-z]+)\s+(?:of|at|set to)\s+[`\"$€£]?\d", _F)


def are_told(text: str) -> bool:
    """Whether a bare statement names a thing and says of a figure that things have one at a time what it is there."""
    if refusals.is_supposed(text) or refusals.is_pointing(text):
        return False
    found = _SET_UP.match(text)
    if found is not None and _is_named(found["what"]):
        return any(
            plain(each["noun"].lower()) in SINGLE for of in (_COUNTED, _OF) for each in of.finditer(found["how"])
        )
    to = _SET_TO.match(text)
    return (
        to is not None and _is_named(to["what"]) and any(plain(word) in SINGLE for word in to["what"].lower().split())
    )


def _is_named(what: str) -> bool:
    return anchors.has_value(what) or re.search(r"(?<=\s)(?!I\b)[A-Z]\w+", what) is not None
