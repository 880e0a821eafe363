"""What a benchmark finds, and how it is printed: a short table, or one JSON object."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass

SIZES = ("small", "full")


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value, and what it has to reach, where it has to reach something."""

    what: str
    value: float
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None

    @property
    def is_reached(self) -> bool | None:
        """Whether the value is as it should be; None where nothing is asked of it."""
        if self.at_most is not None:
            return self.value <= self.at_most
        return None if self.at_least is None else self.value >= self.at_least

    @property
    def reach(self) -> str:
        """What is asked of it, as text."""
        if self.at_most is not None:
            return f"<= {_number(self.at_most)}"
        return "" if self.at_least is None else f">= {_number(self.at_least)}"


def options(description: str | None) -> argparse.ArgumentParser:
    """The options that every benchmark has."""
    parser = argparse.ArgumentParser(description=(description or "").split("\n", 1)[0])
    parser.add_argument("--size", choices=SIZES, default="small", help="how much data (default: small)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def show(name: str, figures: Sequence[Figure], *, as_json: bool) -> None:
    """Print what a benchmark found."""
    print(json.dumps(as_object(name, figures)) if as_json else as_table(name, figures), flush=True)


def as_object(name: str, figures: Sequence[Figure]) -> dict[str, object]:
    """For a program to read."""
    found = [
        {
            "what": each.what,
            "value": round(each.value, 6),
            "unit": each.unit,
            "at_most": each.at_most,
            "at_least": each.at_least,
            "reached": each.is_reached,
        }
        for each in figures
    ]
    return {"benchmark": name, "figures": found}


def as_table(name: str, figures: Sequence[Figure]) -> str:
    """For a person to read."""
    lines = [name]
    for each in figures:
        told = {None: "", True: "reached", False: "MISSED"}[each.is_reached]
        value = f"{_number(each.value)} {each.unit}".rstrip()
        lines.append(f"  {each.what:<58} {value:>16}  {each.reach:<10} {told}".rstrip())
    return "\n".join(lines)


def _number(value: float) -> str:
    """Three digits that count, and no exponent."""
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.2f}" if abs(value) >= 1 else f"{value:.3g}"
