"""The errors from which all others come; see the package for the tree."""


class DreamingError(Exception):
    """The base of everything that this program refuses or fails at."""

    code = "internal_error"
    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{message} {hint}".strip())
        self.message = message
        self.hint = hint


class InvalidInput(DreamingError):
    """A value breaks a rule. Nothing was changed."""

    code = "invalid_request_error"
    exit_code = 2

    def __init__(self, field: str, problem: str, hint: str = "") -> None:
        super().__init__(f"{field}: {problem}.", hint)
        self.field = field


class LimitExceeded(InvalidInput):
    """A value is over a limit. Nothing was changed."""

    code = "limit_exceeded_error"

    def __init__(self, field: str, size: int, limit: int, unit: str) -> None:
        super().__init__(field, f"{size:,} {unit}, and the limit is {limit:,} {unit}", "Send less, or split it.")
        self.size = size
        self.limit = limit


class NothingToLog(InvalidInput):
    """A transcript holds no session that is to be kept. Nothing was logged."""

    code = "nothing_to_log_error"

    def __init__(self, why: str, hint: str = "Nothing was logged.") -> None:
        super().__init__("transcript", why, hint)
        self.why = why


class NotFound(DreamingError):
    """There is no such object."""

    code = "not_found_error"
    exit_code = 3

    def __init__(self, kind: str, name: str, hint: str = "") -> None:
        super().__init__(f"No {kind} {name[:200]!r}.", hint)
        self.kind = kind
        self.name = name


class Conflict(DreamingError):
    """The state of an object does not allow it. Nothing was changed."""

    code = "conflict_error"
    exit_code = 4


class Refused(DreamingError):
    """A rule of the system says no; the message names the override where there is one."""

    code = "refused_error"


class Unavailable(DreamingError):
    """Something needed is not there now."""

    code = "unavailable_error"
    exit_code = 5
