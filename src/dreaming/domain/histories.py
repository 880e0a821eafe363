"""Where the history of a store stands: what its memories said before, and until when."""

import re

_PATH = re.compile(r"/history(?:-[1-9]\d*)?\.md")


def history_path(number: int) -> str:
    """The path of the history with this number, from 1: one that is full is followed by the next."""
    return "/history.md" if number == 1 else f"/history-{number}.md"


def is_history(path: str) -> bool:
    """Whether history may stand at this path."""
    return _PATH.fullmatch(path) is not None
