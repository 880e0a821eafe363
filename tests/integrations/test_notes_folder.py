"""An export writes inside one folder, under names that every system takes, or not at all."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.promises import promise

from dreaming.domain.errors import ExportRefused
from dreaming.domain.model import Memory
from dreaming.integrations.notes import Note, read_notes
from dreaming.integrations.notes_folder import check_paths, write_folder, write_json_lines

AT = datetime(2026, 3, 4, 9, tzinfo=UTC)


def memory(path: str, content: str = "- a\n") -> Memory:
    """A memory with content."""
    return Memory(
        id="mem_x",
        memory_store_id="memstore_x",
        memory_version_id="memver_x",
        path=path,
        content=content,
        content_sha256="",
        content_size_bytes=len(content.encode()),
        created_at=AT,
        updated_at=AT,
    )


@promise("cli:export:round-trip")
def test_a_folder_comes_back_as_it_went(tmp_path: Path) -> None:
    """Content byte for byte, paths, and the day of the last change."""
    memories = [memory("/a.md", "- ä\r\n"), memory("/notes/b", "no newline"), memory("/z", "\ufeffa mark that is text")]

    write_folder(memories, tmp_path / "out")

    day = AT.replace(hour=0)
    assert list(read_notes(tmp_path / "out")) == [
        Note(path="/a.md", content="- ä\r\n", created_at=day, updated_at=day),
        Note(path="/notes/b", content="no newline", created_at=day, updated_at=day),
        Note(path="/z", content="\ufeffa mark that is text", created_at=day, updated_at=day),
    ]


@promise("cli:export:round-trip")
def test_json_lines_come_back_as_they_went(tmp_path: Path) -> None:
    """Separators that end a line elsewhere do not end a record."""
    write_json_lines([memory("/a.md", "a\u2028b\n")], tmp_path / "out.jsonl")

    assert list(read_notes(tmp_path / "out.jsonl")) == [
        Note(path="/a.md", content="a\u2028b\n", created_at=AT, updated_at=AT)
    ]


@pytest.mark.parametrize(
    ("paths", "why"),
    [
        (["/a.md", "/A.md"], "differs from"),
        (["/straße.md", "/STRASSE.md"], "differs from"),
        (["/a", "/a/b"], "would be a file, and the folder"),
        (["/A", "/a/b"], "would be a file, and the folder"),
        (["/con.md"], "a device on Windows"),
        (["/x/LPT1/y"], "a device on Windows"),
        (["/a:b.md"], "a character that Windows"),
        (["/a\\..\\b.md"], "a character that Windows"),
        (["/ends."], "a character that Windows"),
        (["/.git/hooks/pre-commit"], "a hidden file"),
        (["/" + "a" * 256], "more than 255 bytes"),
    ],
)
@promise("cli:export:safe-names")
def test_a_path_that_cannot_be_a_file_everywhere_is_refused(paths: list[str], why: str) -> None:
    """Each is told with what is wrong with it."""
    with pytest.raises(ExportRefused, match=why):
        check_paths(paths)


@promise("cli:export:safe-names")
def test_a_refused_export_writes_nothing(tmp_path: Path) -> None:
    """Everything is checked before the first byte."""
    with pytest.raises(ExportRefused):
        write_folder([memory("/a.md"), memory("/nul")], tmp_path / "out")

    assert not (tmp_path / "out").exists()


@promise("cli:export:no-links")
def test_no_link_is_followed(tmp_path: Path) -> None:
    """A link inside the folder leads nowhere, force or not."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(ExportRefused, match="is a link"):
        write_folder([memory("/z.md"), memory("/notes/a.md")], tmp_path / "out", force=True)

    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert not (tmp_path / "out" / "z.md").exists()


def test_the_folder_itself_may_not_be_a_link(tmp_path: Path) -> None:
    """Nor may the JSON Lines file."""
    (tmp_path / "out").symlink_to(tmp_path)

    with pytest.raises(ExportRefused, match="it is a link"):
        write_folder([memory("/a.md")], tmp_path / "out", force=True)
    with pytest.raises(ExportRefused, match="it is a link"):
        write_json_lines([memory("/a.md")], tmp_path / "out", force=True)


@promise("cli:export:asks-for-force")
def test_a_folder_with_files_needs_force(tmp_path: Path) -> None:
    """With force, files at other paths stay."""
    (tmp_path / "mine.md").write_text("mine", encoding="utf-8")

    with pytest.raises(ExportRefused, match="not empty"):
        write_folder([memory("/a.md")], tmp_path)
    write_folder([memory("/a.md")], tmp_path, force=True)

    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.md", "mine.md"]


@promise("cli:export:asks-for-force")
def test_a_file_is_not_replaced_unasked(tmp_path: Path) -> None:
    """The same for JSON Lines."""
    file = tmp_path / "out.jsonl"
    file.write_text("mine", encoding="utf-8")

    with pytest.raises(ExportRefused, match="the file exists"):
        write_json_lines([], file)

    assert file.read_text(encoding="utf-8") == "mine"
