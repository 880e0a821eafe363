"""Whether two statements in different words may be taken for one, when a model says that they say the same.

What they mean is the model's judgement. What code can see must agree: typed values, names, numbers in words, days and
months, negation, scope, time and certainty, the order of things of one kind; no word of one may be the opposite of a
word of the other; and they must share words enough that they are about one thing. The line that stays is trusted no
less than the one that goes. Only single statements are merged so: no code, no tables, no paragraphs.
"""

from dataclasses import replace

from dreaming.domain.claims import Claim, ClaimKind, Observation
from dreaming.domain.language import Reading, read, same_values
from dreaming.domain.opposites import are_opposed
from dreaming.domain.questions import MEANING, Verdict
from dreaming.domain.vocabulary import plain

_JUDGED = "A model judged these to say the same"
_SINGLE = {ClaimKind.BULLET, ClaimKind.LINE}
_LEAST_SHARED = 2  # words; one is enough where a value or a name is shared as well
_SHARE = 0.34  # of the words of the shorter
_COUNTED = frozenset(
    plain(word)
    for word in (
        "zero one two three four five six seven eight nine ten eleven twelve dozen hundred thousand million half twice once "
        "first second third fourth fifth last daily weekly monthly yearly hourly nightly morning evening night noon "
        "monday tuesday wednesday thursday friday saturday sunday weekday weekend january february march april may june "
        "july august september october november december spring summer autumn winter north south east west"
    ).split()
)


def may_mean_same(loser: Claim | Observation, target: Claim) -> str | None:
    """Why `target` may not stand for `loser`; None if a model's word for it is enough."""
    return _placed_apart(loser, target) or _said_apart(read(loser.text), read(target.text))


def _placed_apart(loser: Claim | Observation, target: Claim) -> str | None:
    if target.kind not in _SINGLE or (isinstance(loser, Claim) and loser.kind not in _SINGLE):
        return "only single statements are taken for one when their words differ"
    if not isinstance(loser, Claim):
        return None
    if target.provenance.trust < loser.provenance.trust:
        return "the line that would stay is trusted less than the one that would go"
    same_scope = _heading_scope(loser) == _heading_scope(target)
    return None if same_scope else "they stand under headings of another scope"


def _said_apart(a: Reading, b: Reading) -> str | None:
    if not same_values(a, b) or _ordered(a) != _ordered(b):
        return "a value, a name, the negation, the scope or the time differs"
    words, others = _words(a), _words(b)
    if words & _COUNTED != others & _COUNTED:
        return "a number, a day or a rank in words differs"
    if are_opposed(words, others):
        return "a word of one is the opposite of a word of the other"
    return None if _overlaps(a, b) else "they share too few words to be about one thing"


def _heading_scope(claim: Claim) -> frozenset[str]:
    return read(" ".join(claim.headings)).scope


def _ordered(reading: Reading) -> list[str]:
    """Values as they come, each once: `A before B` is not `B before A`."""
    typed = [term for term, kind in zip(reading.order, reading.kinds, strict=True) if kind not in {"word", "name"}]
    return list(dict.fromkeys(typed))


def _words(reading: Reading) -> frozenset[str]:
    return reading.stems | {plain(name) for name in reading.names}


def _overlaps(a: Reading, b: Reading) -> bool:
    shared = _words(a) & _words(b)
    shorter = max(min(len(_words(a)), len(_words(b))), 1)
    least = 1 if a.values else _LEAST_SHARED
    return len(shared) >= least and len(shared) / shorter >= _SHARE


def as_judged(verdict: Verdict) -> Verdict:
    """A merge on a model's word says so wherever its reason is read."""
    if verdict.rule != MEANING:
        return verdict
    return replace(verdict, reason=f"{_JUDGED}: {verdict.reason}")
