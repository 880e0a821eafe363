"""Questions and their keys. A key is a hash of everything that the answer may depend on."""

import hashlib
from collections.abc import Iterable
from itertools import islice
from typing import TypeVar

from dreaming.domain.questions import Question, Stage, Task

_Item = TypeVar("_Item")


def question(stage: Stage, task: Task, judge_name: str, told: Iterable[str]) -> Question:
    """A question; `told` is all that the task says, besides the instructions."""
    key = hashlib.sha256(f"{stage}\0{judge_name}\0{task.steering!r}".encode())
    for part in told:
        key.update(b"\0" + part.encode("utf-8", "surrogatepass"))
    return Question(key=key.hexdigest(), stage=stage, task=task)


def batches(items: Iterable[_Item], size: int) -> Iterable[list[_Item]]:
    """The items in their order, so many at a time."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some
