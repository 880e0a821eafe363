"""Text made fit to keep: characters that cannot be stored replaced, and what is too long cut, saying how much."""

import re

_SURROGATE = re.compile("[\ud800-\udfff]")


def storable(text: str) -> str:
    """`text` without NUL and lone surrogates: the first cannot be read back whole, the second cannot be written."""
    if "\x00" in text:
        text = text.replace("\x00", "\ufffd")
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def cut_middle(text: str, head: int, tail: int, *, dropped: int = 0) -> str:
    """The first `head` and the last `tail` characters, and between them a line that says how much is left out.

    `dropped` characters were left out between them before.
    """
    left_out = len(text) - head - tail
    if left_out <= 0:
        return text
    return f"{text[:head]}\n[… {left_out + dropped:,} characters cut …]\n{text[len(text) - tail :] if tail else ''}"


def cut_bytes(text: str, limit: int, *, dropped: int = 0) -> str:
    """The beginning of a text of more than `limit` bytes, with a line that says how much is left out.

    The result has at most `limit` bytes. `dropped` bytes were left out behind it before.
    """
    encoded = text.encode()
    if len(encoded) <= limit:
        return text
    marker = f"\n[… {len(encoded) - limit + dropped:,} bytes cut …]"
    return encoded[: limit - len(marker.encode())].decode("utf-8", "ignore") + marker


def counted(count: int, one: str, many: str = "") -> str:
    """`1 line`, `2 lines`, `3 memories`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
