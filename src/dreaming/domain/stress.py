"""What only weighs a statement: `IMPORTANT: run the tests` orders what `Run the tests` orders."""

import re

_STRESS = re.compile(
    r"(?:\*\*)?(?:important|attention|warning|caution|critical|must|note|nb|n\.b\.|reminder|remember|rule|always remember|!+)"
    r"(?:\*\*)?\s*(?:[:!]+|[–—])(?:\*\*)?\s+(?=\S)",
    re.IGNORECASE,
)


def unstressed(text: str) -> str:
    """The statement without what weighs it."""
    found = _STRESS.match(text)
    return text[found.end() :] if found else text


def is_stressed(text: str) -> bool:
    """Whether something weighs the statement."""
    return _STRESS.match(text) is not None
