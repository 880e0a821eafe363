"""HTML made of values: whatever is not `Markup` is text, and stays text.

There is no way to put text in unescaped, but to call it Markup, which this package does for its own constants alone.
"""

from collections.abc import Iterable, Mapping
from html import escape
from typing import TypeAlias

_VOID = frozenset({"br", "hr", "input", "link", "meta"})
# Characters that a reader does not see, or that turn what is seen around: they are named instead of being used.
_UNSEEN = (
    *((0x00, 0x08), (0x0B, 0x0C), (0x0E, 0x1F), (0x7F, 0x9F)),  # control characters, but for tab and line ends
    *((0x200B, 0x200B), (0x200E, 0x200F), (0x202A, 0x202E), (0x2060, 0x2069), (0xFEFF, 0xFEFF)),
    (0xE0000, 0xE007F),
)
_NAMED = {point: f"⟨U+{point:04X}⟩" for first, last in _UNSEEN for point in range(first, last + 1)}


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


Child: TypeAlias = "str | int | Iterable[Child] | None"
Attribute = str | int | bool | None


def visible(text: str) -> str:
    """The text with a name in the place of each character that would hide or turn around what is beside it."""
    return text.translate(_NAMED)


def el(name: str, /, *children: Child, attributes: Mapping[str, Attribute] | None = None, **named: Attribute) -> Markup:
    """An element.

    Args:
        name: of the element.
        children: what is in it: text, markup, and lists of them; None is nothing.
        attributes: those whose names are no Python names.
        named: other attributes, an underscore at the end left out and each other one a hyphen. True is one without a
            value, False and None are none.
    """
    given = {key.rstrip("_").replace("_", "-"): value for key, value in named.items()} | dict(attributes or {})
    opening = f"<{name}{''.join(_attribute(key, value) for key, value in given.items())}>"
    return Markup(opening if name in _VOID else f"{opening}{together(*children)}</{name}>")


def together(*children: Child) -> Markup:
    """Several things as one."""
    return Markup("".join(_html(child) for child in children))


def _html(child: Child) -> str:
    if child is None:
        return ""
    if isinstance(child, Markup):
        return child
    if isinstance(child, str):
        return escape(visible(child))
    if isinstance(child, int):
        return f"{child:,}"
    return "".join(_html(each) for each in child)


def _attribute(name: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
