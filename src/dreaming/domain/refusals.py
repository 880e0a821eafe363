"""What a person said no to, by claim and typed value, so that no later dream proposes it again.

A refusal holds until a user says the thing after it: then there is new evidence, and the thing may be proposed. What
an agent, a tool or a file says later is no such evidence. Wordings are compared as everywhere: by `language` and
`slots`, never by likeness.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dreaming.domain.language import normalise, read, same_statement
from dreaming.domain.provenance import Evidence, Origin
from dreaming.domain.slots import replacement


class RefusalKind(StrEnum):
    """What is not to be done again."""

    LINE = "line"  # `after` is not to be written
    VALUE = "value"  # `before` is not to be replaced by the value of `after`, and `after` is not to be written
    REMOVAL = "removal"  # `before` is not to be merged away, dropped or quarantined
    MOVE = "move"  # `before` stays in its memory


class RefusalGround(StrEnum):
    """How a person said no."""

    EXCEPTED = "excepted"  # left out of a promotion
    DISCARDED = "discarded"  # a dream was discarded, and its changes refused with it
    DECLINED = "declined"  # asked whether to promote, the person said no, and not to ask again
    UNDONE = "undone"  # a change that was promoted was taken back
    DELETED = "deleted"  # a person took the line out of a memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One no. `before` and `after` are statements, "" where there is none; `change_id` names what was refused, if a change."""

    id: str
    store_id: str
    kind: RefusalKind
    ground: RefusalGround
    before: str
    after: str
    at: datetime
    by: str
    dream_id: str | None = None
    change_id: str | None = None


class Refusals:
    """The refusals that hold for a store, found by what they say."""

    def __init__(self, refusals: Iterable[Refusal] = ()) -> None:
        self._lines: dict[frozenset[str], list[Refusal]] = defaultdict(list)
        self._claims: dict[frozenset[str], list[Refusal]] = defaultdict(list)
        for each in refusals:
            if each.kind in {RefusalKind.LINE, RefusalKind.VALUE}:
                self._lines[_key(each.after)].append(each)
            if each.kind is not RefusalKind.LINE:
                self._claims[_key(each.before)].append(each)

    def of_line(self, text: str, evidence: Iterable[Evidence]) -> Refusal | None:
        """The refusal to write what `text` says; None where a user has said it since."""
        return _open((each for each in self._lines.get(_key(text), ()) if _says(each.after, text)), evidence)

    def of_value(self, claim: str, text: str, evidence: Iterable[Evidence]) -> Refusal | None:
        """The refusal to let `text` replace `claim`."""
        found = (each for each in self._about(claim, RefusalKind.VALUE) if _gives_same(each, claim, text))
        return _open(found, evidence)

    def of_removal(self, claim: str, evidence: Iterable[Evidence]) -> Refusal | None:
        """The refusal to let `claim` go."""
        return _open(self._about(claim, RefusalKind.REMOVAL), evidence)

    def keeps_in_place(self, claim: str) -> bool:
        """Whether a person wants `claim` to stay in its memory."""
        return any(True for _ in self._about(claim, RefusalKind.MOVE))

    def _about(self, claim: str, kind: RefusalKind) -> Iterable[Refusal]:
        return (each for each in self._claims.get(_key(claim), ()) if each.kind is kind and _says(each.before, claim))


def _key(text: str) -> frozenset[str]:
    """Equal for all statements that `same_statement` may find equal: they agree on every value."""
    return frozenset(value.text for value in read(text).values)


def _says(refused: str, text: str) -> bool:
    return same_statement(read(refused), read(text))


def _gives_same(refusal: Refusal, claim: str, text: str) -> bool:
    if _says(refusal.after, text):
        return True
    was, would = replacement(refusal.before, refusal.after), replacement(claim, text)
    return was is not None and would is not None and normalise(was.new) == normalise(would.new)


def _open(refusals: Iterable[Refusal], evidence: Iterable[Evidence]) -> Refusal | None:
    said = max((item.at for item in evidence if item.origin is Origin.USER), default=None)
    return next((each for each in refusals if said is None or said <= each.at), None)
