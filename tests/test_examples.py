"""Each example runs offline in an empty home and says what it says it does."""

import os
import sys
from pathlib import Path
from subprocess import run

import pytest
from tests.promises import promise

EXAMPLES = Path(__file__).parent.parent / "examples"
SAYS = {
    "first_dream.py": ("waits for review", "Logged 2 events", "1 replaced, 1 merged", "Nothing has changed yet: True"),
    "import_claude_code.py": ("3 events are new", "0 events are new", "Never push to main"),
    "own_judge.py": ("completed with 0 changes", "Refused: 'Backups run at 03:00.'", "Every line is there: True"),
    "review_and_promote.py": ("Use spaces, not tabs.", "Unchanged while it waits for review: True", "Restored: True"),
}


def test_each_example_is_known_here() -> None:
    """No example is left unrun."""
    assert {file.name for file in EXAMPLES.glob("*.py")} == SAYS.keys()


@promise("project:examples:run")
@pytest.mark.parametrize("name", SAYS)
def test_example_runs_and_says_what_it_does(name: str) -> None:
    """With no network that could be asked: addresses of proxies lead nowhere."""
    env = os.environ | dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9")
    done = run([sys.executable, EXAMPLES / name], capture_output=True, env=env, check=False, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    assert [words for words in SAYS[name] if words not in done.stdout] == []


@pytest.mark.parametrize("name", SAYS)
def test_example_fits_a_screen(name: str) -> None:
    """At most 60 lines."""
    assert len((EXAMPLES / name).read_text(encoding="utf-8").splitlines()) <= 60
