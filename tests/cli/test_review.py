"""Looking back on the command line: diffs, why, where, and memories as they stood; colours and paging."""

import json
import os
import sys
from typing import Any

import pytest
from tests.cli.conftest import Run
from tests.cli.test_dreams import NOTE, notes, parsed
from tests.promises import promise

if sys.platform != "win32":
    from tests.cli.terminal import Terminal

__all__ = ["notes"]
at_a_terminal = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
OLD, NEW = "The staging server listens on port 8080.", "We moved the staging server from port 8080 to port 9090."
EVIL = "\x1b[31mred\x1b]0;title\x07 \u202egnp.exe"


@pytest.fixture
def dreamt(notes: Run) -> str:
    """The id of a dream over the note and the session, promoted."""
    dream_id: str = parsed(notes, "start", "--store", "atlas", "--wait")["id"]
    assert notes("promote", dream_id).exit_code == 0
    return dream_id


@promise("report:diff:answerable", "cli:report:terminal")
def test_the_diff_of_a_dream_is_plain_text_in_a_pipe(notes: Run, dreamt: str) -> None:
    """What is compared, then hunk by hunk, words between marks; no colour and no pager."""
    result = notes("report", "--diff", "--path", "/server.md")

    lines = result.stdout.splitlines()
    assert lines[:2] == ["input → output: 1 replaced", "/server.md, modified: 1 replaced"]
    assert lines[3].startswith("replaced /server.md:3 (fact)  chg_")
    assert lines[4] == ("~ - [-The-]{+We moved the+} staging server [-listens on-]{+from+} port 8080{+ to port 9090+}.")
    assert lines[5].startswith("  Why: ")
    assert lines[-1].endswith(f'"{NEW}"')
    assert "\x1b" not in result.stdout
    assert notes("report", dreamt, "--section", "diff").stdout == notes("report", dreamt, "--diff").stdout


@promise("report:diff:pages", "report:diff:answerable")
def test_the_diff_as_json_holds_lines_byte_for_byte(notes: Run, dreamt: str) -> None:
    """One list of hunks, whose keys are always there; filtered and paged as the text."""
    hunks: list[dict[str, Any]] = parsed(notes, "report", dreamt, "--diff")
    (replaced,) = (hunk for hunk in hunks if hunk["risk"] == "replaced")

    assert {tuple(sorted(hunk)) for hunk in hunks} == {
        tuple(sorted(
            ["path_before", "path_after", "operation", "number", "risk", "topic", "change_id", "kind", "fates", "reason",
             "before", "after", "rows", "vanished", "to", "from", "evidence"]
        ))
    }  # fmt: skip
    assert replaced["before"] == {"first_line": 3, "text": f"- {OLD}\n"}
    assert replaced["after"] == {"first_line": 3, "text": f"- {NEW}\n"}
    assert replaced["fates"] == ["superseded_by"]
    assert replaced["evidence"][0]["quote"] == NEW
    assert parsed(notes, "report", dreamt, "--topic", "fact") == [hunk for hunk in hunks if hunk["topic"] == "fact"]
    assert parsed(notes, "report", dreamt, "--diff", "--offset", "1", "--limit", "1") == hunks[1:2]
    assert len(parsed(notes, "report", dreamt, "--by-topic")) == len(hunks)
    assert notes("report", dreamt, "--diff", "--limit", "1").stderr == f"{len(hunks) - 1} more: --offset 1\n"
    assert notes("report", dreamt, "--section", "doubts", "--path", "/a").exit_code == 2


@promise("report:diff:stores")
def test_two_stores_and_two_times_are_compared(notes: Run, dreamt: str) -> None:
    """From the first to the second; one store from a time to now."""
    output = parsed(notes, "status", dreamt)["outputs"][0]["memory_store_id"]
    assert notes("diff", "atlas", output).stdout == f"atlas → atlas (dream {dreamt[4:10]}): no difference\n"

    created = parsed(notes, "memory", "history", "/server.md", "--store", "atlas")["versions"][-1]["created_at"]
    found = parsed(notes, "diff", "atlas", "--at", created)
    assert list(found) == ["before", "after", "counts", "hunks"]
    assert [hunk["after"]["text"] for hunk in found["hunks"] if hunk["path_after"] == "/server.md"] == [f"- {NEW}\n"]
    assert "~ - [-The-]" in notes("diff", "atlas", "--at", created, "--path", "/server.md").stdout
    assert parsed(notes, "diff", "atlas", "--at", created, "--at", created[:10])["hunks"] == found["hunks"]
    for wrong in (("atlas",), ("atlas", output, "--at", created), ("a", "b", "c"), ("atlas", "--at", "yesterday")):
        assert notes("diff", *wrong).exit_code == 2
    assert notes("diff", "atlas", "atlas").exit_code == 2


@promise("report:why:chain", "report:where:chain")
def test_why_and_where_are_told(notes: Run, dreamt: str) -> None:
    """A line by its place, one that is gone by its words; as text and as JSON."""
    why = notes("why", "/server.md:3", "--store", "atlas").stdout
    assert why.startswith(f"/server.md:3  - {NEW}\nSaid on 2026-03-12 by user, trusted as user.\n")
    assert f"written by dream {dreamt}, promoted by user" in why
    assert "written by import" in why
    told = parsed(notes, "why", "/server.md:3", "--store", "atlas")
    assert (told["origin"], told["trust"], told["steps"][0]["dream_id"]) == ("user", "user", dreamt)

    gone = notes("why", "--gone", OLD, "--store", "atlas").stdout
    assert f"superseded_by, by dream {dreamt}, promoted by user" in gone
    assert f"-> /server.md:3  {NEW}" in gone
    found = parsed(notes, "why", "--gone", OLD, "--store", "atlas")
    assert (found["departures"][0]["fate"], found["standing"][0]["path"]) == ("superseded_by", "/server.md")
    for wrong in ((), ("/server.md:3", "--gone", "x"), ("/server.md",), ("--gone", "x", "--at", "2026-03-04")):
        assert notes("why", *wrong, "--store", "atlas").exit_code == 2
    assert notes("why", "/server.md:99", "--store", "atlas").exit_code == 2
    assert notes("why", "--gone", "nobody said this", "--store", "atlas").exit_code == 3


@promise("memory:view:as-of", "memory:search:as-of")
def test_memories_are_read_as_they_stood(notes: Run, dreamt: str) -> None:
    """Viewed, listed and searched."""
    created = parsed(notes, "memory", "history", "/server.md", "--store", "atlas")["versions"][-1]["created_at"]
    at = ("--store", "atlas", "--at", created)

    assert notes("memory", "view", "/server.md", *at).stdout == NOTE
    assert [each["path"] for each in parsed(notes, "memory", "list", *at)["memories"]] == ["/server.md"]
    assert parsed(notes, "memory", "search", "staging port", *at)["passages"][0]["text"] == f"- {OLD}"
    assert len(parsed(notes, "memory", "list", "--store", "atlas")["memories"]) > 1
    assert notes("memory", "view", *at).exit_code == 2


@promise("cli:report:harmless")
def test_what_memories_say_does_not_drive_the_terminal(notes: Run) -> None:
    """In paths, lines and titles: control and bidirectional characters are shown as marks."""
    notes("memory", "write", "/evil.md", "--store", "atlas", stdin=f"- {EVIL}\n")
    created = parsed(notes, "memory", "history", "/evil.md", "--store", "atlas")["versions"][0]["created_at"]
    notes("memory", "edit", "/evil.md", "--store", "atlas", "--replace", "red", "green")
    for arguments in (
        ("diff", "atlas", "--at", created),
        ("why", "/evil.md:1", "--store", "atlas"),
        ("why", "--gone", "title", "--store", "atlas"),
    ):
        result = notes(*arguments)
        assert result.exit_code == 0, result.stderr
        assert not {"\x1b", "\x07", "\u202e"} & set(result.stdout), arguments


@at_a_terminal
@promise("cli:report:terminal", "cli:report:harmless")
def test_a_terminal_shows_colours_unless_they_are_not_wanted(notes: Run, dreamt: str) -> None:
    """Our own colours, and none of a memory's."""
    notes("memory", "write", "/evil.md", "--store", "atlas", stdin=f"- {EVIL}\n")
    created = parsed(notes, "memory", "history", "/server.md", "--store", "atlas")["versions"][-1]["created_at"]
    command = ("diff", "atlas", "--at", created, "--path", "/evil.md")
    with Terminal(*command, env=_env()) as terminal:
        assert terminal.end() == 0
    with Terminal(*command, env=_env(NO_COLOR="1")) as plain:
        assert plain.end() == 0

    assert "\x1b[32m" in terminal.seen
    assert "\x1b]0;" not in terminal.seen
    assert "\x1b[31mred" not in terminal.seen
    assert "\x1b" not in plain.seen


@at_a_terminal
@promise("cli:report:terminal")
def test_what_is_longer_than_the_screen_goes_through_the_pager(notes: Run, dreamt: str) -> None:
    """PAGER's; what fits is printed at once, and so is all of it with --no-pager."""
    text = "".join(f"- line {number} of many\n" for number in range(200))
    notes("memory", "write", "/long.md", "--store", "atlas", stdin=text)
    created = parsed(notes, "memory", "history", "/server.md", "--store", "atlas")["versions"][-1]["created_at"]
    long, short = ("diff", "atlas", "--at", created), ("why", "/long.md:1", "--store", "atlas")
    env = _env(
        PAGER=f"{sys.executable} -c \"import sys;print('PAGED',len(sys.stdin.read().splitlines()))\"", NO_COLOR="1"
    )
    seen: dict[str, str] = {}
    for name, command in (("long", long), ("short", short), ("unpaged", (*long, "--no-pager"))):
        with Terminal(*command, env=env) as terminal:
            assert terminal.end() == 0
            seen[name] = terminal.seen

    assert "PAGED" in seen["long"]
    assert "line 30 of many" not in seen["long"]
    assert "PAGED" not in seen["short"]
    assert ("PAGED" in seen["unpaged"], "line 30 of many" in seen["unpaged"]) == (False, True)


def _env(**more: str) -> dict[str, str]:
    return {"DREAMING_HOME": os.environ["DREAMING_HOME"], **more}


def test_json_is_one_value(notes: Run, dreamt: str) -> None:
    """Of each command that looks back."""
    for command in (
        ("report", "--diff"),
        ("diff", "atlas", "--at", "2026-01-01"),
        ("why", "/server.md:1", "--store", "atlas"),
    ):
        result = notes(*command, "--json")
        assert len(result.stdout.splitlines()) == 1
        json.loads(result.stdout)
