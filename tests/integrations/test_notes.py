"""Folders and JSON Lines become notes; what is no note is named."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.promises import promise

from dreaming.domain.errors import InvalidInput
from dreaming.domain.limits import MEMORY_BYTES
from dreaming.integrations.notes import Note, Skipped, front_matter, read_notes, time_in


def write(folder: Path, name: str, content: str | bytes) -> Path:
    """A file with its folders."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def test_a_folder_gives_its_text_files_by_path(tmp_path: Path) -> None:
    """Paths are those below the folder, content is byte for byte, order does not depend on the disk."""
    write(tmp_path, "b.md", "- b\r\n")
    write(tmp_path, "a/deep/c.txt", "- c\n")

    found = [each for each in read_notes(tmp_path) if isinstance(each, Note)]

    assert [(each.path, each.content) for each in found] == [("/a/deep/c.txt", "- c\n"), ("/b.md", "- b\r\n")]


@promise("cli:import:skipped-named")
def test_what_is_no_note_is_skipped_with_its_reason(tmp_path: Path) -> None:
    """Hidden files and folders, links, binaries and files that are too large are named, each with why."""
    write(tmp_path, ".hidden.md", "- x\n")
    write(tmp_path, ".git/config", "- x\n")
    write(tmp_path, "image.png", b"\x89PNG\x00\xff")
    write(tmp_path, "nul.txt", b"a\x00b")
    write(tmp_path, "large.md", "x" * (MEMORY_BYTES + 1))
    write(tmp_path, "real.md", "- x\n")
    (tmp_path / "link.md").symlink_to(tmp_path / "real.md")

    skipped = {each.name: each.why for each in read_notes(tmp_path) if isinstance(each, Skipped)}

    assert skipped == {
        "/.git": "hidden",
        "/.hidden.md": "hidden",
        "/image.png": "not UTF-8 text",
        "/large.md": "larger than 102,400 bytes",
        "/link.md": "not a regular file",
        "/nul.txt": "content: has a NUL or a lone surrogate",
    }


def test_a_file_that_names_no_time_has_the_day_of_its_last_change(tmp_path: Path) -> None:
    """The file's own time is the last resort, and no closer than a day: a checkout sets times that say nothing."""
    file = write(tmp_path, "a.md", "- a\n")
    os.utime(file, (1_700_000_000, 1_700_000_000))

    (found,) = read_notes(tmp_path)

    assert isinstance(found, Note)
    assert found.created_at == datetime(2023, 11, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        ("---\nmodified: 2026-02-20T09:00:00Z\n---\n- a\n", "a.md", datetime(2026, 2, 20, 9, tzinfo=UTC)),
        ("---\ncreated: 2026-01-01\nupdated_at: '2026-02-02'\n---\n", "a.md", datetime(2026, 2, 2, tzinfo=UTC)),
        ("---\ndate: soon\n---\n- a\n", "2026-03-04.md", datetime(2026, 3, 4, tzinfo=UTC)),
        ("- a\n", "standup-2026-03-04-am.md", datetime(2026, 3, 4, tzinfo=UTC)),
        ("- a\n", "2026-13-44.md", None),
        ("modified: 2026-02-20\n", "a.md", None),
    ],
)
@promise("cli:import:times")
def test_the_time_of_a_note_is_what_it_says_itself(content: str, name: str, expected: datetime | None) -> None:
    """Front matter first, then a date in the name; nothing is guessed from the text."""
    assert time_in(content, name) == expected


def test_front_matter_that_never_ends_is_text() -> None:
    """A rule at the head of a note is not taken for front matter."""
    assert front_matter("---\na: b\n") == {}


def test_json_lines_keep_their_times(tmp_path: Path) -> None:
    """One memory a line; blank lines are passed over."""
    line = '{"path": "/a.md", "content": "ä\\n", "created_at": "2026-03-01T00:00:00Z", "updated_at": "2026-03-02"}'
    file = write(tmp_path, "m.jsonl", line + "\n\n")

    assert list(read_notes(file)) == [
        Note(
            path="/a.md",
            content="ä\n",
            created_at=datetime(2026, 3, 1, tzinfo=UTC),
            updated_at=datetime(2026, 3, 2, tzinfo=UTC),
        )
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "m.jsonl, line 2: is not JSON"),
        ("[]", "m.jsonl, line 2: is not a JSON object"),
        ('{"path": "/a"}', "m.jsonl, line 2: needs a 'path' and a 'content'"),
        ('{"path": "/a", "content": "", "created_at": "soon"}', "m.jsonl, line 2: has a time that is none"),
    ],
)
def test_a_bad_line_is_named_by_its_number(tmp_path: Path, line: str, problem: str) -> None:
    """A person finds the line at once."""
    file = write(tmp_path, "m.jsonl", '{"path": "/ok", "content": ""}\n' + line + "\n")

    with pytest.raises(InvalidInput, match=problem):
        list(read_notes(file))


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    """Nothing is imported from nowhere."""
    with pytest.raises(InvalidInput, match="there is no file or folder"):
        read_notes(tmp_path / "none")
