"""The section of a store in a file, as bytes: what the file is, and what it would be."""

from collections.abc import Sequence
from pathlib import Path

from dreaming.domain.errors import ExportRefused, SectionUnclear
from dreaming.integrations.exporting.changes import present
from dreaming.integrations.exporting.markers import MarkersUnclear, put, take_out


def section_in(path: Path, store: str, lines: Sequence[str]) -> tuple[bytes | None, bytes]:
    """The file as it is, None if there is none, and with the store's section of these lines.

    Raises:
        ExportRefused: the file is a link or behind one, or no text.
        SectionUnclear: its markers are damaged.
    """
    before = present(path)
    try:
        return before, put(_text(path, before), store, lines).encode()
    except MarkersUnclear as error:
        raise SectionUnclear(str(path), error.problems) from error


def without_section(path: Path, store: str) -> tuple[bytes | None, bytes | None]:
    """The file as it is, and without the store's section; None where there is, or would be, no file.

    Raises:
        ExportRefused: the file is a link or behind one, or no text.
        SectionUnclear: its markers are damaged.
    """
    before = present(path)
    text = _text(path, before)
    if text is None:
        return None, None
    try:
        after = take_out(text, store)
    except MarkersUnclear as error:
        raise SectionUnclear(str(path), error.problems) from error
    return before, None if after is None else after.encode()


def _text(path: Path, content: bytes | None) -> str | None:
    try:
        return None if content is None else content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ExportRefused(str(path), "it is not UTF-8 text", "Save it as UTF-8 first.") from error
