"""Why Claude Code cannot be asked, and what the user can do about it."""

from dreaming.domain.errors.unavailable import ModelUnavailable
from dreaming.domain.usage import Usage

_GO_ON = "Then go on with `dreaming resume`: what was answered is kept."


class ClaudeCodeMissing(ModelUnavailable):
    """There is no Claude Code here, as far as can be seen from the process that would call it."""

    def __init__(self, model: str) -> None:
        super().__init__(
            model,
            "there is no program `claude` on the PATH of this process",
            "Install Claude Code, or name the program in DREAMING_CLAUDE_CODE. Model 'rules' needs nothing.",
        )


class ClaudeCodeTooOld(ModelUnavailable):
    """The Claude Code that is here lacks an option without which it would be more than a model."""

    def __init__(self, model: str, option: str) -> None:
        super().__init__(model, f"this Claude Code does not know {option}", f"Update it with `claude update`. {_GO_ON}")


class ClaudeCodeNotLoggedIn(ModelUnavailable):
    """Claude Code is here, and nobody is logged in, or the login has ended. Settings files of the user are not read."""

    def __init__(self, model: str, said: str, usage: Usage | None = None) -> None:
        hint = (
            "Run `claude` as the same user and type /login, or set ANTHROPIC_API_KEY; its settings files are not read "
            f"here. {_GO_ON}"
        )
        super().__init__(model, f"Claude Code says: {said}", hint, usage=usage)


class ClaudeCodeLimitReached(ModelUnavailable):
    """The limit of the user's plan is reached, or of the server. What Claude Code says tells when it is over."""

    def __init__(self, model: str, said: str, usage: Usage | None = None) -> None:
        super().__init__(
            model, f"a limit is reached. Claude Code says: {said}", f"Wait until it is over. {_GO_ON}", usage=usage
        )


class ClaudeCodeFailed(ModelUnavailable):
    """Claude Code was called and did not come to an answer, for another reason."""

    def __init__(self, model: str, why: str, usage: Usage | None = None) -> None:
        hint = f"`dreaming doctor` says whether it can be called. {_GO_ON}"
        super().__init__(model, f"Claude Code failed: {why}", hint, usage=usage)
