"""PrecisionMemBench: what a coding agent believes of its user, by scope, and what a question should bring up of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.quality.cases import Case
from dreaming.service.exchange import ImportItem

_EVERYWHERE = "user:universal"
_USER = "test-user"


@dataclass(frozen=True, slots=True)
class Belief:
    """One belief as a memory; `later` is the belief that has replaced it."""

    id: str
    path: str
    scope: str
    content: str
    later: str | None


@dataclass(frozen=True, slots=True)
class Asking:
    """One question in its scopes: what must be found, what may be, and what must not."""

    query: str
    scopes: frozenset[str]
    must: frozenset[str]
    may: frozenset[str]
    must_not: frozenset[str]


@dataclass(frozen=True, slots=True)
class Beliefs:
    """All of the data."""

    case: Case
    beliefs: Mapping[str, Belief]
    askings: tuple[Asking, ...]

    def last(self, belief: Belief) -> Belief:
        """The belief that stands in the end in the place of this one: itself, where nothing has replaced it."""
        while belief.later is not None:
            belief = self.beliefs[belief.later]
        return belief


def read(folder: Path) -> Beliefs:
    """The beliefs of one user as a store, a memory each, and the questions that have words."""
    rows = [each for each in _json(folder / "beliefs.seed.json") if each["user_id"] == _USER]
    beliefs = {row["_id"]: _belief(row) for row in rows}
    items = tuple(_item(row, beliefs[row["_id"]]) for row in rows)
    askings = tuple(_asking(each) for each in _json(folder / "retrieval.cases.json") if each["query"].strip())
    return Beliefs(Case(memories=items), beliefs, askings)


def _belief(row: Mapping[str, Any]) -> Belief:
    scope = row["scope"][0]
    path = f"/{scope.replace(':', '-')}/{row['_id']}.md"
    return Belief(row["_id"], path, scope, row["content"], row["superseded_by"])


def _item(row: Mapping[str, Any], belief: Belief) -> ImportItem:
    title = row["canonical_name"].replace("_", " ")
    also = f" ({', '.join(row['aliases'])})" if row["aliases"] else ""
    times = (datetime.fromisoformat(row[name]) for name in ("created_at", "updated_at"))
    return ImportItem(belief.path, f"# {title}{also}\n\n{row['content']}\n", *times)


def _asking(case: Mapping[str, Any]) -> Asking:
    expected = case["expect"]
    names = [expected.get(part, {}) for part in ("relevantBeliefs", "pinnedFacts", "openQuestions")]
    must = frozenset(name for part in names for name in part.get("mustInclude", ()))
    only = frozenset(expected.get("relevantBeliefs", {}).get("shouldOnlyInclude", ()))
    must_not = frozenset(name for part in names for name in part.get("mustExclude", ()))
    return Asking(case["query"], frozenset(case["scope"]) | {_EVERYWHERE}, must, only | must, must_not)


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
