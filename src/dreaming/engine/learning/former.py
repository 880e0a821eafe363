"""What was said before: lines that earlier dreams merged or replaced, as those quote them that stayed, and what was heard.

A store that was tidied no longer shows by itself which wordings told the same. So that a dream learns from it what the
dreams before had learnt, these count as statements of their time; nothing is decided about them.
"""

from collections.abc import Iterable, Iterator

from dreaming.domain.claims import Claim, ClaimKind, Observation
from dreaming.domain.provenance import Evidence, Provenance
from dreaming.engine.documents import Parsed
from dreaming.engine.drafting import bare


def former(parsed: Iterable[Parsed], heard: Iterable[Observation]) -> list[Claim]:
    """The lines of earlier versions that lines of the store rest on, each once, and what was heard, as claims that stand nowhere."""
    quotes = dict.fromkeys(each for document in parsed for each in _quotes(document))
    said = [(each.path or "", bare(each.quote), Provenance.of(each.origin, each.at)) for each in quotes]
    said += [("", each.text, each.provenance) for each in heard]
    return [_claim(number, *each) for number, each in enumerate(said)]


def _quotes(document: Parsed) -> Iterator[Evidence]:
    for of in document.provenance:
        yield from (each for each in of.evidence if each.path is not None and each.session_id is None)


def _claim(number: int, path: str, text: str, provenance: Provenance) -> Claim:
    return Claim(
        id=f"former {number}",
        path=path,
        first_line=0,
        last_line=0,
        text=text,
        headings=(),
        kind=ClaimKind.BULLET,
        provenance=provenance,
    )
