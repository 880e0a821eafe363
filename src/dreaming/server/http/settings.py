"""Where the server listens, which names it answers to, and the token: read before anything is loaded or opened.

The token comes from the environment or from a file, never from the command line, which other users can read.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dreaming.domain.errors import InvalidInput
from dreaming.web.listening import Address

TOKEN_VARIABLE = "DREAMING_HTTP_TOKEN"  # noqa: S105 - a name
TOKEN_FILE_VARIABLE = "DREAMING_HTTP_TOKEN_FILE"  # noqa: S105 - a name
HOSTS_VARIABLE = "DREAMING_HTTP_HOSTS"
ORIGINS_VARIABLE = "DREAMING_HTTP_ORIGINS"
DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 7373
DEFAULT_ADDRESS = f"{DEFAULT_HOST}:{DEFAULT_PORT}"
MIN_TOKEN_CHARACTERS = 32
MAX_TOKEN_CHARACTERS = 1_024

_ADDRESS = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<host>[A-Za-z0-9._-]*))(?::(?P<port>\d{1,5}))?")
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")  # what may stand behind `Bearer` (RFC 6750)
_HOST = re.compile(r"(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?")
_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?")
_MAKE_ONE = 'Make one with: python3 -c "import secrets; print(secrets.token_urlsafe(32))"'


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpSettings:
    """`token` is None where none is asked for. `hosts` and `origins` are answered to besides the server's own."""

    token: str | None = field(default=None, repr=False)
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()


def read_address(text: str) -> Address:
    """The address in `HOST:PORT`, `HOST`, `PORT` or `[IPv6]:PORT`; what is left out is that of `DEFAULT_ADDRESS`.

    Raises:
        InvalidInput: it is none.
    """
    if text.isascii() and text.isdigit():
        text = f":{text}"
    found = _ADDRESS.fullmatch(text)
    port = DEFAULT_PORT if found is None or found["port"] is None else int(found["port"])
    if found is None or port > 65_535:
        hint = f"Write it like {DEFAULT_ADDRESS} or [::1]:{DEFAULT_PORT}; port 0 is one that is free."
        raise InvalidInput("--http", f"{text[:80]!r} is no address", hint)
    return Address(found["six"] or found["host"] or DEFAULT_HOST, port)


def read_http_settings(env: Mapping[str, str]) -> HttpSettings:
    """Read the environment.

    Raises:
        InvalidInput: a variable has a value that means nothing, or the token is too short.
    """
    return HttpSettings(
        token=_token(env),
        hosts=_several(env, HOSTS_VARIABLE, _HOST, "Name hosts like dreams.example.org or 192.0.2.7:8443."),
        origins=_several(env, ORIGINS_VARIABLE, _ORIGIN, "Name origins like https://app.example.org."),
    )


def _token(env: Mapping[str, str]) -> str | None:
    if TOKEN_VARIABLE in env and TOKEN_FILE_VARIABLE in env:
        raise InvalidInput(TOKEN_VARIABLE, f"{TOKEN_FILE_VARIABLE} is set too", "Set one of the two.")
    if TOKEN_FILE_VARIABLE in env:
        return _checked(TOKEN_FILE_VARIABLE, _content(env[TOKEN_FILE_VARIABLE]))
    return _checked(TOKEN_VARIABLE, env[TOKEN_VARIABLE]) if TOKEN_VARIABLE in env else None


def _content(path: str) -> str:
    try:
        with Path(path).expanduser().open(encoding="utf-8") as file:
            return file.read(MAX_TOKEN_CHARACTERS + 2)
    except (OSError, RuntimeError, ValueError) as error:
        hint = "Name a file that holds the token and nothing else."
        raise InvalidInput(TOKEN_FILE_VARIABLE, f"{path[:200]!r} cannot be read: {error}", hint) from error


def _checked(variable: str, text: str) -> str:
    # A variable that is there and empty is one that should have held a token: serving without one would surprise.
    token = text.strip()
    if not MIN_TOKEN_CHARACTERS <= len(token) <= MAX_TOKEN_CHARACTERS:
        problem = (
            f"the token has {len(token)} characters, and must have {MIN_TOKEN_CHARACTERS} to {MAX_TOKEN_CHARACTERS}"
        )
        raise InvalidInput(variable, problem, _MAKE_ONE)
    if not _TOKEN.fullmatch(token):
        raise InvalidInput(variable, "the token has characters that no bearer token may have", _MAKE_ONE)
    return token


def _several(env: Mapping[str, str], variable: str, form: re.Pattern[str], hint: str) -> tuple[str, ...]:
    names: Sequence[str] = [name.strip().lower() for name in env.get(variable, "").split(",") if name.strip()]
    for name in names:
        if not form.fullmatch(name):
            raise InvalidInput(variable, f"{name[:80]!r} is none", f"{hint} Several are separated by commas.")
    return tuple(names)
