"""A possible contradiction on the first screen: what stands against what, and what is asked."""

from dreaming.domain.changes import Notice

_HEAD, _BETWEEN = "Unsure: ", " / "


def both_sides(doubt: Notice, columns: int) -> list[str]:
    """Both sides on one line, each with as much of it as there is room for, and the question below them."""
    sides = " ".join(doubt.text.split()).split(_BETWEEN, 1)
    if len(sides) == 1:
        return [f"{_HEAD}{sides[0]} ({doubt.reason})"]
    room = (columns - len(_HEAD + _BETWEEN)) // 2 - 2
    cut = (side if len(side) <= room else f"{side[: room - 1]}…" for side in sides)
    return [_HEAD + _BETWEEN.join(f'"{side}"' for side in cut), f"   {doubt.reason}"]
