"""Checking what memories name: against the project's folder where one is at hand, and against the day.

A check changes no text. What it finds replaces what was found of the store before (where no project is known, the
expiries alone); see `caveats` for where it is shown.
"""

import contextlib
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dreaming.domain.claims import ClaimKind
from dreaming.domain.errors import NotFound
from dreaming.domain.grounding import Named, Sighting, Thing, Verdict, named
from dreaming.domain.limits import MEMORIES_PER_STORE
from dreaming.domain.model import PROJECT, Document, DreamStatus, MemoryStore
from dreaming.domain.ports import Clock
from dreaming.domain.provenance import lines_of, per_line
from dreaming.engine.documents import Parsed, parse
from dreaming.service.caveats import Caveat, checked_as, of_store
from dreaming.service.scope import project_of
from dreaming.store import dreams, findings, memories, stores, undreamt
from dreaming.store.blobs import sha256_of
from dreaming.store.connection import Connection, Database
from dreaming.store.findings import Finding

MOST_THINGS = 10_000  # in one check; what comes after is not looked at
_AT_ONCE = 50  # memories that are read in one transaction
# Whose transcripts this program has read where the client keeps them: nobody else says which folder is a project.
_CLIENTS = frozenset({"claude-code", "codex"})
_WORDS = {Verdict.HOLDS: "hold", Verdict.CHANGED: "changed", Verdict.NOT_FOUND: "not found", Verdict.EXPIRED: "expired"}
Look = Callable[[Path, Sequence[Named]], Sequence[Sighting | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many things were found how, in which folder (None: none is known); `unsaid` counts what cannot be judged."""

    project: Path | None
    counts: Mapping[Verdict, int]
    unsaid: int

    @property
    def told(self) -> str:
        """In a sentence."""
        parts = [f"{count} {_WORDS[verdict]}" for verdict, count in self.counts.items()]
        where = "no project is known" if self.project is None else f"project {self.project}"
        return f"Checked what lines name ({where}): {', '.join(parts)}, {self.unsaid} not to be judged."


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A check: of which store, how it came out, and the caveats of the store as it stands."""

    store: MemoryStore
    tally: Tally
    caveats: tuple[Caveat, ...]


@dataclass(frozen=True, slots=True)
class _Site:
    """A thing that is named, and where."""

    named: Named
    claim_sha256: str
    line_count: int
    content_sha256: str


_Known = dict[Hashable, list[_Site]]


class Grounding:
    """Checks of stores.

    Args:
        db: the database.
        clock: the time, against which expiries are held.
        look: what a project's folder has of things; None of a thing means that nothing can be said.
    """

    def __init__(self, db: Database, clock: Clock, look: Look) -> None:
        self._db = db
        self._clock = clock
        self._look = look

    def check(self, store: str, project: Path | None = None) -> Checked:
        """Check the memories of a store, and those of the outputs of dreams over it that wait for review.

        Args:
            store: name or id.
            project: the folder to look into, which is there; by default that of the store, or of the sessions it has
                dreamt of.

        Raises:
            NotFound, AmbiguousName: there is no such store, or several have the name.
        """
        with self._db.read() as conn:
            found = stores.resolve(conn, store)
            folder = project.resolve() if project is not None else _project(conn, _live(conn, found))
            waiting = _waiting(conn, checked_as(found))
        sites = self._all_sites(self._documents(each) for each in (checked_as(found), *waiting))
        tally = self._find(checked_as(found), sites, folder)
        with self._db.read() as conn:
            caveats = of_store(conn, found, on=self._clock.now())
        return Checked(store=found, tally=tally, caveats=caveats)

    def check_dream(self, dream_id: str, documents: Sequence[Document]) -> Tally:
        """Check the store of a dream together with what the dream is about to write.

        Args:
            dream_id: which dream.
            documents: its output.

        Raises:
            NotFound: there is no such dream, or its store was deleted.
        """
        with self._db.read() as conn:
            dream = dreams.get(conn, dream_id)
            store = stores.get(conn, dream.memory_store_id)
            folder = _project(conn, store)
            waiting = _waiting(conn, store.id)
        states = [documents, *(self._documents(each) for each in (store.id, *waiting))]
        return self._find(store.id, self._all_sites(states), folder)

    def _documents(self, store_id: str) -> Iterator[Document]:
        """The memories of a store, some at a time, each as it stands when it is read."""
        with self._db.read() as conn:
            heads = memories.heads(conn, store_id)
        for first in range(0, len(heads), _AT_ONCE):
            found: list[Document] = []
            with self._db.read() as conn:
                for head in heads[first : first + _AT_ONCE]:
                    with contextlib.suppress(NotFound):  # it was redacted meanwhile
                        found.append(memories.document(conn, head.memory_version_id))
            yield from found

    def _all_sites(self, states: Iterable[Iterable[Document]]) -> list[_Site]:
        """What each of several states of a store names; most of their memories are the same, and are read once."""
        known: _Known = {}
        return [site for documents in states for site in self._sites(documents, known)]

    def _sites(self, documents: Iterable[Document], known: _Known) -> list[_Site]:
        sites: list[_Site] = []
        paths: set[str] = set()
        for document in documents:
            paths.add(document.path)
            sites += _sites_of(document, known)
            if len(sites) > MOST_THINGS:
                break
        names = {name for path in paths for name in _names(path)}
        return [site for site in sites if not _is_memory(site.named, names)][:MOST_THINGS]

    def _find(self, store_id: str, sites: list[_Site], folder: Path | None) -> Tally:
        now = self._clock.now()
        unique = list({(site.claim_sha256, site.named.start): site for site in sites}.values())
        seen = dict(zip(unique, self._sightings(unique, folder), strict=True))
        counts = dict.fromkeys(Verdict, 0)
        kept: list[Finding] = []
        for site, sighting in seen.items():
            if sighting is None:
                continue
            is_over = site.named.until is not None and site.named.until < now.date()
            verdict = Verdict.HOLDS if sighting.verdict is Verdict.EXPIRED and not is_over else sighting.verdict
            counts[verdict] += 1
            if sighting.verdict is not Verdict.HOLDS:
                kept.append(_finding(site, sighting, now))
        with self._db.write() as conn:
            stores.get(conn, store_id)
            findings.replace(conn, store_id, kept, expiries_alone=folder is None)
        unsaid = sum(sighting is None for sighting in seen.values())
        return Tally(project=folder, counts=counts, unsaid=unsaid)

    def _sightings(self, sites: Sequence[_Site], folder: Path | None) -> list[Sighting | None]:
        """Expiries that are still to come are kept too: their day comes whether or not there is another check."""
        things = [site.named for site in sites if site.named.thing is not Thing.EXPIRY]
        seen = iter(self._look(folder, things) if folder is not None and things else [None] * len(things))
        return [_expiry(site.named) if site.named.thing is Thing.EXPIRY else next(seen) for site in sites]


def _expiry(thing: Named) -> Sighting:
    return Sighting(verdict=Verdict.EXPIRED, value=str(thing.until))


def _sites_of(document: Document, known: _Known) -> list[_Site]:
    """What a memory names; kept in `known` as long as that holds no more than a store does."""
    text = _lines_alone(document)
    found = known.get(text)
    if found is None:
        found = list(_sites_in(parse(document)))
        if len(known) < MEMORIES_PER_STORE and not any(site.named.thing is Thing.EXPIRY for site in found):
            known[text] = found
    return found


def _lines_alone(document: Document) -> Hashable:
    """What tells which things a memory names, expiries aside: not when its lines were said, nor on what they rest."""
    provenance = per_line(len(lines_of(document.content)), document.default, document.spans)
    return document.path, document.content, tuple(n for n, of in enumerate(provenance) if of.generated)


def _sites_in(parsed: Parsed) -> Iterator[_Site]:
    content_sha256 = sha256_of(parsed.document.content)
    for claim in parsed.claims:
        text = "\n".join(parsed.lines[claim.first_line - 1 : claim.last_line])
        for thing in named(text, claim.provenance.asserted_at, is_code=claim.kind is ClaimKind.CODE):
            yield _Site(thing, sha256_of(text), claim.last_line - claim.first_line + 1, content_sha256)


def _names(path: str) -> Iterator[str]:
    """What a memory's path may be called: itself without the first stroke, and all that ends it behind another one."""
    while path:
        path = path.partition("/")[2]
        yield path


def _is_memory(thing: Named, names: Collection[str]) -> bool:
    """Whether a path is that of a memory: it is the store's, not the project's."""
    return thing.thing is Thing.PATH and thing.name in names


def _finding(site: _Site, sighting: Sighting, now: datetime) -> Finding:
    return Finding(
        claim_sha256=site.claim_sha256,
        line_count=site.line_count,
        first=site.named.start,
        last=site.named.end,
        thing=site.named.thing,
        sighting=sighting,
        content_sha256=site.content_sha256,
        checked_at=now,
    )


def _waiting(conn: Connection, store_id: str) -> list[str]:
    """The outputs of dreams over a store that nobody has decided on."""
    completed = dreams.listing(conn, store_id=store_id, status=DreamStatus.COMPLETED, limit=20)
    return [
        dream.output_store_id
        for dream in completed
        if dream.output_store_id and dream.promoted_at is None and dream.discarded_at is None
    ]


def _live(conn: Connection, store: MemoryStore) -> MemoryStore:
    """The store itself, or the input store of a dream's output."""
    return store if store.input_store_id is None else stores.get(conn, store.input_store_id)


def _project(conn: Connection, store: MemoryStore) -> Path | None:
    """The folder of a store's project: the one it knows, else the one that all sessions are of that it dreams of.

    The personal store is of none.
    """
    if store.is_personal:
        return None
    known = store.metadata.get(PROJECT)
    if known is not None:
        return _usable(Path(known))
    roots = {_usable(Path(project)) for project in undreamt.projects(conn, store.id, _CLIENTS)}
    return roots.pop() if len(roots) == 1 else None


def _usable(folder: Path) -> Path | None:
    """The project that holds the folder, if it is there, and is no whole disk and no home."""
    if not folder.is_absolute() or not folder.is_dir():
        return None
    root = project_of(folder).root.resolve()
    return None if root == Path(root.anchor) or root == Path.home().resolve() else root
