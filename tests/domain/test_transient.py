"""Which lines go for good without another in their place: only what meant something while it was written."""

import pytest
from tests.promises import promise

from dreaming.domain.transient import transient

PASSING = [
    "Ran the linter, passed",
    "ran the linter, passed.",
    "All tests pass",
    "Tests are green again.",
    "Re-ran the tests, all green",
    "Committed and pushed.",
    "Committed the changes",
    "Started the dev server",
    "Build succeeded",
    "CI is green",
    "CI was red again, retried, now green",
    "Checked the logs, nothing unusual.",
    "Opened the README and scrolled through it",
    "Looking at the code now",
    "I ran the type checker, no errors",
    "Restarted the server, works now",
    "Installed the dependencies",
    "Waiting for CI",
    "No errors",
    "Everything works",
    "Nothing new",
    "User said thanks",
    "The user was happy with the result",
    "Session started",
    "Context was compacted",
    "Picking up where we left off",
    "Let me check the logs",
    "Next: run the tests",
    "Lunch break",
    "Back in a few minutes",
    "Thanks, looks good!",
    "Reviewed the diff, looks good",
    "Formatted the code",
    "Tests passed without errors",
    "Working tree clean",
    "Waited for the pipeline, it passed",
    "Ran the tests again and it passed",
    "The build took a while",
    "Hello!",
    "Done.",
    "good night",
]
LASTING = [
    "Run the linter before committing",
    "Tests pass only with Redis running",
    "Ran migration 42 on production",
    "The build took 4m10s",
    "Tests run on Node 22",
    "Fixed the login bug",
    "Restarted nginx, works now",
    "Pushed the changes to `main`",
    "The linter is ruff",
    "Ran `make check`, passed",
    "CI runs on Buildkite",
    "Checked with Priya, looks good",
    "Deployed to production",
    "The server is restarted every night",
    "Tests are run with pytest -q",
    "Installed the boiler in the kitchen",
    "Closed the account at the bank",
    "Started insulin",
    "Stopped sertraline",
    "Opened a bakery",
    "The tests need the server running",
    "No meetings on Fridays",
    "Never rerun the migration",
    "Merged the two invoices",
    "All invoices passed",
    "Tests fail without the VPN",
    "Finished the marathon",
    "Sent the contract to the landlord",
    "Waiting for the visa",
    "The user prefers short answers",
    "User said no to Redux",
    "User confirmed the address",
    "All changes must be reviewed",
    "Everything is in Linear",
    "Build fails on Windows",
    "12 tests passed",
    "Server is up at 10.0.0.12",
    "Working on the thesis",
    "Read the lease",
    "Paid the rent",
    "Saved 200 euros",
    "No warnings are allowed",
    "Tests first",
    "no tests in CI",
    "Code review is done by Bea",
    "Changes are merged by squash",
    "Files are formatted with Black",
    "No changes in the footer",
    "All files are UTF-8",
    "Closed the account at the bank once more",
    "I will open a bakery",
    "I will start insulin",
    "Lunch break is at noon",
    "Session notes go to the wiki",
    "Back pain since the move",
    "Tried the new recipe again",
    "User said yes to the loan",
    "The user asked how invoices are numbered",
    "Running shoes",
    "Reading glasses",
    "Working from home",
    "The work is done by Bea",
    "Tests are slow",
    "Code is poetry",
    "Reviewed by legal",
    "Saved the cat",
    "Good morning routine",
    "The project is finished",
    "The task is running late",
    "No changes to the contract",
    "Started the keto diet",
    "Stopped the pills",
]


@promise("rules:transient:named")
@pytest.mark.parametrize("line", PASSING)
def test_a_line_of_the_moment_is_known_by_a_rule(line: str) -> None:
    """Status, narration, thanks and greetings, however they are put."""
    assert transient(line) is not None


@promise("rules:transient:named")
@pytest.mark.parametrize("line", LASTING)
def test_a_line_that_says_anything_else_stays(line: str) -> None:
    """A value, a name, a rule, a reason, or a matter that is no routine of the work."""
    assert transient(line) is None


@pytest.mark.parametrize("line", PASSING)
@pytest.mark.parametrize(
    "value", ["8080", "`main`", "with Priya", "on 2026-03-04", "in production", "to /etc/hosts", "v2.1"]
)
def test_no_line_with_a_value_goes(line: str, value: str) -> None:
    """Whatever else it says, the value may be said nowhere else."""
    assert transient(f"{line.rstrip('.!')} {value}") is None
    assert transient(f"{line.rstrip('.!')}, {value}") is None
