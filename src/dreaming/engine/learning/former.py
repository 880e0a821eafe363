"""What memories said before: the lines that earlier dreams merged or replaced, as the lines that stayed quote them.

A store that was tidied no longer shows by itself which wordings told the same. So that a dream learns from it what the
dream before had learnt, the quotes count as statements of their time; nothing is decided about them.
"""

from collections.abc import Iterable, Iterator

from dreaming.domain.claims import Claim, ClaimKind
from dreaming.domain.provenance import Evidence, Provenance
from dreaming.engine.documents import Parsed
from dreaming.engine.drafting import bare


def former(parsed: Iterable[Parsed]) -> list[Claim]:
    """The lines of earlier versions that lines of the store rest on, each once, as claims that stand nowhere."""
    quotes = dict.fromkeys(each for document in parsed for each in _quotes(document))
    return [_claim(number, each) for number, each in enumerate(quotes)]


def _quotes(document: Parsed) -> Iterator[Evidence]:
    for of in document.provenance:
        yield from (each for each in of.evidence if each.path is not None and each.session_id is None)


def _claim(number: int, quote: Evidence) -> Claim:
    return Claim(
        id=f"former {number}",
        path=quote.path or "",
        first_line=0,
        last_line=0,
        text=bare(quote.quote),
        headings=(),
        kind=ClaimKind.BULLET,
        provenance=Provenance.of(quote.origin, quote.at),
    )
