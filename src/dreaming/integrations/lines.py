"""The lines of a file, one at a time, as often as asked for, however long the file or a line of it is."""

import io
import json
import os
from collections.abc import Iterator
from typing import Any, BinaryIO

from dreaming.domain.limits import RECORD_BYTES

_DISCARD_BYTES = 1_048_576
_BOM = b"\xef\xbb\xbf"
BROKEN = object()


class Lines:
    """The lines of an open file up to where it ended when this was made: a transcript may grow while it is read.

    They begin at `start`, the beginning of a line, in bytes.

    A line over `RECORD_BYTES` is given as None and not held. A last line without its end is given like any other;
    `is_unfinished` then says that it may go on.

    Attributes:
        size: of the file, in bytes.
        is_unfinished: whether the last line had no end, once the lines were read.
        is_document: whether the lines were made of one JSON value, and are not those of the file.
    """

    def __init__(self, file: BinaryIO, modified_at: float | None = None, *, start: int = 0) -> None:
        self._file = file
        self._modified_at = modified_at
        self._start = start
        self.size = file.seek(0, io.SEEK_END)
        self.is_unfinished = False
        self.is_document = modified_at is not None

    @property
    def can_grow(self) -> bool:
        """Whether what is added to the file are further lines, once the lines were read."""
        return not (self.is_unfinished or self.is_document)

    def __iter__(self) -> Iterator[bytes | None]:
        self._file.seek(self._start)
        left = self.size - self._start
        is_first = self._start == 0
        while left > 0:
            line = self._file.readline(min(left, RECORD_BYTES + 1))
            if not line:
                return
            left -= len(line)
            if len(line) > RECORD_BYTES and not line.endswith(b"\n"):
                left -= self._discard(left)
                yield None
            else:
                self.is_unfinished = not line.endswith(b"\n")
                yield line.removeprefix(_BOM) if is_first else line
            is_first = False

    def first(self) -> bytes:
        """The first line that is not empty, without the space around it."""
        return next((line.strip() for line in self if line is not None and line.strip()), b"")

    def whole(self) -> bytes | None:
        """All of the file; None where it is too large to be one record."""
        if self.size > RECORD_BYTES:
            return None
        self._file.seek(0)
        return self._file.read(self.size).removeprefix(_BOM)

    def _discard(self, left: int) -> int:
        """Skip to the end of the line; how many bytes that was."""
        skipped = 0
        self.is_unfinished = True
        while skipped < left and self.is_unfinished:
            part = self._file.readline(min(left - skipped, _DISCARD_BYTES))
            skipped += len(part)
            self.is_unfinished = not part.endswith(b"\n")
            if not part:
                break
        return skipped

    def modified_at(self) -> float:
        """When the file was last written, in seconds since 1970; 0 where nobody knows."""
        if self._modified_at is not None:
            return self._modified_at
        try:
            return os.fstat(self._file.fileno()).st_mtime
        except (OSError, io.UnsupportedOperation):
            return 0.0


def parsed(line: bytes) -> Any:
    """The JSON value of a line; `BROKEN` where it is none, or nested too deeply to be a record of anything."""
    try:
        try:
            return json.loads(line)
        except UnicodeDecodeError:
            return json.loads(line.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return BROKEN
