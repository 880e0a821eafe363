"""A part of a dream on the command line, and what is not wanted."""

import json
from typing import Any

import pytest
from tests.cli.conftest import Run
from tests.cli.test_dreams import notes, parsed, text_of
from tests.promises import promise

__all__ = ["notes"]
PREFERENCE = "From now on, always show me the plan before you edit files."


@pytest.fixture
def dream_id(notes: Run, tmp_path: Any) -> str:
    """A dream with two changes: a port that was replaced, and a preference."""
    session = tmp_path / "second.jsonl"
    event = {"type": "user.message", "text": PREFERENCE, "created_at": "2026-03-13T09:00:00Z"}
    session.write_text(json.dumps(event) + "\n", encoding="utf-8")
    assert notes("log", str(session)).exit_code == 0
    return parsed(notes, "start", "--store", "atlas", "--wait")["id"]


def changes(run: Run, dream_id: str) -> dict[str, str]:
    """The ids of the dream's changes by kind."""
    return {each["kind"]: each["id"] for each in parsed(run, "report", dream_id, "--section", "changes")}


@promise("promote:part:alone", "promote:undo:one")
def test_a_part_is_promoted_and_undone(notes: Run, dream_id: str) -> None:
    """Each step says what it did, and how to go on."""
    replaced = changes(notes, dream_id)["replaced"]

    part = notes("promote", dream_id, "--only", "replaced")
    assert f"Promoted dream {dream_id} in part, 1 of 2 changes," in part.stdout
    assert "9090" in text_of(notes)
    assert "promoted in part: 1 of 2 changes." in notes("report", dream_id).stdout
    assert replaced in notes("report", dream_id, "--section", "changes").stdout

    undone = notes("undo", replaced)
    assert f"Undid change {replaced}" in undone.stdout
    assert "9090" not in text_of(notes)
    assert notes("undo", replaced).exit_code == 3


@promise("refusal:change:listed", "refusal:change:never-again")
def test_what_is_left_out_is_listed_and_can_be_allowed(notes: Run, dream_id: str) -> None:
    """The list names it by what it says; lifted, it is in the list no more."""
    assert "Nothing is refused." in notes("refusals", "--store", "atlas").stdout
    done = parsed(notes, "promote", dream_id, "--except", "/preferences.md")
    assert (done["changes_inside"], done["changes_total"]) == (1, 2)

    (refusal,) = parsed(notes, "refusals", "--store", "atlas")
    assert (refusal["kind"], refusal["ground"], refusal["change_id"]) == (
        "line",
        "excepted",
        changes(notes, dream_id)["added"],
    )
    assert "show me the plan" in notes("refusals", "--store", "atlas").stdout
    assert f"Lifted {refusal['id']}" in notes("allow", refusal["id"]).stdout
    assert parsed(notes, "refusals", "--store", "atlas") == []
    assert notes("allow", refusal["id"]).exit_code == 3


@promise("refusal:discard:not-a-no")
def test_discard_refuses_only_where_it_is_told(notes: Run, dream_id: str) -> None:
    """`--refuse` may also follow later."""
    notes("discard", dream_id)
    assert parsed(notes, "refusals", "--store", "atlas") == []

    assert "not proposed again" in notes("discard", dream_id, "--refuse").stdout

    assert {each["ground"] for each in parsed(notes, "refusals", "--store", "atlas")} == {"discarded"}


def test_a_name_that_means_no_change_is_wrong_usage_of_the_dream(notes: Run, dream_id: str) -> None:
    """It says what there is."""
    result = notes("promote", dream_id, "--only", "/nowhere.md")

    assert result.exit_code != 0
    assert "names no change of the dream" in result.stderr
