"""A value of something that an earlier line names among other things.

`Marta is head of accounts, extension 412` and `Marta's extension is 415 now`; `Invoices over €5,000 need two signatures` and
`The limit for two signatures is €7,500 now`. The earlier line says more, so it stays, and the report asks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dreaming.domain.language import read
from dreaming.domain.updates.marks import parts
from dreaming.domain.updates.model import Update
from dreaming.domain.vocabulary import STOP_WORDS, plain

_F = re.IGNORECASE
_NUMBER = r"(?:[$€£]\s?)?\d(?:[\d.,:]*\d)?"
_VALUE = rf"(?:`[^`]+`|{_NUMBER}(?:\s?%|\s?[a-z]{{1,8}}\b)?)"
_IS = re.compile(rf"(?P<of>\S.{{1,60}}?)\s*(?:\bis|\bare|['’]s|:|=)\s+(?P<value>{_VALUE})[\s.]*", _F)
_BESIDE = r"(?: is| are|:| of| no\.?| number|,| back to| now)*\s+"
_NAMED = re.compile(rf"\b(?P<noun>[a-z][\w-]+){_BESIDE}(?P<value>{_VALUE})(?![\w-])", _F)
_UNITED = re.compile(
    r"(?<![\w.-])(?:[$€£]\s?\d(?:[\d.,]*\d)?|\d(?:[\d.,]*\d)?\s?%)(?!\w)"
)  # it says itself of what kind it is
_DIGITS = re.compile(r"[\d.,:\s]+")
_LEAST = 2  # words that both must say where the later one names the value by a word of its own
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class _Told:
    """A value that is new, the words that say of what, and the noun that names it."""

    noun: str
    about: frozenset[str]
    value: str


def another(earlier: str, later: str) -> Update | None:
    """The later statement gives another value to something that the earlier one gives a value of that form."""
    for told in _told(later):
        said = _terms(earlier)
        old = _beside(told.noun, earlier) if told.about <= said else ""
        if not old and len(told.about & said) >= _LEAST and told.about - said == frozenset({told.noun}):
            united = _UNITED.findall(earlier)
            old = united[0] if len(united) == 1 else ""
        if old and _form(old) == _form(told.value) and old.casefold() != told.value.casefold():
            return Update(old, told.value, is_sure=False)
    return None


@lru_cache(maxsize=16_384)
def _told(text: str) -> tuple[_Told, ...]:
    return tuple(_values_told(text))


def _values_told(text: str) -> Iterator[_Told]:
    for part in parts(text):
        found = _IS.fullmatch(part.text)
        if found is None or not part.is_new or part.is_open or part.has_more:
            continue
        about = re.findall(r"[\w-]+", re.sub(r"['’]s\b", "", found["of"]))
        head = re.split(r"\b(?:of|for|on|in|at)\b", found["of"], maxsplit=1, flags=_F)[0].split()
        noun = plain((head or about)[-1].casefold())
        if len(noun) > 1 and noun not in STOP_WORDS:
            yield _Told(noun, _terms(re.sub(r"['’]s\b", "", found["of"])), found["value"].strip())


def _beside(noun: str, text: str) -> str:
    """The value that stands directly behind a noun in a text."""
    return next((each["value"].strip() for each in _NAMED.finditer(text) if plain(each["noun"].casefold()) == noun), "")


def _form(value: str) -> str:
    return "code" if value.startswith("`") else _DIGITS.sub("0", value).casefold()


@lru_cache(maxsize=16_384)
def _terms(text: str) -> frozenset[str]:
    return read("x " + text.casefold()).terms - {"x"}


def keys(text: str) -> Iterator[str]:
    """Keys under which statements meet that name a value of one thing."""
    if len(text) > _LONGEST:
        return
    for found in _NAMED.finditer(text):
        if found["noun"].casefold() not in STOP_WORDS:
            yield f"value/{plain(found['noun'].casefold())}"
    for told in _told(text):
        yield f"value/{told.noun}"
    units = {_form(each) for each in _UNITED.findall(text)}
    for unit in units:
        yield from (f"value/{unit}/{term}" for term in read("x " + text.casefold()).stems - {"x"})
