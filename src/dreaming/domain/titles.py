"""What a memory's front matter calls it."""

import re
from collections.abc import Sequence

_FENCE = "---"
_ENTRY = re.compile(r"(title|name):\s+[\"']?(.*?\w.*?)[\"']?\s*")
_BEST_FIRST = ("title", "name")


def front_matter_end(lines: Sequence[str]) -> int:
    """How many lines the front matter takes, with both its fences; 0 where there is none."""
    if not lines or lines[0].strip() != _FENCE:
        return 0
    return next((number for number, line in enumerate(lines[1:], 2) if line.strip() == _FENCE), 0)


def title_in_front(lines: Sequence[str]) -> str | None:
    """The title, else the name that stands in the front matter; None where neither does."""
    found = (_ENTRY.fullmatch(line) for line in lines[1 : front_matter_end(lines)])
    told = {entry[1]: entry[2] for entry in found if entry}
    return next((told[key] for key in _BEST_FIRST if key in told), None)
