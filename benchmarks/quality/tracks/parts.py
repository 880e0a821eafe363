"""What each part of a dream does for it: the made facts again, without one part after the other."""

from benchmarks.quality.asked import Asked
from benchmarks.quality.made import words
from benchmarks.quality.tables import Found, Table
from benchmarks.quality.tracks.own import COLUMNS, COUNTS, measured
from benchmarks.quality.ways import parts_left_out


def run(asked: Asked) -> Found:
    """Each seed's store, dreamt of with every part but one."""
    table = Table("made facts, without", COLUMNS, COUNTS)
    told = words()
    for seed in asked.seeds:
        measured(asked.made(seed), parts_left_out(), told, table)
    return Found(track="parts", tables=(table,))
