"""What makes a statement particular: numbers, code, names, days. And the words by which requests are told apart."""

import re

from dreaming.domain.calendars import WEEKDAY
from dreaming.domain.language import read

_ANCHOR = re.compile(
    r"""
      `[^`\n]+` | \d | [\w.+-]+@[\w-]+\.\w | \w+://
    | "[^"\n]{1,120}" | “[^”\n]{1,120}”
    | (?<!\w)[~.]{0,2}/[\w.-]+ | \b\w+(?:/\w+)+\b
    | \b\w+_\w+ | \b[a-z]\w*-\w+ | \b[a-z]+[A-Z]\w* | \b[A-Z]{2,}\w*\b |
         \b[\w-]+\.[a-z]{1,5}\b(?!\s*$) | (?<!\w)[@\#][a-z][\w-]+
    """,
    re.VERBOSE,
)
_MARK = re.compile(r"[`\d@/\"“_#~-]|[A-Z]{2}|[a-z][A-Z]|\w\.[a-z]")  # every anchor has one
_NAME = re.compile(r"(?<![.!?:]\s)(?<!^)\b(?!I\b|I['’])[A-Z][\w'’]+")
_DAY = re.compile(
    rf"\b(?:{WEEKDAY}s?|weekdays?|weekends?|daily|weekly|monthly|"
    r"yearly|every (?:day|week|month|year|morning|evening|night|quarter)|"
    r"january|february|march|april|june|july|august|september|october|november|december|one|two|three|"
    r"four|five|six|seven|eight|nine|ten|twelve|twenty|dozen)\b",
    re.IGNORECASE,
)
_HYPHENED = re.compile(
    r"\b(?:follow|re|set|log|sign|clean|built|long|short|well|non|pre|half|up|on|off|in|back|front|e|"
    r"co|self|part|full|double|so|high|low|real|one|two|first|last|third)-\w+"
)


def has_value(text: str) -> bool:
    """Whether the text holds something exact: a number, code, a path, an identifier, a quotation."""
    return (
        _MARK.search(text) is not None and _ANCHOR.search(_HYPHENED.sub("", text) if "-" in text else text) is not None
    )


def is_particular(text: str) -> bool:
    """Whether the text holds a value, a name or a time: something that another statement could contradict."""
    return has_value(text) or _NAME.search(text) is not None or _DAY.search(text) is not None


def content(text: str) -> tuple[str, ...]:
    """The words that say what a text is about, reduced, each once, sorted: equal for requests that differ in form."""
    return tuple(sorted(read(text).terms))
