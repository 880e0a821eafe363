"""Run every benchmark, or those that are named, one after the other, each in a process of its own.

A process passes the most memory it ever held on to what it starts: side by side in one, each would count the others'.
"""

import json
import subprocess
import sys

from benchmarks.figures import Figure, options, show
from benchmarks.measuring import ROOT

EVERY = ("start", "calls", "processes", "search", "import_speed", "dream", "models", "worker", "hooks")


def main() -> None:
    """Run them, each printed as soon as it is done."""
    parser = options(__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(EVERY)}")
    chosen = parser.parse_args()
    unknown = set(chosen.names) - set(EVERY)
    if unknown:
        parser.error(f"there is no {min(unknown)}; there are {', '.join(EVERY)}")
    missed: list[Figure] = []
    for name in chosen.names or EVERY:
        found = _measured(name, chosen.size)
        missed += [each for each in found if each.is_reached is False]
        show(name, found, as_json=chosen.json)
    if not chosen.json:
        print(f"{len(missed)} missed" if missed else "everything reached")


def _measured(name: str, size: str) -> list[Figure]:
    command = [sys.executable, "-m", f"benchmarks.{name}", "--size", size, "--json"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return [
        Figure(each["what"], each["value"], each["unit"], each["at_most"], each["at_least"])
        for each in json.loads(done.stdout)["figures"]
    ]


if __name__ == "__main__":
    main()
