"""The benchmark of what dreams are worth: that it runs without data of others, and that its score cannot be had cheaply."""

import json
import sys
from pathlib import Path
from subprocess import run
from typing import Any

import pytest
from benchmarks.quality.asserting import asserts, invented, is_wholly_over
from benchmarks.quality.made import made_case
from benchmarks.quality.planted_shell import shell_set
from tests.promises import promise

ROOT = Path(__file__).parent.parent.parent
TRACKS = "own,parts,current_first,insights,form,office"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What the command writes of the tracks that need no data of others, at their smallest; by table and row."""
    file = tmp_path_factory.mktemp("quality") / "found.json"
    command = [sys.executable, "-m", "benchmarks.quality", "--size", "small", "--seeds", "1", "--tracks", TRACKS]
    done = run([*command, "--json", file], cwd=ROOT, capture_output=True, check=False, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    tracks = json.loads(file.read_text(encoding="utf-8"))["tracks"]
    return {table["title"]: table["rows"] for track in tracks for table in track["tables"]}


@promise("project:quality:measured")
def test_one_command_measures_dreams_beside_simpler_ways(told: dict[str, dict[str, Any]]) -> None:
    """Every way stands in the table of made facts, and a store that is left alone has lost and invented nothing."""
    rows = told["made facts"]

    assert {"no-op", "exact dedup", "newest wins 0.65", "keep all", "all former", "rules"} <= rows.keys()
    assert {name: rows["no-op"][name]["mean"] for name in ("retention", "learned", "invented")} == {
        "retention": 1,
        "learned": 0,
        "invented": 0,
    }
    assert rows["rules"]["learned"]["mean"] > 0


@promise("project:quality:measured")
def test_cheats_come_out_worthless(told: dict[str, dict[str, Any]]) -> None:
    """Neither writing everything down nor calling everything former gains a score."""
    rows = told["made facts"]

    assert rows["keep all"]["retention"]["mean"] == 1
    assert rows["all former"]["stale"]["mean"] < rows["no-op"]["stale"]["mean"]
    assert (
        max(rows[name]["score"]["mean"] for name in ("keep all", "all former")) < 0.1 < rows["rules"]["score"]["mean"]
    )


@promise("project:quality:measured")
def test_a_part_that_is_left_out_is_missed(told: dict[str, dict[str, Any]]) -> None:
    """Without sessions, and without adding, a dream learns nothing."""
    rows = told["made facts, without"]

    assert [rows[name]["learned"]["mean"] for name in ("- sessions", "- adding")] == [0, 0]


@promise("engine:result:deterministic", "engine:result:settled")
def test_promises_of_form_hold(told: dict[str, dict[str, Any]]) -> None:
    """Dreaming again changes nothing, the same input gives the same bytes, and no order changes a fact."""
    found = told["promises of form"]["rules"]

    assert {name: found[name]["mean"] for name in ("dreamt again", "told again", "other bytes", "other facts")} == {
        "dreamt again": 0,
        "told again": 0,
        "other bytes": 0,
        "other facts": 0,
    }


@promise("rules:figures:kept")
def test_no_figure_and_no_name_of_an_office_is_lost(told: dict[str, dict[str, Any]]) -> None:
    """Of invoices, limits, dates and persons, all stand in the result or in its history."""
    found = told["office"]["rules"]

    assert (found["figures lost"]["mean"], found["names lost"]["mean"]) == (0, 0)


@pytest.mark.parametrize(
    ("line", "is_asserted"),
    [
        ("- lark runs with 3 replicas.", True),
        ("- Replica count of lark: 3", True),
        ("- lark runs with 3.5 replicas.", False),
        ("- lark2 runs with 3 replicas.", False),
        ("- lark has moved its replica count from 3 to 5.", False),
        ("- As of this week 5 is the replica count of lark (3 before that).", False),
        ("- We replaced 3 with 5 as the replica count of lark.", False),
        ("- Correction on lark: the replica count is 5, not 3.", False),
        ("- lark runs with … replicas, until 2026-05-04: 3", False),
        ("- until 2026-05-04: lark runs with 3 replicas", False),
        ("- formerly lark runs with 3 replicas", False),
        ("- lark no longer has 5 as its replica count, it has 3 now.", True),
    ],
)
def test_what_is_over_is_not_asserted(line: str, is_asserted: bool) -> None:
    """A line is read as what it says: what holds, not what has held."""
    assert asserts(line, "lark", "replica", "3") is is_asserted


def test_a_line_of_history_states_nothing_that_holds() -> None:
    """Whole or with the old value set apart, it is over; a date in a statement makes nothing over."""
    over = ["- Uses …, until 2026-03-04: VS Code", "- until 2026-03-04: Uses VS Code"]
    holds = ["- First aid: Fatou Diarra (until 2027-01-31)", "- Uses VS Code until 2027"]

    assert [is_wholly_over(line) for line in over + holds] == [True, True, False, False]


def test_what_no_source_has_is_invented() -> None:
    """Numbers, codes and identifiers count, our own ids and headings do not."""
    lines = ["# 17 lines", "- lark has 5 replicas", "- lark has 4 replicas", "- see drm_x1 of 2026-05-04"]

    assert invented("lark has 5 replicas on 2026-05-04", lines) == ["- lark has 4 replicas"]


def test_a_seed_makes_the_same_case_again() -> None:
    """And another seed another one."""
    assert made_case(7) == made_case(7)
    assert made_case(7).case.memories != made_case(8).case.memories


def test_a_planted_set_has_what_it_says() -> None:
    """Twelve sessions, six recurrences, six decoys; of other seeds other bytes."""
    found = shell_set(1)

    assert (len(found.sessions), len(found.recurrences), len(found.decoys)) == (12, 6, 6)
    assert (found == shell_set(1), found == shell_set(2)) == (True, False)
