"""What a reader finds: a later statement in the place of an earlier one, or perhaps against it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Update:
    """`old` is what holds no more, as the earlier statement writes it, `new` what holds now; "" where nothing takes its place.

    `is_sure` says that both surely speak of one thing that has one value at a time; `is_told` that the later statement
    itself says that it was otherwise before. `of_life` marks what short notes about somebody say, whose heading is a name;
    `is_part` that the later statement names the thing by fewer words, so that others may be meant as well.
    """

    old: str
    new: str
    is_sure: bool
    is_told: bool = True
    of_life: bool = False
    is_part: bool = False
