"""Heads, versions, provenance, clones: what the tables hold after each change."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.promises import promise
from tests.store.writing import AT, USER, counts, filled, indexed, new_store, put

from dreaming.domain import limits
from dreaming.domain.errors import DatabaseUnavailable, LimitExceeded, NotFound, PathConflict, VersionIsLive
from dreaming.domain.model import Operation
from dreaming.domain.provenance import Evidence, Origin, Provenance, Span, Trust, as_spans, lines_of, per_line
from dreaming.store import blobs, memories, search, versions
from dreaming.store.connection import Connection, Database, rows

SAID = Provenance(
    asserted_at=AT - timedelta(days=3),
    origin=Origin.USER,
    trust=Trust.AGENT,
    evidence=(
        Evidence(quote="it’s “8080”", origin=Origin.USER, at=AT, session_id="sesn_x", event_id="sevt_y"),
        Evidence(quote="port", origin=Origin.UNKNOWN, at=AT, memory_id="mem_x", path="/a.md", line=2),
    ),
)
MADE = replace(USER, generated=True)


@promise("store:version:always")
def test_each_change_appends_a_version(database: Database) -> None:
    """Created, modified, renamed, deleted: who and when, newest first; the numbers only grow."""
    with database.write() as conn:
        store = new_store(conn)
        first = put(conn, store.id, "/a.md", "one")
        put(conn, store.id, "/a.md", "two", memory_id=first.id, at=AT + timedelta(hours=1))
        last = put(conn, store.id, "/b.md", "two", memory_id=first.id, at=AT + timedelta(hours=2))
        memories.remove(conn, last, at=AT + timedelta(hours=3), by="agent:x")
        found = versions.history(conn, first.id)

        assert [(each.operation, each.path, each.created_by) for each in found] == [
            (Operation.DELETED, "/b.md", "agent:x"),
            (Operation.MODIFIED, "/b.md", "user"),
            (Operation.MODIFIED, "/a.md", "user"),
            (Operation.CREATED, "/a.md", "user"),
        ]
        assert [each.created_at for each in found] == [AT + timedelta(hours=hour) for hour in (3, 2, 1, 0)]
        assert [each.seq for each in found] == sorted((each.seq for each in found), reverse=True)
        assert versions.get(conn, found[3].id).content == "one"
        assert memories.heads(conn, store.id) == []


def test_a_memory_is_what_was_put(database: Database) -> None:
    """Id and time of creation stay, the rest is the new head's."""
    with database.write() as conn:
        store = new_store(conn)
        first = put(conn, store.id, "/a.md", "one")
        second = put(conn, store.id, "/é/日本.md", "zwei", memory_id=first.id, at=AT + timedelta(days=1))

        assert (second.id, second.created_at, second.updated_at) == (first.id, AT, AT + timedelta(days=1))
        assert (second.path, second.content, second.content_size_bytes) == ("/é/日本.md", "zwei", 4)
        assert second.content_sha256 == blobs.sha256_of("zwei")
        assert memories.head(conn, store.id, "/é/日本.md") == second == memories.by_id(conn, first.id)
        assert memories.heads(conn, store.id) == [replace(second, content=None)]
        assert memories.head(conn, store.id, "/a.md") is None


def test_a_path_belongs_to_one_memory(database: Database) -> None:
    """For creating and for renaming."""
    with database.write() as conn:
        store = new_store(conn)
        there = put(conn, store.id, "/a.md", "one")
        other = put(conn, store.id, "/b.md", "two")
        for memory_id in (None, other.id):
            with pytest.raises(PathConflict) as caught:
                put(conn, store.id, "/a.md", "three", memory_id=memory_id)
            assert caught.value.conflicting_memory_id == there.id
        put(conn, new_store(conn).id, "/a.md", "elsewhere")


@promise("memory:limits:named")
def test_a_full_store_takes_changes_but_no_new_memory(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the limit."""
    assert limits.MEMORIES_PER_STORE == 2_000
    monkeypatch.setattr(memories, "MEMORIES_PER_STORE", 2)
    with database.write() as conn:
        store = new_store(conn)
        first = put(conn, store.id, "/1.md", "x")
        put(conn, store.id, "/2.md", "x")
        with pytest.raises(LimitExceeded, match="the limit is 2 memories"):
            put(conn, store.id, "/3.md", "x")
        put(conn, store.id, "/4.md", "y", memory_id=first.id)


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("/", ["/a", "/a/b", "/a/c/d", "/a0", "/ab"]),
        ("/a", ["/a", "/a/b", "/a/c/d"]),
        ("/a/", ["/a", "/a/b", "/a/c/d"]),
        ("/a/c", ["/a/c/d"]),
        ("/%", []),
        ("", ["/a", "/a/b", "/a/c/d", "/a0", "/ab"]),
    ],
)
def test_a_prefix_is_of_whole_segments(database: Database, prefix: str, expected: list[str]) -> None:
    """`/a` is not above `/ab`; nothing in it is a pattern."""
    store = filled(database, dict.fromkeys(("/ab", "/a0", "/a/c/d", "/a/b", "/a"), "x"))
    with database.read() as conn:
        assert [memory.path for memory in memories.heads(conn, store.id, prefix=prefix)] == expected
        assert [memory.content for memory in memories.whole(conn, store.id, prefix=prefix)] == ["x"] * len(expected)


@promise("store:provenance:kept")
def test_provenance_comes_back_as_it_was_given(database: Database) -> None:
    """Spans with all their evidence, and the default; also one that has evidence itself."""
    spans = (Span(1, 1, SAID), Span(3, 4, MADE))
    with database.write() as conn:
        store = new_store(conn)
        plain = put(conn, store.id, "/a.md", "1\n2\n3\n4\n", spans=spans)
        rich = put(conn, store.id, "/b.md", "1\n2\n3\n4\n", default=SAID, spans=(Span(2, 2, USER),))
        document = memories.document(conn, plain.memory_version_id)
        other = memories.document(conn, rich.memory_version_id)

    assert (document.default, document.spans) == (USER, spans)
    assert (document.memory_id, document.memory_version_id) == (plain.id, plain.memory_version_id)
    assert per_line(4, other.default, other.spans) == [SAID, USER, SAID, SAID]


@promise("store:provenance:kept")
def test_the_hash_of_a_span_is_of_its_lines(database: Database) -> None:
    """As anybody can check."""
    with database.write() as conn:
        put(conn, new_store(conn).id, "/a.md", "1\n2\n3", spans=(Span(2, 3, SAID),))
        assert rows(conn, "SELECT claim_sha256 FROM claim_provenance")[0][0] == blobs.sha256_of("2\n3")


@promise("store:content:once")
def test_a_text_is_stored_once(database: Database) -> None:
    """For two memories, two stores, and a memory that goes back to what it was."""
    with database.write() as conn:
        one, two = new_store(conn), new_store(conn)
        first = put(conn, one.id, "/a.md", "same")
        put(conn, one.id, "/b.md", "same")
        put(conn, two.id, "/a.md", "same")
        put(conn, one.id, "/a.md", "other", memory_id=first.id)
        put(conn, one.id, "/a.md", "same", memory_id=first.id)
        assert counts(conn)["blobs"] == 2


@promise("store:content:verified")
@pytest.mark.parametrize("change", ["content = 'Same'", "content = ''", "content = CAST(x'ff00ff' AS TEXT)"])
def test_a_text_that_changed_on_disk_is_never_served(database: Database, change: str) -> None:
    """By none of the ways to read it; other memories are served as ever."""
    store = filled(database, {"/a.md": "same", "/b.md": "sound"})
    with database.write() as conn:
        head = memories.head(conn, store.id, "/a.md")
        assert head is not None
        conn.execute(f"UPDATE blobs SET {change} WHERE sha256 = ?", (head.content_sha256,))  # noqa: S608 - from above

    reads: tuple[Callable[[Connection], object], ...] = (
        lambda conn: memories.head(conn, store.id, "/a.md"),
        lambda conn: memories.by_id(conn, head.id),
        lambda conn: list(memories.whole(conn, store.id)),
        lambda conn: memories.document(conn, head.memory_version_id),
        lambda conn: versions.get(conn, head.memory_version_id),
        lambda conn: memories.content_of(conn, head),
        lambda conn: search.search(conn, store.id, "same"),
    )
    for read in reads:
        with pytest.raises(DatabaseUnavailable, match="damaged"), database.read() as conn:
            read(conn)
    with database.read() as conn:
        assert search.search(conn, store.id, "sound")[0].text == "sound"


@promise("store:version:at-a-time")
def test_the_store_can_be_read_as_it_was(database: Database) -> None:
    """After each change; what was deleted is left out from then on."""
    states: dict[int, dict[str, str]] = {0: {}}
    with database.write() as conn:
        store, other = new_store(conn), new_store(conn)

        def note(at: int) -> None:
            found = memories.whole(conn, store.id)
            states[memories.last_seq(conn)] = {memory.path: memory.content or "" for memory in found}
            put(conn, other.id, f"/{at}", "noise", at=AT + timedelta(hours=at))

        first = put(conn, store.id, "/a", "1")
        note(0)
        put(conn, store.id, "/b", "2", at=AT + timedelta(hours=1))
        note(1)
        first = put(conn, store.id, "/c", "3", memory_id=first.id, at=AT + timedelta(hours=2))
        note(2)
        memories.remove(conn, first, at=AT + timedelta(hours=3), by="user")
        note(3)

        for seq, state in states.items():
            found = memories.as_of(conn, store.id, seq)
            assert {str(each.path): versions.get(conn, each.id).content for each in found} == state
        by_time = [versions.seq_at(conn, store.id, AT + timedelta(hours=hour)) for hour in (-1, 0, 1, 2, 3, 9)]
        assert by_time == [*sorted(states), max(states)]


@promise("store:clone:reference")
def test_a_clone_has_the_same_under_new_ids(database: Database) -> None:
    """Texts by reference, times, pins and provenance kept, each memory naming its input; nothing indexed again."""
    store = filled(database, {"/a.md": "one", "/b/c.md": "two\nlines"})
    with database.write() as conn:
        put(conn, store.id, "/d.md", "1\n2", spans=(Span(2, 2, SAID),), at=AT + timedelta(days=2))
        before, index = counts(conn), indexed(conn)
        output = new_store(conn, output_of=store.id)
        memories.clone(conn, store.id, output.id, at=AT + timedelta(days=9), by="dream:x")
        source, copy = list(memories.whole(conn, store.id)), list(memories.whole(conn, output.id))

        assert counts(conn) == before | {"stores": 2, "memories": 6, "versions": before["versions"] + 3}
        assert indexed(conn) == index
        assert [each.input_memory_id for each in copy] == [each.id for each in source]
        assert not {each.id for each in copy} & {each.id for each in source}
        assert len({each.memory_version_id for each in (*copy, *source)}) == 6
        for old, new in zip(source, copy, strict=True):
            assert (new.path, new.content, new.created_at, new.updated_at) == (
                old.path, old.content, old.created_at, old.updated_at,
            )  # fmt: skip
            was, now = memories.document(conn, old.memory_version_id), memories.document(conn, new.memory_version_id)
            assert (was.default, was.spans, was.pinned) == (now.default, now.spans, now.pinned)
            assert [each.created_by for each in versions.history(conn, new.id)] == ["dream:x"]


@promise("store:clone:reference")
def test_a_clone_into_a_store_of_its_own_is_found_by_search(database: Database) -> None:
    """A store that was not made as the output of the source has an index of its own."""
    store = filled(database, {"/a.md": "one"})
    with database.write() as conn:
        copy = new_store(conn, "copy")
        memories.clone(conn, store.id, copy.id, at=AT, by="user")
        assert [each.path for each in search.search(conn, copy.id, "one")] == ["/a.md"]


@promise("store:index:heads")
def test_the_index_follows_every_change(database: Database) -> None:
    """What is written is in it, what is overwritten or deleted leaves it, and the counts agree."""
    with database.write() as conn:
        store = new_store(conn)
        first = put(conn, store.id, "/a.md", "- one\n- two")
        assert indexed(conn) == [("one", 1, 1), ("two", 2, 2)]
        first = put(conn, store.id, "/a.md", "three", memory_id=first.id)
        second = put(conn, store.id, "/b.md", "three")
        assert indexed(conn) == [("thre", 1, 1)]
        memories.remove(conn, first, at=AT, by="user")
        assert indexed(conn) == [("thre", 1, 1)]
        assert _figures(conn) == [(1, 1)]
        memories.remove(conn, second, at=AT, by="user")
        assert indexed(conn) == []
        assert _figures(conn) == [(0, 0)]


@promise("store:index:heads")
def test_an_output_store_shares_the_index_of_its_input(database: Database) -> None:
    """A text stays as long as one of them has it."""
    store = filled(database, {"/a.md": "one", "/b.md": "two"})
    with database.write() as conn:
        output = new_store(conn, output_of=store.id)
        memories.clone(conn, store.id, output.id, at=AT, by="dream:x")
        copy = memories.head(conn, output.id, "/a.md")
        assert copy is not None
        put(conn, output.id, "/a.md", "changed", memory_id=copy.id)

        assert sorted(text for text, *_ in indexed(conn)) == ["chang", "one", "two"]
        assert [each.path for each in search.search(conn, store.id, "one")] == ["/a.md"]
        assert search.search(conn, output.id, "one") == []
        assert search.search(conn, store.id, "changed") == []


@promise("store:redact:past")
def test_only_what_is_past_is_redacted(database: Database) -> None:
    """Text and path go, who and when stay; again changes nothing; what is live is refused."""
    with database.write() as conn:
        store = new_store(conn)
        first = put(conn, store.id, "/secret.md", "one", spans=(Span(1, 1, SAID),))
        second = put(conn, store.id, "/b.md", "two", memory_id=first.id)
        redacted = versions.redact(conn, first.memory_version_id, at=AT + timedelta(days=1), by="admin")
        again = versions.redact(conn, first.memory_version_id, at=AT + timedelta(days=2), by="other")

        assert (redacted.path, redacted.content, redacted.content_sha256, redacted.content_size_bytes) == (None,) * 4
        assert (redacted.created_at, redacted.created_by, redacted.redacted_at) == (AT, "user", AT + timedelta(days=1))
        assert again == redacted
        assert (counts(conn)["blobs"], counts(conn)["provenance"]) == (1, 0)
        with pytest.raises(NotFound, match="redacted"):
            memories.document(conn, first.memory_version_id)
        with pytest.raises(VersionIsLive, match=r"/b\.md"):
            versions.redact(conn, second.memory_version_id, at=AT, by="admin")
        with pytest.raises(NotFound):
            versions.redact(conn, "memver_none", at=AT, by="admin")
        assert [each.path for each in memories.as_of(conn, store.id, redacted.seq)] == [None]


@promise("store:redact:past")
def test_a_redacted_text_stays_where_something_else_holds_it(database: Database) -> None:
    """Another memory's text, and the provenance that a clone took over, are not this version's."""
    with database.write() as conn:
        store = new_store(conn)
        first = put(conn, store.id, "/a.md", "one", spans=(Span(1, 1, SAID),))
        output = new_store(conn, output_of=store.id)
        memories.clone(conn, store.id, output.id, at=AT, by="dream:x")
        put(conn, store.id, "/a.md", "two", memory_id=first.id)
        versions.redact(conn, first.memory_version_id, at=AT, by="admin")
        copy = memories.head(conn, output.id, "/a.md")

        assert copy is not None
        assert memories.document(conn, copy.memory_version_id).spans == (Span(1, 1, SAID),)


@promise("store:redact:bytes")
def test_no_byte_of_a_redacted_text_is_left(database: Database) -> None:
    """Not in the table, the index, the quotes or the log."""
    secret = "zyzzyva-quokka-7731"  # noqa: S105 - it is what we look for
    said = replace(SAID, evidence=(Evidence(quote=f"say {secret}", origin=Origin.USER, at=AT),))
    with database.write() as conn:
        store = new_store(conn)
        filler = "\n".join(f"- line {number} about {number * 7} things" for number in range(200))
        first = put(conn, store.id, "/a.md", f"{filler}\n- {secret}\n", spans=(Span(201, 201, said),))
        put(conn, store.id, "/other.md", filler)
    assert _files_with(database, "zyzzyva")

    with database.write() as conn:
        put(conn, store.id, "/a.md", "gone", memory_id=first.id)
    with database.write() as conn:
        versions.redact(conn, first.memory_version_id, at=AT, by="user")

    assert database.erase_traces()
    assert _files_with(database, "zyzzyva") == []
    assert _files_with(database, "quokka") == []


def test_traces_are_said_to_remain_while_somebody_reads(database: Database) -> None:
    """The log cannot be emptied under a reader; afterwards it can."""
    store = filled(database, {"/a.md": "one"})
    other = Database(database.path)
    with other.read() as conn:
        memories.heads(conn, store.id)
        with database.write() as writing:
            put(writing, store.id, "/b.md", "two")
        assert not database.erase_traces()
    assert database.erase_traces()


def test_spans_survive_any_lines() -> None:
    """`as_spans` is the inverse of `per_line` over the lines that the store counts."""
    lines = [SAID, USER, USER, MADE, SAID]
    assert per_line(len(lines_of("a\nb\n\nd\u2028e\nf")), USER, as_spans(lines, USER)) == lines


def _files_with(database: Database, text: str) -> list[str]:
    return [each.name for each in database.path.parent.iterdir() if text.encode() in each.read_bytes()]


def _figures(conn: Connection) -> list[tuple[int, int]]:
    return [(each["passages"], each["terms"]) for each in rows(conn, "SELECT passages, terms FROM search_spaces")]
