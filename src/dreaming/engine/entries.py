"""The entries of a memory's front matter. Its lines are structure; an entry is looked at when a session tells its value."""

from collections.abc import Iterator, Sequence

from dreaming.domain.claims import Claim, ClaimKind, claim_id
from dreaming.domain.fields import fields
from dreaming.domain.model import Document
from dreaming.domain.provenance import Provenance
from dreaming.domain.titles import front_matter_end, title_in_front


def entries(
    document: Document, lines: Sequence[str], provenance: Sequence[Provenance], headings: Sequence[tuple[str, ...]]
) -> Iterator[Claim]:
    """The lines `key: value` of the front matter that tell one value of what the memory is about.

    Args:
        document: the memory.
        lines: of its text.
        provenance: of each line.
        headings: above each of its claims, the first of which is what the memory is about where nothing else says it.
    """
    title = title_in_front(lines) or next((above[0] for above in headings if above), "")
    end = front_matter_end(lines)
    for number, (line, of) in enumerate(zip(lines[: end - 1], provenance, strict=False), 1):
        text = line.rstrip()
        goes_on = lines[number][:1] in {" ", "\t", "-"} and lines[number].strip() != "---"
        claim = Claim(
            id=claim_id(document.path, f"---\n{text}", 1),
            path=document.path,
            first_line=number,
            last_line=number,
            text=text,
            headings=(title,) if title else (),
            kind=ClaimKind.ENTRY,
            provenance=of,
            pinned=document.pinned,
        )
        if not goes_on and fields(claim):
            yield claim
