"""What a statement tells of a change itself: "switched from A to B", "is now B (was A)", "A no longer applies"."""

import re
from functools import lru_cache

from dreaming.domain.language import normalise, without_end

_REMEMBERED = 65_536  # texts: each is compared with many others
_THING = r"[`\"“]?(?P<{0}>[^\s`\"“”,;()][^`\"“”,;()\n]{{0,60}}?)[`\"”]?"
_OLD, _NEW = _THING.format("old"), _THING.format("new")
_WAS = r"(?:was|were|formerly|previously|old|before|until now|used to be)"
_TURNS = r"[^.\n]*\b(?:now|from today|before|until|so far|for (?:a long time|long|years|months|weeks))\b"
# What is set against something else: the one way to tell a change that need not tell one, `Ask in #ops, not in private`.
_CONTRAST = rf"(?<!\S)[`\"]?(?P<new>(?-i:(?:[A-Z][^\s:;,]* )){{0,2}}[^\s`\",]+)[`\"]?,? (?:instead of|rather than|in place of|not) {_OLD}"
_TELLS = tuple(
    re.compile(
        pattern
        + r"(?=\s*(?:[,;()!]|(?<![./])\.(?![\w./])|$|\s(?:as|for|in|on|since|because|and|after|due|so|now|today|yesterday|last|this|these|"
        r"is right|is correct|from (?:now|today|here|next|this))\b))",
        re.IGNORECASE,
    )
    for pattern in (
        rf"\b(?:switch|chang|mov|migrat|upgrad|downgrad|renam|bump|go|went|shift|rais|lower|reduc|increas|transition)\w*\b[^.;\n]{{0,80}}?"
        rf"\bfrom {_OLD} (?:over )?(?:to|into) {_NEW}",
        rf"\b(?:is|are) now {_NEW}[ ,]*\(?(?:it )?(?:was|were|previously|formerly|not|instead of|rather than|no longer|used to be)"
        rf"(?: previously| formerly)?:? {_OLD}",
        rf"\b(?:replac|swapp?)\w* {_OLD} (?:with|by|for) {_NEW}",
        rf"\b(?:has|have|uses?|goes? with|gets?|takes?|with) {_NEW} (?:as|for) [^,;.()\n]{{1,40}}? "
        rf"(?:instead of|rather than|in place of) {_OLD}",
        _CONTRAST,
        rf"\bchanged to {_NEW}[;,.] {_OLD} (?:no longer|is gone|is obsolete|was)\b[^.;\n]{{0,20}}",
        rf"\bno longer (?:uses? |runs? on |on |in |at |lives? in |works? (?:at|for) )?{_OLD}[,;.]? "
        rf"(?:but |it['’]s |now |we use |uses? )+{_NEW}",
        rf"(?<!\S)[`\"]?(?P<new>[^\s`\",]+)[`\"]?, no longer (?:on |in |at )?{_OLD}",
        rf":\s+{_NEW} \((?:it )?{_WAS}:? {_OLD}\)",
        rf"\b(?:is|are|at|to) (?:at |on |in )?{_NEW} \((?:it )?{_WAS}:? {_OLD}\)",
        rf"(?:^|[,;:.] )(?:as of (?:this \w+|next \w+|\S+),? |now,? |today,? )?{_NEW} is (?:now )?(?:the|our|my|its) "
        rf"[^;()\n]{{1,60}} \({_OLD} (?:before(?: that)?|until (?:now|then)|previously|formerly)\)",
        rf"(?:^|[,;:] ){_OLD} used to be (?:the|its|our|their|his|her|my|your)\b[^.;,\n]{{1,60}}[,;.] "
        rf"(?:[^.;,\n]{{1,40}} )?(?:it|that|this)(?: is|['’]s)(?: now)? {_NEW}",
        rf"\b(?:was|were|used to be) (?={_TURNS}){_OLD}(?: (?:for|until|up to|so far|before|in)\b[^.;,\n]{{0,30}})?[,;.] "
        rf"(?:(?:but|and|now|today) )*(?:it|that|this|they)(?: is|['’]s| are)(?: now)? {_NEW}",
        rf"\bused to be {_OLD}[,;.] (?:(?:but|and|please|now|today) )*(?:note|use|take|go with|make it) {_NEW}",
        rf"(?:^|[,;:] ){_OLD} no longer (?:holds?|appl(?:y|ies)|counts?|works?) (?:as|for)\b[^.;,\n]{{1,60}}[,;.] "
        rf"(?:[^.;,\n]{{1,40}}? that |it is |it['’]s )?{_NEW}(?= is (?:right|correct|valid)\b|[.!]?$)",
        rf"\bno longer (?:has|have|uses?|is|runs?|needs?) (?:on |in |at )?{_OLD}(?: (?:as|for) [^,;.\n]{{1,40}})?[,;.]? "
        rf"(?:but |it |we |they )+(?:has|have|uses?|is|runs?|needs?) (?:on |in |at )?{_NEW}",
    )
)  # fmt: skip
# What each of these forms holds a part of: most statements hold none.
_MAY_TELL = re.compile(
    r"from |now |replac|swap|instead of|rather than|in place of|not |changed to|no longer| \(|used to be|\bwas |\bwere ",
    re.IGNORECASE,
)


@lru_cache(maxsize=_REMEMBERED)
def told_change(text: str) -> tuple[str, str] | None:
    """What changed from what to what, where the text tells it: (old, new)."""
    if _MAY_TELL.search(text) is None:
        return None
    return next(filter(None, (_told(pattern, text) for pattern in _TELLS)), None)


def is_contrast(text: str) -> bool:
    """Whether a text tells a change only in that it sets something against something else, which may never have held."""
    return not any(_told(pattern, text) for pattern in _TELLS if not pattern.pattern.startswith(_CONTRAST))


def _told(pattern: re.Pattern[str], text: str) -> tuple[str, str] | None:
    found = pattern.search(text)
    if found is None:
        return None
    old, new = (without_end(found[name].strip()) for name in ("old", "new"))
    return (old, new) if old and new and normalise(old) != normalise(new) else None


# What stands directly before or after a value that is over. Whole phrases, so that "set from 8080" is none of them; the
# weak ones say so only where it is known that two values of one thing are spoken of.
_BETWEEN = r"\b[\s:,(\"'`]*(?:(?:on|in|at|to|the|its|it|an?|as) )*[\"'`]?$"
_USED = r"\bused to be[\s\"'`]*$"  # `used to be the port of …` speaks of what stood before it
_STRONG_BEFORE = (
    r"off|instead of|rather than|in place of|no longer(?: \w+){0,2}|formerly|previously|used to (?:have|use|run|live|work)|"
    r"replac(?:e[sd]?|ing)|swap(?:s|ped|ping)?|drop(?:s|ped|ping)?|ditch(?:ed|es|ing)?|retir(?:es?|ed|ing)|abandon(?:s|ed|ing)?|away from"
)
_OVER_BEFORE = re.compile(
    rf"(?:\b(?:{_STRONG_BEFORE}|from|was|were|not|left|leav(?:es?|ing)|out of|old)|[(]ex){_BETWEEN}|{_USED}",
    re.IGNORECASE,
)
_SURELY_BEFORE = re.compile(rf"\b(?:{_STRONG_BEFORE}){_BETWEEN}|{_USED}", re.IGNORECASE)
_STRONG_AFTER = (
    r"used to be (?:the|its|our|their|his|her|an?)\b|before that\b|"
    r"no longer(?: (?:applies|apply|holds?|valid|used|in use|needed|current|counts?|exists?|supported|true|the|its|our|an?)\b|"
    r"\s*(?:[.,;)]|$))|is (?:gone|obsolete|retired|history)\b|"
    r"(?:was|were|is|has been|got) (?:replaced|retired|dropped|superseded|swapped)\b|gave way\b|→|->"
)
_OVER_AFTER = re.compile(
    rf"^[\"'`)\s,]*(?:{_STRONG_AFTER}|before\b[\s).,;]*$|previously\b|formerly\b|until (?:now|then|today|recently)|is (?:out|over)\b)",
    re.IGNORECASE,
)
_SURELY_AFTER = re.compile(rf"^[\"'`)\s,]*(?:{_STRONG_AFTER})", re.IGNORECASE)


def is_told_over(text: str, place: tuple[int, int], *, surely: bool = False) -> bool:
    """Whether the text says of the value that stands at `place` that it holds no more.

    `surely` takes only words that say so whatever else is said.
    """
    return is_over_before(text, place[0], surely=surely) or is_over_after(text, place[1], surely=surely)


def is_over_before(text: str, begin: int, *, surely: bool = False) -> bool:
    """Whether what stands before it says that a value which begins there holds no more; see `is_told_over`."""
    before = text[max(0, begin - 40) : begin]
    return (_SURELY_BEFORE if surely else _OVER_BEFORE).search(before) is not None


def is_over_after(text: str, end: int, *, surely: bool = False) -> bool:
    """Whether what stands behind it says that a value which ends there holds no more; see `is_told_over`."""
    after = text[end : end + 40]
    return (_SURELY_AFTER if surely else _OVER_AFTER).search(after) is not None
