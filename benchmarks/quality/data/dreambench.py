"""The script `dreambench.py` with its templates, wherever they lie: it makes stores, and scores them itself."""

import importlib.util
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.quality.cases import Case, Spoken, Talk
from dreaming.service.exchange import ImportItem


@dataclass(frozen=True, slots=True)
class Benched:
    """One seed's case, what is true in it, and the text that an output may take its numbers and names from."""

    case: Case
    facts: Sequence[Mapping[str, Any]]
    source: str


class Dreambench:
    """The script.

    Args:
        folder: where `dreambench.py` and `templates.json` lie.
    """

    def __init__(self, folder: Path) -> None:
        self._script = _imported(folder / "dreambench.py")
        self.templates: dict[str, Any] = json.loads((folder / "templates.json").read_text(encoding="utf-8"))

    def made(self, seed: int) -> Benched:
        """A case as its command `make` writes it."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            self._script.write(folder, *self._script.make(seed, self.templates))
            rows = _rows(folder / "memories.jsonl")
            files = sorted((folder / "sessions").iterdir())
            talks = tuple(Talk(path.stem, tuple(_spoken(path))) for path in files)
            facts = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
            names = [path.name for path in files]
        case = Case(memories=tuple(map(_item, rows)), talks=talks)
        return Benched(case, facts, _source(rows, talks, names))

    def score(self, benched: Benched, memories: Sequence[ImportItem]) -> dict[str, float]:
        """The script's own figures of an output."""
        with tempfile.TemporaryDirectory() as name:
            for item in memories:
                path = Path(name) / item.path.lstrip("/")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(item.content, encoding="utf-8")
            lines = self._script.lines_of(name)
        found = self._script.score(benched.facts, lines, benched.source, self.templates)
        return {name: float(value) for name, value in found.items() if isinstance(value, int | float)}


def _imported(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("dreambench", path)
    if spec is None or spec.loader is None:
        message = f"{path} is no Python file"
        raise ImportError(message)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _item(row: Mapping[str, Any]) -> ImportItem:
    return ImportItem(
        row["path"],
        row["content"],
        created_at=datetime.fromisoformat(row["created_at"]),
        updated_at=datetime.fromisoformat(row["updated_at"]),
    )


def _spoken(path: Path) -> Iterator[Spoken]:
    for row in _rows(path):
        yield Spoken(text=row["text"], at=datetime.fromisoformat(row["created_at"]), type=row["type"])


def _source(rows: Sequence[Mapping[str, Any]], talks: Sequence[Talk], names: Sequence[str]) -> str:
    """As the script's command `score` puts it together."""
    told = [f"{row['content']}{row['path']}{row['created_at']}" for row in rows]
    for name, talk in zip(names, talks, strict=True):
        told += [name, *(f"{each.text} {each.at.isoformat()}" for each in talk.spoken)]
    return "\n".join(told)
