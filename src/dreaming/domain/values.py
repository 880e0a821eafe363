"""Single values as people write them: what two of them have in common, and how one takes the place of another."""

import re

_SEVERAL = re.compile(r",\s|;|\s(?:and|or|&|\+|/)\s|\s[#(]|^[\[{>|&*!]|\]$|: |\n")
_AMOUNT = re.compile(r"[$€£]?\s?-?\d+(?:[.,]\d+)*(?P<unit>\s?[a-zA-Zµ°%/]{0,12})(?P<currency>\s?[€£$])?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}:\d\d(?:\s?[ap]m)?")
_NAME = re.compile(
    r"(?-i:[A-Z][^\W\d_]*[.'’-]?[^\W\d_]*\.?)(?:[ -](?:(?:van|von|der|den|de|di|da|la|le|bin|al) )*(?-i:[A-Z])[\w.'’-]*){0,3}"
)
_PARTICLES = re.compile(
    r"(?:an?|the|not|no|still|being|in|on|at|with|without|too|very|un\w+|to|by|for|about|under|over|only|just|already|probably|maybe|"
    r"gone|out|away|there|here|what|who|that|this|it|he|she|they|we|you|I|so|as|ok|fine|good|bad|wrong|right|done|ready|back|off)\b",
    re.IGNORECASE,
)
_MOST_WORDS = 4
_LONGEST = 60  # characters
_QUOTES = ("**", "__", "`", '"', "'", "*", "_")
_PLAIN_ENTRY = re.compile(r"[A-Za-z0-9][\w .,@/+()€$£%-]*")
_YAML_WORDS = frozenset("true false yes no on off null none y n ~".split())


def is_one(value: str) -> bool:
    """Whether the text is one value: no list, no remark, no sentence."""
    return 0 < len(value) <= _LONGEST and len(value.split()) <= _MOST_WORDS and _SEVERAL.search(value) is None


def are_alike(old: str, new: str) -> bool:
    """Whether the two may be values of one slot: of one unit, both names, both words, both dates."""
    before, after = _sort(old), _sort(new)
    if "amount" in {before[0], after[0]} or "date" in {before[0], after[0]}:
        return before == after
    if _PARTICLES.match(new):
        return False
    return not (before[0] == "name" and after[0] == "word")


def _sort(value: str) -> tuple[str, str]:
    amount = _AMOUNT.fullmatch(value)
    if _DATE.fullmatch(value):
        return "date", "" if ":" not in value else ":"
    if amount is not None:
        sign = next((each for each in "$€£" if each in value), "")
        return "amount", (amount["unit"].strip() + sign).casefold()
    return ("name", "") if _NAME.fullmatch(value) else ("word", "")


def as_written(old: str, new: str) -> str | None:
    """The new value with the marks that stand around the old one; None where it holds such a mark itself."""
    for mark in _QUOTES:
        if len(old) > 2 * len(mark) and old.startswith(mark) and old.endswith(mark):
            inner = as_written(old[len(mark) : -len(mark)], new)
            return None if inner is None or mark in new else f"{mark}{inner}{mark}"
    return new


def as_entry(old: str, new: str) -> str | None:
    """As `as_written`, for a value of front matter: what YAML would read as anything but a text or a number is quoted."""
    if "\\" in new or "\n" in new:
        return None
    if old[:1] in {'"', "'"}:
        return as_written(old, new) if old[:1] == old[-1:] and len(old) > 2 else None
    if _PLAIN_ENTRY.fullmatch(new) and new.casefold() not in _YAML_WORDS:
        return new
    return None if '"' in new else f'"{new}"'
