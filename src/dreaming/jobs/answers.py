"""Answers as JSON, the form in which they are kept."""

from typing import Any

from pydantic import TypeAdapter

from dreaming.domain.questions import ANSWER_OF, Answer, Stage

_ADAPTERS: dict[type[Answer], TypeAdapter[Any]] = {kind: TypeAdapter(kind) for kind in ANSWER_OF.values()}


def dump(answer: Answer) -> str:
    """The JSON of an answer."""
    return _ADAPTERS[type(answer)].dump_json(answer).decode()


def load(stage: Stage, text: str) -> Answer:
    """The answer that `dump` made, to a question of this stage.

    Raises:
        pydantic.ValidationError: the text is no such answer.
    """
    return _ADAPTERS[ANSWER_OF[stage]].validate_json(text)
