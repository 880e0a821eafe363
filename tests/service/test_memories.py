"""The verbs on one memory: what each does, refuses, and does again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.conftest import MovableClock
from tests.promises import promise

from dreaming.domain.errors import (
    InvalidInput,
    LimitExceeded,
    NotFound,
    PathConflict,
    PreconditionFailed,
    StoreReadOnly,
    VersionIsLive,
)
from dreaming.domain.limits import MEMORY_BYTES, PATH_BYTES
from dreaming.domain.model import Operation
from dreaming.domain.provenance import Origin, Provenance, lines_of, per_line
from dreaming.domain.redaction import Redactor
from dreaming.service.memories import Memories, Writer, Written
from dreaming.service.stores import Stores
from dreaming.store import memories as tables
from dreaming.store import stores
from dreaming.store.connection import Database

USER = Writer("user", Origin.USER)
AGENT = Writer("agent:claude", Origin.AGENT)
TOKEN = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"


@pytest.fixture
def memories(database: Database, clock: MovableClock) -> Memories:
    """The verbs on an empty database."""
    return Memories(database, clock, Redactor(b"k" * 32))


def _provenance(database: Database, version_id: str) -> list[Provenance]:
    with database.read() as conn:
        document = tables.document(conn, version_id)
    return per_line(len(lines_of(document.content)), document.default, document.spans)


@promise("memory:write:store")
def test_a_first_write_makes_its_store(memories: Memories) -> None:
    """And says so; the second finds it."""
    first = memories.write("notes", "/a.md", "one", writer=USER)
    second = memories.write("notes", "/b.md", "two", writer=USER)

    assert (first.created_store, second.created_store) == (True, False)
    assert first.store == second.store
    assert memories.view("notes", "/b.md") == second.memory == memories.view(first.store.id, "/b.md")


@promise("memory:write:store")
def test_a_first_write_that_is_refused_makes_no_store(memories: Memories, database: Database) -> None:
    """Nor does an unknown id, or a name that only an archived store has."""
    with pytest.raises(PreconditionFailed):
        memories.write("notes", "/a.md", "one", writer=USER, expected_sha256="0" * 64)
    with pytest.raises(NotFound):
        memories.write("memstore_" + "a" * 24, "/a.md", "one", writer=USER)
    with database.read() as conn:
        assert stores.listing(conn, archived=True) == []

    store = memories.write("notes", "/a.md", "one", writer=USER).store
    with database.write() as conn:
        stores.archive(conn, store.id, store.created_at)
    with pytest.raises(NotFound, match=store.id):
        memories.write("notes", "/a.md", "one", writer=USER)


@promise("memory:write:no-overwrite")
def test_creating_never_overwrites(memories: Memories) -> None:
    """The message says what to do instead."""
    there = memories.write("notes", "/a.md", "one", writer=USER).memory

    with pytest.raises(PathConflict, match=r"overwrite.*append") as caught:
        memories.write("notes", "/a.md", "two", writer=USER)

    assert caught.value.conflicting_memory_id == there.id
    assert memories.view("notes", "/a.md") == there


def test_overwriting_keeps_the_id(memories: Memories) -> None:
    """And makes what is not there."""
    first = memories.write("notes", "/a.md", "one", writer=USER, mode="overwrite").memory
    second = memories.write("notes", "/a.md", "two", writer=AGENT, mode="overwrite").memory

    assert (second.id, second.content) == (first.id, "two")
    assert [each.created_by for each in memories.history("notes", "/a.md")] == ["agent:claude", "user"]


@pytest.mark.parametrize(("old", "expected"), [("a", "a\nb"), ("a\n", "a\nb"), ("", "b")])
def test_appending_adds_lines(memories: Memories, old: str, expected: str) -> None:
    """On lines of their own; where nothing stands it creates."""
    memories.write("notes", "/a.md", old, writer=USER)
    memories.write("notes", "/a.md", "b", writer=USER, mode="append")
    memories.write("notes", "/new.md", "b", writer=USER, mode="append")

    assert memories.view("notes", "/a.md").content == expected
    assert memories.view("notes", "/new.md").content == "b"


@promise("memory:write:again")
def test_a_request_that_holds_already_succeeds_and_changes_nothing(memories: Memories) -> None:
    """Creating, overwriting, appending, editing, renaming: each sent a second time because the answer was lost."""
    seen = memories.write("notes", "/a.md", "one\n", writer=USER).memory.content_sha256
    assert not memories.write("notes", "/a.md", "one\n", writer=USER).changed
    assert not memories.write("notes", "/a.md", "one\n", writer=USER, mode="overwrite").changed
    steps: tuple[Callable[[str], Written], ...] = (
        lambda sha: memories.write("notes", "/a.md", "two\n", writer=USER, mode="append", expected_sha256=sha),
        lambda sha: memories.write("notes", "/a.md", "3\n4\n", writer=USER, mode="overwrite", expected_sha256=sha),
        lambda sha: memories.edit("notes", "/a.md", writer=USER, replace=("3", "33"), expected_sha256=sha),
        lambda sha: memories.edit("notes", "/a.md", writer=USER, insert=(0, "top"), expected_sha256=sha),
        lambda sha: memories.edit("notes", "/a.md", writer=USER, pin=True, expected_sha256=sha),
        lambda sha: memories.edit(
            "notes", "/a.md", writer=USER, rename="/b.md", replace=("4", "5"), expected_sha256=sha
        ),
    )
    for number, step in enumerate(steps, 2):
        first, again = step(seen), step(seen)
        assert (first.changed, again.changed) == (True, False)
        assert again.memory == first.memory
        seen = first.memory.content_sha256
        assert len(memories.history("notes", first.memory.path)) == number
    assert memories.view("notes", "/b.md").content == "top\n33\n5\n"
    assert not memories.edit("notes", "/a.md", writer=USER, rename="/b.md", replace=("4", "5")).changed


@promise("memory:write:precondition")
def test_a_memory_that_is_not_what_was_expected_is_left_alone(memories: Memories) -> None:
    """By every verb; the message says what stands there, or that nothing does."""
    there = memories.write("notes", "/a.md", "one", writer=USER).memory
    wrong = "0" * 64
    attempts = (
        lambda: memories.write("notes", "/a.md", "x", writer=USER, mode="overwrite", expected_sha256=wrong),
        lambda: memories.write("notes", "/a.md", "x", writer=USER, mode="append", expected_sha256=wrong),
        lambda: memories.edit("notes", "/a.md", writer=USER, replace=("one", "x"), expected_sha256=wrong),
        lambda: memories.edit("notes", "/a.md", writer=USER, replace=("absent", "x"), expected_sha256=wrong),
        lambda: memories.edit("notes", "/a.md", writer=USER, rename="/b.md", expected_sha256=wrong),
        lambda: memories.edit("notes", "/a.md", writer=USER, pin=True, expected_sha256=wrong),
        lambda: memories.delete("notes", "/a.md", writer=USER, expected_sha256=wrong),
    )
    for attempt in attempts:
        with pytest.raises(PreconditionFailed, match=there.content_sha256):
            attempt()
    with pytest.raises(PreconditionFailed, match="does not exist"):
        memories.write("notes", "/new.md", "x", writer=USER, expected_sha256=wrong)

    assert memories.view("notes", "/a.md") == there
    assert len(memories.history("notes", "/a.md")) == 1
    right = there.content_sha256
    assert memories.write("notes", "/a.md", "x", writer=USER, mode="overwrite", expected_sha256=right).changed


@promise("memory:write:redacted")
def test_secrets_are_taken_out_before_anything_is_kept(memories: Memories, database: Database) -> None:
    """In writes and edits; the hash is of what is stored; the same text again holds; nothing is in the files."""
    first = memories.write("notes", "/a.md", f"key is {TOKEN}\n", writer=USER)
    edited = memories.edit(
        "notes", "/a.md", writer=USER, insert=(1, f"again {TOKEN}"), replace=(f"is {TOKEN}", "was it")
    )
    appended = memories.write("notes", "/a.md", f"last {TOKEN}\n", writer=USER, mode="append")
    private = memories.write("notes", "/p.md", "a <private>quokka</private> b", writer=USER)

    assert first.redacted == edited.redacted == appended.redacted != ()
    assert "REDACTED" in str(first.memory.content)
    again, last = lines_of(str(appended.memory.content))[1:]
    assert again.removeprefix("again ") == last.removeprefix("last ")
    assert not memories.write("notes", "/p.md", "a <private>quokka</private> b", writer=USER).changed
    assert "quokka" not in str(private.memory.content)
    assert memories.search("notes", TOKEN[:30]) == []
    for each in database.path.parent.iterdir():
        assert TOKEN.encode() not in each.read_bytes()
        assert b"quokka" not in each.read_bytes()


@promise("memory:write:redacted")
def test_a_path_holds_no_secret(memories: Memories) -> None:
    """It is refused, since nobody would find what stands under a placeholder."""
    with pytest.raises(InvalidInput, match="secret"):
        memories.write("notes", f"/{TOKEN}.md", "x", writer=USER)
    memories.write("notes", "/a.md", "x", writer=USER)
    with pytest.raises(InvalidInput, match="secret"):
        memories.edit("notes", "/a.md", writer=USER, rename=f"/{TOKEN}.md")


@promise("memory:write:similar")
def test_a_new_memory_is_told_what_is_like_it(memories: Memories) -> None:
    """It is stored all the same."""
    text = "# Deploying\n\n- Staging deploys run from main with make release\n"
    memories.write("notes", "/a.md", text, writer=USER)
    memories.write("notes", "/far.md", "Something about gardens and theatres", writer=USER)

    found = memories.write("notes", "/b.md", text, writer=USER)

    assert [each.path for each in found.similar] == ["/a.md"]
    assert memories.view("notes", "/b.md").content == text
    assert memories.write("notes", "/c.md", "Nothing of the kind at all here", writer=USER).similar == ()


@promise("memory:edit:exact")
def test_an_edit_does_all_that_is_asked_together(memories: Memories) -> None:
    """Replace, insert, rename, pin: one version."""
    memories.write("notes", "/a.md", "one\ntwo\n", writer=USER)

    edited = memories.edit(
        "notes", "/a.md", writer=AGENT, replace=("two", "2"), insert=(1, "1.5"), rename="/b.md", pin=True
    )

    assert (edited.memory.content, edited.memory.path, edited.memory.pinned) == ("one\n1.5\n2\n", "/b.md", True)
    assert [each.operation for each in memories.history("notes", "/b.md")] == [Operation.MODIFIED, Operation.CREATED]
    assert not memories.edit("notes", "/b.md", writer=AGENT, pin=False).memory.pinned


@promise("memory:edit:exact")
@pytest.mark.parametrize(
    ("line", "text", "expected"),
    [(0, "x", "x\na\nb"), (1, "x\ny\n", "a\nx\ny\nb"), (2, "x", "a\nb\nx\n"), (2, "", "a\nb\n")],
)
def test_a_text_is_inserted_after_a_line(memories: Memories, line: int, text: str, expected: str) -> None:
    """Zero is before the first."""
    memories.write("notes", "/a.md", "a\nb", writer=USER)
    assert memories.edit("notes", "/a.md", writer=USER, insert=(line, text)).memory.content == expected


@promise("memory:edit:exact")
def test_an_edit_that_cannot_be_done_changes_nothing(memories: Memories) -> None:
    """Text that is not there or is there twice, a line that is none, an occupied path, nothing asked for."""
    there = memories.write("notes", "/a.md", "a a b", writer=USER).memory
    other = memories.write("notes", "/b.md", "x", writer=USER).memory
    with pytest.raises(InvalidInput, match="stands there 2 times"):
        memories.edit("notes", "/a.md", writer=USER, replace=("a", "x"))
    with pytest.raises(InvalidInput, match="is not there"):
        memories.edit("notes", "/a.md", writer=USER, replace=("z", "x"), pin=True)
    with pytest.raises(InvalidInput, match="is empty"):
        memories.edit("notes", "/a.md", writer=USER, replace=("", "x"))
    with pytest.raises(InvalidInput, match=r"no line 2.*1 lines"):
        memories.edit("notes", "/a.md", writer=USER, insert=(2, "x"))
    with pytest.raises(InvalidInput, match="no line -1"):
        memories.edit("notes", "/a.md", writer=USER, insert=(-1, "x"))
    with pytest.raises(InvalidInput, match="asks for nothing"):
        memories.edit("notes", "/a.md", writer=USER)
    with pytest.raises(PathConflict, match=other.id):
        memories.edit("notes", "/a.md", writer=USER, replace=("b", "c"), rename="/b.md")

    assert memories.view("notes", "/a.md") == there


@promise("store:provenance:kept")
def test_lines_that_stay_keep_their_provenance(memories: Memories, database: Database, clock: MovableClock) -> None:
    """Through overwriting, appending, editing, renaming and pinning; changed lines get their writer's."""
    said = clock.now() - timedelta(days=30)
    memories.write("notes", "/a.md", "one\ntwo\nthree\n", writer=Writer("user", Origin.USER, said))
    memories.write("notes", "/a.md", "one\n2\nthree\n", writer=AGENT, mode="overwrite")
    memories.write("notes", "/a.md", "four\n", writer=AGENT, mode="append")
    memories.edit("notes", "/a.md", writer=AGENT, insert=(0, "zero"))
    memories.edit("notes", "/a.md", writer=AGENT, rename="/b.md")
    last = memories.edit("notes", "/b.md", writer=USER, pin=True).memory

    found = _provenance(database, last.memory_version_id)

    assert last.content == "zero\none\n2\nthree\nfour\n"
    assert [each.origin for each in found] == [Origin.AGENT, Origin.USER, Origin.AGENT, Origin.USER, Origin.AGENT]
    assert {each.asserted_at for each in found if each.origin is Origin.USER} == {said}


@promise("memory:limits:named")
def test_every_limit_is_named(memories: Memories) -> None:
    """Size, path, segments, names; also of what an append or an edit makes of it."""
    memories.write("notes", "/full.md", "x" * MEMORY_BYTES, writer=USER)
    too_much = (
        lambda: memories.write("notes", "/a.md", "é" * (MEMORY_BYTES // 2) + "x", writer=USER),
        lambda: memories.write("notes", "/full.md", "y", writer=USER, mode="append"),
        lambda: memories.edit("notes", "/full.md", writer=USER, insert=(0, "y")),
        lambda: memories.write("notes", "/" + "a" * PATH_BYTES, "x", writer=USER),
        lambda: memories.write("notes", "/a" * 21, "x", writer=USER),
        lambda: memories.write("n" * 256, "/a.md", "x", writer=USER),
        lambda: memories.write("notes", "/a.md", "x", writer=Writer("w" * 301, Origin.USER)),
    )
    for attempt in too_much:
        with pytest.raises(LimitExceeded, match=r"the limit is \d"):
            attempt()
    with pytest.raises(LimitExceeded, match=r"102,401 bytes.*102,400"):
        memories.write("notes", "/a.md", "x" * (MEMORY_BYTES + 1), writer=USER)
    assert memories.view("notes", "/full.md").content_size_bytes == MEMORY_BYTES


@promise("memory:limits:named")
@pytest.mark.parametrize(
    "path", ["a.md", "", "/", "/a//b", "/a/../b", "/./a", "/a\nb", "/a\u202eb", "/e\u0301", "/\ud800", "/a/"]
)
def test_a_bad_path_is_refused(memories: Memories, path: str) -> None:
    """Where a memory is written and where it is renamed."""
    memories.write("notes", "/a.md", "x", writer=USER)
    with pytest.raises(InvalidInput, match="path"):
        memories.write("notes", path, "x", writer=USER)
    with pytest.raises(InvalidInput, match="path"):
        memories.edit("notes", "/a.md", writer=USER, rename=path or "/")


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
def test_a_text_that_cannot_be_stored_is_refused(memories: Memories, text: str) -> None:
    """Wherever it comes in."""
    memories.write("notes", "/a.md", "x", writer=USER)
    for attempt in (
        lambda: memories.write("notes", "/b.md", text, writer=USER),
        lambda: memories.write(text, "/b.md", "x", writer=USER),
        lambda: memories.edit("notes", "/a.md", writer=USER, insert=(0, text)),
        lambda: memories.edit("notes", "/a.md", writer=USER, replace=("x", text)),
        lambda: memories.write("notes", "/b.md", "x", writer=Writer(text, Origin.USER)),
        lambda: memories.search("notes", "x", prefix=text),
        lambda: memories.listing("notes", text),
    ):
        with pytest.raises(InvalidInput):
            attempt()
    memories.search("notes", text)


def test_what_is_not_there_is_said_with_what_is_near(memories: Memories) -> None:
    """For reading, editing, deleting and history."""
    memories.write("notes", "/deploy/staging.md", "x", writer=USER)
    for attempt in (
        lambda: memories.view("notes", "/deploy/stageing.md"),
        lambda: memories.edit("notes", "/deploy/stageing.md", writer=USER, pin=True),
        lambda: memories.delete("notes", "/deploy/stageing.md", writer=USER),
        lambda: memories.history("notes", "/deploy/stageing.md"),
    ):
        with pytest.raises(NotFound, match=r"Did you mean /deploy/staging\.md"):
            attempt()
    with pytest.raises(NotFound, match="memory store 'none'"):
        memories.view("none", "/a.md")


def test_a_listing_sums_up_deep_folders(memories: Memories) -> None:
    """Titles for what is shown; sizes for what is not."""
    for path, text in {
        "/a.md": "# Title\n\ntext",
        "/b/c.md": "- item",
        "/b/d/e.md": "123",
        "/b/d/f.md": "45",
        "/e.md": "",
    }.items():
        memories.write("notes", path, text, writer=USER)

    top, below, whole = (
        memories.listing("notes", depth=1),
        memories.listing("notes", "/b", 1),
        memories.listing("notes"),
    )

    assert top.titles == {"/a.md": "Title", "/e.md": ""}
    assert [(each.path, each.memory_count, each.bytes) for each in top.folders] == [("/b/", 3, 11)]
    assert [each.path for each in below.memories] == ["/b/c.md"]
    assert [each.path for each in below.folders] == ["/b/d/"]
    assert len(whole.memories) == 5
    assert whole.folders == ()
    with pytest.raises(InvalidInput, match="depth"):
        memories.listing("notes", depth=0)


def test_history_is_of_what_stands_there_or_stood_there_last(memories: Memories) -> None:
    """A deleted memory still has its history."""
    memories.write("notes", "/a.md", "1", writer=USER)
    memories.delete("notes", "/a.md", writer=USER)
    memories.write("notes", "/a.md", "2", writer=AGENT)
    memories.delete("notes", "/a.md", writer=AGENT)

    assert [each.created_by for each in memories.history("notes", "/a.md")] == ["agent:claude"] * 2
    memories.write("notes", "/a.md", "3", writer=USER)
    assert len(memories.history("notes", "/a.md")) == 1


@promise("store:redact:bytes", "store:redact:past")
def test_redacting_takes_a_past_text_out_of_the_files(memories: Memories, database: Database) -> None:
    """Through the verb; what is live is refused with what to do."""
    first = memories.write("notes", "/a.md", "quokka lives here", writer=USER).memory
    with pytest.raises(VersionIsLive, match="then redact"):
        memories.redact(first.memory_version_id, by="user")
    memories.delete("notes", "/a.md", writer=USER)

    redacted = memories.redact(first.memory_version_id, by="user")

    assert (redacted.content, redacted.path, redacted.created_by) == (None, None, "user")
    assert [each.name for each in database.path.parent.iterdir() if b"quokka" in each.read_bytes()] == []


def test_a_search_has_a_limit(memories: Memories) -> None:
    """1 to 100."""
    memories.write("notes", "/a.md", "x", writer=USER)
    for limit in (0, 101):
        with pytest.raises(InvalidInput, match="between 1 and 100"):
            memories.search("notes", "x", limit=limit)
    assert len(memories.search("notes", "x", limit=1)) == 1


@promise("memory:verbs:archived")
def test_an_archived_store_is_read_and_emptied_but_not_written(
    memories: Memories, database: Database, clock: MovableClock
) -> None:
    """By its id: reading, searching, deleting and redacting work; writing, editing and importing do not."""
    written = memories.write("notes", "/a.md", "one", writer=USER)
    store = written.store.id
    Stores(database, clock).archive("notes")

    for attempt in (
        lambda: memories.write(store, "/b.md", "two", writer=USER),
        lambda: memories.write(store, "/a.md", "two", writer=USER, mode="append"),
        lambda: memories.edit(store, "/a.md", writer=USER, pin=True),
    ):
        with pytest.raises(StoreReadOnly, match="archived"):
            attempt()
    assert memories.view(store, "/a.md").content == "one"
    assert len(memories.search(store, "one")) == 1
    assert memories.delete(store, "/a.md", writer=USER) == written.memory
    assert memories.redact(written.memory.memory_version_id, by="user").redacted_at is not None
