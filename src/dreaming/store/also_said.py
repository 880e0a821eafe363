"""Words that lead to a line though it does not have them: those of the lines that were merged into it.

Who looks for what a store said finds the line that says it now, in whatever words it was asked for.
"""

from collections.abc import Iterable, Mapping, Sequence

from dreaming.domain.provenance import Evidence
from dreaming.store.terms import terms

MOST = 64  # of one passage

Quoted = Mapping[int, Sequence[str]]  # by line of a text: the lines that it stands for


def quotes(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """The lines of memories among what a line rests on, each once."""
    found = (each.quote for each in evidence if each.path is not None and each.session_id is None)
    return tuple(dict.fromkeys(found))


def also_said(first: int, last: int, own: Iterable[str], quoted: Quoted) -> tuple[str, ...]:
    """The terms of what the lines from `first` to `last` stand for, without their own, in order; at most `MOST`."""
    if not quoted:
        return ()
    said = (term for number in range(first, last + 1) for quote in quoted.get(number, ()) for term in terms(quote))
    return tuple(sorted(set(said) - set(own))[:MOST])
