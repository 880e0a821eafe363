"""The headings of a document in the making, line by line."""

import re
from collections.abc import Iterable

from dreaming.domain.datelines import heading_period

_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*")


def heading_of(line: str) -> tuple[int, str] | None:
    """The level and the text of a heading; None where the line is none."""
    if "#" not in line[:4]:
        return None  # as nearly all: a heading's mark stands behind three blanks at most
    found = _HEADING.fullmatch(line)
    return None if found is None else (len(found[1]), found[2])


def undated_headings(texts: Iterable[str]) -> tuple[list[str], bool]:
    """The headings that no date stands in or above, and whether the end is below a date.

    What is said today is not written below another day.
    """
    above: list[tuple[int, bool]] = []
    found: list[str] = []
    for heading in filter(None, (heading_of(text) for text in texts if text.lstrip().startswith("#"))):
        above = [each for each in above if each[0] < heading[0]]
        is_dated = heading_period(heading[1]) is not None or any(dated for _, dated in above)
        above.append((heading[0], is_dated))
        if not is_dated:
            found.append(heading[1])
    return found, bool(above) and above[-1][1]
