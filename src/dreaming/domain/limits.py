"""The limits, those of the hosted API where it has one, and text rules that every boundary shares.

Sources: Anthropic's Managed Agents API reference (memory stores, memories, dreams) for names and sizes.
"""

import re
import unicodedata

from dreaming.domain.errors import InvalidInput, LimitExceeded

STORE_NAME_CHARACTERS = 255
STORE_DESCRIPTION_CHARACTERS = 1_024
METADATA_PAIRS = 16
METADATA_KEY_CHARACTERS = 64
METADATA_VALUE_CHARACTERS = 512
MEMORIES_PER_STORE = 2_000
MEMORY_BYTES = 102_400
PATH_BYTES = 1_024
PATH_SEGMENTS = 20
SESSIONS_PER_DREAM = 100
INSTRUCTIONS_CHARACTERS = 4_096
EVENT_TEXT_BYTES = 1_048_576
EVENTS_PER_CALL = 1_000
RECORD_BYTES = 16 * 1_048_576
QUERY_CHARACTERS = 1_000
QUERY_TERMS = 12

_BAD_IN_PATH = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_BAD_IN_NAME = {"Cc", "Cs", "Zl", "Zp"}


def check_path(path: str) -> str:
    """A memory's path, as it is.

    Raises:
        InvalidInput: it breaks a rule; the message names the rule.
    """

    def refuse(problem: str) -> InvalidInput:
        return InvalidInput("path", f"{path[:80]!r} {problem}", "A path looks like '/notes/deploy.md'.")

    if not path.startswith("/"):
        raise refuse("does not start with '/'")
    if any(unicodedata.category(c) in _BAD_IN_PATH for c in path):
        raise refuse("has a control, format or surrogate character")
    if unicodedata.normalize("NFC", path) != path:
        raise refuse("is not in Unicode form NFC")
    if len(path.encode()) > PATH_BYTES:
        raise LimitExceeded("path", len(path.encode()), PATH_BYTES, "bytes")
    segments = path[1:].split("/")
    if len(segments) > PATH_SEGMENTS:
        raise LimitExceeded("path", len(segments), PATH_SEGMENTS, "segments")
    if any(segment in {"", ".", ".."} for segment in segments):
        raise refuse("has an empty, '.' or '..' segment")
    return path


def check_text(field: str, text: str, limit: int, *, unit: str = "bytes", least: int = 0) -> str:
    """A text without lone surrogates and NUL, within its limit in bytes or characters.

    Raises:
        InvalidInput: it has a character that cannot be stored, or is too short.
        LimitExceeded: it is too long.
    """
    if "\x00" in text or re.search(r"[\ud800-\udfff]", text):
        raise InvalidInput(field, "has a NUL or a lone surrogate", "Send plain UTF-8 text.")
    size = len(text.encode()) if unit == "bytes" else len(text)
    if size > limit:
        raise LimitExceeded(field, size, limit, unit)
    if size < least:
        raise InvalidInput(field, "is empty", f"It needs at least {least} {unit}.")
    return text


def check_name(field: str, text: str, limit: int = STORE_NAME_CHARACTERS) -> str:
    """A one-line name of 1 to `limit` characters.

    Raises:
        InvalidInput: it is empty or has a control character.
        LimitExceeded: it is too long.
    """
    check_text(field, text, limit, unit="characters", least=1)
    if any(unicodedata.category(c) in _BAD_IN_NAME for c in text):
        raise InvalidInput(field, "has a control character", "Use one line of plain text.")
    return text
