"""What a write does to a memory: its text, and the provenance of its lines. Nothing is stored here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from dreaming.domain.errors import InvalidInput
from dreaming.domain.limits import MEMORY_BYTES, check_name, check_path, check_text
from dreaming.domain.model import Document
from dreaming.domain.provenance import Origin, Provenance, carry, lines_of, per_line
from dreaming.domain.redaction import Redacted, Redactor

ACTOR_CHARACTERS = 300

Edit = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes. `name` becomes the version's `created_by`; `asserted_at` is when it was said, if not now."""

    name: str
    origin: Origin
    asserted_at: datetime | None = None

    def provenance(self, now: datetime) -> Provenance:
        """Of the lines that this writer writes now."""
        return Provenance.of(self.origin, self.asserted_at or now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A change of the memory at `path`: of its text by `edit`, to the path `rename`, to the pin `pin`.

    `expected` is the hash of the text that the caller last saw; `whole` the text after, where the request names it.
    """

    path: str
    writer: Writer
    edit: Edit
    whole: str | None = None
    expected: str | None = None
    rename: str | None = None
    pin: bool | None = None

    def after(self, old: Document, content: str, now: datetime) -> Document:
        """`old` as it is to be, with `content`. Lines that stay keep their provenance, others get the writer's."""
        pinned = old.pinned if self.pin is None else self.pin
        path = self.rename or old.path
        if content == old.content:
            return Document(path=path, content=content, default=old.default, spans=old.spans, pinned=pinned)
        writer = self.writer.provenance(now)
        lines = per_line(len(lines_of(old.content)), old.default, old.spans)
        spans = carry(old.content, lines, content, writer)
        return Document(path=path, content=content, default=writer, spans=spans, pinned=pinned)


def clean(redactor: Redactor, text: str, field: str = "content") -> Redacted:
    """A text for a memory without its secrets.

    Raises:
        InvalidInput: it has a character that cannot be stored.
        LimitExceeded: it is too long, as it came or once its secrets are replaced.
    """
    check_text(field, text, MEMORY_BYTES)
    redacted = redactor.redact(text)
    check_text(field, redacted.text, MEMORY_BYTES)
    return redacted


def check_place(redactor: Redactor, path: str) -> None:
    """Whether a memory may stand at `path`, which may hold no secret.

    Raises:
        InvalidInput, LimitExceeded: it may not.
    """
    check_path(path)
    if redactor.redact(path).count:
        raise InvalidInput("path", "has what looks like a secret", "Choose another path.")


def check_actor(name: str) -> None:
    """Whether `name` can stand as `created_by`.

    Raises:
        InvalidInput, LimitExceeded: it cannot.
    """
    check_name("created_by", name, ACTOR_CHARACTERS)


def unchanged(text: str) -> str:
    """The text as it is."""
    return text


def appended(addition: str) -> Edit:
    """The text with `addition` on lines of its own at its end."""
    return lambda old: old + ("\n" if old and not old.endswith("\n") else "") + addition


def both(first: Edit, second: Edit) -> Edit:
    """One edit after the other."""
    return lambda old: second(first(old))


def replaced(before: str, after: str) -> Edit:
    """The text with its only `before` replaced.

    Raises:
        InvalidInput: `before` is empty; by the edit, where `before` stands nowhere or more than once.
    """
    if not before:
        raise InvalidInput("replace", "the text to be replaced is empty", "Give the exact text that stands there.")

    def edit(old: str) -> str:
        count = old.count(before)
        if count == 0:
            raise InvalidInput("replace", "the text to be replaced is not there", "View it and copy exactly.")
        if count > 1:
            raise InvalidInput("replace", f"the text to be replaced stands there {count} times", "Give more of it.")
        return old.replace(before, after)

    return edit


def inserted(line: int, text: str) -> Edit:
    """The text with `text` on lines of its own after line `line`; 0 is before the first.

    Raises:
        InvalidInput: by the edit, where there is no such line.
    """

    def edit(old: str) -> str:
        lines = lines_of(old)
        if not 0 <= line <= len(lines):
            raise InvalidInput("insert", f"there is no line {line}", f"There are {len(lines)} lines; 0 is the top.")
        end = "\n" if old.endswith("\n") or line == len(lines) else ""
        return "\n".join([*lines[:line], *lines_of(text), *lines[line:]]) + end

    return edit
