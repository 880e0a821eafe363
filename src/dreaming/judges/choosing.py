"""Which judge answers for a model's name."""

import os

from dreaming.domain.hosting import HOST
from dreaming.domain.ports import Judge
from dreaming.judges.names import RULES, check_model, is_claude_code


def judge_for(model: str) -> Judge:
    """The judge that answers for `model`: `rules`, the host, Claude Code, or a model behind the Messages API. Loads only what it needs.

    A dream of the host's goes on in whatever process takes it up: whether there may be one was asked when it began.

    Raises:
        ModelUnavailable: there is none, or what it needs is not here.
    """
    from dreaming.judges.rules.judge import RulesJudge

    if model == RULES:
        return RulesJudge()
    if model == HOST:
        from dreaming.judges.model.host import HostJudge

        return HostJudge()
    check_model(model, os.environ)
    from dreaming.judges.model.judge import ModelJudge

    if is_claude_code(model):
        from dreaming.judges.claude_code.model import ClaudeCode

        return ModelJudge(ClaudeCode.of(model, os.environ))
    from dreaming.judges.model.messages import MessagesModel

    return ModelJudge(MessagesModel.of(model, os.environ))
