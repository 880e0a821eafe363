"""The real client: only where it is asked for, since it comes from npm and takes half a gigabyte of disk."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.claude_code.client import Client
from tests.claude_code.model import LAST_WORD, Model, served
from tests.npm import Programs, Skipped, install

VARIABLE = "DREAMING_TEST_CLAUDE_CODE"


@pytest.fixture(scope="session")
def programs() -> Programs:
    """Claude Code, installed once."""
    if not os.environ.get(VARIABLE):
        pytest.skip(f"{VARIABLE}=1 runs these with the real Claude Code, as .ci/run does")
    try:
        return install(Path(__file__).with_name("package.json"), "dreaming-claude-code")
    except Skipped as why:
        pytest.skip(f"Claude Code cannot be had here: {why}")


@pytest.fixture
def model() -> Iterator[Model]:
    """A model that has nothing to say until a test gives it a script."""
    with served(lambda _: LAST_WORD) as found:
        yield found


@pytest.fixture
def client(programs: Programs, model: Model, tmp_path: Path) -> Client:
    """A new user's client, without the plugin."""
    (tmp_path / "user" / ".claude").mkdir(parents=True)
    return Client(programs, tmp_path, model.url)
