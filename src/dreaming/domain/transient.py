"""Lines that only meant something while they were written: the one ground on which a line may go with no other in its place.

Each rule has a name, which the ledger gives. The rules are narrow on purpose: a line that holds a value, a name, code
or a path is never transient, whatever its words.
"""

import re

from dreaming.domain.language import read

_RULES: tuple[tuple[str, str], ...] = (
    ("thanks", r"(?:ok(?:ay)?|great|perfect|nice|cool|awesome|thanks?|thank you|thx|cheers|good job|well done|got it|"
               r"sounds good|looks good(?: to me)?|lgtm|all good|done|yes|no|sure)(?: then| so much| a lot| again)?"),
    ("greeting", r"(?:the )?(?:user )?(?:said )?(?:hi|hello|hey|good morning|good evening|bye|goodbye|see you)(?: there| again| "
                 r"everyone| all)?(?: and asked how .{1,40})?"),
    ("break", r"(?:lunch|coffee|tea|short|quick) ?break.{0,40}|(?:be |i['’]ll be )?back in .{1,30}|brb|afk"),
    ("narration", r"(?:now )?(?:let me|i['’]?ll|i will|i am going to|i['’]m going to) (?:now )?(?:first )?(?:look|check|see|read|open|"
                  r"start|try|have a look|take a look)\b.{0,60}"),
    ("moment", r"(?:re-?ran|ran|running|tried|trying|retried|opened|opening|scrolled|closed|restarted|reopened) .{1,60} "
               r"(?:again|once more|and it (?:passed|worked|failed)|and (?:scrolled|closed|looked)\b.{0,30})(?:, .{1,40})?"),
    ("moment", r"session (?:started|ended|begins|ends|resumed)\b.{0,40}"),
    ("moment", r"(?:git status|the working tree|working tree) (?:shows |is )?(?:a )?clean(?: tree)?"),
    ("moment", r"(?:the )?(?:build|tests?|ci|pipeline|run) (?:took|finished in|ran for) .{1,30}"),
)  # fmt: skip
_COMPILED = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _RULES)
_LONGEST = 120


def transient(text: str) -> str | None:
    """The name of the rule by which the line is transient, or None: then it stays."""
    if len(text) > _LONGEST:
        return None
    sentences = [part for part in re.split(r"[,.!;]+\s*(?=\S)", text.strip().rstrip(".! ")) if part]
    whole = text.strip().rstrip(".! ")
    for name, pattern in _COMPILED:
        if pattern.fullmatch(whole) or all(pattern.fullmatch(part.strip()) for part in sentences):
            return name if _holds_nothing(text, name) else None
    if all(any(pattern.fullmatch(part.strip()) for _, pattern in _COMPILED) for part in sentences):
        return "thanks" if _holds_nothing(text, "thanks") else None
    return None


def _holds_nothing(text: str, rule: str) -> bool:
    """No value and no name; of a passing moment, counts and durations may be said."""
    reading = read(text)
    kinds = {value.kind for value in reading.values}
    passing = {"number", "text"} if rule == "moment" else set[str]()
    return kinds <= passing and not any(value.kind == "text" and len(value.text) > 6 for value in reading.values)
