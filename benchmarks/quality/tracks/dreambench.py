"""Dreambench: its stores, tidied in every way, under its own score."""

from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.quality.asked import Asked
from benchmarks.quality.data.dreambench import Dreambench
from benchmarks.quality.tables import Found, Table
from benchmarks.quality.tracks.own import COUNTS
from benchmarks.quality.ways import OURS, carried_out, every_way, parts_left_out

_COLUMNS = ("retention", "update_ok", "stale", "dup", "learned", "noise", "invented", "lines", "score")


def run(asked: Asked) -> Found:
    """Each seed's store, tidied in every way, and dreamt of without each part."""
    bench = Dreambench(asked.dreambench or Path())
    table, parts = (Table(title, _COLUMNS, COUNTS) for title in ("dreambench", "dreambench, without"))
    for seed in asked.seeds:
        benched = bench.made(seed)
        for into, ways in ((table, every_way()), (parts, parts_left_out())):
            for name, way in ways.items():
                with carried_out(way, benched.case) as outcome:
                    into.add(name, bench.score(benched, outcome.memories()))
    reached = (
        Figure(f"{OURS}: retention", table.mean(OURS, "retention"), at_least=0.99),
        Figure(f"{OURS}: invented", table.mean(OURS, "invented"), at_most=0),
        Figure(f"{OURS}: score", table.mean(OURS, "score"), at_least=0.85),
    )
    return Found(track="dreambench", tables=(table, parts), reached=reached)
