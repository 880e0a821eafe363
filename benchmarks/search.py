"""Searching 100,000 memories in 50 stores, and cloning a store that holds as many: through the store layer."""

import argparse
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time

from benchmarks.figures import Figure, options, show
from benchmarks.made_memories import made_memories
from benchmarks.measuring import MIB, share
from benchmarks.vocabulary import entity, fact, seeded
from dreaming.domain.ids import Prefix, make_id
from dreaming.domain.model import Document, MemoryStore, StoreKind
from dreaming.domain.provenance import Origin, Provenance
from dreaming.store import memories, search, stores
from dreaming.store.connection import Connection, Database

STORES = {"small": 5, "full": 50}
MEMORIES = 2_000  # a store
QUERIES = {"small": 240, "full": 1_200}
WORDS = 12
AT = datetime(2026, 6, 1, 12, tzinfo=UTC)


def measure(chosen: argparse.Namespace) -> list[Figure]:
    """Fill a file, search it, put all its memories in one store, clone that."""
    with tempfile.TemporaryDirectory() as folder:
        db = Database(Path(folder) / "home" / "dreaming.db")
        started, cpu = perf_counter(), process_time()
        ids = [_filled(db, number) for number in range(STORES[chosen.size])]
        count = MEMORIES * len(ids)
        put = (process_time() - cpu) / count, (perf_counter() - started) / count
        taken = {words: list(_searched(db, ids, words, QUERIES[chosen.size] // WORDS)) for words in range(1, WORDS + 1)}
        seconds, added = _cloned(db, ids)
        size = db.path.stat().st_size
        db.close()
    every = [each * 1000 for times in taken.values() for each in times]
    longest = [each * 1000 for words in range(9, WORDS + 1) for each in taken[words]]
    name = f"{count:,} memories in {len(ids)} stores"
    return [
        Figure(f"{name}: a search, p50", share(every, 0.5), "ms"),
        Figure(f"{name}: a search, p95", share(every, 0.95), "ms", at_most=25),
        Figure("of those with 9 to 12 words: p95", share(longest, 0.95), "ms"),
        Figure("the longest of all", max(every), "ms"),
        Figure("store layer: one memory written and indexed, CPU", put[0] * 1000, "ms"),
        Figure("store layer: one memory written and indexed, wall", put[1] * 1000, "ms"),
        Figure("file", size / MIB, "MiB"),
        Figure(f"clone of a store with {count:,} memories", seconds, "s", at_most=1),
        Figure("bytes that the clone added, for each memory", added / count, "B"),
    ]


def _filled(db: Database, number: int) -> str:
    """A store with memories of its own, written in one transaction."""
    store = _store(f"store {number}")
    said = Provenance.of(Origin.AGENT, AT)
    with db.write() as conn:
        stores.insert(conn, store)
        for made in made_memories(MEMORIES, f"search/{number}"):
            document = Document(path=f"/{number}{made.path}", content=made.content, default=said)
            memories.put(conn, store_id=store.id, document=document, at=AT, by="benchmark")
    return store.id


def _store(name: str, input_store_id: str | None = None) -> MemoryStore:
    return MemoryStore(
        id=make_id(Prefix.MEMORY_STORE),
        name=name,
        description="",
        metadata={},
        kind=StoreKind.LIVE,
        created_at=AT,
        updated_at=AT,
        input_store_id=input_store_id,
    )


def _searched(db: Database, ids: list[str], words: int, times: int) -> Iterator[float]:
    """Seconds of so many searches, each in another store; half of the questions are of words that stand together."""
    rng = seeded("queries", words)
    for number in range(times):
        sentence = " ".join(fact(rng, entity(rng)) for _ in range(3)).split()
        question = sentence[:words] if number % 2 else rng.sample(sentence, words)
        started = perf_counter()
        with db.read() as conn:
            search.search(conn, rng.choice(ids), " ".join(question))
        yield perf_counter() - started


def _cloned(db: Database, ids: list[str]) -> tuple[float, int]:
    """Seconds and bytes of a clone of everything, which stands in one store for it: more than any limit allows."""
    with db.write() as conn:
        source = ids[0]
        for table in ("memories", "memory_versions"):
            conn.execute(f"UPDATE {table} SET store_id = ?", (source,))  # noqa: S608 - names of tables
        before = _used(conn)
    started = perf_counter()
    with db.write() as conn:
        output = _store("clone", source)
        stores.insert(conn, output)
        memories.clone(conn, source, output.id, at=AT, by="benchmark")
    taken = perf_counter() - started
    with db.read() as conn:
        copied = len(memories.heads(conn, output.id))
        if copied != MEMORIES * len(ids):
            message = f"{copied} memories were cloned"
            raise AssertionError(message)
        return taken, _used(conn) - before


def _used(conn: Connection) -> int:
    """Bytes of the pages in use."""
    count, free, size = (
        conn.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
    )
    return (count - free) * size


if __name__ == "__main__":
    given = options(__doc__).parse_args()
    show("search", measure(given), as_json=given.json)
