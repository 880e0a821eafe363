"""Mentions: Claude Code opens what stands behind an `@` in a prompt, whoever wrote it, and puts it before the model.

So no `@` reaches it. A sign that looks like one stands in its place, and is turned back in what the model says.
"""

from collections.abc import Mapping
from typing import cast

_SIGNS = ("＠", "﹫", "ⓐ")  # FULLWIDTH and SMALL COMMERCIAL AT, and one that few texts have


def sign_for(text: str) -> str:
    """The sign that stands for an `@` in this text: one that the text does not have, so that it can be turned back."""
    return next((sign for sign in _SIGNS if sign not in text), _SIGNS[-1])


def veiled(text: str, sign: str) -> str:
    """The text without an `@`."""
    return text.replace("@", sign)


def unveiled(value: object, sign: str) -> object:
    """A JSON value, with `@` again in all its texts."""
    match value:
        case str():
            return value.replace(sign, "@")
        case list():
            return [unveiled(each, sign) for each in cast("list[object]", value)]
        case dict():
            found = cast("Mapping[str, object]", value)
            return {unveiled(name, sign): unveiled(each, sign) for name, each in found.items()}
        case _:
            return value
