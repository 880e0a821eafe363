"""What can go wrong between a judge and the model that it asks. None of it reaches a user by itself."""

from dreaming.domain.errors.base import DreamingError
from dreaming.domain.usage import Usage


class AnswerUnusable(DreamingError):
    """A model was asked and gave nothing that can be read: it refused, ran out of tokens, or wrote no JSON.

    `usage` is what it took all the same, as far as it was reported; `text` what was written; `is_final` says that
    asking again with the reason cannot help.
    """

    code = "answer_unusable_error"

    def __init__(self, why: str, usage: Usage, *, text: str = "", is_final: bool = False) -> None:
        super().__init__(f"The model's answer cannot be used: {why}.", "The rules judge answers in its stead.")
        self.why = why
        self.usage = usage
        self.text = text
        self.is_final = is_final


class BudgetReached(DreamingError):
    """A dream, or the day, has no more to spend on a model. What is left is answered by the rules judge."""

    code = "budget_exceeded"

    def __init__(self, limit: str) -> None:
        super().__init__(f"The budget is reached: {limit}.", "Raise it, or let another dream read the rest.")
        self.limit = limit
