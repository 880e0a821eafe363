"""How a Claude Code session ended, as far as its record says."""

from pathlib import Path

import pytest
from tests.integrations.test_importing import grow
from tests.integrations.transcripts import Record, agent, call, other, read, result, text, user, write
from tests.promises import promise

from dreaming.app import open_app
from dreaming.domain.model import Outcome, OutcomeResult

START = [user("1", None, "Deploy it"), agent("2", "1", text("Deploying."))]
INTERRUPT = user("3", "2", [text("[Request interrupted by user]")])
EXIT = user("4", "3", "<command-name>/exit</command-name>")
API_ERROR = agent("3", "2", text("API Error: 529 key sk-secret"), isApiErrorMessage=True, error="overloaded")
INTERRUPTED = Outcome(result=OutcomeResult.INTERRUPTED, explanation="The user interrupted the agent.", by="claude-code")


def failed(explanation: str) -> Outcome:
    """A session that broke off."""
    return Outcome(result=OutcomeResult.FAILED, explanation=explanation, by="claude-code")


@promise("session:outcome:record")
@pytest.mark.parametrize(
    ("end", "outcome"),
    [
        ([], None),
        ([user("3", "2", "Thanks, that is perfect")], None),
        ([INTERRUPT], INTERRUPTED),
        ([INTERRUPT, EXIT, other("system", "5", "4")], INTERRUPTED),
        ([INTERRUPT, user("4", "3", "Use make instead")], None),
        ([user("3", "2", [*result("t", "no"), text("[Request interrupted by user for tool use]")])], INTERRUPTED),
        ([API_ERROR], failed("API error: overloaded.")),
        ([API_ERROR, user("4", "3", "Go on"), agent("5", "4", text("Done."))], None),
        ([{"type": "result", "subtype": "error_max_turns"}], failed("The run ended with an error: error_max_turns.")),
        ([{"type": "result", "subtype": "success", "is_error": False}], None),
        (
            [{"type": "result", "subtype": "it says sk-secret", "is_error": True}],
            failed("The run ended with an error."),
        ),
        ([user("3", "2", [text("[Request interrupted by user]")], isSidechain=True)], None),
        ([agent("3", "2", call("t", "Bash", command="x")), user("4", "3", result("t", "x", is_error=True))], None),
    ],
)
def test_only_what_the_record_says(tmp_path: Path, end: list[Record], outcome: Outcome | None) -> None:
    """An interruption or an error at the end; whether the user was content, no record says."""
    assert read(write(tmp_path / "s-1.jsonl", [*START, *end])).head.outcome == outcome


@promise("session:outcome:record")
def test_an_outcome_lapses_when_the_session_goes_on(tmp_path: Path) -> None:
    """Not by what the program notes behind it."""
    app, path = open_app(tmp_path / "home"), write(tmp_path / "s-1.jsonl", [*START, INTERRUPT])
    outcomes: list[Outcome | None] = []
    for more in ([], [EXIT], [other("system", "5", "4")], [user("6", "5", "Go on")]):
        app.log_grown(grow(path, more))
        outcomes += [each.outcome for each in app.sessions.listing()]

    assert outcomes == [INTERRUPTED, INTERRUPTED, INTERRUPTED, None]
    app.close()
