"""Whether what was merged is still found: the line that stays is looked for with the words of the one that goes.

Two wordings may say the same while nobody who uses the words of the one comes upon the other among all that a store says.
Such a merge would lose nothing but the way to it, and is not made.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from dreaming.domain.histories import is_history
from dreaming.domain.language import normalise, read
from dreaming.domain.ports import Search
from dreaming.domain.questions import Action
from dreaming.engine.accounting import Built
from dreaming.engine.checks import Rulings
from dreaming.engine.examining import Parts, holds, split

MOST = 500  # merges that are looked at, chosen by hash
UNFOUND = "what stays would not be found by its words"


def unfound(built: Built, rulings: Rulings, before: Search, after: Search) -> dict[str, str]:
    """The merges, by change, after which a value is not found any more that was found before, with the reason.

    A value that stands behind one that was replaced, for whoever asks in these words, is not found.
    """
    over = _over(built)
    asked = sorted(_asked(built, rulings), key=lambda each: hashlib.sha256(each[1].question.encode()).digest())
    return {
        key: UNFOUND
        for key, parts in asked[:MOST]
        for old in [over.get(normalise(parts.question), [])]
        if not _is_found(parts, old, after) and _is_found(parts, old, before)
    }


def _over(built: Built) -> dict[str, list[str]]:
    """What the history tells of: by the words of a statement its values that are over."""
    found: dict[str, list[str]] = defaultdict(list)
    for path, document in built.draught.documents.items():
        for line in document.texts if is_history(path) else ():
            past = _PAST.fullmatch(line)
            if past is not None:
                found[normalise(" ".join(past["text"].replace("…", " ").split()))].append(past["value"].strip("`"))
    return found


_PAST = re.compile(r"- (?P<text>.+), until \d{4}-\d\d-\d\d: (?P<value>.+)")


def has_any(built: Built, rulings: Rulings) -> bool:
    """Whether there is anything to look for."""
    return next(_asked(built, rulings), None) is not None


def _asked(built: Built, rulings: Rulings) -> Iterator[tuple[str, Parts]]:
    for key, verdict in built.verdicts.items():
        if verdict.action is not Action.MERGE:
            continue
        stays = rulings.claims[verdict.target].text
        for claim in (rulings.claims[each] for each in verdict.claims):
            parts = None if read(claim.text).terms <= read(stays).terms else split(claim.text)
            if parts is not None and holds(parts.value, stays):
                yield key, parts


def _is_found(parts: Parts, over: Sequence[str], search: Search) -> bool:
    for passage in search(parts.question):
        if holds(parts.value, passage):
            return True
        if any(holds(old, passage) for old in over):
            return False
    return False
