"""`dreaming memory export --as`: what a user sees, is asked, and finds afterwards."""

import json
import os
import select
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.promises import promise

from dreaming.app import open_app
from dreaming.service.exchange import ImportItem

MINE = b"\xef\xbb\xbf# Mine\r\n\r\nno newline"


@pytest.fixture
def claude_md(run: Run, tmp_path: Path) -> Path:
    """A file of the user's, and a store with a line of theirs."""
    run("memory", "write", "/deploy.md", "- Always run `make migrate` first.\n")
    file = tmp_path / "CLAUDE.md"
    file.write_bytes(MINE)
    return file


@promise("cli:export:asked")
def test_without_a_terminal_the_difference_is_shown_and_nothing_is_done(run: Run, claude_md: Path) -> None:
    """It says what to do; a dry run says only what would be done."""
    shown = run("memory", "export", str(claude_md), "--as", "section")
    dry = run("memory", "export", str(claude_md), "--as", "section", "--dry-run")

    assert (shown.exit_code, dry.exit_code) == (1, 0)
    assert "+- Always run `make migrate` first.\n" in shown.stdout
    assert "Nothing was written: 1 file would be changed, as shown. Add --yes" in shown.stderr
    assert dry.stdout == f"{shown.stdout}1 file would be changed.\n"
    assert claude_md.read_bytes() == MINE


@promise("cli:export:section", "cli:export:kept")
def test_a_section_comes_and_goes_and_the_file_is_what_it_was(run: Run, claude_md: Path, tmp_path: Path) -> None:
    """Byte for byte; again changes nothing; the file as it was is kept."""
    arguments = ("memory", "export", str(claude_md), "--as", "section", "--yes")

    written = run(*arguments)
    again = run(*arguments)
    with_section = claude_md.read_bytes()
    removed = run(*arguments, "--remove")

    assert with_section.startswith(MINE)
    assert b"- Always run `make migrate` first.\r\n" in with_section
    assert "Changed 1 file. As they were: " in written.stdout
    assert again.stdout == "Nothing to change.\n"
    assert removed.exit_code == 0
    assert claude_md.read_bytes() == MINE
    kept = (tmp_path / "home" / "files-before").rglob("*.md")
    assert sorted(file.read_bytes() for file in kept) == sorted([MINE, with_section])


@promise("cli:export:section")
def test_a_file_that_was_made_for_the_section_goes_with_it(run: Run, claude_md: Path) -> None:
    """Removing what is not there changes nothing."""
    file = claude_md.with_name("AGENTS.md")
    run("memory", "export", str(file), "--as", "section", "--yes")
    assert file.exists()

    for _ in range(2):
        assert run("memory", "export", str(file), "--as", "section", "--remove", "--yes").exit_code == 0
        assert not file.exists()


@promise("cli:export:markers", "cli:export:no-links")
def test_what_cannot_be_changed_safely_is_left_alone(run: Run, claude_md: Path) -> None:
    """Damaged markers, links, and what is no text; each is told with what to do."""
    link = claude_md.with_name("link.md")
    link.symlink_to(claude_md)
    binary = claude_md.with_name("binary.md")
    binary.write_bytes(b"\xff\xfe\x00")
    damaged = claude_md.with_name("damaged.md")
    damaged.write_text("a\n<!-- dreaming:end -->\n", encoding="utf-8")
    cases = {link: (1, "is a link"), binary: (1, "not UTF-8 text"), damaged: (4, "line 2 ends a section")}
    before = {file: file.read_bytes() for file in cases}

    for file, (code, said) in cases.items():
        for more in ((), ("--remove",)):
            result = run("memory", "export", str(file), "--as", "section", "--yes", *more)
            assert result.exit_code == code
            assert said in result.stderr

    assert {file: file.read_bytes() for file in cases} == before
    assert claude_md.read_bytes() == MINE


def test_a_store_with_nothing_to_say_makes_no_section(run: Run, claude_md: Path, tmp_path: Path) -> None:
    """It says why, and how imported facts get in."""
    (tmp_path / "notes.md").write_text("- The server listens on port 8080.\n", encoding="utf-8")
    run("memory", "import", str(tmp_path / "notes.md"), "--store", "notes")
    arguments = ("memory", "export", str(claude_md), "--as", "section", "--store", "notes", "--yes")

    refused = run(*arguments)

    assert refused.exit_code == 1
    assert "1 imported, of an author whom nobody knows. --with-imported" in refused.stderr
    assert run(*arguments, "--with-imported").exit_code == 0
    assert b"- The server listens on port 8080.\r\n" in claude_md.read_bytes()


@promise("cli:json:one-value")
def test_with_json_each_form_gives_one_value(run: Run, claude_md: Path, tmp_path: Path) -> None:
    """Also where nobody said yes: then it is the error, and the difference is on standard error."""
    section = ("memory", "export", str(claude_md), "--as", "section", "--json")
    asked = run(*section)
    done = json.loads(run(*section, "--yes").stdout)
    folder = json.loads(run("memory", "export", str(tmp_path / "m"), "--as", "claude-memory", "--yes", "--json").stdout)

    assert json.loads(asked.stdout)["error"]["type"] == "not_confirmed_error"
    assert "+- Always run" in asked.stderr
    assert (done["told"], done["changed"], done["left_out"]) == (1, [str(claude_md)], {})
    assert Path(done["files_before"]).is_dir()
    assert (folder["files"], folder["files_before"]) == (2, None)


@pytest.mark.parametrize(
    "arguments",
    [
        ("out", "--yes"),
        ("out", "--lines", "50"),
        ("out", "--as", "section", "--force"),
        ("out", "--as", "claude-memory", "--remove"),
        ("out", "--as", "section", "--lines", "3"),
        (),
        ("--as", "section"),
        ("CLAUDE.md",),
    ],
)
def test_what_would_do_nothing_or_something_else_is_wrong_usage(
    run: Run, claude_md: Path, arguments: tuple[str, ...]
) -> None:
    """It is said, and nothing is done."""
    assert run("memory", "export", *arguments).exit_code == 2


@promise("cli:export:claude-memory")
def test_this_projects_memory_comes_in_and_goes_out_unnamed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder is where Claude Code keeps it; what changed is shown, what is no memory stays."""
    project = tmp_path / "work"
    project.mkdir()
    monkeypatch.chdir(project)
    name = "".join(c if c.isascii() and c.isalnum() else "-" for c in str(project))
    folder = tmp_path / "user" / ".claude" / "projects" / name / "memory"

    run("stores", "create", "other")
    run("memory", "write", "/a.md", "- a\n", "--store", "other")
    assert run("memory", "export", "--as", "claude-memory", "--store", "other", "--yes").exit_code == 0
    (folder / "mine.md").write_text("- mine\n", encoding="utf-8")
    imported = run("memory", "import", "--as", "claude-memory", "--store", "work")
    run("memory", "write", "/a.md", "- b\n", "--store", "other", "--overwrite")
    shown = run("memory", "export", "--as", "claude-memory", "--store", "other", "--dry-run")

    assert imported.stdout == "Store work: 3 created.\n"  # the index is not ours any more: it lacks a file
    assert "\n-- a\n+- b\n" in shown.stdout
    assert "stay (1 file): mine.md" in shown.stderr


def many(count: int) -> list[ImportItem]:
    """Memories of all kinds that a store can hold."""
    at = datetime(2026, 1, 1, 12, 30, 15, 123456, tzinfo=UTC)
    texts = (
        "# Title {n}\n\n- fact {n}\n",
        "no newline {n}",
        "",
        "\ufeffbegins with a mark {n}\n",
        "crlf {n}\r\nsecond\r\n\r\n",
        "---\nname: topic-{n}\nmetadata: \n  type: user\n  modified: 2026-07-30T07:40:18.191Z\n---\n\nx\n",
        "---\n\nrule first {n}\n",
        "---\nname: x",
        "\n\nblank first \u2028 {n} \U0001f600\n",
        "é" * 51_200,
    )  # fmt: skip
    names = ("notes/{n}.md", "deep/er/{n:03} (ä).md", "{n}.txt", "plain{n}", "{n}.jsonl")
    return [
        ImportItem(
            path=f"/{names[n % len(names)].format(n=n)}",
            content=texts[n % len(texts) if n % 100 else 9].format(n=n),
            created_at=at + timedelta(days=n % 90),
            updated_at=at + timedelta(days=n % 90, microseconds=n),
        )
        for n in range(count)
    ]


@pytest.mark.parametrize("form", ["json-lines", "folder", "claude-memory", "claude-memory with an index of its own"])
@promise("cli:export:identity", "cli:export:round-trip")
def test_out_in_and_out_again_is_the_identity(run: Run, tmp_path: Path, form: str) -> None:
    """500 memories, byte for byte over all files, and text by text in the store."""
    items = many(500)
    if form.endswith("its own"):
        items.append(ImportItem(path="/MEMORY.md", content="- [mine](notes/0.md)\n" * 300))
    app = open_app()
    app.exchange.import_memories("one", items)
    app.close()
    how = ("--as", "claude-memory") if form.startswith("claude") else ()
    suffix = ".jsonl" if form == "json-lines" else ""

    for store, out in (("one", "first"), ("two", "second")):
        target = str(tmp_path / f"{out}{suffix}")
        yes = ("--yes",) if how else ()
        assert run("memory", "export", target, "--store", store, *how, *yes).exit_code == 0
        if store == "one":
            assert run("memory", "import", target, "--store", "two", *how).exit_code == 0

    first, second = (contents(tmp_path / f"{out}{suffix}") for out in ("first", "second"))
    assert len(first) == (1 if suffix else len(items) + (form == "claude-memory"))
    assert first == second
    app = open_app()
    texts = [{each.path: each.content for each in app.exchange.export(store)} for store in ("one", "two")]
    app.close()
    assert texts[0] == {path: text for path, text in texts[1].items() if path in texts[0]}
    assert set(texts[1]) - set(texts[0]) <= {
        "/MEMORY.md"
    }  # the index, where the times of files do not lead to it again


def contents(path: Path) -> dict[str, bytes]:
    """Each file below a folder, or the file itself."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in files}


@pytest.mark.skipif(os.name != "posix", reason="needs a terminal of its own")
@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 1), ("", 1)])
@promise("cli:export:asked")
def test_at_a_terminal_the_user_is_asked(claude_md: Path, answer: str, code: int) -> None:
    """After the difference; anything but yes leaves the file alone."""
    said, exit_code = at_a_terminal([str(claude_md), "--as", "section"], f"{answer}\n")

    assert exit_code == code
    assert said.index("+- Always run") < said.index("Change 1 file? [y/N]")
    assert (claude_md.read_bytes() == MINE) is (code == 1)


def at_a_terminal(arguments: list[str], answer: str) -> tuple[str, int]:
    """What `dreaming memory export` says in a terminal, and its exit code; it is answered once it asks."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "dreaming", "memory", "export", *arguments]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    said, until = b"", time.monotonic() + 60
    try:
        while time.monotonic() < until and select.select([ours], [], [], 60)[0]:
            try:
                piece = os.read(ours, 4096)
            except OSError:  # how Linux says that the other end is closed
                break
            if not piece:
                break
            said += piece
            if answer and b"[y/N]" in said:
                os.write(ours, answer.encode())
                answer = ""
        return said.decode(), process.wait(60)
    finally:
        process.kill()
        process.wait()
        os.close(ours)
