"""Secrets never get further than here: every text passes `Redactor.redact` before it is stored, shown or sent.

A secret becomes `[REDACTED:kind:hash8]`. The hash is an HMAC under a random key of the database, so that two mentions
of one secret still read the same while the placeholder says nothing about it. What a person put into
`<private>…</private>` goes without a trace but its count. Redacting twice changes nothing.

Nothing is guessed from how random a text looks: that takes commit ids and hashes for secrets.
"""

import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass

from dreaming.domain.secret_assignments import find_assignments
from dreaming.domain.secret_formats import find_tokens

PRIVATE = "private"
_PASSES = 6
_HASH_CHARACTERS = 8
_KEY_BLOCK_CHARACTERS = 20_000

_PLACEHOLDER = re.compile(r"\[REDACTED:[a-z0-9-]{1,40}:[0-9a-f]{8}\]")
_PRIVATE_TAG = re.compile(r"<[ \t]{0,4}+(/?+)[ \t]{0,4}+private\b[^<>]{0,200}+>", re.IGNORECASE)
_KEY_BEGIN = re.compile(r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?+-----")
_KEY_END = re.compile(r"-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?+-----")
_KEY_LINES = re.compile(r"(?:[\s\"'\\nr+,|>]{0,16}+[A-Za-z0-9+/=]{16,200}+){0,400}+")
_URL_PASSWORD = re.compile(r"://[^\s/:@\"'<>\[\]{}]{0,128}+:([^\s/@\"'<>\[\]{}]{3,256}+)@[A-Za-z0-9_\[]")
_BEARER = re.compile(r"[ \t]{1,4}+([A-Za-z0-9._~+/=-]{16,4096}+)")
_BASIC = re.compile(r"[ \t]{1,4}+([A-Za-z0-9+/=_-]{8,1024}+)")
_NO_PASSWORD = re.compile(r"[$*]|x{3}|\.{3}|…", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text without its secrets, the kinds of what was taken out (each once, in order), and how many there were."""

    text: str
    kinds: tuple[str, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True, order=True)
class _Hit:
    start: int
    rank: int  # of hits that begin at one place, the more telling kind counts
    end: int
    kind: str


class Redactor:
    """Takes secrets out of texts.

    Args:
        key: the random key of the database; the same secret gives the same placeholder under it.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def redact(self, text: str) -> Redacted:
        """`text` without secrets and without what is marked private. Takes any text, in time that its length bounds."""
        kinds: list[str] = []
        for _ in range(_PASSES):  # what is taken out can bring together what stood apart
            lowered = _lowered(text)
            if PRIVATE in lowered:
                text = _without_private(text, kinds)
                lowered = _lowered(text)
            hits = sorted(_hits(text, lowered))
            if not hits and PRIVATE not in lowered:
                break
            changed = self._without(hits, text, kinds)
            if changed == text and _private_start(text) is None:
                break
            text = changed
        else:
            text = _up_to_private(text, kinds)
        return Redacted(text, tuple(dict.fromkeys(kinds)), len(kinds))

    def _without(self, hits: list[_Hit], text: str, kinds: list[str]) -> str:
        kept = [found.span() for found in _PLACEHOLDER.finditer(text)]
        parts: list[str] = []
        end = place = 0
        for hit in hits:
            while place < len(kept) and kept[place][1] <= hit.start:
                place += 1
            if hit.start < end or (place < len(kept) and kept[place][0] < hit.end):
                continue
            parts += (text[end : hit.start], self._placeholder(hit.kind, text[hit.start : hit.end]))
            kinds.append(hit.kind)
            end = hit.end
        return "".join((*parts, text[end:]))

    def _placeholder(self, kind: str, secret: str) -> str:
        digest = hmac.digest(self._key, secret.encode("utf-8", "surrogatepass"), "sha256").hex()
        return f"[REDACTED:{kind}:{digest[:_HASH_CHARACTERS]}]"


def _without_private(text: str, kinds: list[str]) -> str:
    """Without the marked spans; one that is not closed goes to the end, and one within another ends with it."""
    parts: list[str] = []
    depth = end = 0
    for tag in _PRIVATE_TAG.finditer(text):
        if not tag[1]:
            if depth == 0:
                parts.append(text[end : tag.start()])
                kinds.append(PRIVATE)
            depth += 1
        elif depth:
            depth -= 1
            end = tag.end()
    return "".join(parts) if depth else "".join((*parts, text[end:]))


def _private_start(text: str) -> int | None:
    return next((tag.start() for tag in _PRIVATE_TAG.finditer(text) if not tag[1]), None)


def _up_to_private(text: str, kinds: list[str]) -> str:
    """After the last pass: cut where a mark still stands, as only a text made for it has one."""
    start = _private_start(text)
    if start is None:
        return text
    kinds.append(PRIVATE)
    return text[:start]


def _hits(text: str, lowered: str) -> Iterator[_Hit]:
    for start, end, kind in find_tokens(text):
        yield _Hit(start, 1, end, kind)
    if "PRIVATE KEY" in text:
        yield from _key_block_hits(text)
    if "://" in text:
        yield from _url_hits(text)
    yield from _header_hits(text, lowered)
    for start, end in find_assignments(text, lowered):
        yield _Hit(start, 3, end, "assigned-secret")


def _key_block_hits(text: str) -> Iterator[_Hit]:
    for begin in _KEY_BEGIN.finditer(text):
        limit = text.find("-----BEGIN", begin.end(), begin.end() + _KEY_BLOCK_CHARACTERS)
        end = _KEY_END.search(text, begin.end(), limit if limit >= 0 else begin.end() + _KEY_BLOCK_CHARACTERS)
        if end is None:
            end = _KEY_LINES.match(text, begin.end())
        if end is not None and end.end() > begin.end():
            yield _Hit(begin.start(), 0, end.end(), "private-key")


def _url_hits(text: str) -> Iterator[_Hit]:
    at = text.find("://")
    while at >= 0:
        found = _URL_PASSWORD.match(text, at)
        if found is not None and not _NO_PASSWORD.match(found[1]):
            yield _Hit(found.start(1), 2, found.end(1), "url-password")
        at = text.find("://", at + 3)


def _header_hits(text: str, lowered: str) -> Iterator[_Hit]:
    for word, pattern in (("bearer", _BEARER), ("basic", _BASIC)):
        at = lowered.find(word)
        while at >= 0:
            found = pattern.match(text, at + len(word))
            is_header = word == "bearer" or "authorization" in lowered[max(0, at - 24) : at]
            if found is not None and is_header and any(c.isdigit() for c in found[1]):
                yield _Hit(found.start(1), 2, found.end(1), "authorization")
            at = lowered.find(word, at + len(word))


def _lowered(text: str) -> str:
    """In lower case, each character at its place: a few capitals outside ASCII become two letters."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if c.isascii() else c for c in text)
