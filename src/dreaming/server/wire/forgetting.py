"""The shape of answers about forgetting."""

from dreaming.server.wire.answer import Answer
from dreaming.service.forgetting import Forgotten


class PlaceAnswer(Answer):
    """What goes from one place."""

    place: str
    count: int
    examples: list[str] | None = None


class ForgottenAnswer(Answer):
    """What would go, or went; `erased`: no byte is left in the database."""

    preview: bool
    session_id: str | None = None
    total: int
    places: list[PlaceAnswer]
    erased: bool | None = None
    stays: list[str] | None = None
    outside: list[str]

    @classmethod
    def of(cls, forgotten: Forgotten) -> "ForgottenAnswer":
        """As the service says; of what is gone no examples are told again."""
        is_preview = forgotten.is_preview
        return cls(
            preview=is_preview,
            session_id=forgotten.session_id,
            total=forgotten.total,
            places=[
                PlaceAnswer(place=each.name, count=each.count, examples=list(each.examples) if is_preview else None)
                for each in forgotten.places
            ],
            erased=forgotten.is_erased,
            stays=list(forgotten.stays) or None,
            outside=list(forgotten.outside),
        )
