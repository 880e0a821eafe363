"""The shapes of answers about what came into a store, and what was taken back."""

from pydantic import Field

from dreaming.domain.times import render
from dreaming.server.wire.answer import Answer
from dreaming.service.promotion import Promotion, Undone
from dreaming.service.restoring import Restoration


class PromotedAnswer(Answer):
    """A dream's result is in its store."""

    dream_id: str
    promoted: bool = True
    promotion_id: str
    memory_store_id: str
    again: bool | None = Field(default=None, description="It was there already: nothing was done now.")
    written: list[str]
    removed: list[str] | None = None
    kept_current: list[str] | None = None
    kept_dream: list[str] | None = None
    changes: str = Field(description="How many of the dream's are in the store now.")
    also: dict[str, str] | None = Field(default=None, description="Taken or left out with the others, and why.")
    promoted_at: str
    undo: str

    @classmethod
    def of(cls, promotion: Promotion) -> "PromotedAnswer":
        """As `Review.promote` says."""
        return cls(
            dream_id=promotion.dream_id,
            promotion_id=promotion.id,
            memory_store_id=promotion.store_id,
            again=None if promotion.is_new else True,
            written=list(promotion.written),
            removed=list(promotion.removed) or None,
            kept_current=list(promotion.kept_current) or None,
            kept_dream=list(promotion.kept_dream) or None,
            changes=f"{promotion.inside} of {promotion.total}",
            also=dict(promotion.also) or None,
            promoted_at=render(promotion.created_at),
            undo=f"store_restore with store {promotion.store_id} and before {promotion.dream_id}",
        )


class RestoredAnswer(Answer):
    """A store stands as it stood. `gaps` are memories whose text was redacted since."""

    restoration_id: str
    store: str
    restored: bool = True
    written: list[str]
    removed: list[str] | None = None
    gaps: list[str] | None = None
    restored_at: str

    @classmethod
    def of(cls, restoration: Restoration) -> "RestoredAnswer":
        """As `Review.restore` says."""
        return cls(
            restoration_id=restoration.id,
            store=restoration.store.name,
            written=list(restoration.written),
            removed=list(restoration.removed) or None,
            gaps=list(restoration.gaps) or None,
            restored_at=render(restoration.created_at),
        )


class UndoneAnswer(Answer):
    """One change is in its store no more, and is not proposed again."""

    change_id: str
    undone: bool = True
    dream_id: str
    memory_store_id: str
    written: list[str]
    removed: list[str] | None = None
    also: dict[str, str] | None = Field(default=None, description="Changes that went with it, and why.")

    @classmethod
    def of(cls, undone: Undone) -> "UndoneAnswer":
        """As `Review.undo` says."""
        return cls(
            change_id=undone.change_id,
            dream_id=undone.dream_id,
            memory_store_id=undone.store_id,
            written=list(undone.written),
            removed=list(undone.removed) or None,
            also=dict(undone.also) or None,
        )
