"""Each promise has a test, and each test that names a promise names one that is made."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.promises import PROMISES, promise

TESTS = Path(__file__).parent


def shown() -> Iterator[tuple[str, str]]:
    """Each promise that a test is marked with, and the test."""
    for file in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                yield from ((name, f"{file.relative_to(TESTS)}::{node.name}") for name in _marks(node))


def _marks(test: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    for decorator in test.decorator_list:
        match decorator:
            case ast.Call(func=ast.Name(id="promise"), args=args):
                yield from (str(arg.value) for arg in args if isinstance(arg, ast.Constant))
            case _:
                pass


@promise("project:promises:shown")
def test_each_promise_is_shown_by_a_test() -> None:
    """A promise without a test breaks the build."""
    assert PROMISES.keys() - {name for name, _ in shown()} == set()


@promise("project:promises:shown")
def test_each_marked_test_names_promises_that_are_made() -> None:
    """A test that shows what nobody promised breaks the build."""
    assert [(name, test) for name, test in shown() if name not in PROMISES] == []


def test_promises_are_sentences() -> None:
    """A promise reads as one, and its name is of the form area:object:what."""
    assert [name for name, text in PROMISES.items() if len(name.split(":")) != 3 or not text.endswith(".")] == []
