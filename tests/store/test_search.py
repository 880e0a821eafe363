"""Search: what is found, in which order, and that nothing breaks it."""

import random
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.promises import promise
from tests.store.writing import AT, filled, indexed, new_store, put

from dreaming.domain.errors import DatabaseUnavailable
from dreaming.store import memories, search
from dreaming.store.connection import Connection, Database, sqlite3

NOTES = {
    "/deploy.md": "# Steps\n\n- port: 8080\n- run `make release` first\n\n## Rollback\n\n- call Ana\n",
    "/db.md": "The db_port is 5432.\nConnectionPool size is 20.\n\n| env | host |\n|---|---|\n| prod | db1.example.com |\n",
    "/jp.md": "東京都に住んでいます。\n\n私は猫が好き。",
    "/other.md": "สวัสดีครับ\n\nအင်္ဂလိပ်\n\n서울에서 일한다\n",
    "/cafe.md": "Le Café à Paris\n\nPolicies about caching: caches expire. Нью-Йорк\n",
    "/empty.md": "",
    "/Ünicode/naïve.md": "x1\n",
}


TWICE = ("- port: 8080\n- deploy\n", "- port: 8080\n", "- deploy\n- port: 8080\n- never\n")


def _texts(conn: Connection, store_id: str, query: str) -> list[str]:
    return [each.text for each in search.search(conn, store_id, query)]


@promise("store:search:finds")
@pytest.mark.parametrize(
    ("query", "path", "line"),
    [
        ("PORT 8080", "/deploy.md", 3),
        ("deploy", "/deploy.md", 8),  # by its path alone
        ("rollback", "/deploy.md", 8),  # by the heading above
        ("deploy rollback ana", "/deploy.md", 8),
        ("db-port", "/db.md", 1),
        ("port 5432", "/db.md", 1),
        ("connection pool", "/db.md", 2),
        ("connectionPool", "/db.md", 2),
        ("connection_pool", "/db.md", 2),
        ("db1.example.com", "/db.md", 6),
        ("example", "/db.md", 6),
        ("東京", "/jp.md", 1),
        ("都", "/jp.md", 1),
        ("猫が好き", "/jp.md", 3),
        ("สวัสดี", "/other.md", 1),
        ("အင်္ဂလိပ်", "/other.md", 3),
        ("서울", "/other.md", 5),
        ("cafe", "/cafe.md", 1),
        ("CAFÉ", "/cafe.md", 1),
        ("Cafe\u0301", "/cafe.md", 1),
        ("policy", "/cafe.md", 3),
        ("cached", "/cafe.md", 3),
        ("нью йорк", "/cafe.md", 3),
        ("empty", "/empty.md", 1),
        ("ünicode", "/Ünicode/naïve.md", 1),
        ("ｎａｉｖｅ", "/Ünicode/naïve.md", 1),
    ],
)
def test_words_are_found_in_any_form(database: Database, query: str, path: str, line: int) -> None:
    """Upper case, endings, parts of identifiers, headings, paths, accents, width, scripts without spaces."""
    store = filled(database, NOTES)
    with database.read() as conn:
        found = search.search(conn, store.id, query)
    assert (found[0].path, line in {each.first_line for each in found if each.path == path}) == (path, True)


def test_a_passage_says_where_it_stands(database: Database) -> None:
    """Path, id, lines, headings, its lines as they are, and when the memory was changed."""
    with database.write() as conn:
        store = new_store(conn)
        memory = put(conn, store.id, "/a.md", "# Top\n\n## Low\n\n- a bullet\n  goes on\n- next\n")
        found = search.search(conn, store.id, "bullet")[0]

    assert (found.path, found.memory_id, found.first_line, found.last_line) == ("/a.md", memory.id, 5, 6)
    assert (found.heading, found.text, found.updated_at) == ("Top > Low", "- a bullet\n  goes on", AT)


@promise("store:search:ranks")
def test_the_passage_that_says_most_comes_first(database: Database) -> None:
    """Rare words count more than frequent ones, the text more than the heading, the heading more than the path."""
    noise = {f"/n/{number}.md": f"- the server has number {number}" for number in range(50)}
    store = filled(
        database,
        noise
        | {
            "/x.md": "- the staging port is 9090\n- the port of call",
            "/staging.md": "- nothing",
            "/h.md": "# Staging\n\n- nil",
        },
    )
    with database.read() as conn:
        assert _texts(conn, store.id, "what is the staging port of the server")[0] == "- the staging port is 9090"
        assert [each.path for each in search.search(conn, store.id, "staging")] == ["/x.md", "/h.md", "/staging.md"]


@promise("store:search:ranks")
def test_of_equals_the_newer_comes_first(database: Database) -> None:
    """By when the memory was changed last."""
    with database.write() as conn:
        store = new_store(conn)
        for day in (2, 3, 1):
            put(conn, store.id, f"/{day}.md", f"port {day}", at=AT + timedelta(days=day))
        assert _texts(conn, store.id, "port") == ["port 3", "port 2", "port 1"]


@promise("store:search:current")
@pytest.mark.parametrize("history", ["/history.md", "/history-2.md"])
def test_what_holds_comes_before_what_held(database: Database, history: str) -> None:
    """Even where history has more of the question's words, and many lines of them; what only history tells is found."""
    now = "- The API of billing has moved: its port is 9090 now\n"
    past = "".join(f"- billing-api listens on port …, until 2026-03-{day:02}: 80{day}\n" for day in range(1, 29)) * 8
    notes = {"/billing.md": now, "/other.md": "- a port of call\n" + "- something else\n" * 10}
    store = filled(database, notes | {history: f"# History\n\n{past}"})
    control = filled(database, notes | {"/past.md": past}, name="control")
    with database.read() as conn:
        assert _texts(conn, store.id, "billing-api listens port")[0] == now.strip()
        assert _texts(conn, control.id, "billing-api listens port")[0] != now.strip()
        assert "2026-03-07" in _texts(conn, store.id, "until 2026-03-07")[0]


@promise("store:search:scope")
def test_search_stays_in_its_store_path_and_time(database: Database) -> None:
    """Also where the words stand in very many other places."""
    with database.write() as conn:
        store, other = new_store(conn), new_store(conn)
        for day in range(20):
            put(conn, store.id, f"/a/{day}.md", f"port {day}", at=AT + timedelta(days=day))
        put(conn, store.id, "/ab.md", "port ab", at=AT)
        put(conn, other.id, "/a/1.md", "port elsewhere")

        assert len(search.search(conn, store.id, "port", limit=100)) == 21
        assert len(search.search(conn, store.id, "port", prefix="/a", limit=100)) == 20
        assert [each.text for each in search.search(conn, store.id, "port", prefix="/a/7.md")] == ["port 7"]
        recent = search.search(conn, store.id, "port", after=AT + timedelta(days=18))
        assert {each.text for each in recent} == {"port 18", "port 19"}
        early = search.search(conn, store.id, "port", before=AT + timedelta(days=1))
        assert {each.text for each in early} == {"port 0", "port ab"}
        assert _texts(conn, other.id, "port") == ["port elsewhere"]
        assert len(search.search(conn, store.id, "port", limit=3)) == 3


@promise("store:search:same")
def test_other_stores_do_not_change_what_is_found(database: Database) -> None:
    """Scores and order are the store's own."""
    store = filled(database, NOTES)
    queries = ("port", "db port host", "caches expire", "the")
    with database.read() as conn:
        before = {query: search.search(conn, store.id, query) for query in queries}
    for number in range(5):
        filled(database, {f"/{path}.md": "port host cache the db " * path for path in range(1, 30)}, f"s{number}")

    with database.read() as conn:
        assert {query: search.search(conn, store.id, query) for query in queries} == before


@promise("store:search:ranks")
def test_a_word_that_stands_everywhere_hides_nothing(database: Database) -> None:
    """More passages than are looked at have the frequent word; the one that has both comes first."""
    with database.write() as conn:
        store = new_store(conn)
        put(conn, store.id, "/first.md", "- common needle")
        put(conn, store.id, "/many.md", "\n".join(f"- common {number}" for number in range(2_500)))
        assert _texts(conn, store.id, "common needle")[0] == "- common needle"
        assert len(_texts(conn, store.id, "common")) == 10
        assert [each.text for each in search.search(conn, store.id, "common", prefix="/first.md")] == [
            "- common needle"
        ]


@promise("memory:write:similar")
def test_similar_memories_say_much_of_the_same(database: Database) -> None:
    """At most three, each once, never the memory itself; chance words are no likeness."""
    text = "- Deploys to staging run from the main branch with make release"
    variants = {f"/{number}.md": f"{text} {'!' * number}\n- and also {number}" for number in range(5)}
    store = filled(database, variants | {"/far.md": "- Staging is a word about theatres", "/self.md": text})
    with database.read() as conn:
        found = search.similar(conn, store.id, text, without="/self.md")
        assert len(found) == 3
        assert {each.path for each in found} <= set(variants)
        assert all("make release" in each.text for each in found)
        assert search.similar(conn, store.id, "entirely unrelated matters of zebras", without="/x.md") == []
        assert search.similar(conn, store.id, "", without="/x.md") == []


HOSTILE = ['"', "'", "a OR b", "NEAR(a b)", "terms : x", "^a", "*", "a*", "(" * 5_000, "\x00", "\ud800", "%_", "AND NOT",
           "-", "- -", "{a b}", "x" * 100_000, "a " * 50_000, "\u202e\u200b", "\u0301", "ﷺ" * 100, "字" * 5_000, "🏳️‍🌈", "\n\t",
           '" OR "1"="1', "'; DROP TABLE passages; --", "+", "a+b", "col:x", "İıſ", "\U0010ffff"]  # fmt: skip


@promise("store:search:any-string")
@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_any_string_is_a_search(database: Database, query: str) -> None:
    """Also those that are operators of the index's language."""
    store = filled(
        database, NOTES | {"/hostile.md": query.encode("utf-8", "replace").decode()[:1_000].replace("\x00", " ")}
    )
    with database.read() as conn:
        search.search(conn, store.id, query)
        search.similar(conn, store.id, query, without="/x")


@promise("store:search:any-string")
def test_random_strings_are_searches(database: Database) -> None:
    """Of all of Unicode, of operators, and of what stands in the store."""
    store = filled(database, NOTES)
    pieces = st.sampled_from(
        [*HOSTILE[:12], "port", "db", "猫", " ", "AND", "OR", "NOT", "NEAR", '"', "*", ":", "^", "\x00"]
    )
    hostile = st.text(max_size=60) | st.lists(pieces | st.characters(), max_size=14).map("".join)

    @settings(max_examples=2_000, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
    @given(hostile)
    def check(query: str) -> None:
        assert all(isinstance(each.score, float) for each in search.search(conn, store.id, query))

    with database.read() as conn:
        check()


@promise("store:search:any-string")
def test_every_word_of_a_text_finds_it(database: Database) -> None:
    """Whatever is asked with the words of one line, that line is among what is found."""
    words = "alpha beta gamma_delta epsilonZeta eta-theta ι κ 猫犬 v1.2.3 naïve running policies 10.0.0.1".split()
    chance = random.Random(7)  # noqa: S311 - no secret
    lines = [" ".join(chance.sample(words, 4)) + f" unique{number}x" for number in range(40)]
    store = filled(database, {f"/{number}.md": line for number, line in enumerate(lines)})
    with database.read() as conn:
        for line in lines:
            assert _texts(conn, store.id, line)[0] == line


def test_raw_text_in_a_match_would_break(database: Database) -> None:
    """The control: without our tokeniser the same strings are errors."""
    store = filled(database, NOTES)
    failed = 0
    with database.read() as conn:
        for query in HOSTILE[:8]:
            try:
                conn.execute("SELECT rowid FROM passages_fts WHERE passages_fts MATCH ?", (query,)).fetchall()
            except sqlite3.OperationalError:
                failed += 1
        assert failed >= 4
        assert store.id


def test_a_damaged_hit_is_not_served(database: Database) -> None:
    """It is said instead."""
    store = filled(database, {"/a.md": "needle"})
    with database.write() as conn:
        conn.execute("UPDATE blobs SET content = 'Needle'")
    with pytest.raises(DatabaseUnavailable, match="damaged"), database.read() as conn:
        search.search(conn, store.id, "needle")


@promise("store:index:heads")
@given(
    st.lists(
        st.dictionaries(st.sampled_from(["/a.md", "/b/port.md", "/b/c.md"]), st.sampled_from(["", *TWICE]), min_size=1),
        max_size=12,
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_texts_that_are_taken_out_and_put_back_in_one_step_stay_searchable(
    database: Database, steps: list[dict[str, str]]
) -> None:
    """SQLite lost words of such rows where the index keeps neither columns nor positions and overwrites what is deleted."""
    store = filled(database, {})
    for step in steps:
        with database.write() as conn:
            there = {memory.path: memory.id for memory in memories.heads(conn, store.id)}
            for path, content in step.items():
                put(conn, store.id, path, content, memory_id=there.get(path))
    with database.write() as conn:
        indexed(conn)
