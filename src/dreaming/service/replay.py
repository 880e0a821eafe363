"""The replay: would the user have had to say it, had the agent had this store?

Past sessions are walked in the order of time. Each correction of the user's, each thing that the user says again, and
each command that failed as it had in an earlier session, or came to fail again, is checked against what a store told
before it: its briefing, and the first passages of a search for the user's words, or for the command and its error.
Old and new store are taken as they stood when that session began: a line counts only if all that it rests on was said
before, so that nothing said at the moment, after it, or earlier in the same session tells of it. A line that the old
store had in the same words counts from when the old store had it, whatever the dream has heard for it since.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from dreaming.domain.exam import Moment, Replayed
from dreaming.domain.instructions import parse_instructions
from dreaming.domain.model import Document, Event, Session
from dreaming.domain.provenance import Provenance, lines_of, per_line
from dreaming.domain.questions import ObserveTask
from dreaming.engine.moments import counted, moments, order, tells
from dreaming.judges.rules.failures import returned
from dreaming.judges.rules.observing import observe
from dreaming.service.briefing import (
    BRIEFING_CHARACTERS,
    INDEX_MEMORIES,
    NEWEST_MEMORIES,
    Briefing,
    IndexEntry,
    is_open_work,
    open_items,
    render_sections,
)
from dreaming.service.listing import title
from dreaming.store.shelf import Cut, Cutter, Shelf, Text

BRIEFING = "briefing"  # as the place where a store tells something
FIRST = 5  # passages of a search that are read
MOMENTS = 200  # at most, chosen by hash


def replay(
    before: Sequence[Document], after: Sequence[Document], sessions: Iterable[tuple[Session, Sequence[Event]]]
) -> list[Replayed]:
    """Replay sessions against two states of a store.

    Args:
        before: the memories of the one, with the provenance of their lines.
        after: those of the other.
        sessions: what is walked, in any order.

    Returns:
        Every moment at which a store could have helped, oldest first, and where each would have told so.
    """
    found: list[Moment] = []
    for session, events in sessions:
        found += moments_of(session, events)
    return replay_moments(before, after, counted(found), Cutter())


def moments_of(session: Session, events: Sequence[Event]) -> list[Moment]:
    """The corrections and failures that the rules see in a session; `counted` says which of several sessions count."""
    lasting = tuple(event for event in events if not event.abandoned)
    task = ObserveTask(session=session, events=lasting, steering=parse_instructions(None))
    return list(moments(task, (*observe(task), *returned(lasting))))


def replay_moments(
    before: Sequence[Document], after: Sequence[Document], walked: Sequence[Moment], cutter: Cutter
) -> list[Replayed]:
    """As `replay`, of moments that are counted already; of very many only some, chosen by hash."""
    chosen = sorted(sorted(walked, key=_hash)[:MOMENTS], key=order)
    if not chosen:
        return []
    first_known = _first_known(before)
    old, new = _Past(before, first_known, cutter), _Past(after, first_known, cutter)
    return [
        Replayed(
            kind=moment.kind,
            at=moment.at,
            session_id=moment.session_id,
            event_id=moment.event_id,
            text=moment.text,
            before=old.told(moment),
            after=new.told(moment),
        )
        for moment in chosen
    ]


def _hash(moment: Moment) -> str:
    return hashlib.sha256(f"{moment.event_id}\0{moment.text}".encode()).hexdigest()


def known_at(provenance: Provenance) -> datetime:
    """When the last of what a line rests on was said: from then on the line could be known."""
    return max([provenance.asserted_at, *(item.at for item in provenance.evidence)])


def _first_known(documents: Iterable[Document]) -> dict[str, datetime]:
    """Each line's words, and when a store had them first."""
    found: dict[str, datetime] = {}
    for document in documents:
        for line, known in zip(lines_of(document.content), _known(document, {}), strict=True):
            found[line.strip()] = min(known, found.get(line.strip(), known))
    return found


def _known(document: Document, first_known: Mapping[str, datetime]) -> list[datetime]:
    lines = lines_of(document.content)
    known = map(known_at, per_line(len(lines), document.default, document.spans))
    return [min(at, first_known.get(line.strip(), at)) for line, at in zip(lines, known, strict=True)]


class _Past:
    """A store as it stood when sessions began, which are asked for in the order of time."""

    def __init__(self, documents: Sequence[Document], first_known: Mapping[str, datetime], cutter: Cutter) -> None:
        self._lines = {each.path: lines_of(each.content) for each in documents}
        self._known = {each.path: _known(each, first_known) for each in documents}
        self._coming = sorted(
            self._passages(documents, cutter), key=lambda each: (each[0], each[2].path, each[1].first)
        )
        self._next = 0
        self._shelf = Shelf()
        self._updated: dict[str, datetime] = {}
        self._briefing: list[str] = []

    def told(self, moment: Moment) -> str:
        """Where the store told of it before: a path and a line, `BRIEFING`, or "" for nowhere."""
        self._move_to(moment.began)
        for passage in self._shelf.search(moment.query, FIRST):
            if tells(moment, passage.text):
                return f"{passage.path}:{passage.first_line}"
        return BRIEFING if any(tells(moment, line) for line in self._briefing) else ""

    def _passages(self, documents: Sequence[Document], cutter: Cutter) -> Iterable[tuple[datetime, Cut, Text]]:
        for document in documents:
            known = self._known[document.path]
            for cut in cutter.cut(document.content):
                at = max(known[cut.first - 1 : cut.last], default=None)
                if at is not None:
                    yield at, cut, Text(path=document.path, content="", updated_at=at)

    def _move_to(self, at: datetime) -> None:
        moved = False
        while self._next < len(self._coming) and self._coming[self._next][0] < at:
            known, cut, text = self._coming[self._next]
            self._shelf.put(cut, (text,))
            self._updated[text.path] = known
            self._next += 1
            moved = True
        if moved:
            self._briefing = self._brief(at).splitlines()

    def _brief(self, at: datetime) -> str:
        """What the briefing said of the memories; of dreams and sessions it says nothing that helps here."""
        recent = sorted(self._updated, key=lambda path: (self._updated[path], path), reverse=True)[:INDEX_MEMORIES]
        entries = {path: self._entry(path, at) for path in recent}
        open_work = [path for path in sorted(self._updated) if is_open_work(path)]
        briefing = Briefing(
            name="",
            store=None,
            memory_count=len(self._updated),
            index=tuple(entries[path] for path in sorted(entries)),
            newest=tuple(entries[path] for path in recent[:NEWEST_MEMORIES]),
            open_work=open_items((path, self._text(path, at)) for path in open_work),
        )
        return render_sections(briefing, characters=BRIEFING_CHARACTERS)

    def _entry(self, path: str, at: datetime) -> IndexEntry:
        text = self._text(path, at)
        return IndexEntry(path=path, title=title(text), bytes=len(text.encode()), updated_at=self._updated[path])

    def _text(self, path: str, at: datetime) -> str:
        pairs = zip(self._lines[path], self._known[path], strict=True)
        return "\n".join(line for line, known in pairs if known < at)
