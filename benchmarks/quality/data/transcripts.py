"""Real transcripts, as clients write them, in a folder and those below it."""

from pathlib import Path

_SUB_AGENTS = "subagents"  # a client's folder of transcripts that belong to others


def transcripts_in(folder: Path) -> tuple[Path, ...]:
    """Every transcript of a session that a person had, by path."""
    return tuple(path for path in sorted(folder.rglob("*.json*")) if _SUB_AGENTS not in path.parts)
