"""Files of the user's: whole or not at all, as they were shown, a copy kept, and through no link."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.promises import promise

from dreaming.domain.errors import ExportRefused, FileChanged
from dreaming.integrations.exporting.changes import FileChange, apply, diff_of, present

AT = datetime(2026, 3, 4, 9, tzinfo=UTC)


def change(path: Path, after: bytes | None, at: datetime | None = None) -> FileChange:
    """From what is there now."""
    return FileChange(path=path, before=present(path), after=after, at=at)


@promise("cli:export:kept")
def test_the_files_as_they_were_are_kept_where_their_paths_say(tmp_path: Path) -> None:
    """The mode stays, the time is the one that is given, new folders are made, and no draft is left."""
    old, new, unchanged = tmp_path / "a" / "old.md", tmp_path / "b" / "new.md", tmp_path / "a" / "same.md"
    old.parent.mkdir()
    old.write_bytes(b"one")
    old.chmod(0o640)
    unchanged.write_bytes(b"same")

    kept = apply([change(old, b"two", AT), change(new, b"three"), change(unchanged, b"same")], tmp_path / "kept", AT)

    assert kept is not None
    assert (old.read_bytes(), new.read_bytes()) == (b"two", b"three")
    assert (old.stat().st_mode & 0o777, old.stat().st_mtime) == (0o640, AT.timestamp())
    copies = [file for file in kept.rglob("*") if file.is_file()]
    assert [file.read_bytes() for file in copies] == [b"one"]
    assert copies[0].relative_to(kept).parts == old.parts[1:]
    assert copies[0].stat().st_mode & 0o777 == 0o600
    assert sorted(file.name for file in tmp_path.glob("[ab]/*")) == ["new.md", "old.md", "same.md"]


def test_a_file_goes_where_it_is_to_be_none(tmp_path: Path) -> None:
    """Its copy stays."""
    file = tmp_path / "a.md"
    file.write_bytes(b"one")

    kept = apply([change(file, None)], tmp_path / "kept", AT)

    assert kept is not None
    assert not file.exists()
    assert kept.joinpath(*file.parts[1:]).read_bytes() == b"one"


@promise("cli:export:changed-meanwhile")
def test_a_file_that_changed_since_is_not_written_and_neither_is_any_other(tmp_path: Path) -> None:
    """Nor one that came or went since."""
    first, second = tmp_path / "a.md", tmp_path / "b.md"
    for meanwhile in (lambda: second.write_bytes(b"theirs"), second.unlink, lambda: second.write_bytes(b"new")):
        planned = [change(first, b"ours"), change(second, b"ours")]
        meanwhile()
        with pytest.raises(FileChanged, match=r"b\.md"):
            apply(planned, tmp_path / "kept", AT)

    assert [file.name for file in tmp_path.iterdir()] == ["b.md"]
    assert second.read_bytes() == b"new"


@promise("cli:export:no-links")
def test_a_link_is_refused_wherever_it_stands(tmp_path: Path) -> None:
    """The file, its folder, and one above; the message names the real place."""
    real = tmp_path / "real" / "inner"
    real.mkdir(parents=True)
    (real / "a.md").write_bytes(b"mine")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (real / "b.md").symlink_to(real / "a.md")
    (real / "dangling.md").symlink_to(tmp_path / "nowhere.md")

    for path in (tmp_path / "link" / "inner" / "a.md", tmp_path / "link" / "new.md", real / "b.md"):
        with pytest.raises(ExportRefused, match="is a link"):
            present(path)
    with pytest.raises(ExportRefused, match="is a link"):
        present(real / "dangling.md")
    with pytest.raises(ExportRefused, match=f"Name the place itself: {real / 'a.md'}"):
        present(tmp_path / "link" / "inner" / "a.md")


@promise("cli:export:no-links")
def test_a_folder_that_becomes_a_link_leads_nowhere(tmp_path: Path) -> None:
    """Between showing and writing."""
    folder, elsewhere = tmp_path / "folder", tmp_path / "elsewhere"
    elsewhere.mkdir()
    planned = change(folder / "a.md", b"ours")
    folder.symlink_to(elsewhere)

    with pytest.raises(ExportRefused, match="is a link"):
        apply([planned], tmp_path / "kept", AT)

    assert list(elsewhere.iterdir()) == []


def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    """A folder, for one."""
    with pytest.raises(ExportRefused, match="not a regular file"):
        present(tmp_path)


def test_the_difference_shows_what_becomes_of_each_line(tmp_path: Path) -> None:
    """Also that of line ends, and of the last one."""
    file = tmp_path / "a.md"
    file.write_bytes(b"one\ntwo")

    assert list(diff_of(change(file, b"one\r\ntwo\n"))) == [
        f"--- {file}",
        f"+++ {file}",
        "@@ -1,2 +1,2 @@",
        "-one",
        "-two",
        "\\ No newline at end of file",
        "+one",
        "+two",
    ]
    assert next(diff_of(change(tmp_path / "new.md", b"a\n"))) == "--- (no file)"
