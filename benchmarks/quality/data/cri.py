"""The package `cri-benchmark`: one person's life over 289 days, with what changed in it and what it contradicts."""

import importlib.util
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_DATASET = "datasets/persona-1-base"


@dataclass(frozen=True, slots=True)
class Change:
    """Two statements about one topic, of which the newer one holds; `sort` says which list of the data it is from.

    Where a topic changed twice, the last value is the newer one of both.
    """

    sort: str
    topic: str
    older: str
    older_at: datetime
    newer: str
    newer_at: datetime


def installed() -> Path:
    """Where the package's data lies; the package itself, which wants much, is not imported.

    Raises:
        ModuleNotFoundError: it is not installed.
    """
    spec = importlib.util.find_spec("cri")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("cri-benchmark is not installed: pip install --no-deps cri-benchmark")
    return Path(spec.origin).parent / _DATASET


def changes(folder: Path) -> list[Change]:
    """What changed (`change`, values by name), and what was said against what was said before (`conflict`)."""
    truth = json.loads((folder / "ground_truth.json").read_text(encoding="utf-8"))
    with (folder / "conversations.jsonl").open(encoding="utf-8") as lines:
        times = {each["message_id"]: _time(each["timestamp"]) for each in map(json.loads, lines)}
    return [*_changes(truth, times), *_conflicts(truth, times)]


def _changes(truth: Mapping[str, Any], times: Mapping[int, datetime]) -> Iterator[Change]:
    at = {each["changed_around_msg"]: times[each["changed_around_msg"]] for each in truth["changes"]}
    last = {each["fact"]: each for each in truth["changes"]}
    since = dict[str, datetime]()
    for each in truth["changes"]:
        label, final = each["fact"].replace("_", " ").capitalize(), last[each["fact"]]
        yield Change(
            "change",
            each["query_topic"],
            f"{label}: {each['old_value']}",
            since.get(label, min(times.values())),
            f"{label}: {final['new_value']}",
            at[final["changed_around_msg"]],
        )
        since[label] = at[each["changed_around_msg"]]


def _conflicts(truth: Mapping[str, Any], times: Mapping[int, datetime]) -> Iterator[Change]:
    for each in truth["conflicts"]:
        older, newer = each["conflicting_statements"]
        older_at, newer_at = (times[number] for number in each["introduced_at_messages"])
        yield Change("conflict", each["topic"], older, older_at, newer, newer_at)


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
