"""How two statements are compared: by typed values, names, negation, scope and words, never by likeness alone.

`read` takes a statement apart. The guards of every merge and of every new line rest on it: two statements are
duplicates only where values, names, negation and scope agree, and a new line may hold only values that its quotes hold.
English is what the word lists know; in other languages fewer things match, and nothing matches wrongly for it.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from dreaming.domain.reach import REACHING, scopes, shifted
from dreaming.domain.vocabulary import LINK_STEMS, NEGATIONS, STOP_WORDS, plain

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|"
    r"Dec(?:ember)?)\b\.?"
)
_VALUE = re.compile(
    rf"""
      (?P<code>`[^`\n]+`)
    | (?P<url>[a-z][a-z0-9+.-]{{1,20}}://[^\s<>"'`)\]]+)
    | (?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)
    | (?P<quoted>"[^"\n]{{1,200}}"|“[^”\n]{{1,200}}”)
    | (?P<date>\d{{4}}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?
        | \b\d{{1,2}}(?:st|nd|rd|th)?\ (?:of\ )?{_MONTH}(?:,?\ \d{{4}}\b)? | \b{_MONTH}\ \d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\ \d{{4}}\b)?)
    | (?P<time>\b\d{{1,2}}:\d\d(?::\d\d)?(?:\s?[ap]m)?\b|\b\d{{1,2}}\s?[ap]m\b)
    | (?P<path>(?:~|\.{{1,2}})?/(?:[\w.@+-]+/)*[\w.@+*-]+/?|\b[\w.@+-]+(?:/[\w.@+-]+)+)
    | (?P<number>(?<![\w.])[$€£]?\d+(?:[.,]\d+)*(?i:\s?(?:%|(?:[kmgt]i?b(?:/s)?|[kmb]|[mµnu]?s|secs?|seconds?|mins?|minutes?|h|hrs?|hours?|
        days?|weeks?|months?|years?|[rq]ps|px|em|rem|percent|spaces?|times|x|usd|eur|gbp|km|cm|mm|kg|lbs?|miles?)\b))?(?!\w))
    | (?P<model>\b\d+[A-Za-z_]\w*)
    | (?P<version>\bv?\d+(?:\.\d+)+(?:[-+.][\w.]+)?)
    | (?P<flag>(?<!\w)--?[a-zA-Z][\w-]*)
    | (?P<identifier>\b(?:[A-Za-z]\w*(?:[-_.:]\w+)+|[a-z]+[A-Z]\w*|[A-Z]{{2,}}[A-Z\d_]*|[A-Za-z]+\d\w*)\b)
    | (?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)
    | (?P<symbol>[^\w\s])
    """,
    re.VERBOSE,
)
_LONGEST = 20_000  # characters that are looked at; a statement is a line


@dataclass(frozen=True, slots=True)
class Value:
    """A typed token: what must agree exactly. `kind` is the pattern's name, `text` its folded form."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A statement taken apart.

    `normal` is the folded text: equal for exact duplicates. `values` are numbers, dates, paths, identifiers, code and
    the like; `names` capitalised words that do not begin the statement; `stems` the remaining words without stop words,
    reduced. `scope` holds environments and the like, `shifts` what moves it in time or certainty. `order` lists stems,
    names and values as they come; `kinds` the kind of each.
    """

    normal: str
    values: frozenset[Value]
    names: frozenset[str]
    stems: frozenset[str]
    negated: bool
    scope: frozenset[str]
    shifts: frozenset[str]
    order: tuple[str, ...]
    kinds: tuple[str, ...]
    terms: frozenset[str]
    strong: frozenset[str]
    kind_of: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a value as it stands: folded, with its kind, and where it stands in the text (None if it does not)."""

    text: str
    kind: str
    place: tuple[int, int] | None


@lru_cache(maxsize=4_096)
def words(text: str) -> tuple[Word, ...]:
    """Every word and value of a statement in order, stop words too, signs not."""
    short = text[:_LONGEST]
    folded = unicodedata.normalize("NFKC", short).translate(_FOLD)
    is_shifted = len(folded) != len(short)
    found: list[Word] = []
    for match in _VALUE.finditer(folded):
        kind, written = str(match.lastgroup), match[0]
        if kind != "symbol":
            low = written.casefold()
            said = low.removesuffix("'s") if kind == "word" else _value(kind, low).text or low
            found.append(Word(said, kind, None if is_shifted else match.span()))
    return tuple(found)


def normalise(text: str) -> str:
    """Fold what never changes a meaning: form, case, spaces, typographic quotes and dashes, a final full stop."""
    folded = unicodedata.normalize("NFKC", text).translate(_FOLD)
    return " ".join(folded.split()).casefold().rstrip(" .;,").removeprefix("- ").strip()


def without_end(text: str) -> str:
    """The text without the full stop or sign that ends its sentence; `./...` ends none."""
    return _END.sub("", text.rstrip())


_END = re.compile(r"(?<![./])[.!]+$")

_FOLD = str.maketrans({"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "\u00ad": None})


_STOPPED = STOP_WORDS - NEGATIONS


@lru_cache(maxsize=16_384)
def read(text: str) -> Reading:
    """Take a statement apart; linear in its length."""
    folded = unicodedata.normalize("NFKC", text[:_LONGEST]).translate(_FOLD)
    values: set[Value] = set()
    names: set[str] = set()
    stems: set[str] = set()
    order: list[str] = []
    kinds: list[str] = []
    shifts: set[str] = set()
    negated = False
    scope: set[str] = set()
    begins = True
    for match in _VALUE.finditer(folded):
        kind, written = str(match.lastgroup), match[0]
        if kind == "symbol":
            begins = begins or written in ".!?:"
            continue
        low = written.casefold()
        if low in REACHING:
            scope.update(scopes(low, folded, match.span()))
            shifts.update(shifted(low, folded, match.span()))
        if kind != "word":
            value = _value(kind, low)
            values.add(value)
            order.append(value.text)
            kinds.append(value.kind)
        elif low in NEGATIONS:
            negated = negated or _BOUND.match(folded, match.start()) is None
        elif written[0].isupper() and not begins and low not in _STOPPED:
            names.add(low := low.removesuffix("'s"))
            order.append(low)
            kinds.append("name")
        elif low not in _STOPPED:
            reduced = plain(low)
            stems.add(reduced)
            order.append(reduced)
            kinds.append("word")
        begins = False
    return Reading(
        normal=normalise(text),
        values=frozenset(values),
        names=frozenset(names),
        stems=frozenset(stems),
        negated=negated,
        scope=frozenset(scope),
        shifts=frozenset(shifts),
        order=tuple(order),
        kinds=tuple(kinds),
        terms=frozenset(order),
        strong=frozenset(order) - LINK_STEMS,
        kind_of=dict(zip(order, kinds, strict=True)),
    )


# A limit denies nothing: `no more than 60 euros`.
_BOUND = re.compile(r"(?:no|not)\s+(?:more|less|fewer|later|earlier|longer|sooner)\s+than\b", re.IGNORECASE)


def is_negated(text: str) -> bool:
    """Whether a statement denies something: as `read` says, which is not asked where no word could."""
    if text.isascii() and _MAY_DENY.isdisjoint(_LETTERS.findall(text.casefold())):
        return False
    return read(text).negated


_MAY_DENY = frozenset(word.partition("'")[0] for word in NEGATIONS)
_LETTERS = re.compile(r"[a-z]+")


def _value(kind: str, text: str) -> Value:
    """The folded form: `5 sec` and `5 seconds` are alike only if written alike; spaces and backticks do not count."""
    if kind in {"code", "quoted"}:
        return Value("text", " ".join(text.strip("`\"'").split()))
    bare = text.replace(" ", "") if kind == "number" else text
    return Value("text" if kind in {"identifier", "model"} else kind, bare.rstrip(".,:/") or bare)


def same_values(a: Reading, b: Reading) -> bool:
    """Whether numbers, dates, names, identifiers, negation, scope and time all agree: the guard of every merge.

    A word that begins one statement may be a name in the other, so names are looked for among the other's words too.
    """
    if (a.negated, a.scope, a.shifts) != (b.negated, b.scope, b.shifts):
        return False
    if {value.text for value in a.values} != {value.text for value in b.values}:
        return False
    return _held(a.names, b) and _held(b.names, a)


def holds(a: Reading, b: Reading, without: Collection[str] = ()) -> bool:
    """Whether every value and name of `b` is in `a`: nothing of the kind is lost where `a` stands for `b`.

    What is in `without`, folded, need not be.
    """
    lost = {value.text for value in b.values} - {value.text for value in a.values}
    return lost <= set(without) and _held(b.names, a)


def is_vocabulary(value: Value) -> bool:
    """Whether a value reads as a word with a hyphen, and names something only where it is known to: `on-call`."""
    return value.kind == "text" and _HYPHENED.fullmatch(value.text) is not None


_HYPHENED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")


def _held(names: frozenset[str], other: Reading) -> bool:
    return all(name in other.names or plain(name) in other.stems for name in names)


def same_statement(a: Reading, b: Reading) -> bool:
    """Whether two statements say the same: equal but for words that only link, and no two like things exchanged.

    `A depends on B` and `B depends on A` hold the same words: the order of things of one kind must agree, and where
    nothing but plain words is there, the order of the words.
    """
    if a.normal == b.normal:
        return True
    if not same_values(a, b):
        return False
    left, right = _said(a), _said(b)
    if not left or {term for term, _ in left} != {term for term, _ in right}:
        return False
    typed = {"word"} if all(kind == "word" for _, kind in left) else {kind for _, kind in left} - {"word"}
    return all(
        [term for term, kind in left if kind == each] == [term for term, kind in right if kind == each]
        for each in typed
    )


@lru_cache(maxsize=65_536)
def gist(text: str) -> frozenset[str]:
    """The terms of a statement that say something: the same ones in all that `same_statement` takes for one."""
    return frozenset(term for term, _ in _said(read(text)))


def _said(reading: Reading) -> list[tuple[str, str]]:
    """Terms that say something, each once, with their kinds; a name counts as the word it would be at the beginning."""
    seen: dict[str, str] = {}
    for term, kind in zip(reading.order, reading.kinds, strict=True):
        word = plain(term) if kind == "name" else term
        if word not in LINK_STEMS:
            seen.setdefault(word, "word" if kind == "name" else kind)
    return list(seen.items())


def unsupported(text: str, quotes: tuple[str, ...]) -> tuple[str, ...]:
    """The values, names and negation of `text` that no quote holds; empty when it says nothing of its own."""
    line = read(text)
    sources = [read(quote) for quote in quotes]
    whole = "\n".join(normalise(quote) for quote in quotes)
    held = {term for source in sources for term in source.order}
    missing = [
        value.text for value in line.values if value.text not in held and not _stands(normalise(value.text), whole)
    ]
    missing += [name for name in line.names if name not in held and plain(name) not in held]
    if line.negated and not any(source.negated for source in sources):
        missing.append("not")
    if not line.negated and sources and all(source.negated for source in sources):
        missing.append("(the quotes deny it)")
    return tuple(missing)


def _stands(value: str, whole: str) -> bool:
    return re.search(rf"(?<![\w.]){re.escape(value)}(?!\w)", whole) is not None
