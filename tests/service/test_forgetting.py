"""Forgetting: what goes, what stays, and that no byte is left."""

import shutil
from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import anyio
import pytest
from tests.conftest import MovableClock
from tests.promises import promise
from tests.scale import rounds
from tests.service.forgetting import AGENT, USER, Home, filled, traces

from dreaming.app import App, open_app
from dreaming.domain.errors import (
    DreamInTheWay,
    InvalidInput,
    NothingToLog,
    PartRefused,
    PromotionRefused,
)
from dreaming.domain.forgetting import GAP, Target
from dreaming.domain.provenance import Origin
from dreaming.service.forgetting import Forgetting, Forgotten, forgetting
from dreaming.service.rendering import summary
from dreaming.store import leases, memories
from dreaming.store.connection import Connection, Database, rows, sqlite3
from dreaming.store.forgetting import orders, plan
from dreaming.store.forgetting.tables import DERIVED, INDEXED, PATHS, SOURCES

# What holds no words of people: ids, times, hashes, figures, and words of the program's own.
NO_WORDS = {
    "settings": {"redaction_key"},
    "stores": {"kind"},
    "memory_versions": {"operation", "origin"},
    "claim_provenance": {"origin"},
    "findings": {"thing", "verdict"},
    "sessions": {"source"},
    "events": {"type", "origin"},
    "import_cursors": {"fingerprint"},
    "dreams": {
        "status", "model", "output_behavior", "usage", "progress", "counts", "lease_owner", "fingerprint", "budget",
        "judged_by", "keyed_as", "resumes",
    },
    "checkpoints": {"stage"},
    "dream_calls": {"stage", "purpose", "model", "outcome", "claims"},
    "host_packets": {"purpose"},
    "dream_journal": {"kind"},
    "worker": {"owner"},
    "dream_changes": {"kind"},
    "dream_notices": {"kind"},
    "ledger": {"fate"},
    "dream_exam": {"kind"},
    "dream_replay": {"kind"},
    "promotions": {"kind", "changes"},
    "refusals": {"kind", "ground"},
    "forgetting": {"started_by", "what"},  # emptied by the forgetting itself
    "forgotten_sessions": {"mark"},
}  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Generator[Home]:
    """An empty home."""
    made = Home.of(tmp_path / "home", 1)
    yield made
    made.app.close()


def counts(forgotten: Forgotten) -> dict[str, int]:
    """How many of each place."""
    return {place.name: place.count for place in forgotten.places}


def everything(app: App, without: str) -> dict[str, list[tuple[object, ...]]]:
    """The rows of the sources that do not hold a text, whatever its case."""
    found: dict[str, list[tuple[object, ...]]] = {}
    words = without.lower().split()
    with app.db.read() as conn:
        for table, columns in (("heads", "store_id, path, content"), ("events", "*"), ("sessions", "*")):
            source = "heads JOIN blobs ON blobs.id = blob_id" if table == "heads" else table
            every = [tuple(each) for each in rows(conn, f"SELECT {columns} FROM {source} ORDER BY 1, 2")]  # noqa: S608
            found[table] = [each for each in every if not any(word in str(each).lower() for word in words)]
    return found


@promise("forget:text:bytes", "forget:preview:true")
@pytest.mark.parametrize("seed", range(rounds(gate=12, nightly=100)))
def test_no_byte_of_a_text_is_left(tmp_path: Path, seed: int) -> None:
    """It went every way there is: in every file of the folder, neither it nor a word of it stands any more."""
    home = filled(tmp_path / "home", seed)
    target = Target(text=home.secret)
    assert len(home.traces()) > 3
    rest = everything(home.app, home.secret)

    seen = home.app.forgetting.preview(target)
    done = home.app.forgetting.forget(target, by="user")

    assert home.traces() == []
    assert done.is_erased
    assert counts(done) == counts(seen)
    after = everything(home.app, GAP)
    assert all(row in after[table] for table in rest for row in rest[table])
    assert home.app.forgetting.preview(target).total == 0
    home.app.close()


def with_session(home: Home) -> str:
    """A store and two sessions, one of which says the secret; the id of that one."""
    home.notes(
        ("/deploy.md", "# Deploy\n\n- atlas listens on port 8080\n- Always use tabs for indentation\n"),
        ("/plain.md", "# Plain\n\nNothing to see here.\n"),
    )
    home.log(
        "other", "atlas switched its port from 8080 to 9000.", "From now on, always run `make check` before you push."
    )
    secret = home.secret
    said = (f"I prefer {secret} over anything.", f"Remember: the key of the vault is {secret}.",
            f"From now on, always run `make {secret}` before you push.",
            "From now on, always run `make check` before you push.", "Always use tabs for indentation.")  # fmt: skip
    return home.log("mine", *said, tool=f"error: {secret} is missing")


@promise("forget:session:bytes", "forget:preview:true")
@pytest.mark.parametrize("seed", range(rounds(gate=8, nightly=100)))
def test_no_byte_of_what_only_a_session_said_is_left(tmp_path: Path, seed: int) -> None:
    """Events, quotes, and what dreams made of it, promoted, waiting, broken off or not."""
    home = Home.of(tmp_path / "home", seed)
    session_id = with_session(home)
    done = home.dream()
    if seed % 3:
        home.app.review.promote(done.id, by="user")
    if seed % 4 == 1:
        home.app.review.restore("notes", by="user", before=done.id)
    if seed % 2:
        home.failed_dream()
    if seed % 3 == 2:
        home.dream_again()
    target = Target(session_id=session_id)

    seen = home.app.forgetting.preview(target)
    gone = home.app.forgetting.forget(target, by="user")

    assert home.traces() == []
    assert gone.is_erased
    assert counts(gone) == counts(seen)
    home.app.close()


@promise("forget:session:bytes")
@pytest.mark.parametrize("is_promoted", [True, False])
def test_a_sentence_of_words_that_others_use_is_not_left_either(home: Home, is_promoted: bool) -> None:
    """No word of it is rare, but nobody else says them so; an index may quote its beginning."""
    home.notes(("/a.md", "- Log level in kestrel: DEBUG\n"), ("/b.md", "- Shepherd of kestrel: Jonas\n"))
    session_id = home.log("mine", "The log level in kestrel used to be TRACE, but it is WARN from this week on.")
    done = home.dream()
    if is_promoted:
        home.app.review.promote(done.id, by="user")
    said = ("log level in kestrel used to be", "used to be TRACE, but it is WARN")
    assert all(home.holds(each) for each in said)

    home.app.forgetting.forget(Target(session_id=session_id), by="user")

    assert not any(home.holds(each) for each in said)


@promise("forget:session:lines")
def test_lines_that_rest_on_a_session_alone_go_and_others_stay(home: Home) -> None:
    """What another session says too, and what the store knew before, stays without the session's quotes."""
    session_id = with_session(home)
    home.app.review.promote(home.dream().id, by="user")

    home.app.forgetting.forget(Target(session_id=session_id), by="user")

    texts = stored(home)
    whole = "\n".join(texts.values())
    assert "Always use tabs for indentation" in texts["/deploy.md"]
    assert "make check" in whole
    assert "vault" not in "\n".join(text for path, text in texts.items() if path != "/index.md")
    assert texts["/plain.md"] == "# Plain\n\nNothing to see here.\n"
    with home.app.db.read() as conn:
        assert rows(conn, "SELECT 1 FROM claim_provenance WHERE instr(evidence, ?)", (session_id,)) == []


@promise("forget:session:kept-lines")
def test_lines_can_be_kept_of_unknown_origin(home: Home) -> None:
    """They stay word for word; nobody knows any more who said so."""
    session_id = with_session(home)
    home.app.review.promote(home.dream().id, by="user")
    before = stored(home)

    home.app.forgetting.forget(Target(session_id=session_id, keep_lines=True), by="user")

    assert stored(home) == before
    kept = [each for each in provenances(home) if home.secret in each[0]]
    assert kept
    assert {origin for _, origin, _ in kept} == {Origin.UNKNOWN}
    assert {quotes for _, _, quotes in kept} == {0}


def stored(home: Home) -> dict[str, str]:
    """Path to text of the live store."""
    with home.app.db.read() as conn:
        store = home.app.stores.get("notes").id
        return {each.path: each.content or "" for each in memories.whole(conn, store)}


def provenances(home: Home) -> list[tuple[str, Origin, int]]:
    """Each line of the live store with its origin, and how many quotes it has."""
    found: list[tuple[str, Origin, int]] = []
    with home.app.db.read() as conn:
        for head in memories.heads(conn, home.app.stores.get("notes").id):
            document = memories.document(conn, head.memory_version_id)
            lines = document.content.split("\n")
            for span in document.spans:
                text = "\n".join(lines[span.first - 1 : span.last])
                found.append((text, span.provenance.origin, len(span.provenance.evidence)))
    return found


@promise("forget:session:not-again")
def test_a_forgotten_session_is_not_logged_again(home: Home) -> None:
    """Its transcript may still be there, and a hook may read it."""
    session_id = with_session(home)
    home.app.forgetting.forget(Target(session_id=session_id), by="user")

    with pytest.raises(NothingToLog, match="was forgotten"):
        home.log("mine", f"I prefer {home.secret} over anything.")

    assert [each.external_id for each in home.app.sessions.listing()] == ["other"]


@promise("forget:restore:gap", "restore:forgotten:gap")
def test_what_is_forgotten_does_not_come_back(home: Home) -> None:
    """A restore to a state that held it brings a marked gap; everything else of that state is there."""
    home.notes(("/code.md", f"# Codes\n\n- The code is {home.secret}\n- The gate is green\n"))
    then = home.app.memories.view("notes", "/code.md").memory_version_id
    home.app.memories.write("notes", "/code.md", "# Codes\n", writer=USER, mode="overwrite")

    home.app.forgetting.forget(Target(text=home.secret), by="user")
    home.app.review.restore("notes", by="user", version=then)

    assert stored(home) == {"/code.md": f"# Codes\n\n- The code is {GAP}\n- The gate is green\n"}
    assert home.traces() == []


@promise("forget:dream:told", "forget:dream:not-promoted")
@pytest.mark.parametrize("of_session", [True, False])
def test_a_dream_over_what_is_forgotten_is_told_and_not_promoted(home: Home, *, of_session: bool) -> None:
    """Its report still stands, with gaps that it counts; neither it nor a part of it is promoted."""
    session_id = with_session(home)
    done = home.dream()
    one = home.app.review.report(done.id).changes[0].id

    home.app.forgetting.forget(Target(session_id=session_id) if of_session else Target(text=home.secret), by="user")

    report = home.app.review.report(done.id)
    assert report.dream.forgotten > 0
    assert f"{report.dream.forgotten} entries have gaps" in " ".join(summary(report).split())
    for name in ("changes", "ledger", "exam", "replay", "journal", "doubts", "open"):
        home.app.review.section(done.id, name)
    with pytest.raises(PromotionRefused, match="was forgotten since"):
        home.app.review.promote(done.id, by="user", override=frozenset({"exam", "drop_limit", "pinned"}))
    with pytest.raises(PartRefused, match="was forgotten since"):
        home.app.review.promote(done.id, by="user", only=[one])
    assert home.app.dreams.get(home.dream_again().id).forgotten == 0


@promise("forget:dream:in-the-way")
def test_dreams_that_would_write_it_down_again_are_in_the_way(home: Home) -> None:
    """One that is to read the session; one that runs while a text goes. While something goes none is taken."""
    session_id = with_session(home)
    dream_id = home.app.dreams.start("notes").dream.id
    with pytest.raises(DreamInTheWay, match=dream_id):
        home.app.forgetting.forget(Target(session_id=session_id), by="user")
    runner = home.app.runner()
    lease = anyio.run(runner.acquire)
    assert lease is not None
    with pytest.raises(DreamInTheWay, match=dream_id):
        home.app.forgetting.forget(Target(text=home.secret), by="user")
    with home.app.db.write() as conn:
        leases.release(conn, lease)
        orders.begin(
            conn, plan.order_of(conn, Target(text=home.secret), own_words=frozenset(), at=home.app.clock.now(), by="x")
        )

    assert anyio.run(runner.acquire) is None
    with home.app.db.read() as conn:
        assert leases.is_any_free(conn, home.app.clock.now())


class KilledError(BaseException):
    """The process is gone."""


@contextmanager
def dying(db: Database, monkeypatch: pytest.MonkeyPatch, after: int, *, committed: bool) -> Generator[None]:
    """Die in or after that many write transactions, each of one item."""
    left = after
    write = db.write

    @contextmanager
    def counted() -> Generator[Connection]:
        nonlocal left
        left -= 1
        with write() as conn:
            yield conn
            if left < 0 and not committed:
                raise KilledError
        if left < 0:
            raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr(db, "write", counted)
        patched.setattr(forgetting, "_BATCH_SECONDS", 0)
        yield


@promise("forget:killed:finished")
@pytest.mark.parametrize("of_session", [True, False])
def test_one_that_was_cut_off_at_any_step_is_finished(
    tmp_path: Path, clock: MovableClock, monkeypatch: pytest.MonkeyPatch, *, of_session: bool
) -> None:
    """Killed in or after each of its transactions; whoever comes later goes on with it, and the result is the same."""
    home = Home.of(tmp_path / "home", 3)
    session_id = with_session(home)
    home.app.review.promote(home.dream().id, by="user")
    home.failed_dream()
    home.app.close()
    target = Target(session_id=session_id) if of_session else Target(text=home.secret)
    step, deaths = 0, 0
    while True:
        folder = tmp_path / f"copy {step}"
        shutil.copytree(home.folder, folder)
        app = open_app(folder)
        forget = Forgetting(app.db, clock)
        try:
            with dying(app.db, monkeypatch, step, committed=bool(step % 2)):
                forget.forget(target, by="user")
        except KilledError:
            deaths += 1
        else:
            app.close()
            break
        assert not forget.finish()  # it may be alive
        clock.advance(minutes=1)
        if not forget.finish() and step == 0:
            forget.forget(target, by="user")  # it died before it had begun
        assert list(traces(folder, home.words())) == [], step
        with app.db.read() as conn:
            assert orders.current(conn) is None
        app.close()
        shutil.rmtree(folder)
        step += rounds(gate=5, nightly=1)

    assert deaths > 5


@promise("forget:killed:finished")
def test_whoever_goes_on_without_the_words_writes_the_file_anew(
    home: Home, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut off after its words were blanked, before it had looked for what is left: nobody can look for it any more."""
    forget = Forgetting(home.app.db, clock)

    def cut_off(*_: object) -> bool:
        return False

    with monkeypatch.context() as cut:
        cut.setattr(Forgetting, "_erase", cut_off)
        forget.forget(Target(text=home.secret), by="user")
    written: list[bool] = []
    erase = Database.erase_traces

    def erasing(db: Database, *, rewrite: bool = False) -> bool:
        written.append(rewrite)
        return erase(db, rewrite=rewrite)

    monkeypatch.setattr(Database, "erase_traces", erasing)
    clock.advance(minutes=1)

    assert forget.finish()
    assert True in written
    with home.app.db.read() as conn:
        assert orders.current(conn) is None


@promise("forget:readers:later")
def test_bytes_that_another_process_reads_go_when_it_ends(
    home: Home, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said that some are left; once the reader has gone the next who looks erases them."""
    home.notes(("/code.md", f"- The code is {home.secret}\n"))
    monkeypatch.setattr(forgetting, "_ERASE_SECONDS", 0.0)
    reader = sqlite3.connect(home.app.db.path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM blobs").fetchone()
    forget = Forgetting(home.app.db, clock)

    done = forget.forget(Target(text=home.secret), by="user")

    assert done.is_erased is False
    assert home.traces() != []
    reader.close()
    clock.advance(minutes=1)
    assert forget.is_abandoned()
    assert forget.finish()
    assert home.traces() == []
    assert not forget.is_abandoned()


@promise("forget:bytes:checked")
def test_a_plain_delete_is_caught(tmp_path: Path) -> None:
    """What this harness looks for is there when rows are only deleted: it can fail."""
    home = filled(tmp_path / "home", 0)
    home.app.close()
    conn = sqlite3.connect(home.app.db.path, isolation_level=None)
    conn.execute("PRAGMA secure_delete = OFF")
    conn.execute("PRAGMA foreign_keys = OFF")
    for (name,) in conn.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%fts5%'"
    ).fetchall():
        if "_fts" not in name and not name.startswith("sqlite_"):
            conn.execute(f"DELETE FROM {name}")  # noqa: S608 - a table of ours
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    conn.close()

    assert [each for each in home.traces() if each.startswith("dreaming.db")]


@promise("forget:bytes:checked")
@pytest.mark.parametrize("table", ["ledger", "dream_exam", "dream_plans", "checkpoints", "claim_provenance"])
def test_a_table_that_is_passed_over_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str) -> None:
    """A forgetting that knows one table less leaves traces, and says that bytes are left."""
    home = filled(tmp_path / "home", 7)
    monkeypatch.setattr(plan, "DERIVED", tuple(each for each in DERIVED if each.name != table))

    done = home.app.forgetting.forget(Target(text=home.secret), by="user")

    assert home.traces() != []
    assert done.is_erased is False
    home.app.close()


@promise("forget:tables:all")
def test_every_column_is_named(database: Database) -> None:
    """A new column holds words, and is forgotten from, or holds none; somebody has to say which."""
    known: dict[str, set[str]] = {name: set(columns) for name, columns in NO_WORDS.items()}
    for table in (*DERIVED, *PATHS, *SOURCES):
        known.setdefault(table.name, set()).update(table.columns)
    for name, columns in INDEXED.items():
        known.setdefault(name, set()).update(columns)
    with database.read() as conn:
        tables = rows(conn, "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
        unnamed = {
            f"{table['name']}.{column['name']}"
            for table in tables
            if not table["name"].startswith(("sqlite_", "_sqlite_"))
            for column in rows(conn, "SELECT name, type FROM pragma_table_info(?)", (table["name"],))
            if column["type"] in ("TEXT", "BLOB")
            and column["name"] not in known.get(table["name"], set())
            and not column["name"].endswith(("id", "_at", "sha256", "key", "until", "provenance_of", "position"))
            and column["name"] not in ("at", "id")
        }

    assert unnamed == set()


@promise("forget:text:exact")
def test_a_text_is_taken_as_it_is(home: Home) -> None:
    """Any case, composed or not, over a line break; no pattern, and nothing that is only like it."""
    home.notes(("/a.md", "Café au lait (1+)\ncafe\u0301 AU\nLAIT (1+)\ncafé au lait (11)\ncafe au lait (1+)\n"))

    home.app.forgetting.forget(Target(text="café au lait (1+)"), by="user")

    assert stored(home) == {"/a.md": f"{GAP}\n{GAP}\n{GAP}\ncafé au lait (11)\ncafe au lait (1+)\n"}


@promise("forget:text:exact")
@pytest.mark.parametrize("text", ["", "abc", " a b ", "forgotten", "[Forg", "x" * 20_001])
def test_what_is_too_short_to_be_told_is_refused(text: str) -> None:
    """Fewer than four characters, or a part of the mark itself."""
    with pytest.raises(InvalidInput, match="text"):
        Target(text=text)


def test_words_of_the_program_are_no_text(home: Home) -> None:
    """Ids, kinds and origins stay, so that everything can still be read."""
    with_session(home)
    done = home.dream()
    for word in ("user", "claim", "plain", "kept"):
        home.app.forgetting.forget(Target(text=word), by="user")

    home.app.review.section(done.id, "ledger")
    assert home.app.review.report(done.id).dream.forgotten > 0
    assert {each.source for each in home.app.sessions.listing()} == {"plain"}
    assert home.app.dreams.get(home.dream_again().id).status == "completed"


def test_names_that_become_one_are_told_apart(home: Home) -> None:
    """Two paths that differ in the text alone."""
    for path in (f"/{home.secret}.md", f"/{home.secret.upper()}.md"):
        home.app.memories.write("notes", path, "x\n", writer=AGENT)

    home.app.forgetting.forget(Target(text=home.secret), by="user")

    assert set(stored(home)) == {f"/{GAP}.md", f"/{GAP[:-1]} 2].md"}
    assert home.app.memories.search("notes", "forgotten")


def test_no_transaction_is_long(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each item is one of many transactions where each may take no time."""
    with_session(home)
    home.app.review.promote(home.dream().id, by="user")
    began: list[timedelta] = []
    write = home.app.db.write

    @contextmanager
    def counted() -> Generator[Connection]:
        began.append(timedelta())
        with write() as conn:
            yield conn

    monkeypatch.setattr(home.app.db, "write", counted)
    monkeypatch.setattr(forgetting, "_BATCH_SECONDS", 0)

    done = home.app.forgetting.forget(Target(text=home.secret), by="user")

    assert len(began) > done.total / 2
