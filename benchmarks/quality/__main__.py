"""Measure what dreams are worth, on data made here and, where it is given, on open data, beside simpler ways to tidy."""

import argparse
import importlib.metadata
import json
import platform
from pathlib import Path

from benchmarks.figures import SIZES
from benchmarks.quality.asked import Asked
from benchmarks.quality.tables import Found
from benchmarks.quality.tracks import TRACKS, Track


def main() -> None:
    """Run the tracks that have their data, each printed as soon as it is done."""
    parser = _parser()
    arguments = parser.parse_args()
    names = arguments.tracks.split(",") if arguments.tracks else list(TRACKS)
    unknown = sorted(set(names) - set(TRACKS))
    if unknown:
        parser.error(f"there is no track {unknown[0]}; there are {', '.join(TRACKS)}")
    asked = Asked.of(arguments)
    found = [_run(TRACKS[name], asked, details=arguments.details) for name in names if TRACKS[name].has_data(asked)]
    left_out = [name for name in names if not TRACKS[name].has_data(asked)]
    if left_out:
        print(f"left out, for want of data: {', '.join(left_out)}")
    missed = [figure.what for each in found for figure in each.reached if figure.is_reached is False]
    print(f"missed: {'; '.join(missed)}" if missed else "everything reached")
    if arguments.json:
        _write(arguments.json, found, left_out, asked)


def _run(track: Track, asked: Asked, *, details: bool) -> Found:
    found = track.run(asked)
    print(found.text(with_details=details), flush=True)
    return found


def _write(path: Path, found: list[Found], left_out: list[str], asked: Asked) -> None:
    told = {
        "versions": {
            "dreaming": importlib.metadata.version("dreaming"),
            "python": platform.python_version(),
            "machine": platform.machine(),
        },
        "seeds": list(asked.seeds),
        "tracks": [each.as_object() for each in found],
        "left_out": left_out,
    }
    path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("--tracks", metavar="NAME,NAME", help=f"of {', '.join(TRACKS)}; by default all with data")
    parser.add_argument("--seeds", type=int, default=10, metavar="N", help="how many seeds, from 1 (default: 10)")
    parser.add_argument("--first-seed", type=int, default=1, metavar="N", help="from which seed on (default: 1)")
    parser.add_argument("--size", choices=SIZES, default="full", help="of what is made here (default: full)")
    parser.add_argument("--dreambench", type=Path, metavar="FOLDER", help="with dreambench.py and templates.json")
    parser.add_argument("--locomo", type=Path, metavar="FILE", help="a locomo JSON file")
    parser.add_argument("--jenverse", type=Path, metavar="FILE", help="a Jenverse profiles JSON file")
    parser.add_argument("--precision", type=Path, metavar="FOLDER", help="with PrecisionMemBench's JSON files")
    parser.add_argument("--transcripts", type=Path, metavar="FOLDER", help="with transcripts, as a client writes them")
    parser.add_argument("--cri", action="store_true", help="use the package cri-benchmark, which has to be installed")
    parser.add_argument("--pairs", type=Path, metavar="FILE", help="write what was merged in LoCoMo to FILE")
    parser.add_argument("--details", action="store_true", help="print every wrong or missed one, to be read")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything to FILE as JSON")
    return parser


if __name__ == "__main__":
    main()
