"""The words of the program's own sentences: they tell nothing, and stay where dreams' reports use them."""

import functools
from importlib import resources
from importlib.resources.abc import Traversable

from dreaming.domain.forgetting import words_of


@functools.cache
def own_words() -> frozenset[str]:
    """Every word that stands in the program, folded."""
    found: set[str] = set()
    waiting: list[Traversable] = [resources.files("dreaming")]
    while waiting:
        each = waiting.pop()
        if each.is_dir():
            waiting += each.iterdir()
        elif each.name.endswith(".py"):
            found |= words_of(each.read_text(encoding="utf-8"))
    return frozenset(found)
