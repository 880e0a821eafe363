"""A request as the pages see it, and its form, read within bounds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.requests import Request

from dreaming.domain.errors import RequestRefused

FORM_BYTES = 4 * 1024 * 1024
FIELDS = 20_000
_FORM = "application/x-www-form-urlencoded"

Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for. `path` are the parts of the address that vary, `query` and `form` all values by name."""

    path: Mapping[str, str]
    query: Fields = field(default_factory=dict[str, Sequence[str]])
    form: Fields = field(default_factory=dict[str, Sequence[str]])

    def sent(self, name: str) -> str:
        """One value of the form; "" where there is none."""
        return next(iter(self.form.get(name, ())), "").strip()

    def said(self, name: str) -> str:
        """One value of the query; "" where there is none."""
        return next(iter(self.query.get(name, ())), "").strip()


async def read(request: Request) -> Asked:
    """The request, with its form where it has one.

    Raises:
        RequestRefused: the body is too large, or no form.
    """
    query = _fields(request.url.query)
    if request.method != "POST":
        return Asked(path=request.path_params, query=query)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise RequestRefused(415, "That is no form", f"Send {_FORM}.")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > FORM_BYTES:
            raise RequestRefused(413, f"The form has over {FORM_BYTES:,} bytes", "Decide in smaller parts.")
    return Asked(path=request.path_params, query=query, form=_fields(body.decode("utf-8", "replace")))


def _fields(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=FIELDS)
    except ValueError as error:
        raise RequestRefused(413, f"The form has over {FIELDS:,} fields", "Decide in smaller parts.") from error
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found
