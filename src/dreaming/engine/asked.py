"""Whether a user's words ask that a line go: they must say so, and they must name it."""

import re

from dreaming.domain.language import read

_ASKS = re.compile(
    r"\b(?:forget|remove|delete|drop|discard|strike|erase|obsolete|outdated|out of date|not true any ?more|no longer (?:true|valid|"
    r"applies|needed)|isn['’]t true|done|finished|completed|shipped|resolved|fixed|closed|merged|over)\b",
    re.IGNORECASE,
)
_NAMED = 0.6  # of the line's words must stand in the quote


def names(quote: str, line: str) -> bool:
    """Whether `quote` asks to let go of `line`, or tells that it is done, and names enough of it.

    "Forget everything" names nothing and so asks for nothing.
    """
    if not _ASKS.search(quote):
        return False
    said, held = read(quote), read(line)
    things = {value.text for value in held.values} | held.names
    words = held.strong
    if len(words & said.terms) < 2:
        return False
    return things <= said.terms and len(words & said.terms) >= _NAMED * len(words)
