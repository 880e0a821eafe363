"""The shapes of a model's answers. Their JSON schemas are part of the prompts; unknown fields are refused."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, cast

from pydantic import BaseModel, ConfigDict, Field

from dreaming.domain.claims import ObservationKind

Text = Annotated[str, Field(description="One line.")]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, title=None)


class SeenQuote(_Shape):
    """Where something was said."""

    event: str
    quote: str


class Seen(_Shape):
    """One thing that a session shows."""

    kind: ObservationKind
    text: Text
    quotes: list[SeenQuote]
    topic: str


class ObserveShape(_Shape):
    """What a part of a session shows."""

    seen: list[Seen]


class GroupShape(_Shape):
    """Sets of names."""

    sets: list[list[str]]


class Kind(StrEnum):
    """What a model may propose: it has no word for a deletion."""

    MERGE = "merge"
    SUPERSEDE = "supersede"
    ADD = "add"
    DOUBT = "doubt"


class Proposal(_Shape):
    """One proposal."""

    action: Kind
    items: list[str]
    into: str | None
    text: str | None
    reason: Text


class ReconcileShape(_Shape):
    """What becomes of a group."""

    proposals: list[Proposal]


class Wording(_Shape):
    """A better wording."""

    name: str
    text: Text


class PhraseShape(_Shape):
    """Better wordings."""

    wordings: list[Wording]


class Topic(_Shape):
    """The topic of one line."""

    name: str
    topic: str


class OrganiseShape(_Shape):
    """Topics."""

    topics: list[Topic]


SHAPES: Mapping[str, type[BaseModel]] = {
    "observe": ObserveShape,
    "group": GroupShape,
    "reconcile": ReconcileShape,
    "phrase": PhraseShape,
    "organise": OrganiseShape,
}  # by the purpose of a prompt


def schema_of(shape: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema, without titles and texts that a model does not need; every property is required."""
    found = shape.model_json_schema()
    _bare(found)
    return found


def _bare(node: object) -> None:
    if isinstance(node, dict):
        words = cast("dict[str, object]", node)
        for word in ("title", "description", "default"):
            if not isinstance(words.get(word), dict):  # a property may be called so
                words.pop(word, None)
        for value in words.values():
            _bare(value)
    elif isinstance(node, list):
        for value in cast("list[object]", node):
            _bare(value)
