"""Text as search terms: the same function for what is indexed and for what is asked.

Terms are folded (NFKC, case, accents on Latin letters, light English endings). An identifier gives itself and its
parts: `db_port`, `db-port` and `dbPort` are found by each other's parts. Scripts that are written without spaces give
pairs of characters; a single character of them is asked for as a prefix. No term has a space or a quote, and none is
empty, so that it can stand in a MATCH expression between double quotes.
"""

import functools
import re
import unicodedata

from dreaming.domain.limits import QUERY_CHARACTERS, QUERY_TERMS

TERM_CHARACTERS = 64
_CACHED_WORDS = 65_536

# Marks belong to the letters before them; Python's \w leaves them out. They stand in these blocks.
_MARKS = "".join(chr(code) for code in range(0x300, 0x1E00) if unicodedata.category(chr(code)) in {"Mn", "Mc"})
_WORD = re.compile(rf"[\w{_MARKS}]+(?:[-./][\w{_MARKS}]+)*")
_PARTS = re.compile(r"[-./_]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+)"
)
_ACCENTS = re.compile("(?<=[a-z])[\u0300-\u036f]+")
_DOUBLED = re.compile(r"([bcdfghjkmnpqrtvwx])\1\Z")


def terms(text: str) -> list[str]:
    """The terms of a text that is indexed, in order, repeated as often as they stand there."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    found: list[str] = []
    for word in _WORD.findall(text):
        found += _terms_of_word(word)
    return found


def query_terms(query: str) -> list[str]:
    """The distinct terms of a question, at most `QUERY_TERMS`: the longest where there are more.

    A term that ends in `*` asks for every term that begins so.
    """
    text = unicodedata.normalize("NFKC", query[:QUERY_CHARACTERS].encode("utf-8", "replace").decode())
    distinct: dict[str, None] = {}
    for word in _WORD.findall(text):
        distinct.update(dict.fromkeys(_asked(word)))
    chosen = set(sorted(distinct, key=len, reverse=True)[:QUERY_TERMS])
    return [term for term in distinct if term in chosen]


def fits(asked: str, term: str) -> bool:
    """Whether a term of a text is what was asked for."""
    return term.startswith(asked[:-1]) if asked.endswith("*") else term == asked


@functools.lru_cache(maxsize=_CACHED_WORDS)
def _terms_of_word(word: str) -> tuple[str, ...]:
    """A word and, if it is an identifier, its parts."""
    found: list[str] = []
    parts = [part for part in _PARTS.split(word) if part]
    if len(parts) > 1:
        found.append(_folded("_".join(parts)))
    for part in parts:
        found += _terms_of_part(part)
    return tuple(term[:TERM_CHARACTERS] for term in found if term)


def _terms_of_part(part: str) -> list[str]:
    pieces = _UNSPACED.split(part)
    if len(pieces) > 1:
        return [term for piece in pieces if piece for term in _piece(piece)]
    humps = _HUMP.split(part)
    found = [_stem(_folded(part))]
    return found + [_stem(_folded(hump)) for hump in humps] if len(humps) > 1 else found


def _piece(piece: str) -> list[str]:
    """Pairs of characters, and the last one alone, so that each character begins a term."""
    if _UNSPACED.fullmatch(piece) is None:
        return [_stem(_folded(piece))]
    return [piece[start : start + 2] for start in range(len(piece))]


def _asked(word: str) -> list[str]:
    """As `_terms_of_word`, but the last character of a run without spaces is asked for only if it stands alone."""
    if len(word) == 1 and _UNSPACED.fullmatch(word):
        return [f"{word}*"]
    return [term for term in _terms_of_word(word) if len(term) > 1 or _UNSPACED.fullmatch(term) is None]


def _folded(word: str) -> str:
    word = word.casefold()
    if word.isascii():
        return word
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", word)))


def _stem(word: str) -> str:
    """Without an English ending, always a prefix of the word: caches, cached and caching meet in `cach`."""
    if len(word) <= 3 or not (word.isascii() and word.isalpha()):
        return word
    stem = _without_plural(word)
    for ending in ("ing", "ed"):
        if stem.endswith(ending) and len(stem) - len(ending) >= 4:
            stem = _DOUBLED.sub(r"\1", stem.removesuffix(ending))
            break
    return stem[:-1] if len(stem) > 3 and stem[-1] in "ey" else stem


def _without_plural(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
