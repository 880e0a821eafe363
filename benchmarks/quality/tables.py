"""What a track found, and how it is printed: a table with the ways to tidy as rows, and what had to be reached."""

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.figures import Figure, as_object, as_table


@dataclass(slots=True)
class Table:
    """Rows of figures, of which those in `counts` are whole numbers and the others shares, ratios or means.

    A figure that was taken several times is shown as its mean and standard deviation.
    """

    title: str
    columns: tuple[str, ...]
    counts: frozenset[str] = frozenset()
    rows: dict[str, dict[str, list[float]]] = field(default_factory=dict[str, dict[str, list[float]]])

    def add(self, row: str, figures: Mapping[str, float]) -> None:
        """One more measurement of a row."""
        for column, value in figures.items():
            self.rows.setdefault(row, {}).setdefault(column, []).append(value)

    def mean(self, row: str, column: str) -> float:
        """The mean of what was measured."""
        return statistics.fmean(self.rows[row][column])

    def text(self) -> str:
        """For a person to read."""
        head = [self.title, *self.columns]
        body = [[f"  {name}", *self._cells(figures)] for name, figures in self.rows.items()]
        widths = [max(len(row[place]) for row in (head, *body)) for place in range(len(head))]
        return "\n".join(_line(row, widths) for row in (head, *body))

    def _cells(self, figures: Mapping[str, Sequence[float]]) -> list[str]:
        return [_cell(figures.get(column, []), is_count=column in self.counts) for column in self.columns]

    def as_object(self) -> dict[str, object]:
        """For a program to read: of each figure the mean, the spread, and every value."""
        return {
            "title": self.title,
            "rows": {
                name: {column: _told(values) for column, values in figures.items()}
                for name, figures in self.rows.items()
            },
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one track found: tables, what had to be reached, and lines to be read by a person who asks for details."""

    track: str
    tables: tuple[Table, ...] = ()
    reached: tuple[Figure, ...] = ()
    remarks: tuple[str, ...] = ()
    details: tuple[str, ...] = ()

    def text(self, *, with_details: bool) -> str:
        """For a person to read."""
        parts = [f"== {self.track} ==", *(table.text() for table in self.tables)]
        if self.reached:
            parts.append(as_table("to reach", self.reached))
        return "\n".join([*parts, *self.remarks, *(self.details if with_details else ()), ""])

    def as_object(self) -> dict[str, object]:
        """For a program to read."""
        return {
            "track": self.track,
            "tables": [table.as_object() for table in self.tables],
            "reached": as_object(self.track, self.reached)["figures"],
            "remarks": list(self.remarks),
            "details": list(self.details),
        }


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    """The first cell to the left, the others to the right of their columns."""
    name, *others = (f"{cell:{'>' if place else '<'}{widths[place]}}" for place, cell in enumerate(cells))
    return "  ".join([name, *others])


def _cell(values: Sequence[float], *, is_count: bool) -> str:
    if not values:
        return "-"
    mean = statistics.fmean(values)
    spread = statistics.stdev(values) if len(values) > 1 else 0.0
    if is_count:
        shown, beside = f"{mean:.4g}", f"{spread:.2g}"
    else:
        shown, beside = f"{mean:.3f}", f"{spread:.2f}"
    return f"{shown} ±{beside}" if spread else shown


def _told(values: Iterable[float]) -> dict[str, object]:
    each = [round(value, 4) for value in values]
    return {
        "mean": round(statistics.fmean(each), 4),
        "spread": round(statistics.stdev(each), 4) if len(each) > 1 else 0.0,
        "values": each,
    }
