"""How a dream ends that does not complete."""

from dreaming.domain.errors.base import DreamingError


class DreamFailed(DreamingError):
    """A dream cannot go on. `code` is the error type that the dream ends with, one of `DREAM_ERRORS`."""

    def __init__(self, error_type: str, what: str) -> None:
        super().__init__(what, "Start another dream.")
        self.code = error_type


class LeaseLost(DreamingError):
    """Another worker has taken the dream over, or it was ended: stop, write nothing."""

    code = "lease_lost"

    def __init__(self, dream_id: str) -> None:
        super().__init__(f"The lease on dream {dream_id} is lost.")
        self.dream_id = dream_id


DREAM_ERRORS = (
    "input_memory_store_unavailable",
    "input_session_unavailable",
    "input_memory_store_too_large",
    "timeout",
    "budget_exceeded",
    "model_unavailable",
    "internal_error",
)
