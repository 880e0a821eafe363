"""The texts of memories and of their versions."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import cast

from dreaming.domain.forgetting import Eraser, folded, gap_in_line
from dreaming.domain.model import Document
from dreaming.domain.provenance import as_spans, lines_of, per_line
from dreaming.domain.times import render
from dreaming.store import blobs, index, memories, provenance, versions
from dreaming.store.connection import Connection, Row, row, rows
from dreaming.store.forgetting.resting import Resting
from dreaming.store.forgetting.stages import Key, Weight, excerpt

_HEADING = re.compile(r" {0,3}(#{1,6})\s")
_LIVE_HEADS = """
    SELECT v.*, m.id AS head_id, s.name AS store_name FROM memories AS m
    JOIN memory_versions AS v ON v.id = m.version_id JOIN stores AS s ON s.id = m.store_id
    WHERE s.kind = 'live' AND s.archived_at IS NULL
"""


class Texts:
    """What becomes of the text of a version.

    Args:
        eraser: takes a text out.
        resting: lines that go whole, by the version whose provenance holds.
        session_id: the session that goes, if one does.
        of_dreams: lines, folded, that stand there because sessions said so.
    """

    def __init__(
        self, eraser: Eraser, resting: Resting, session_id: str | None, of_dreams: frozenset[str] = frozenset()
    ) -> None:
        self.eraser = eraser
        self.resting = resting
        self.session_id = session_id
        self._of_dreams = of_dreams
        self._generated: set[str] | None = None

    def taken(self, conn: Connection, version: Row, lines: list[str]) -> set[int]:
        """The lines, from 1, that go whole: also headings that a dream wrote and under which nothing else stands."""
        gone = {line for line in self.resting.get(version["provenance_of"], ()) if line <= len(lines)}
        return gone | set(_bare_headings(lines, gone)) if gone and _is_born_of_dreams(conn, version) else gone

    def says_nothing_else(self, conn: Connection, version: Row) -> bool:
        """Whether it is a dream's, and nothing but such lines, structure, and what code made stands in it."""
        content = blobs.content(conn, version["blob_id"])
        lines = lines_of(content)
        gone = self.taken(conn, version, lines)
        made = self.derived_lines(conn, version, lines)
        rest = (line for number, line in enumerate(lines, 1) if number not in gone | made)
        is_dreams = bool(gone) and _is_born_of_dreams(conn, version)
        return is_dreams and all(not line.strip() or _HEADING.match(line) for line in rest)

    def derived_lines(self, conn: Connection, version: Row, lines: list[str]) -> set[int]:
        """The lines that code made of others, or a dream of what sessions said."""
        said = {number for number, line in enumerate(lines, 1) if self._of_dreams and folded(line) in self._of_dreams}
        if self._generated is None:
            found = rows(conn, "SELECT DISTINCT memory_version_id AS id FROM claim_provenance WHERE generated")
            self._generated = {each["id"] for each in found}
        if version["provenance_of"] not in self._generated:
            return said
        spans = provenance.spans(conn, version["provenance_of"])
        known = per_line(len(lines), provenance.default_of(version), spans)
        return said | {number for number, each in enumerate(known, 1) if each.generated}

    def rewritten(self, conn: Connection, version: Row) -> str:
        """The text with gaps: as many lines as before."""
        content = blobs.content(conn, version["blob_id"])
        if version["provenance_of"] not in self.resting and not self.eraser.may_hold(content):
            return content
        lines = lines_of(content)
        gone = self.taken(conn, version, lines)
        made = self.derived_lines(conn, version, lines)
        if gone or made:
            for number, line in enumerate(lines, 1):
                if number in gone:
                    lines[number - 1] = gap_in_line(line)
                elif number in made:
                    lines[number - 1] = self.eraser.from_made(line)
            content = "\n".join(lines) + ("\n" if content.endswith("\n") else "")
        return self.eraser.from_source(content)


class HeadStage:
    """Live memories with lines that go whole: they get a version without them, and those with nothing else go."""

    def __init__(self, texts: Texts, *, at: datetime, by: str) -> None:
        self._texts = texts
        self._at = at
        self._by = by

    def keys(self, conn: Connection) -> Iterator[Key]:
        """The heads' versions."""
        for version in self._resting_heads(conn):
            yield (version["id"],)

    def weigh(self, conn: Connection, key: Key) -> list[Weight]:
        """A memory, and its lines."""
        version = _head(conn, key)
        if version is None or version["blob_id"] is None:
            return []
        lines = lines_of(blobs.content(conn, version["blob_id"]))
        gone = sorted(self._texts.taken(conn, version, lines))
        if not gone:
            return []
        what = "memories removed" if self._texts.says_nothing_else(conn, version) else "memories"
        place = f"{version['store_name']}:{version['path']}"
        told = [
            Weight(place="lines of memories", example=f"{place}:{line}: {excerpt(lines[line - 1], self._texts.eraser)}")
            for line in gone
        ]
        return [Weight(place=what, example=place), *told]

    def apply(self, conn: Connection, key: Key) -> None:
        """Write the version without them."""
        version = _head(conn, key)
        if version is None:
            return
        memory = memories.by_id(conn, version["head_id"])
        assert memory is not None  # noqa: S101 - it was read in this transaction
        if self._texts.says_nothing_else(conn, version):
            memories.remove(conn, memory, at=self._at, by=self._by)
            conn.execute(
                "UPDATE memory_versions SET path = NULL, redacted_at = ?, redacted_by = ?"
                " WHERE memory_id = ? AND operation = 'deleted' AND seq = (SELECT max(seq) FROM memory_versions)",
                (render(self._at), self._by, memory.id),
            )
            return
        document = self._without_lines(conn, version)
        memories.put(
            conn, store_id=version["store_id"], document=document, at=self._at, by=self._by, memory_id=memory.id
        )

    def _resting_heads(self, conn: Connection) -> list[Row]:
        if not self._texts.resting:
            return []
        return [each for each in rows(conn, _LIVE_HEADS) if each["provenance_of"] in self._texts.resting]

    def _without_lines(self, conn: Connection, version: Row) -> Document:
        document = memories.document(conn, cast("str", version["id"]))
        lines = lines_of(document.content)
        gone = self._texts.taken(conn, version, lines)
        known = per_line(len(lines), document.default, document.spans)
        kept = [
            (self._texts.eraser.from_derived(line) if each.generated else line, each)
            for number, (line, each) in enumerate(zip(lines, known, strict=True), 1)
            if number not in gone
        ]
        return Document(
            path=document.path,
            content="".join(f"{line}\n" for line, _ in kept),
            default=document.default,
            spans=as_spans([each for _, each in kept], document.default),
            pinned=document.pinned,
        )


class VersionStage:
    """Every version, those of heads and of dreams' outputs too: gaps in its text; one that says nothing else is blanked."""

    def __init__(self, texts: Texts, *, at: datetime, by: str) -> None:
        self._texts = texts
        self._at = at
        self._by = by

    def keys(self, conn: Connection) -> Iterator[Key]:
        """The versions whose texts change. Clones have the same text, and are looked at once."""
        known: dict[tuple[int, str], bool] = {}
        for version in conn.execute("SELECT * FROM memory_versions WHERE blob_id IS NOT NULL ORDER BY seq"):
            same = (version["blob_id"], version["provenance_of"])
            if same not in known:
                known[same] = self._changes(conn, version)
            if known[same]:
                yield (version["id"],)

    def weigh(self, conn: Connection, key: Key) -> list[Weight]:
        """A version; of a text also the memory, if it is what stands there now."""
        version = versions.find_row(conn, cast("str", key[0]))
        if version["blob_id"] is None or not self._changes(conn, version):
            return []
        told = Weight(place="versions of memories", example=self._example(conn, version))
        is_present = self._texts.eraser.text is not None and _head(conn, key) is not None
        return [Weight(place="memories", example=told.example), told] if is_present else [told]

    def apply(self, conn: Connection, key: Key) -> None:
        """Put the text with gaps in its place, wherever this version stands."""
        version = versions.find_row(conn, cast("str", key[0]))
        is_head = row(conn, "SELECT 1 FROM memories WHERE version_id = ?", key) is not None
        if not is_head and self._texts.says_nothing_else(conn, version):
            versions.redact(conn, version["id"], at=self._at, by=self._by)
            return
        replace_text(conn, version, self._texts.rewritten(conn, version))

    def _changes(self, conn: Connection, version: Row) -> bool:
        return self._texts.rewritten(conn, version) != blobs.content(conn, version["blob_id"])

    def _example(self, conn: Connection, version: Row) -> str:
        content = blobs.content(conn, version["blob_id"])
        return (
            f"{version['path']}: {excerpt(content, self._texts.eraser)}" if self._texts.eraser.text else version["path"]
        )


def replace_text(conn: Connection, version: Row, content: str) -> None:
    """Give a version another text of as many lines; the index and the hashes of its lines follow."""
    old, new = version["blob_id"], blobs.insert(conn, content)
    conn.execute("UPDATE memory_versions SET blob_id = ? WHERE id = ?", (new, version["id"]))
    conn.execute("UPDATE memories SET blob_id = ? WHERE version_id = ?", (new, version["id"]))
    space = index.space_of(conn, version["store_id"])
    index.refresh(conn, space, new)
    index.refresh(conn, space, old)
    blobs.delete_unused(conn, [old])
    lines = lines_of(content)
    for span in rows(conn, "SELECT * FROM claim_provenance WHERE memory_version_id = ?", (version["provenance_of"],)):
        text = "\n".join(lines[span["first_line"] - 1 : span["last_line"]])
        conn.execute(
            "UPDATE claim_provenance SET claim_sha256 = ? WHERE memory_version_id = ? AND first_line = ?",
            (blobs.sha256_of(text), span["memory_version_id"], span["first_line"]),
        )


def _head(conn: Connection, key: Key) -> Row | None:
    return row(conn, f"{_LIVE_HEADS} AND v.id = ?", key)


def _bare_headings(lines: list[str], gone: set[int]) -> Iterator[int]:
    """Headings above nothing but lines that go."""
    for number, line in enumerate(lines, 1):
        heading = _HEADING.match(line)
        if heading is None:
            continue
        below: list[int] = []
        for other in range(number + 1, len(lines) + 1):
            next_heading = _HEADING.match(lines[other - 1])
            if next_heading is not None and len(next_heading[1]) <= len(heading[1]):
                break
            if next_heading is None and lines[other - 1].strip():
                below.append(other)
        if below and gone.issuperset(below):
            yield number


def _is_born_of_dreams(conn: Connection, version: Row) -> bool:
    """Whether the memory was made by a dream: not cloned, and first written by none but dreams and promotions."""
    first = row(
        conn,
        """
        SELECT created_by, (SELECT input_memory_id FROM memories WHERE id = memory_id) AS input_id
        FROM memory_versions WHERE memory_id = ? ORDER BY seq LIMIT 1
        """,
        (version["memory_id"],),
    )
    return first is not None and first["input_id"] is None and first["created_by"].startswith(("dream:", "promotion:"))
