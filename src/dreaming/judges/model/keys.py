"""Where a model is asked, and whether the key goes there.

A key of Anthropic's is sent to Anthropic, over TLS, and to nobody else, unless DREAMING_SEND_KEY_TO names the very server.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from dreaming.judges.names import BASE_URL

SEND_KEY_TO = "DREAMING_SEND_KEY_TO"
ANTHROPIC = "https://api.anthropic.com"
NO_KEY = "no-key-is-sent"  # the SDK wants one; a server of the user's own takes any
CUSTOM_HEADERS = "ANTHROPIC_CUSTOM_HEADERS"


@dataclass(frozen=True, slots=True)
class Access:
    """A server, and what is sent to it so that it answers. `is_sent` says whether these are the user's own."""

    base_url: str
    api_key: str | None = field(repr=False)
    auth_token: str | None = field(repr=False)
    is_sent: bool


def access(env: Mapping[str, str]) -> Access:
    """The server that ANTHROPIC_BASE_URL names, else Anthropic's, with a key only where it may go."""
    base_url = env.get(BASE_URL, "").strip() or ANTHROPIC
    if not (is_anthropic(base_url) or (_origin(env.get(SEND_KEY_TO, "")) or "") == _origin(base_url)):
        return Access(base_url, NO_KEY, None, is_sent=False)
    key, token = (env.get(name, "").strip() or None for name in ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"))
    if key is None and token is None:
        return Access(base_url, NO_KEY, None, is_sent=False)
    return Access(base_url, key, None if key else token, is_sent=True)


def is_anthropic(url: str) -> bool:
    """Whether the server is Anthropic's, and nobody on the way can read what is sent."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    return parts.scheme == "https" and (host == "anthropic.com" or host.endswith(".anthropic.com"))


def custom_header_names(env: Mapping[str, str]) -> list[str]:
    """The names of the headers that the SDK would add by itself: any of them may hold a key."""
    lines = env.get(CUSTOM_HEADERS, "").split("\n")
    return [line.split(":", 1)[0].strip() for line in lines if ":" in line]


def _origin(url: str) -> tuple[str, str, int | None] | None:
    parts = urlsplit(url.strip())
    if not parts.hostname:
        return None
    return parts.scheme, parts.hostname.rstrip("."), parts.port or {"https": 443, "http": 80}.get(parts.scheme)
