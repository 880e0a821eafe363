"""Lines that code makes: the history of what was replaced, and the index. They are no claims.

History keeps the lines it has and gains new ones; the index is built anew. Neither is written where the user has a
document of that name: their own index stays theirs, and history goes to the next free name.
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from dreaming.domain.claims import Claim, Observation
from dreaming.domain.histories import history_path, is_history
from dreaming.domain.language import read, same_statement, without_end
from dreaming.domain.projects import named
from dreaming.domain.provenance import Evidence, Origin, Provenance, Trust
from dreaming.domain.slots import Replacement
from dreaming.domain.times import day
from dreaming.domain.titles import front_matter_end, title_in_front
from dreaming.engine.documents import Parsed
from dreaming.engine.drafting import Draughted, OutLine, bare
from dreaming.engine.headings import heading_of
from dreaming.engine.own_index import OWN_INDEX, Described
from dreaming.engine.topics import Topics, words

INDEX = "/index.md"
_FULL_BYTES = 90_000
_TITLE_CHARACTERS = 100
_NAMED = 5  # topics or words
_SAYS = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Past:
    """A claim that was replaced: by what, since when, and the change that did it. `evidence` is its line as it stood.

    `told` is what the claim itself told of a change: from what, to what. `later` is what stands in its place, and `now` the
    value in it, "" where that is not known.
    """

    claim: Claim
    told: tuple[str, str] | None
    by: Replacement | None
    now: str
    until: Provenance
    change: str
    evidence: Evidence
    later: str


def write_history(documents: dict[str, Draughted], past: Iterable[Past]) -> None:
    """Add the lines of each replaced claim before those that are there, newest first."""
    lines = [
        OutLine(f"- {text}", _generated(each.until, (each.evidence,)), change=f"{each.change}+history")
        for each in sorted(past, key=lambda p: (p.until.asserted_at, p.claim.id), reverse=True)
        for text in history_lines(each)
    ]
    number = 1
    while lines:
        path = history_path(number)
        number += 1
        document = documents.get(path)
        if document is None:
            document = documents[path] = _empty_history(path, lines[0].provenance)
        if document.is_generated:
            lines = _put_into(document, lines)


def _empty_history(path: str, of: Provenance) -> Draughted:
    head = _generated(of, ())
    title = (
        "# History",
        "",
        "What memories said before, and until when; where … stands, stood what the line ends with.",
        "",
    )
    return Draughted(path, None, head, [OutLine(text, head) for text in title])


def _put_into(document: Draughted, lines: list[OutLine]) -> list[OutLine]:
    """Put lines into a document of history as far as there is room, and at least one into an empty one; those that are left."""
    is_empty = not any(line.text.startswith("- ") for line in document.lines)
    known = {line.text for line in document.lines}
    room = _FULL_BYTES - len(document.text().encode())
    fresh: list[OutLine] = []
    waiting = deque(lines)
    while waiting and (is_empty or waiting[0].text in known or room > len(waiting[0].text.encode())):
        line = waiting.popleft()
        if line.text not in known:
            known.add(line.text)
            fresh.append(line)
            room -= len(line.text.encode()) + 1
            is_empty = False
    first = next((at for at, line in enumerate(document.lines) if line.text.startswith("- ")), len(document.lines))
    document.lines[first:first] = fresh
    return [*waiting]


def history_lines(past: Past) -> list[str]:
    """`billing-api listens on port …, until 2026-03-04: 8080`: nothing of the old statement is lost.

    A statement whose value cannot be told stands there whole, with what was said instead: who finds the one finds the
    other. So does one that shares no word with what was said instead. A statement of a change leaves two lines: of what
    it says was before it, and of what it says came then, if that is over too.
    """
    text = without_end(past.claim.text)
    told = past.told
    until = day(past.until.asserted_at)
    if past.by is not None and past.by.label:
        return [f"{past.by.label}: …, until {until}: {past.by.old}"]
    values: list[tuple[str, str]] = [] if told is None else [(told[0], day(past.claim.provenance.asserted_at))]
    if past.by is not None and past.by.old and not (told is not None and past.by.renews):
        values.append((past.by.old, until))
    masked = _masked(text, [*(told or ()), *(value for value, _ in values)])
    if masked in {None, "…"} or not values:
        return [f"until {until}: {text}{_SINCE}{without_end(past.later)}"]
    is_found = bool(read(masked or "").strong & read(past.later).strong)
    since = "" if is_found or len(values) > 1 else f"{_SINCE}{without_end(past.later)}"
    return [f"{masked}, until {end}: {_as_written(value, text)}{since}" for value, end in values]


def _masked(text: str, values: Iterable[str]) -> str | None:
    """The text with `…` in the place of each value; None if one does not stand there exactly once."""
    for value in dict.fromkeys(values):
        written = _as_written(value, text)
        if len(re.findall(rf"(?<!\w){re.escape(written)}(?!\w)", text)) != 1 and text.count(written) != 1:
            return None
        text = (
            re.sub(rf"(?<!\w){re.escape(written)}(?!\w)", "…", text)
            if text.count(written) > 1
            else text.replace(written, "…")
        )
    return text


def _as_written(value: str, text: str) -> str:
    return f"`{value}`" if f"`{value}`" in text else value


def is_past(observation: Observation, history: Mapping[frozenset[str], list[tuple[str, str]]]) -> bool:
    """Whether history tells that what was observed was replaced since: what is over is not learned again."""
    said = read(named(observation.text, observation.project))
    until = [last for statement, last in history.get(said.strong, ()) if same_statement(read(statement), said)]
    return any(day(observation.provenance.asserted_at) <= each for each in until)


def read_history(parsed: Iterable[Parsed]) -> dict[frozenset[str], list[tuple[str, str]]]:
    """The statements that history holds, as they stood, each with the day until which it held; by their terms.

    What a line quotes is the statement; a line that came by an import quotes nothing, and is read as it is written.
    """
    found: dict[frozenset[str], list[tuple[str, str]]] = defaultdict(list)
    for each in parsed:
        for number in each.generated:
            line = _HISTORY_LINE.fullmatch(each.lines[number - 1].strip())
            if line is None:
                continue
            masked, until, value = line.groups()
            value = value.partition(_SINCE)[0]
            quoted = each.provenance[number - 1].evidence
            statement = bare(quoted[0].quote) if quoted else masked.replace("…", value, 1) if masked else value
            found[read(statement).strong].append((statement, until))
    return dict(found)


_SINCE = "; since then: "
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


def described(documents: Mapping[str, Draughted], new: Iterable[str]) -> dict[str, Described]:
    """What an index says of these memories."""
    about = Topics(text for _, document in sorted(documents.items()) for text in _statements(document))
    found: dict[str, Described] = {}
    for path in new:
        title, whole = _title(documents[path]), _described(documents[path], about)
        told = (
            "what memories said before, and until when" if is_history(path) else whole.removeprefix(title).lstrip(": ")
        )
        found[path] = Described(title, told)
    return found


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
    """Its lines that say something below its front matter, without list markers."""
    below = document.lines[front_matter_end([line.text for line in document.lines]) :]
    texts = [bare(line.text) for line in below if not line.provenance.generated and heading_of(line.text) is None]
    return [text for text in texts if _SAYS.search(text)]


def _title(document: Draughted) -> str:
    """What the front matter calls it; else the first line below that says anything."""
    lines = [line.text for line in document.lines]
    named = title_in_front(lines)
    texts = (
        text
        for line in lines[front_matter_end(lines) :]
        if (text := line.strip()) and not text.startswith(("---", "```"))
    )
    title = named or next((text.lstrip("#-*> ").strip() or "…" for text in texts), "(empty)")
    return title[:_TITLE_CHARACTERS]


def _latest(document: Draughted) -> datetime:
    return max((line.provenance.asserted_at for line in document.lines), default=document.default.asserted_at)


def _generated(of: Provenance, evidence: tuple[Evidence, ...]) -> Provenance:
    return replace(of, origin=Origin.SYSTEM, trust=Trust.UNTRUSTED, evidence=evidence, generated=True)
