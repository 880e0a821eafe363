"""Branches of a Claude Code conversation: what is abandoned, and above all what is not."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from tests.integrations.transcripts import agent, call, other, read, result, text, user, write
from tests.promises import promise

from dreaming.integrations.claude_code.branches import Branches
from dreaming.integrations.claude_code.records import Kind

START = [user("1", None, "Hello"), agent("2", "1", text("Hi."))]


@promise("session:claude-code:branches")
def test_a_question_asked_anew_abandons_the_first_and_all_under_it(tmp_path: Path) -> None:
    """Going back leaves both in the file; the later one counts."""
    records = [
        *START,
        user("3", "2", "Use npm"),
        agent("4", "3", call("t", "Bash", command="npm i")),
        user("5", "4", result("t", "done")),
        user("6", "2", "Use pnpm"),
        agent("7", "6", text("Using pnpm.")),
    ]

    found = read(write(tmp_path / "s.jsonl", records))

    assert found.texts(abandoned=True) == ["Use npm", "npm i", "done"]
    assert found.texts(abandoned=False) == ["Hello", "Hi.", "Use pnpm", "Using pnpm."]
    assert found.notes == ("3 events off the latest branch: kept and shown, never evidence.",)


@promise("session:claude-code:branches")
def test_steps_between_do_not_hide_a_fork(tmp_path: Path) -> None:
    """The first question hung on a hook's record, the second hangs on the answer itself."""
    records = [
        *START,
        other("system", "s", "2", subtype="stop_hook_summary"),
        other("progress", "p", "s", data={}),
        user("3", "p", "Use npm"),
        user("4", "2", "Use pnpm"),
    ]

    assert read(write(tmp_path / "s.jsonl", records)).texts(abandoned=True) == ["Use npm"]


@promise("session:claude-code:branches")
def test_a_branch_within_an_abandoned_branch_is_abandoned(tmp_path: Path) -> None:
    """Everything that hangs on what was taken back was taken back."""
    records = [
        *START,
        user("3", "2", "Use npm"),
        agent("4", "3", text("Fine.")),
        user("5", "4", "And tabs"),
        user("6", "4", "And spaces"),
        user("7", "2", "Use pnpm"),
    ]

    assert read(write(tmp_path / "s.jsonl", records)).texts(abandoned=False) == ["Hello", "Hi.", "Use pnpm"]


@promise("session:claude-code:branches")
def test_the_branch_that_goes_on_counts(tmp_path: Path) -> None:
    """Not the one that was begun last, but the one that the last record hangs on."""
    records = [*START, user("3", "2", "Use npm"), user("4", "2", "Use pnpm"), agent("5", "3", text("Using npm."))]

    assert read(write(tmp_path / "s.jsonl", records)).texts(abandoned=True) == ["Use pnpm"]


@promise("session:claude-code:no-false-branch")
def test_parallel_calls_are_no_branches(tmp_path: Path) -> None:
    """Results hang on their calls side by side, and the conversation goes on from one of them."""
    records = [
        *START,
        agent("3", "2", call("a", "Read")),
        agent("4", "3", call("b", "Read")),
        user("5", "3", result("a", "one")),
        other("progress", "6", "4", data={}),
        user("7", "4", result("b", "two")),
        agent("8", "7", text("Both read.")),
        user("9", "8", "Thanks"),
    ]

    assert read(write(tmp_path / "s.jsonl", records)).texts(abandoned=True) == []


@promise("session:claude-code:no-false-branch")
def test_compaction_abandons_nothing(tmp_path: Path) -> None:
    """What comes after hangs on the boundary, which hangs on something, or on nothing that is in the file."""
    before = [*START, user("3", "2", "Use pnpm"), agent("4", "3", text("Yes."))]
    for logical in ("2", "4", "gone", None):
        boundary = other("system", "b", None, subtype="compact_boundary", logicalParentUuid=logical)
        after = [user("s", "b", "Summary", isCompactSummary=True), user("5", "s", "Go on")]

        found = read(write(tmp_path / "s.jsonl", [*before, boundary, *after]))

        assert found.texts(abandoned=False) == ["Hello", "Hi.", "Use pnpm", "Yes.", "Summary", "Go on"]


@promise("session:claude-code:no-false-branch")
def test_records_that_hang_on_nothing_are_kept(tmp_path: Path) -> None:
    """Where the ids do not say, every prompt counts."""
    loose = [user(str(number), None, f"Prompt {number}") for number in range(3)]
    dangling = [user(f"d{number}", f"gone{number}", f"Prompt d{number}") for number in range(3)]
    nameless = [user(None, None, "No id")]

    assert read(write(tmp_path / "s.jsonl", [*loose, *dangling, *nameless])).texts(abandoned=True) == []


@promise("session:claude-code:no-false-branch")
@given(st.lists(st.tuples(st.sampled_from(list(Kind)), st.integers(0, 30)), max_size=30))
def test_any_tree_keeps_its_end_and_forks_only_at_prompts(nodes: list[tuple[Kind, int]]) -> None:
    """Whatever hangs on whatever, circles too: the last turn counts, and without two prompts nothing is abandoned."""
    branches = Branches()
    for place, (kind, parent) in enumerate(nodes):
        branches.add(kind, f"n{place}", f"n{parent}")

    marks = branches.abandoned()

    turns = [place for place, (kind, _) in enumerate(nodes) if kind in {Kind.TURN, Kind.PROMPT}]
    assert not turns or not marks[turns[-1]]
    assert sum(kind is Kind.PROMPT for kind, _ in nodes) > 1 or not any(marks)
