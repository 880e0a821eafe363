"""What a user lifts: "you may deploy on Fridays again", "you don't need to ask before pushing any more".

Only what is lifted for good counts. "You can go on now" is over when it is done, and no word of it says that a rule is.
"""

import re

from dreaming.domain.claims import ObservationKind
from dreaming.judges.rules import anchors, refusals
from dreaming.judges.rules.gates import Gated

_F = re.IGNORECASE
_LIFTED = Gated(
    re.compile(
        r"(?:(?:from now on|from here on|(?:going|moving) forward),? )?(?:you|we) (?:"
        r"(?:may|can|are allowed to|['’]re allowed to) (?!see|go|start|begin|continue|proceed|try|do (?:it|that|this)\b)(?P<may>\w.*)|"
        r"(?:do not|don['’]?t|no longer) (?:have|need) to (?P<need>\w.*)|needn['’]t (?P<not>\w.*))",
        _F | re.DOTALL,
    ),
    begins="from going moving you we",
)
_FOR_GOOD = re.compile(
    r"\b(?:again|any ?more|any longer|no longer|from (?:now|here) on|(?:going|moving) forward|as of (?:today|now)|"
    r"these days)\b",
    _F,
)
_LEAST = 2  # words that say what is lifted


def kind_of(text: str) -> ObservationKind | None:
    """The kind of a statement that lifts a rule; None of any other."""
    found = _LIFTED.match(text)
    if found is None or not _FOR_GOOD.search(text) or refusals.is_pointing(_FOR_GOOD.sub("", text)):
        return None
    what = next(each for each in found.groups() if each)
    return ObservationKind.PREFERENCE if len(anchors.content(_FOR_GOOD.sub("", what))) >= _LEAST else None
