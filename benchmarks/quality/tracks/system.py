"""What a dream costs: 2,000 memories and 100 sessions (small: 400 and 20), and half of that, each in a process of its own."""

import argparse

from benchmarks import dream
from benchmarks.quality.asked import Asked
from benchmarks.quality.tables import Found


def run(asked: Asked) -> Found:
    """The benchmark `dream`."""
    figures = dream.measure(argparse.Namespace(size=asked.size, transcripts=None))
    return Found(track="system", reached=tuple(figures))
