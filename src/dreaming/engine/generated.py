"""Lines that code makes: the history of what was replaced, and the index. They are no claims.

History keeps the lines it has and gains new ones; the index is built anew. Neither is written where the user has a
document of that name: their own index stays theirs, and history goes to the next free name.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from dreaming.domain.claims import Claim, Observation
from dreaming.domain.language import read, same_statement
from dreaming.domain.provenance import Evidence, Origin, Provenance, Trust
from dreaming.domain.slots import replacement
from dreaming.domain.times import day
from dreaming.engine.composing import Draughted, OutLine, bare, heading_of
from dreaming.engine.documents import Parsed
from dreaming.engine.topics import Topics, words

HISTORY = "/history.md"
INDEX = "/index.md"
OWN_INDEX = re.compile(r"/_?(?:index|memory|readme)\.(?:md|txt)\Z", re.IGNORECASE)
_FULL_BYTES = 90_000
_TITLE_CHARACTERS = 100
_NAMED = 5  # topics or words


@dataclass(frozen=True, slots=True)
class Past:
    """A claim that was replaced, by what text, when, and the change that did it."""

    claim: Claim
    later: str
    until: Provenance
    change: str
    evidence: Evidence


def write_history(documents: dict[str, Draughted], past: Iterable[Past]) -> None:
    """Add one line for each replaced claim, newest first among the new ones."""
    lines = [
        OutLine(f"- {history_line(each)}", _generated(each.until, (each.evidence,)), change=f"{each.change}+history")
        for each in sorted(past, key=lambda p: (p.until.asserted_at, p.claim.id), reverse=True)
    ]
    number = 1
    for line in lines:
        while True:
            path = HISTORY if number == 1 else f"/history-{number}.md"
            document = documents.get(path)
            if document is None or (document.is_generated and len(document.text().encode()) < _FULL_BYTES):
                break
            number += 1
        if document is None:
            head = _generated(line.provenance, ())
            title = [
                OutLine(text, head) for text in ("# History", "", "What memories said before, and until when.", "")
            ]
            document = documents[path] = Draughted(path, None, head, title)
        if all(line.text != other.text for other in document.lines):
            document.lines.append(line)


def history_line(past: Past) -> str:
    """`billing-api listens on port …, until 2026-03-04: 8080`; nothing of the old statement is lost."""
    until = day(past.until.asserted_at)
    found = replacement(past.claim.text, past.later)
    text = past.claim.text.rstrip(". ")
    if found is None or text.count(found.old) != 1:
        return f"until {until}: {text}"
    old = f"`{found.old}`" if f"`{found.old}`" in text else found.old
    return f"{text.replace(old, '…')}, until {until}: {old}"


def is_past(observation: Observation, history: Mapping[frozenset[str], list[tuple[str, str]]]) -> bool:
    """Whether history tells that what was observed was replaced since: what is over is not learned again."""
    said = read(observation.text)
    until = [last for statement, last in history.get(said.strong, ()) if same_statement(read(statement), said)]
    return any(day(observation.provenance.asserted_at) <= each for each in until)


def read_history(parsed: Iterable[Parsed]) -> dict[frozenset[str], list[tuple[str, str]]]:
    """The statements that history holds, as they stood, each with the day until which it held; by their terms."""
    found: dict[frozenset[str], list[tuple[str, str]]] = defaultdict(list)
    for each in parsed:
        for number in each.generated:
            line = _HISTORY_LINE.fullmatch(each.lines[number - 1].strip())
            if line is not None:
                masked, until, value = line.groups()
                statement = masked.replace("…", value, 1) if masked else value
                found[read(statement).strong].append((statement, until))
    return dict(found)


_HISTORY_LINE = re.compile(r"- (?:(.*), )?until (\d{4}-\d\d-\d\d): (.*)")


def write_index(documents: dict[str, Draughted], *, changed: bool) -> None:
    """Build `/index.md`: one line a memory. Only where something changed, or an index of ours is there already."""
    ours = documents.get(INDEX)
    if any(OWN_INDEX.match(path) and not document.is_generated for path, document in documents.items()):
        return
    if not changed and ours is None:
        return
    listed = [document for path, document in sorted(documents.items()) if path != INDEX]
    if len(listed) < 2:  # one memory needs no index; an index that was there goes with the rest
        documents.pop(INDEX, None)
        return
    latest = max(_latest(document) for document in listed)
    head = Provenance(asserted_at=latest, origin=Origin.SYSTEM, trust=Trust.UNTRUSTED, generated=True)
    about = Topics(text for document in listed for text in _statements(document))
    texts = ["# Index", "", *_entries(listed, about)]
    if ours is not None and [line.text for line in ours.lines] == texts:
        return
    new = Draughted(INDEX, ours.parsed if ours else None, head, [OutLine(text, head) for text in texts])
    documents[INDEX] = new


def _entries(listed: Sequence[Draughted], about: Topics) -> Iterable[str]:
    size = 0
    for number, document in enumerate(listed):
        relative = document.path[1:]
        target = f"<{relative}>" if re.search(r"[\s()<>]", relative) else relative
        entry = f"- [{relative}]({target}): {_described(document, about)}"
        size += len(entry.encode()) + 1
        if size > _FULL_BYTES:
            yield f"- … and {len(listed) - number} more"
            return
        yield entry


def _described(document: Draughted, about: Topics) -> str:
    """The title, and what most of its lines are about. No line is quoted: search is to find the line itself."""
    title, said = _title(document), _statements(document)
    if document.is_generated:
        return title
    topics = [topic for topic in about.most(said, _NAMED) if topic.casefold() not in title.casefold()]
    told = f"{title} {' '.join(topics)}".casefold()
    more = [word for word in words(said, 2 * _NAMED) if word not in told]
    rest = (topics if len(topics) > 1 else [*topics, *more])[:_NAMED]
    return f"{title}: {', '.join(rest)}" if rest and title not in said else title


def _statements(document: Draughted) -> list[str]:
    """Its lines that say something, without list markers."""
    texts = [
        bare(line.text) for line in document.lines if not line.provenance.generated and heading_of(line.text) is None
    ]
    return [text for text in texts if re.search(r"\w", text)]


def _title(document: Draughted) -> str:
    for line in document.lines:
        text = line.text.strip()
        if text and not text.startswith(("---", "```")):
            return text.lstrip("#-*> ").strip()[:_TITLE_CHARACTERS] or "…"
    return "(empty)"


def _latest(document: Draughted) -> datetime:
    return max((line.provenance.asserted_at for line in document.lines), default=document.default.asserted_at)


def _generated(of: Provenance, evidence: tuple[Evidence, ...]) -> Provenance:
    return replace(of, origin=Origin.SYSTEM, trust=Trust.UNTRUSTED, evidence=evidence, generated=True)
