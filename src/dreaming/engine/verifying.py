"""The promises, checked on the result and not on the way to it. A change that fails is undone, not the dream.

`faults` reads the output as a stranger would: it parses every document that differs and compares it with the ledger.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dreaming.domain.claims import Observation
from dreaming.domain.dates import as_dated
from dreaming.domain.language import unsupported
from dreaming.domain.limits import MEMORIES_PER_STORE, MEMORY_BYTES
from dreaming.domain.provenance import Evidence, Provenance
from dreaming.domain.questions import Action
from dreaming.engine.accounting import Built
from dreaming.engine.documents import Parsed, parse
from dreaming.engine.drafting import Draughted, bare
from dreaming.engine.patterns import filled


@dataclass(frozen=True, slots=True)
class Witness:
    """What evidence may cite: quotes found in events, and the lines of the input's memory versions.

    `inherited` are the quotes that input lines carry from earlier dreams, which those dreams have checked. `read` is what
    the documents of results say, claim by claim: most are the same in the next one.
    """

    quoted: frozenset[Evidence]
    documents: Mapping[str, Parsed]
    inherited: frozenset[Evidence]
    read: dict[Hashable, tuple[str, ...]] = field(default_factory=dict[Hashable, tuple[str, ...]])

    @classmethod
    def of(cls, parsed: Sequence[Parsed], observations: Iterable[Observation]) -> "Witness":
        """Over an input and what sessions showed."""
        return cls(
            quoted=frozenset(item for each in observations for item in each.provenance.evidence),
            documents={each.document.path: each for each in parsed},
            inherited=frozenset(item for each in parsed for of in each.provenance for item in of.evidence),
        )

    def bears(self, item: Evidence) -> bool:
        """Whether the quote stands where the evidence says."""
        if item in self.quoted or item in self.inherited:
            return True
        document = self.documents.get(item.path or "")
        if document is None or item.line is None or item.memory_version_id != document.document.memory_version_id:
            return False
        return item.line <= len(document.lines) and item.quote in document.lines[item.line - 1]

    def claims(self, document: Draughted) -> tuple[str, ...]:
        """What a document says, parsed anew unless it was; who said it when changes nothing of that."""
        made = tuple(at for at, line in enumerate(document.lines) if line.provenance.generated)
        text = (document.path, document.text(), made)
        if text not in self.read:
            self.read[text] = tuple(claim.text for claim in parse(document.document()).all_claims)
        return self.read[text]


def faults(built: Built, witness: Witness) -> dict[str, str]:
    """The changes that break a promise, each with the reason; empty when all is well."""
    found: dict[str, str] = {}
    touching: dict[str, list[str]] = defaultdict(list)
    for change in built.changes:
        for path in {place.path for place in (*change.before, *change.after)}:
            touching[path].append(change.id)
        if not change.evidence or not all(witness.bears(item) for item in change.evidence):
            found[change.id] = "a quote does not stand where it is said to stand"
    texts = {(c.path, c.first_line): c.text for each in witness.documents.values() for c in each.all_claims}
    for path, document in built.draught.documents.items():
        problem = _problem(document, texts, witness)
        if problem is not None:
            found.update(dict.fromkeys(touching[path], f"{path}: {problem}"))
        found.update(_uncovered(document))
    for path in built.draught.removed:
        if witness.documents[path].document.pinned:
            found.update(dict.fromkeys(touching[path], f"{path} is pinned"))
    if len(built.draught.documents) > MEMORIES_PER_STORE:
        added = [key for key, verdict in built.verdicts.items() if verdict.action is Action.ADD]
        found.update(dict.fromkeys(added, "the store would hold more memories than it may"))
    return found


def _problem(document: Draughted, texts: Mapping[tuple[str, int], str], witness: Witness) -> str | None:
    """What is wrong with a document as a whole, so that nothing that touches it may stand."""
    was = document.parsed
    if was is not None and document.text() == was.document.content:
        return None
    if was is not None and was.document.pinned:
        return "it is pinned"
    if len(document.text().encode()) > MEMORY_BYTES:
        return "it would be too large"
    return None if _reads_as_meant(document, texts, witness) else "other lines would read differently"


def _uncovered(document: Draughted) -> dict[str, str]:
    return {
        line.change: "the line holds something that its quotes do not hold"
        for line in document.lines
        if line.change and not line.provenance.generated and not _is_covered(bare(line.text), line.provenance)
    }


def _is_covered(text: str, provenance: Provenance) -> bool:
    return not unsupported(filled(text, provenance.evidence), as_dated(provenance.evidence))


def _reads_as_meant(document: Draughted, texts: Mapping[tuple[str, int], str], witness: Witness) -> bool:
    """Whether the text, parsed anew, has exactly the claims that stayed or came and the lines that were put in.

    `texts` are the input's claims by path and first line.
    """
    sources = [line.source for line in document.lines if line.source is not None]
    stayed = [texts[source] for source in sources if source in texts]
    new = [line.text for line in document.lines if line.change and not line.provenance.generated]
    read = Counter(witness.claims(document))
    read.subtract(stayed)
    left = +read
    return not -read and len(left) <= len(new) and sum(left.values()) == len(new)
