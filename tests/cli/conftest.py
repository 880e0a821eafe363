"""The command line, run in this process on a home of its own."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from dreaming.cli.main import cli

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """Call `dreaming` with these arguments; its output is no terminal."""

    def call(*arguments: str, stdin: str | bytes = "") -> Result:
        return CliRunner().invoke(cli, arguments, input=stdin, catch_exceptions=False, prog_name="dreaming")

    return call
