"""Answers as JSON, the form in which they are kept."""

from pydantic import TypeAdapter

from dreaming.domain.questions import Answer, ObserveAnswer, ReconcileAnswer, Stage

_OBSERVE = TypeAdapter(ObserveAnswer)
_RECONCILE = TypeAdapter(ReconcileAnswer)


def dump(answer: Answer) -> str:
    """The JSON of an answer."""
    if isinstance(answer, ObserveAnswer):
        return _OBSERVE.dump_json(answer).decode()
    return _RECONCILE.dump_json(answer).decode()


def load(stage: Stage, text: str) -> Answer:
    """The answer that `dump` made, to a question of this stage.

    Raises:
        pydantic.ValidationError: the text is no such answer.
    """
    return _OBSERVE.validate_json(text) if stage is Stage.OBSERVE else _RECONCILE.validate_json(text)
