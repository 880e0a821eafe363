"""Whether independent programs accept this server, and its bundle: the official suite, the Inspector, `mcpb` and `uv`.

    python -m tests.conformance.run

Prints a table and ends with 1 if anything failed that is not expected to. Where the programs cannot be had it says so
in one line and ends with 0. They are installed once, in the user's cache.
"""

import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from tests.conformance.bundle import run_bundle
from tests.conformance.inspector import run_inspector
from tests.conformance.suite import EXPECTED, Outcome, run_suite
from tests.npm import Programs, Skipped, install

WIDTH = 52


def main() -> int:
    """Run everything; the exit code."""
    try:
        programs = install(Path(__file__).with_name("package.json"), "dreaming-conformance")
    except Skipped as why:
        print(f"skipped: {why}")
        return 0
    print(programs.versions())
    bad = [outcome for _, outcomes in _printed(programs) for outcome in outcomes if not outcome.is_good]
    print(f"\n{len(bad)} failed." if bad else "\nEverything passed that is expected to.")
    return 1 if bad else 0


def _printed(programs: Programs) -> Iterator[tuple[str, list[Outcome]]]:
    for name, outcomes in chain(run_suite(programs), run_inspector(programs), run_bundle(programs)):
        print(f"\n{name:{WIDTH}} passed failed")
        for outcome in outcomes:
            _print(outcome)
        print(
            f"  {'in all':{WIDTH - 2}} {sum(each.passed for each in outcomes):6} {sum(each.failed for each in outcomes):6}"
        )
        sys.stdout.flush()
        yield name, outcomes


def _print(outcome: Outcome) -> None:
    print(f"  {outcome.name:{WIDTH - 2}} {outcome.passed:6} {outcome.failed:6}{'' if outcome.is_good else '  <-'}")
    if not outcome.passed and outcome.name in EXPECTED:
        print(f"      expected: {EXPECTED[outcome.name]}")
    for remark in outcome.remarks:
        print(f"      {remark}")


if __name__ == "__main__":
    raise SystemExit(main())
