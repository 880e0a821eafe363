"""The schema for readers, the migrations for files: they are the same."""

import re
from pathlib import Path

import pytest
from sqlite_utils import Database as UtilsDatabase
from tests.promises import promise

import dreaming.store
from dreaming.domain.changes import Fate
from dreaming.domain.exam import ExamKind, MomentKind
from dreaming.domain.journal import JournalKind
from dreaming.domain.model import DreamStatus, Operation, OutputBehavior, Priority, StoreKind
from dreaming.domain.refusals import RefusalGround, RefusalKind
from dreaming.store import dreams, exams, promotions
from dreaming.store.connection import Connection, Database, rows, sqlite3
from dreaming.store.format import APPLICATION_ID, FORMAT
from dreaming.store.index import has_secure_delete
from dreaming.store.migrations import SECURE_DELETE_SQLITE, statements

SCHEMA = (Path(dreaming.store.__file__).parent / "schema.sql").read_text(encoding="utf-8")


def _structure(conn: Connection) -> dict[str, object]:
    """Every table, view, column, index and check, without the text that made them."""
    found: dict[str, object] = {}
    for table in rows(conn, "SELECT name, type, ncol, wr, strict FROM pragma_table_list WHERE schema = 'main'"):
        name = table["name"]
        if name.startswith(("sqlite_", "_sqlite_migrations")):
            continue
        indexes = {
            index["name"]: (
                index["unique"],
                index["origin"],
                index["partial"],
                _all(conn, "index_xinfo", index["name"]),
            )
            for index in rows(conn, "SELECT * FROM pragma_index_list(?)", (name,))
        }
        columns = _all(conn, "table_xinfo", name)
        found[name] = (tuple(table), columns, indexes, _all(conn, "foreign_key_list", name), _checks(conn, name))
    return found


def _all(conn: Connection, pragma: str, name: str) -> list[tuple[object, ...]]:
    return [tuple(each) for each in rows(conn, f"SELECT * FROM pragma_{pragma}(?)", (name,))]  # noqa: S608 - a fixed name


def _checks(conn: Connection, name: str) -> list[str]:
    sql = rows(conn, "SELECT sql FROM sqlite_master WHERE name = ?", (name,))[0]["sql"] or ""
    return re.findall(r"(?:CHECK|WHERE|tokenize|detail).*", " ".join(sql.split()))


@promise("store:file:schema")
def test_the_schema_and_the_migrations_make_the_same(database: Database) -> None:
    """Compared by structure, so that comments and spaces may differ."""
    written = sqlite3.connect(":memory:")
    written.row_factory = sqlite3.Row
    for statement in statements(SCHEMA):
        written.execute(statement)

    with database.read() as conn:
        assert _structure(conn) == _structure(written)
        assert len(_structure(conn)) > 15
    written.close()


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("operation", Operation),
        ("kind", StoreKind),
        ("status", DreamStatus),
        ("output_behavior", OutputBehavior),
        ("fate", Fate),
        ("kind", JournalKind),
        ("kind", ExamKind),
        ("kind", MomentKind),
        ("kind", RefusalKind),
        ("ground", RefusalGround),
    ],
)
def test_a_closed_set_is_the_same_in_the_table_and_in_the_code(column: str, values: type[Operation]) -> None:
    """If this fails, an enum was changed without the CHECK of its column, or the other way round."""
    lists = re.findall(rf"CHECK \({column} IN \(([^)]*)\)\)", SCHEMA)

    assert {str(value) for value in values} in [set(re.findall(r"'([^']*)'", each)) for each in lists]


def test_opening_again_migrates_nothing(database: Database) -> None:
    """One row for each migration, however often the file is opened."""
    Database(database.path).close()

    with database.read() as conn:
        assert len(rows(conn, "SELECT name FROM _sqlite_migrations")) == FORMAT


@promise("store:file:schema")
def test_a_file_of_the_first_format_keeps_its_rows(tmp_path: Path) -> None:
    """Its dreams are asked-for ones; one that was to promote itself and did not is not promoted now."""
    path = tmp_path / "dreaming.db"
    _write_first_format(path)

    with Database(path).read() as conn:
        found = {each.id: each for each in dreams.listing(conn)}
        scores = {exams.score(conn, each) for each in found}
        promotion = promotions.of_dream(conn, "drm_promoted")

    assert {each.priority for each in found.values()} == {Priority.ASKED}
    assert scores == {None}
    assert {each.held_out for each in found.values()} == {()}
    assert found["drm_waits"].unpromoted_because is None
    assert found["drm_refused"].unpromoted_because is not None
    assert found["drm_promoted"].unpromoted_because is None
    assert promotion is not None
    assert promotion.changes == ("chg_a", "chg_b")  # it was promoted whole


@promise("store:file:schema", "store:search:finds")
def test_texts_of_an_older_file_are_still_found(tmp_path: Path) -> None:
    """The indexes of words are made anew from what they index."""
    path = tmp_path / "dreaming.db"
    _write_first_format(path)
    conn = sqlite3.connect(path)
    conn.execute("INSERT INTO passages VALUES (1, 1, 1, '', 'port', 1)")
    conn.execute("INSERT INTO passages_fts (rowid, terms) VALUES (1, 'port')")
    conn.commit()
    conn.close()

    with Database(path).write() as opened:
        found = rows(opened, "SELECT rowid FROM passages_fts WHERE passages_fts MATCH 'port'")
        opened.execute("INSERT INTO passages_fts (passages_fts, rank) VALUES ('integrity-check', 1)")
        is_overwritten = has_secure_delete(opened)
    assert [each["rowid"] for each in found] == [1]
    assert is_overwritten == (sqlite3.sqlite_version_info >= SECURE_DELETE_SQLITE)


def _write_first_format(path: Path) -> None:
    first = (Path(dreaming.store.__file__).parent / "migrations_0001.sql").read_text(encoding="utf-8")
    conn = sqlite3.connect(path)
    for statement in statements(first):
        conn.execute(statement)
    at = "2026-03-04T09:00:00.000000Z"
    conn.execute("INSERT INTO settings (id, redaction_key, created_at) VALUES (1, zeroblob(32), ?)", (at,))
    conn.executemany(
        """
        INSERT INTO dreams (id, status, store_id, model, output_behavior, created_at, ended_at, promoted_at)
        VALUES (?, ?, 'memstore_x', 'rules', ?, ?, ?, ?)
        """,
        [
            ("drm_waits", "pending", "update_existing", at, None, None),
            ("drm_refused", "completed", "update_existing", at, at, None),
            ("drm_promoted", "completed", "update_existing", at, at, at),
        ],
    )
    conn.executemany(
        "INSERT INTO dream_changes (dream_id, position, id, kind, before, after, reason, evidence)"
        " VALUES ('drm_promoted', ?, ?, 'added', '[]', '[]', 'It says so.', '[]')",
        [(0, "chg_a"), (1, "chg_b")],
    )
    conn.execute(
        "INSERT INTO promotions (id, kind, store_id, dream_id, before_seq, after_seq, created_at, created_by)"
        " VALUES ('prm_x', 'promote', 'memstore_x', 'drm_promoted', 0, 0, ?, 'user')",
        (at,),
    )
    UtilsDatabase(conn, execute_plugins=False).table("_sqlite_migrations").insert(
        {"migration_set": "dreaming", "name": "m0001_initial", "applied_at": at}, pk=("migration_set", "name")
    )
    conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    conn.execute("PRAGMA user_version = 1")
    conn.commit()
    conn.close()
