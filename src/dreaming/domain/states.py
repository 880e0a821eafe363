"""States that move: how far something is, how many remain, what still does not work. They hold on the day when they are told."""

import re

_F = re.IGNORECASE
_DONE = (
    r"(?:done|finished|completed?|migrated|converted|moved|ported|reviewed|merged|fixed|closed|open|left|remaining|missing|pending|"
    r"outstanding|to\ go|behind|booked|sold|paid|sent|signed|delivered|painted|packed|translated|written|tested|passing|failing|covered)"
)
_MOVES = re.compile(
    rf"""(?:
      \b(?:so|thus)\ far\b
    | \b\d[\d.,]*\ (?:[\w-]+\ ){{0,3}}?(?:to\ go|remain(?:ing|s)?|left|outstanding)\b(?=\s*(?:[.,;!()]|$|and\b|now\b))
    | \b\d[\d.,]*\ (?:out\ )?of\ (?:the\ )?\d[\d.,]*\ [^.;]{{0,40}}?\b{_DONE}\b
    | \b\d[\d.,]*\ ?(?:%|percent)\ (?:of\ [^.;,]{{2,40}}?\ )?(?:is\ |are\ )?{_DONE}\b(?!\ (?:within|by|in)\b)
    | \b\d[\d.,]*\ (?:[\w-]+\ ){{1,3}}?(?:are\ |were\ )?(?:now\ )?(?:done|finished|migrated|converted|ported|reviewed|translated|packed|
        painted)\ (?:now|already)\b
    | \b(?:half\ ?way|nearly|almost|mostly)\ (?:done|finished|complete|through|there)\b
    | \b(?:ahead\ of|behind|on)\ (?:schedule|track|plan|our\ plan|the\ plan)\b(?!\s+(?:every|each|the)\b)
    | \b(?:ahead\ of|behind)\ (?:the|our|my)\ (?:[\w-]+\ ){{0,2}}?(?:deadline|schedule|plan|target|forecast|budget)\b
        (?=\s*(?:[.,;!()]|$|by\b|and\b|but\b|so\b|now\b|for\b))
    | (?<!\bi\ )(?<!\bwe\ )\bstill\ (?:(?:does|do|is|are|has|have)(?:\ not|n['’]t)|cannot|can['’]t)\b
    | \b(?:does|do|is|are|ca)n['’]t\ [\w\ ]{{2,30}}\ yet\b
    | \bstill\ (?:fails?|breaks?|crashes|hangs)\b
    )""",
    _F | re.VERBOSE,
)
# A rule or a habit is no state, and neither is what tells its day itself.
_LASTS = re.compile(
    r"\b(?:always|never|must|should|usually|every|each|whenever|if|when|rule|policy)\b|\(as of \d{4}|\bas of\b", _F
)


def moves(text: str) -> bool:
    """Whether a statement tells a state that will be another soon."""
    return _MOVES.search(text) is not None and _LASTS.search(text) is None
