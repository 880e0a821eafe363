"""What somebody wants instead: `Wants to practice patent law` and `Wants to become a public defender instead`.

One may want several things, so that the report only asks.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from dreaming.domain.updates.model import Update
from dreaming.domain.updates.short import OWN, pieces

_F = re.IGNORECASE
_WISH = re.compile(
    rf"{OWN}(?:wants?|plans?|hopes?|aims?|intends?|aspires?|planning|hoping|aiming|dreams?|dreaming|wanting) (?:to|of|on) (?P<what>\S.*)",
    _F,
)
_GOAL = re.compile(
    r"(?:(?:my|main|career|long-term|the) )*(?:goal|aim|dream|plan|focus|priority|target)(?: is|:) (?:to )?(?P<what>\S.*)",
    _F,
)
_SHIFTED = re.compile(
    rf"{OWN}(?:shifted|turned|moved|switched|changed) (?:(?:my|his|her|their|the) )?(?:focus|plans?|interest|goal|sights|attention) "
    r"(?:over )?to (?P<what>\S.*)|now (?:concentrating|focusing|focused|leaning) (?:on|towards?) (?P<now>\S.*)",
    _F,
)
_INSTEAD = re.compile(r"\b(?:instead(?! of)|no longer|not any ?more|rather than)\b", _F)


def wished(earlier: str, later: str) -> Update | None:
    """The later note says that something else is wanted now, in the place of what the earlier one wants."""
    old = _wish(earlier) if not _INSTEAD.search(earlier) else None
    new = _wished_instead(later) if old else None
    if old is None or new is None or old.casefold() == new.casefold():
        return None
    return Update(old, new, is_sure=False, of_life=True, is_part=True)


def _wished_instead(text: str) -> str | None:
    shifted = next((found for piece in pieces(text) if (found := _SHIFTED.fullmatch(piece))), None)
    if shifted is not None:
        return shifted["what"] or shifted["now"]
    return _wish(text) if _INSTEAD.search(text) else None


@lru_cache(maxsize=16_384)
def _wish(text: str) -> str | None:
    """What is wanted, where a statement says that and nothing else."""
    said = pieces(text)
    found = (_WISH.fullmatch(said[0]) or _GOAL.fullmatch(said[0])) if len(said) == 1 else None
    return None if found is None else _INSTEAD.sub("", found["what"]).strip()


def tells(text: str) -> bool:
    """Whether the statement tells what is wanted instead."""
    return _wished_instead(text) is not None


def keys(text: str) -> Iterator[str]:
    """The key under which wishes meet."""
    if _wish(text) is not None or _wished_instead(text) is not None:
        yield "wish"
