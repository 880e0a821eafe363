"""How the page begins and ends."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.promises import promise
from tests.review.visiting import SECONDS, serving
from tests.rig import Rig

from dreaming.app import open_app
from dreaming.review.serve import serve


@promise("page:serve:ends")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_on_a_signal(rig: Rig, number: int) -> None:
    """With exit code 0, and a word."""
    with serving(rig.db.path.parent) as page:
        code, said = page.stop(number)

    assert (code, said.splitlines()) == (0, ["Ctrl-C ends it.", "Ended."])


@promise("page:serve:ends")
def test_it_ends_when_nobody_looks(tmp_path: Path) -> None:
    """After the time that was given; in the program that is an hour."""
    app = open_app(tmp_path / "home")
    told: list[str] = []
    try:
        assert serve(app, announce=told.append, idle_seconds=0.05)
    finally:
        app.close()

    assert told[0].startswith("http://127.0.0.1:")


@promise("page:serve:ends")
def test_an_unknown_dream_is_said_before_anything_is_served(rig: Rig) -> None:
    """As by every other command."""
    command = [sys.executable, "-m", "dreaming", "review", "--no-open", "drm_x"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=SECONDS, check=False)

    assert (done.returncode, done.stdout) == (3, "")
    assert "No dream 'drm_x'" in done.stderr


@promise("page:serve:ends")
def test_a_program_reads_the_address_from_json(rig: Rig) -> None:
    """One object on the first line, as soon as it answers."""
    with serving(rig.db.path.parent, "--json") as page:
        assert json.loads(page.url)["url"].startswith("http://127.0.0.1:")
