"""Values that stand in a place of their own: an entry of front matter, a cell of a table, a list item `key: value`.

Such a place says by where it stands whose value it is: by its key or the head of its column, by the row's first cell, by
its headings or its file. When a session tells another value of the same thing, that value alone is written anew, and
everything around it stays, byte for byte. `Telling` is what a sentence says of one value of one thing; it is matched by
words: those of its subject are those of the key and of what the value belongs to.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dreaming.domain.claims import Claim, ClaimKind, Observation
from dreaming.domain.datelines import heading_title, lead
from dreaming.domain.language import normalise
from dreaming.domain.reach import NAMED_SCOPES
from dreaming.domain.said_values import Telling, subject_words, telling
from dreaming.domain.single import SINGLE, holds_several
from dreaming.domain.values import are_alike, as_entry, as_written, is_one
from dreaming.domain.vocabulary import plain

Item = Claim | Observation
IN_PLACE = frozenset({ClaimKind.ROW, ClaimKind.ENTRY})  # what is written anew in its place, or not at all
_KEYED = frozenset({ClaimKind.BULLET, ClaimKind.LINE, ClaimKind.KEY_VALUE, ClaimKind.ENTRY})
_MARK = r"\s*(?:>\s?)*\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)?"
_KEY = re.compile(
    rf"(?:{_MARK})(?P<key>[*_`]{{0,3}}[^\W_][^:\n|*_`]{{0,60}}[*_`]{{0,3}}):[*_]{{0,3}}[ \t]+(?P<value>\S.*?)(?P<end>\.?\s*)\Z"
)
_ENTRY = re.compile(r"(?P<key>[A-Za-z][\w .-]{0,60}):[ \t]+(?P<value>\S.*?)(?P<end>\s*)\Z")
# Keys of front matter that tell of the memory and not of its subject, and heads of columns that name no attribute.
_OF_THE_NOTE = frozenset(
    "title name id slug date created updated modified tags aliases alias description summary type layout draft permalink author".split()
)
_PLAIN_HEADS = frozenset("value values current setting settings now is".split()) | {""}
_DATING = frozenset(
    plain(word) for word in "since date updated changed modified until from valid checked reviewed".split()
)
# What a thing may be called by besides its name: `the billing service` is `billing`.
_SORTS = frozenset(
    plain(word)
    for word in "service server app application project team system repo repository module component tool".split()
)
_MOST_WORDS = 6  # of a key with what it belongs to


@dataclass(frozen=True, slots=True)
class Field:
    """One value in its place: the `cell` with this number of a row, else what stands behind the key.

    `own` are the words that a sentence about it must hold: its key, its row, the headings right above; `around` those that
    it may hold: its file, the outer headings. Where `needs_more`, one of those must be there: the key alone is no subject.
    `written` is the value as it stands there; `label` says whose it is, for the history. `single` says that words name the
    one such thing, `is_open` that another value may stand beside this one, or that more would have to change with it.
    """

    own: frozenset[str]
    around: frozenset[str]
    needs_more: bool
    written: str
    label: str
    cell: int = 0
    single: bool = False
    is_open: bool = False

    @property
    def value(self) -> str:
        """The value without marks around it."""
        return _bare(self.written)


@dataclass(frozen=True, slots=True)
class Told:
    """What a session tells of a field: `new` where that is surely its next value, else "": then it may be.

    `is_same`: it is the value that stands there. `is_whole`: the sentence says nothing else.
    """

    field: Field
    new: str
    is_same: bool
    is_whole: bool


def told(claim: Claim, observation: Observation) -> Told | None:
    """What the observation says of the one value of this claim that it is about; None where it is about none."""
    said = None if holds_several(observation.text) else telling(observation.text)
    about = [] if said is None else [field for field in fields(claim) if _is_about(said, field)]
    if said is None or len(about) != 1:
        return None
    (field,) = about
    is_same = normalise(said.value) == normalise(field.value)
    is_next = said.is_sure and not field.is_open and (said.is_told or field.single)
    fits = is_one(field.value) and is_one(said.value) and are_alike(field.value, said.value)
    can_stand = _put(claim.kind, field.written, said.value) is not None
    return Told(field, said.value if is_next and fits and can_stand else "", is_same, said.is_whole)


def stands_alone(claim: Claim, observation: Observation) -> bool:
    """Whether the claim says in its own words what the observation tells, and the observation says nothing else."""
    found, said = told(claim, observation), telling(observation.text)
    return (
        found is not None and said is not None and found.is_whole and said.subject - _SORTS <= subject_words(claim.text)
    )


def rewritten(claim: Claim, line: str, observation: Observation) -> str | None:
    """The claim's line with the value that the observation tells; None where that cannot be written into its place."""
    found = told(claim, observation)
    if found is None or not found.new or found.is_same:
        return None
    if claim.kind is ClaimKind.ROW:
        spans = list(_spans(line))
        return _in_cell(line, spans[found.field.cell], found.new) if len(spans) == len(claim.columns) else None
    form = (_ENTRY if claim.kind is ClaimKind.ENTRY else _KEY).match(line)
    if form is None:
        return None
    new = _put(claim.kind, form["value"], found.new)
    return None if new is None else line[: form.start("value")] + new + line[form.end("value") :]


def _put(kind: ClaimKind, old: str, new: str) -> str | None:
    """The new value as it is written in the place of the old one; None where it cannot stand there."""
    if kind is ClaimKind.ROW and "|" in new:
        return None
    return as_entry(old, new) if kind is ClaimKind.ENTRY else as_written(old, new)


def _in_cell(line: str, span: tuple[int, int], new: str) -> str | None:
    """The row with another value in one cell, which stays as wide as it was where there is room."""
    begin, end = span
    value = _put(ClaimKind.ROW, line[begin:end], new)
    if value is None:
        return None
    left = begin - len(line[:begin].rstrip(" "))
    right = len(line[end:]) - len(line[end:].lstrip(" "))
    grown = len(value) - (end - begin)
    if left > right >= 1:  # to the right
        return line[: begin - left] + " " * max(1, left - grown) + value + line[end:]
    return line[:begin] + value + " " * (max(1, right - grown) if right else 0) + line[end + right :]


def _is_about(said: Telling, field: Field) -> bool:
    """Whether the subject's words are those of the field, with as many of what stands around it as it wants."""
    left = said.subject - field.own
    if not field.own - _SORTS <= said.subject or not left <= field.around | _SORTS:
        return False
    return not field.needs_more or bool(left - _SORTS)


@lru_cache(maxsize=16_384)
def fields(claim: Claim) -> tuple[Field, ...]:
    """The values of a claim that stand in a place of their own, none where it says anything else, or is of one day."""
    if claim.first_line != claim.last_line or claim.dated:
        return ()
    if claim.kind is ClaimKind.ROW:
        return tuple(_cells(claim))
    return tuple(_keyed(claim)) if claim.kind in _KEYED else ()


def _keyed(claim: Claim) -> Iterator[Field]:
    is_entry = claim.kind is ClaimKind.ENTRY
    found = (_ENTRY if is_entry else _KEY).match(claim.text)
    if found is None or lead(found["key"]) is not None or holds_several(_bare(found["key"])):
        return
    key, (within, around) = subject_words(found["key"]), _headings(claim)
    if key and len(key) <= _MOST_WORDS and not (is_entry and found["key"].casefold() in _OF_THE_NOTE):
        yield Field(
            own=key | within,
            around=around,
            needs_more=len(key | within) < 2,
            written=found["value"],
            label=_label(claim, found["key"]),
            single=bool(key & SINGLE),
            is_open=_is_plural(found["key"], _bare(found["value"])),
        )


def _cells(claim: Claim) -> Iterator[Field]:
    """The cells behind the first: each belongs to its row, or, where its head names nothing, to the table's headings."""
    cells, heads = claim.text.split(" | "), [_bare(head) for head in claim.columns]
    texts = [_bare(cell) for cell in cells]
    row, (within, around) = subject_words(texts[0]), _headings(claim)
    if len(texts) != len(heads) or not row or "\\" in claim.text:
        return
    is_dating = any(subject_words(head) & _DATING for head in heads) or any(lead(text) for text in texts if text)
    for cell, (head, text) in enumerate(zip(heads, texts, strict=True)):
        names_nothing = head.casefold() in _PLAIN_HEADS
        own = row | (within if names_nothing else subject_words(head) | (within & NAMED_SCOPES))
        if cell and text and len(own) <= _MOST_WORDS:
            yield Field(
                own=own,
                around=around | within,
                needs_more=len(own) < 2,
                written=cells[cell],
                label=_label(claim, texts[0]) if names_nothing else f"{texts[0]}, {head}",
                cell=cell,
                single=bool((row if names_nothing else subject_words(head)) & SINGLE),
                is_open=is_dating or _is_plural(texts[0] if names_nothing else head, text),
            )


def _is_plural(key: str, value: str) -> bool:
    """Whether a key names several of which the value is one; a number of them is one value."""
    return re.search(r"[^sui\W]s[*_`]*$", key.strip().casefold()) is not None and not value[:1].isdigit()


def _spans(line: str) -> Iterator[tuple[int, int]]:
    """Where the content of each cell stands in a row."""
    inner = line.strip().strip("|")
    at = line.find(inner)
    for cell in inner.split("|"):
        begin = at + len(cell) - len(cell.lstrip())
        yield begin, max(begin, at + len(cell.rstrip()))
        at += len(cell) + 1


def _headings(claim: Claim) -> tuple[frozenset[str], frozenset[str]]:
    """The words of the headings below the title, which a sentence must hold, and those of title and file, which it may."""
    titles = [subject_words(heading_title(heading)) for heading in claim.headings]
    inner = frozenset[str]().union(*titles[1:]) - _SECTIONS
    stem = claim.path.rpartition("/")[2].rpartition(".")[0]
    outer = frozenset[str]().union(*titles[:1]) | subject_words(re.sub(r"[-_.]+", " ", stem)) | subject_words(stem)
    return inner, outer


# Headings that divide a memory and name no thing.
_SECTIONS = subject_words(
    "details detail info information facts notes note settings configuration config setup overview summary general basics "
    "data values properties parameters status reference contacts misc key values"
)


def _bare(text: str) -> str:
    """A value or a head without marks around it."""
    return text.strip().strip("*_`").strip("\"'").strip()


def _label(claim: Claim, key: str) -> str:
    """Whose value it is, as the memory names it."""
    stem = claim.path.rpartition("/")[2].rpartition(".")[0]
    inner = [
        title for heading in claim.headings if (title := heading_title(heading)) and subject_words(title) - _SECTIONS
    ]
    if not inner[1:] and len(subject_words(key)) > 1:
        return _bare(key)  # it says itself whose value it is
    return f"{_bare(inner[-1] if inner else stem)}, {_bare(key)}"
