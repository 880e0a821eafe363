"""What stands in a request to the Messages API, and how many tokens the tests' model takes it for."""

import re
from typing import Any, cast

Json = dict[str, Any]
_TOKEN = re.compile(r"\w{1,5}|[^\w\s]")


def tokens(text: str) -> int:
    """How many tokens a text has for this model: words in pieces of at most five letters, and every sign."""
    return len(_TOKEN.findall(text))


def text_of(part: object) -> str:
    """All texts in a part of a request, one after the other."""
    match part:
        case str():
            return part
        case list():
            return "\n".join(map(text_of, cast("list[object]", part)))
        case dict():
            content = cast("Json", part)
            return text_of(content.get("content", content.get("text")))
        case _:
            return ""


def messages_in(request: Json) -> list[Json]:
    """The messages of a request."""
    return cast("list[Json]", request.get("messages", []))
