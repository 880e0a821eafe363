"""Run every benchmark, or those that are named, one after the other."""

from benchmarks import calls, dream, import_speed, processes, search, start
from benchmarks.figures import Benchmark, Figure, options, show

EVERY: dict[str, Benchmark] = {
    "start": start.measure,
    "calls": calls.measure,
    "processes": processes.measure,
    "search": search.measure,
    "import_speed": import_speed.measure,
    "dream": dream.measure,
}


def main() -> None:
    """Run them, each printed as soon as it is done."""
    parser = options(__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(EVERY)}")
    chosen = parser.parse_args()
    unknown = set(chosen.names) - EVERY.keys()
    if unknown:
        parser.error(f"there is no {min(unknown)}; there are {', '.join(EVERY)}")
    chosen.transcripts = None
    missed: list[Figure] = []
    for name in chosen.names or EVERY:
        found = EVERY[name](chosen)
        missed += [each for each in found if each.is_reached is False]
        show(name, found, as_json=chosen.json)
    if not chosen.json:
        print(f"{len(missed)} missed" if missed else "everything reached")


if __name__ == "__main__":
    main()
