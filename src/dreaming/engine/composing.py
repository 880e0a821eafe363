"""From accepted verdicts to documents: the smallest edit that does each of them.

Places in the output are looked up when every edit is done.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from dreaming.domain.changes import Place
from dreaming.domain.claims import Claim, Observation, ObservationKind
from dreaming.domain.model import Document
from dreaming.domain.provenance import Evidence, Provenance, Trust
from dreaming.engine.documents import Parsed
from dreaming.engine.drafting import ITEM, PREFIX, Draughted, OutLine, bare, is_closed

HOMES = {
    ObservationKind.PREFERENCE: ("/preferences.md", "Preferences"),
    ObservationKind.DECISION: ("/decisions.md", "Decisions"),
    ObservationKind.PROCEDURE: ("/procedures.md", "Procedures"),
    ObservationKind.FACT: ("/facts.md", "Facts"),
    ObservationKind.CORRECTION: ("/facts.md", "Facts"),
    ObservationKind.LESSON: ("/lessons.md", "Lessons"),
    ObservationKind.OPEN: ("/open.md", "Open"),
}


@dataclass(slots=True)
class Draught:
    """All output documents, by path, and what was removed."""

    documents: dict[str, Draughted] = field(default_factory=dict[str, Draughted])
    removed: list[str] = field(default_factory=list[str])

    @classmethod
    def of(cls, parsed: Iterable[Parsed]) -> "Draught":
        """The input as it is."""
        draught = cls()
        for each in parsed:
            document = each.document
            lines = [
                OutLine(line, of, source=(document.path, number))
                for number, (line, of) in enumerate(zip(each.lines, each.provenance, strict=True), 1)
            ]
            draught.documents[document.path] = Draughted(
                document.path, each, document.default, lines, ends_with_newline=document.content.endswith("\n")
            )
        return draught

    def whole(self) -> list[Document]:
        """The store as it would be."""
        return [each.document() for _, each in sorted(self.documents.items())]

    def remove(self, claim: Claim) -> None:
        """Take a claim's lines out."""
        document = self.documents[claim.path]
        document.let_go(document.of(claim))

    def replace(self, claim: Claim, text: str, provenance: Provenance, change: str) -> None:
        """Put one new line in the place of a claim, with its list marker and indentation."""
        document = self.documents[claim.path]
        first, *rest = document.of(claim)
        end = "\r" if first.text.endswith("\r") else ""
        prefix = PREFIX.match(first.text)
        first.text = (prefix[0] if prefix else "") + text + end
        first.provenance, first.source, first.change = provenance, None, change
        document.changed()
        document.let_go(rest)

    def rewrite(self, claim: Claim, line: str, provenance: Provenance, change: str) -> None:
        """Let a claim of one line stand there with another value in it: `line` is all of it, with its marker."""
        document = self.documents[claim.path]
        document.changed()
        (there,) = document.of(claim)
        there.text, there.provenance, there.source, there.change = line, provenance, None, change

    def append(self, home: "Home", text: str, provenance: Provenance, change: str) -> None:
        """Add a bullet where a new line belongs; the document comes into being with its title where it does not exist."""
        self._append(home, OutLine(f"- {text}", provenance, change=change))

    def relocate(self, document: Draughted, line: OutLine, home: "Home") -> None:
        """Take a line that a change has written to another document, as a list item."""
        moved = replace(line, text=f"- {bare(line.text)}")
        document.let_go([line])
        self._append(home, moved)

    def _append(self, home: "Home", line: OutLine) -> None:
        document = self._target(home, line.provenance)
        document.settle()
        document.ends_with_newline = True
        if home.heading:
            document.insert_in(home.heading, line)
            return
        is_text = bool(document.lines) and document.lines[-1].text.strip() != ""
        if is_text and not ITEM.match(document.lines[-1].text):
            document.add(OutLine("", document.default))
        document.add(line)

    def _target(self, home: "Home", first: Provenance) -> Draughted:
        """The document of a home, which is made with its title where it does not exist."""
        document = self.documents.get(home.path)
        if document is None:
            head = replace(first, evidence=(), generated=True, trust=Trust.UNTRUSTED)
            lines = [OutLine(f"# {home.title}", head), OutLine("", head)]
            document = self.documents[home.path] = Draughted(home.path, None, head, lines)
        return document

    def move(self, claim: Claim, home: "Home") -> None:
        """Take a claim's lines to the end of another document, as a list item; text and provenance stay."""
        document = self.documents[claim.path]
        lines = [replace(line) for line in document.of(claim)]
        self.remove(claim)
        target = self._target(home, claim.provenance)
        target.ends_with_newline = True
        for number, line in enumerate(lines):
            line.text = f"- {bare(line.text)}" if number == 0 else f"  {line.text.strip()}"
            target.add(line)

    def strengthen(self, claim: Claim, own: Evidence, gained: tuple[Evidence, ...]) -> None:
        """Give the lines of a claim more evidence; what says the same and was said later renews them.

        A line that is renewed keeps `own`, itself as it stood: when it was first said must not be forgotten.
        """
        at = max([claim.provenance.asserted_at, *(item.at for item in gained)])
        more = (own, *gained) if at > claim.provenance.asserted_at else gained
        for line in self.documents[claim.path].of(claim):
            merged = _fewer(tuple(dict.fromkeys((*line.provenance.evidence, *more))))
            latest = max(at, line.provenance.asserted_at)
            line.provenance = replace(line.provenance, evidence=merged, asserted_at=latest)

    def sweep(self) -> None:
        """Remove the documents that have no claim left and had one."""
        for path, document in sorted(self.documents.items()):
            document.settle()
            was = document.parsed
            if was is None or not was.claims:
                continue
            covered = {(path, n) for claim in was.claims for n in range(claim.first_line, claim.last_line + 1)}
            if not any(line.change is not None or line.source in covered for line in document.lines):
                self.removed.append(path)
                del self.documents[path]

    def places(self) -> "Places":
        """Where every line stands now."""
        by_source: dict[tuple[str, int], tuple[str, int, str]] = {}
        by_change: dict[str, list[Place]] = {}
        for path, document in self.documents.items():
            for number, line in enumerate(document.lines, 1):
                if line.source is not None:
                    by_source[line.source] = (path, number, line.text)
                if line.change is not None:
                    place = Place(path=path, first_line=number, last_line=number, text=bare(line.text))
                    by_change.setdefault(line.change, []).append(place)
        return Places(by_source, by_change)


_QUOTES_KEPT = 12  # of one line: the first and the last


def _fewer(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    if len(evidence) <= _QUOTES_KEPT:
        return evidence
    ordered = sorted(evidence, key=lambda item: (item.at, item.quote, item.event_id or item.memory_version_id or ""))
    return (*ordered[: _QUOTES_KEPT // 2], *ordered[-_QUOTES_KEPT // 2 :])


@dataclass(frozen=True, slots=True)
class Places:
    """Where input lines and new lines stand in the output."""

    by_source: Mapping[tuple[str, int], tuple[str, int, str]]
    by_change: Mapping[str, list[Place]]

    def of(self, claim: Claim) -> Place | None:
        """Where a claim of the input stands now; None if it does not."""
        first = self.by_source.get((claim.path, claim.first_line))
        last = self.by_source.get((claim.path, claim.last_line))
        if first is None or last is None:
            return None
        return Place(path=first[0], first_line=first[1], last_line=last[1], text=claim.text)


def place_of(claim: Claim) -> Place:
    """Where a claim stands in the input."""
    return Place(path=claim.path, first_line=claim.first_line, last_line=claim.last_line, text=claim.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Where a new line goes: a memory, which gets this title if it is new; at its end, or below a heading of it."""

    path: str
    title: str
    heading: str = ""


def home_of(observation: Observation, taken: Mapping[str, Draughted]) -> Home:
    """The memory that new lines of this kind go to. A full one has a successor."""
    path, title = HOMES[observation.kind]
    stem, number = path.removesuffix(".md"), 1
    while path in taken and (is_closed(taken[path]) or taken[path].undated()[1]):
        number += 1
        path = f"{stem}-{number}.md"
    return Home(path=path, title=title)
