"""How the memories that a dream touches stand with none, some or all of its changes.

With none they are as they were pinned; with all they are the output that was reviewed; with some they are built from
what the dream decided, without asking anybody, and checked as the whole was.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from dreaming.domain.changes import Fate, LedgerEntry
from dreaming.domain.errors import NotFound, PartRefused, PromotionRefused
from dreaming.domain.model import Document, Dream
from dreaming.engine.parts import Part, Parts
from dreaming.service.promotion.selecting import Needs
from dreaming.store import ledger, memories, outputs, pins, plans
from dreaming.store.connection import Connection

_ANEW = "Promote all of it, or start another dream."


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Memories that differ from what was pinned, by key; None where one is gone. `ledger` has the fates behind it.

    The key is the id of the pinned memory, or the path of one that is new.
    """

    documents: Mapping[str, Document | None]
    ledger: tuple[LedgerEntry, ...] = ()

    @property
    def fates(self) -> dict[Fate, int]:
        """How many input claims came to what."""
        found = dict.fromkeys(Fate, 0)
        for entry in self.ledger:
            if entry.fate is not None:
                found[entry.fate] += 1
        return found


class Results:
    """The results of one completed dream. Everything is read in the caller's transaction."""

    def __init__(self, conn: Connection, dream: Dream, everything: frozenset[str]) -> None:
        self._conn = conn
        self._dream = dream
        self._everything = everything
        self.keys = {pin.path: pin.memory_id for pin in pins.memories(conn, dream.id)}
        self._versions = {pin.memory_id: pin.memory_version_id for pin in pins.memories(conn, dream.id)}

    def of(self, inside: frozenset[str] | None) -> Result:
        """With these changes; None is without any.

        Raises:
            PartRefused: they cannot stand without others, or nothing is known of the dream's parts.
        """
        if inside is None:
            return Result(documents={})
        return self._whole if inside == self._everything else self._part(inside)

    def pinned(self, key: str) -> Document | None:
        """A memory as it was pinned; None of one that the dream made.

        Raises:
            PromotionRefused: its text was redacted since, and must not come back.
        """
        version = self._versions.get(key)
        try:
            return None if version is None else memories.document(self._conn, version)
        except NotFound as error:
            reason = "a text that it changes was redacted since it began"
            raise PromotionRefused(self._dream.id, [reason], "Start another dream.") from error

    @property
    def needs(self) -> Needs:
        """For each change that needs others: which, and why.

        Raises:
            PartRefused: nothing is known of the dream's parts.
        """
        return self._parts.needs()

    @cached_property
    def _whole(self) -> Result:
        found: dict[str, Document | None] = {}
        for each in outputs.touched(self._conn, self._dream.id, self._dream.output_store_id or ""):
            document = None if each.head is None else memories.document(self._conn, each.head.memory_version_id)
            key = each.path if each.base is None else each.base.memory_id
            found[key] = document
        return Result(documents=found, ledger=tuple(ledger.entries(self._conn, self._dream.id, births=False)))

    @cached_property
    def _parts(self) -> Parts:
        plan = plans.of_dream(self._conn, self._dream.id)
        if plan is None and self._dream.forgotten:
            raise PartRefused(self._dream.id, "something that it read was forgotten since", _ANEW)
        if plan is None:
            raise PartRefused(self._dream.id, "an earlier version ran it, and kept no parts", _ANEW)
        try:
            documents = [memories.document(self._conn, version) for version in self._versions.values()]
            parts = Parts(documents, plan)
        except NotFound as error:
            raise PartRefused(self._dream.id, "a text that it read was redacted since", _ANEW) from error
        except KeyError as error:
            raise PartRefused(self._dream.id, "this version reads its memories in another way", _ANEW) from error
        if not self._agrees(parts.build(self._everything)):
            raise PartRefused(self._dream.id, "its parts do not make the whole that was reviewed", _ANEW)
        return parts

    def _agrees(self, part: Part) -> bool:
        built = self._keyed(part)
        whole = self._whole.documents
        return {key: each and each.content for key, each in built.items()} == {
            key: each and each.content for key, each in whole.items()
        }

    def _part(self, inside: frozenset[str]) -> Result:
        part = self._parts.build(inside)
        if part.faults:
            why = "; ".join(f"{key}: {fault}" for key, fault in sorted(part.faults.items())[:3])
            raise PartRefused(self._dream.id, why, "Take other changes with it, or leave these out too.")
        return Result(documents=self._keyed(part), ledger=part.ledger)

    def _keyed(self, part: Part) -> dict[str, Document | None]:
        found: dict[str, Document | None] = {self.keys[path]: None for path in part.removed}
        return found | {each.memory_id or each.path: each for each in part.written}


def as_it_stands(result: Result, results: Results, keys: Iterable[str]) -> dict[str, Document | None]:
    """These memories with the changes of the result, whether it touches them or not."""
    return {key: result.documents[key] if key in result.documents else results.pinned(key) for key in keys}
