"""What of a wording changes nothing that is said: `IMPORTANT: test before each push`, `Test before every push`."""

import re
from functools import lru_cache

_REMEMBERED = 16_384  # statements: each is compared with many others
_STRESS = re.compile(
    r"(?:\*\*)?(?:important|attention|warning|caution|critical|must|note|nb|n\.b\.|reminder|remember|rule|always remember|!+)"
    r"(?:\*\*)?\s*(?:[:!]+|[–—])(?:\*\*)?\s+(?=\S)",
    re.IGNORECASE,
)


_EACH = re.compile(r"\beach(?= (?!other\b)\w)", re.IGNORECASE)


@lru_cache(maxsize=_REMEMBERED)
def as_compared(text: str) -> str:
    """The statement without what only weighs it, and with one word for each and every."""
    found = _STRESS.match(text)
    return _EACH.sub("every", text[found.end() :] if found else text)


def is_stressed(text: str) -> bool:
    """Whether something weighs the statement."""
    return _STRESS.match(text) is not None
