"""The one place where what went wrong becomes text for a client.

What we refuse is told as it is: what happened, to what, what to do next, and a code. Arguments that do not fit the
schema are explained by name. Everything else is a bug: the client learns that there was one, the log learns which.
"""

from collections.abc import Sequence

from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError, ToolError
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from dreaming.domain.errors import DreamingError, NotFound

_SHOWN_ERRORS = 5
_SHOWN_CHARACTERS = 80


def tool_error(tool: str, arguments: Sequence[str], error: ToolError) -> ToolError:
    """The error that the client gets for one that the SDK caught in `tool`, which takes `arguments`."""
    match error.__cause__:
        case DreamingError() as cause:
            return ToolError(told(cause))
        case ValidationError() as cause:
            details = cause.errors(include_url=False, include_context=False)
            return ToolError(not_called(tool, [_problem(detail) for detail in details], arguments))
        case _:
            return error


def resource_error(error: DreamingError) -> ResourceError:
    """The error of a resource that cannot be read."""
    return ResourceNotFoundError(told(error)) if isinstance(error, NotFound) else ResourceError(told(error))


def told(error: DreamingError) -> str:
    """`No dream 'drm_x'. dream_status lists them. (not_found_error)`."""
    return f"{error} ({error.code})"


def not_called(tool: str, problems: Sequence[str], arguments: Sequence[str]) -> str:
    """Why the arguments of a call do not fit, and which arguments there are."""
    shown = [
        *problems[:_SHOWN_ERRORS],
        *([f"and {len(problems) - _SHOWN_ERRORS} more"] * (len(problems) > _SHOWN_ERRORS)),
    ]
    takes = f"It takes {', '.join(arguments)}." if arguments else "It takes no arguments."
    return f"{tool} was not called: {'; '.join(shown)}. {takes} (invalid_request_error)"


def _problem(detail: ErrorDetails) -> str:
    place = ".".join(str(part)[:_SHOWN_CHARACTERS] for part in detail["loc"]) or "the arguments"
    match detail["type"]:
        case "extra_forbidden":
            return f"there is no argument {place!r}"
        case "missing":
            return f"{place} is missing"
        case _:
            return f"{place}: {_in_lower_case(detail['msg'])}, not {_shown(detail['input'])}"


def _in_lower_case(text: str) -> str:
    return text[:1].lower() + text[1:]


def _shown(value: object) -> str:
    if isinstance(value, str | int | float | bool | None):
        text = repr(value)
        return text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…"
    return f"a {type(value).__name__}"
