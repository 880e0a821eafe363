"""The shape of the code: who may know whom, how large a piece may be, and what no file may say."""

import ast
import re
import statistics
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.promises import promise

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "dreaming"
FOLDERS = ("src", "tests", "docs", "examples", "benchmarks", ".ci")
TEXTS = sorted(
    file
    for file in (*(file for folder in FOLDERS for file in (ROOT / folder).rglob("*")), *ROOT.glob("*.*"))
    if file.suffix in {".py", ".md", ".sql", ".toml", ".json", ".svg", ""} and file.is_file()
)
# Put together here, so that this file does not say it either.
UNFINISHED = re.compile("|".join((r"\bTO" + r"DO\b", r"\bFIX" + r"ME\b", r"\bXX" + r"X\b")))
MACHINE = re.compile(
    "|".join(f"/{folder}/" for folder in ("ro" + "ot", "work/ma" + "in", "work/sh" + "ared", "tmp/e" + "nv"))
)
HOSTS = re.compile("|".join(("pypi" + r"\.org", "python" + "hosted", "npm" + "js", "deb" + r"\.debian")))


def functions() -> Iterator[tuple[str, int]]:
    """Each function of the package, and the lines of its body after the docstring."""
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
                last = body[-1].end_lineno or body[-1].lineno
                yield f"{file.relative_to(SOURCE)}:{node.name}", last - body[0].lineno + 1


def saying(pattern: re.Pattern[str], *, comments: bool = False) -> list[str]:
    """Where the files say what they may not; of Python, if asked for, the comments alone."""
    return [
        f"{file.relative_to(ROOT)}: {found[0]}"
        for file in TEXTS
        for found in pattern.finditer(comments_of(file) if comments else file.read_text(encoding="utf-8"))
    ]


def comments_of(file: Path) -> str:
    """The comments of a Python file, the whole of another."""
    if file.suffix != ".py":
        return file.read_text(encoding="utf-8")
    with file.open("rb") as code:
        return "\n".join(token.string for token in tokenize.tokenize(code.readline) if token.type == tokenize.COMMENT)


@promise("project:layers:downwards")
def test_knowledge_points_downwards() -> None:
    """The layers hold, and only one of them knows SQLite, MCP, or a model's SDK (contracts in pyproject.toml)."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_is_too_long_to_read() -> None:
    """300 lines are the aim for a file of the package, 500 the end."""
    sizes = {
        str(file.relative_to(SOURCE)): len(file.read_text(encoding="utf-8").splitlines())
        for file in SOURCE.rglob("*.py")
    }
    assert {name: size for name, size in sizes.items() if size > 500} == {}
    assert statistics.quantiles(sizes.values(), n=20)[-1] <= 300


def test_functions_are_one_thought_each() -> None:
    """No function has more than 50 lines; one in ten may have more than 20."""
    sizes = dict(functions())
    assert {name: size for name, size in sizes.items() if size > 50} == {}
    assert statistics.quantiles(sizes.values(), n=10)[-1] <= 20


def test_nothing_is_left_unfinished() -> None:
    """No comment and no page promises to do later what the code does not do."""
    assert saying(UNFINISHED, comments=True) == []
    assert [file.name for file in SOURCE.rglob("*.py") if "NotImplemented" in file.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("pattern", [MACHINE, HOSTS], ids=["machine paths", "hosts"])
def test_no_file_depends_on_a_machine(pattern: re.Pattern[str]) -> None:
    """No file names the machine that it was written on, or where packages come from."""
    assert saying(pattern) == []


def test_data_files_are_in_the_package() -> None:
    """What the program reads beside its code lies inside the package, so that the wheel has it."""
    data = {file.relative_to(SOURCE).as_posix() for file in SOURCE.rglob("*") if file.suffix in {".sql", ".typed", ""}}
    assert {"py.typed", "store/schema.sql"} <= data
    assert any((SOURCE / "store").glob("migrations_*.sql"))
    assert any((SOURCE / "cli" / "samples" / "sessions").iterdir())
