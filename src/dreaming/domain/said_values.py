"""Sentences that tell one value of one thing: `the owner of billing is Jonas Weber now`, `we raised billing's timeout to 45s`.

Only whole sentences of a closed grammar are read as such. What goes on behind the value is not lost: then the sentence
is not whole, and nothing is written on its word alone.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from dreaming.domain.language import read, words
from dreaming.domain.reach import named_scope
from dreaming.domain.vocabulary import STOP_WORDS, plain

_SIGN = r"(?:[^,;:?!\n]|(?<=\d)[,:](?=\d))"  # of a value: a comma or colon only within a number or a time
_SUBJECT = r"(?P<subject>(?!(?:it|this|that|there|he|she|they|we|you|i|who|what|which)\b)[^,;:?!\n]{2,70}?)"
_VALUE = rf"(?P<value>{_SIGN}{{1,60}}?)"
_OLD = rf"(?:,? \(?(?:not|no longer|instead of|rather than|was|it was|previously|formerly|up from|down from) {_SIGN}{{1,40}}?\)?)"
_DAY = r"(?:now on|now|today|tomorrow|yesterday|this \w+|last \w+|next \w+|\w+day|\d[\d-]*)(?: \([\d-]+\))?"
_SINCE = rf"(?:,? (?:as of|since|starting|effective|from) {_DAY})"
_REST = r"(?P<rest>(?:[,;] |\. |! | because | since | so | and | but ).*)?"
_END = rf"(?P<behind>(?:,? now|,? these days|,? again|{_SINCE}|{_OLD})*)\s*[.!]?{_REST}"
_FROM = rf"(?:up |down |over )?(?:from {_SIGN}{{1,40}}? )?to"
_WAS = r"(?:has |have |was |were |is |are |got )?(?:been )?"
_WHO = r"(?P<value>(?-i:[A-Z])[^,;:?!\n]{1,50}?)"
_MOVED = r"(?:chang|mov|switch|rais|lower|bump|increas|reduc|drop|rise|ris|rose|go|went|gone|updat|shift|shorten|extend|cut|set)\w*"
_FORMS = tuple(
    (re.compile(rf"(?:the |our |my )?{form}{_END}", re.IGNORECASE | re.DOTALL), is_told)
    for form, is_told in (
        (rf"{_SUBJECT} (?:is|are) now {_VALUE}", True),
        (rf"{_SUBJECT} {_WAS}{_MOVED} {_FROM} {_VALUE}", True),
        (rf"(?:we|i|they) (?:have |'ve |just |now )*{_MOVED} (?:the |our |my )?{_SUBJECT} {_FROM} {_VALUE}", True),
        (rf"{_SUBJECT} (?:is|are) {_VALUE}", False),
        (rf"{_SUBJECT}(?::| =) (?:now )?{_VALUE}", False),
    )
)
_BY = re.compile(
    rf"(?:the |our )?{_SUBJECT} (?:is|are) (?:now )?(?P<verb>owned|led|maintained|managed|taught|coached|hosted|chaired) by {_VALUE}{_END}",
    re.IGNORECASE | re.DOTALL,
)
_DOES = re.compile(
    rf"{_WHO} (?:now )?(?P<verb>owns|leads|maintains|manages|teaches|coaches|hosts|chairs) (?:the |our )?{_SUBJECT}{_END}",
    re.IGNORECASE | re.DOTALL,
)
_IS_THE = re.compile(
    rf"{_WHO} is (?P<now>now )?(?:the |our )(?P<new>new )?(?P<subject>[^,;:?!\n]{{2,40}}? (?:of|for) [^,;:?!\n]{{2,40}}?){_END}",
    re.IGNORECASE | re.DOTALL,
)
_COUNTED = re.compile(
    r"(?:the |our )?(?P<holder>[^,;:?!\n]{2,50}?) (?:now )?(?:has|have|runs|uses|listens on|runs on|is on|seats|needs|takes|costs) "
    rf"(?:now )?(?:on )?(?:(?P<key>(?:the )?[a-z]+) (?P<number>\d[\w.,]*)|(?P<count>\d[\w.,]*) (?P<noun>[a-z]+)){_END}",
    re.IGNORECASE | re.DOTALL,
)
_DOERS = {"owned": "owner", "owns": "owner", "led": "lead", "leads": "lead", "maintained": "maintainer", "maintains": "maintainer",
          "managed": "manager", "manages": "manager", "taught": "teacher", "teaches": "teacher", "coached": "coach", "coaches": "coach",
          "hosted": "host", "hosts": "host", "chaired": "chair", "chairs": "chair"}  # fmt: skip
_ABOUT = re.compile(r"for (?:the |our |my )?(?P<holder>[^,;:?!\n]{2,40}), (?P<rest>.+)", re.IGNORECASE | re.DOTALL)
_NOT_SAID = re.compile(
    r"\?\s*$|\b(?:if|whether|maybe|perhaps|might|should|would|could|may|will|going to|plan(?:s|ned)? to)\b|n't\b",
    re.IGNORECASE,
)
_NOW = re.compile(r"\b(?:now|no longer|instead|rather than|was|formerly|previously|not)\b", re.IGNORECASE)
_LISTS = re.compile(r"\b(?:and|or|plus|as well)\b", re.IGNORECASE)
_GOES_ON = re.compile(r"(?:\.|;|!|,? (?:because|since|so|but))\s", re.IGNORECASE)  # another clause, no second value
_LONGEST = 300  # characters of a sentence that is read


@dataclass(frozen=True, slots=True)
class Telling:
    """The value of a thing: `subject` are the words that name both, as they are compared.

    `is_told` says that the sentence itself tells of a change; `is_sure` that the value surely ends where it does;
    `is_whole` that the sentence says nothing else.
    """

    subject: frozenset[str]
    value: str
    is_told: bool
    is_sure: bool
    is_whole: bool


@lru_cache(maxsize=16_384)
def telling(text: str) -> Telling | None:
    """What a sentence tells of one value; None where it is no such sentence, or is not said for certain."""
    said = " ".join(text.split())
    if len(said) > _LONGEST or _NOT_SAID.search(said):
        return None
    about = _ABOUT.fullmatch(said)
    inner = telling(about["rest"]) if about is not None else None
    if about is not None and inner is not None:
        return replace(inner, subject=inner.subject | subject_words(about["holder"]))
    return _by_doing(said) or _by_form(said)


def _by_doing(said: str) -> Telling | None:
    for form in (_BY, _DOES):
        found = form.fullmatch(said)
        if found is not None:
            return _telling(found, f"{found['subject']} {_DOERS[found['verb'].casefold()]}", found["value"])
    found = _IS_THE.fullmatch(said)
    if found is not None:
        return _telling(found, found["subject"], found["value"], is_told=bool(found["now"] or found["new"]))
    found = _COUNTED.fullmatch(said)
    if found is not None and subject_words(found["key"] or found["noun"]):
        return _telling(found, f"{found['holder']} {found['key'] or found['noun']}", found["number"] or found["count"])
    return None


def _by_form(said: str) -> Telling | None:
    for form, is_told in _FORMS:
        found = form.fullmatch(said)
        if found is not None:
            return _telling(found, found["subject"], found["value"], is_told=is_told)
    return None


def _telling(found: re.Match[str], subject: str, value: str, *, is_told: bool = False) -> Telling | None:
    named, bare, rest = subject_words(subject), value.strip().strip("*_`").strip("\"'").strip(), found["rest"] or ""
    if not named or not bare:
        return None
    is_told = is_told or _NOW.search(found["behind"]) is not None or " now " in found[0].casefold()
    said = read(rest)
    is_idle = not (said.values or said.names or said.negated) and not _LISTS.search(rest)
    return Telling(named, bare, is_told, is_sure=is_idle or _GOES_ON.match(rest) is not None, is_whole=is_idle)


@lru_cache(maxsize=8_192)
def subject_words(text: str) -> frozenset[str]:
    """The words of a key or of a subject as they are compared."""
    said = (word.text for word in words(text))
    return frozenset(named_scope(word) or plain(word) for word in said if word not in STOP_WORDS)
