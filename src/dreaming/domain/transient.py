"""Lines that only meant something while they were written: the one ground on which a line may go with no other in its place.

Each rule has a name, which the ledger gives. A rule must fit the whole line, part by part, and is narrow on purpose: a
line that holds a value, a name, code or a path is never transient, whatever its words, and neither is one that tells a
rule, a reason or how something is done ("tests pass only with Redis running").
"""

import re
from functools import lru_cache

from dreaming.domain.language import read
from dreaming.domain.moments import ASKED_NOW, HARMLESS, RULES, TELLS_MORE

_COMPILED = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in RULES)
_LONGEST = 120
_ONE_WORD = re.compile(r"\w+ing", re.IGNORECASE)  # "Reading", in a list of hobbies
_PARTS = re.compile(r"[,.!;]+\s*(?=\S)|\s+[–—-]\s+")
_WORK = frozenset(
    "ci pr prs ok readme git lgtm brb afk e2e end-to-end re-ran re-run re-read stand-up vpn ide wi-fi e-mail e-mails".split()
)  # names and values of any work


@lru_cache(maxsize=16_384)
def transient(text: str) -> str | None:
    """The name of the rule by which the line is transient, or None: then it stays."""
    whole = text.strip().rstrip(".! ")
    if len(text) > _LONGEST or not whole or not _holds_nothing(text):
        return None
    if whole.endswith("?"):
        return "aside" if ASKED_NOW.fullmatch(whole.rstrip("? ")) else None
    if _ONE_WORD.fullmatch(whole) or TELLS_MORE.search(HARMLESS.sub("", whole)):
        return None
    rules = [_rule_of(part.strip()) for part in _PARTS.split(whole) if part.strip()]
    return _rule_of(whole) or (rules[0] if rules and all(rules) else None)


def _rule_of(part: str) -> str | None:
    return next((name for name, pattern in _COMPILED if pattern.fullmatch(part)), None)


def _holds_nothing(text: str) -> bool:
    """No value, no name and no scope: nothing that a later reader could miss."""
    reading = read(text)
    values = {value.text for value in reading.values}
    return values | reading.names <= _WORK and reading.scope <= {"testing", "development"}
