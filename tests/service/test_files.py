"""Which files a call may have read."""

import os
from pathlib import Path

import pytest
from tests.promises import promise

from dreaming.domain.errors import FileRefused
from dreaming.service.files import check_readable, opened


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An allowed folder with a file, and a secret beside it."""
    folder = tmp_path / "allowed" / "deep"
    folder.mkdir(parents=True)
    (folder / "s.jsonl").write_text("inside")
    (tmp_path / "secret").write_text("outside")
    return tmp_path / "allowed"


@promise("session:file:allowed")
def test_a_file_under_an_allowed_folder_is_read(root: Path) -> None:
    """Also where the allowed folder itself is named through a link."""
    link = root.parent / "link"
    link.symlink_to(root)

    for base, named in ((root, root), (link, link), (link, root)):
        with opened(str(named / "deep" / "s.jsonl"), [root.parent / "none", base]) as file:
            assert file.read() == b"inside"
    assert check_readable(str(root / "deep" / "s.jsonl"), [root]) == root / "deep" / "s.jsonl"


@promise("session:file:allowed")
@pytest.mark.parametrize(
    "name",
    [
        "../secret", "deep/../../secret", "deep", "none", "", ".", "link", "folder-link/secret", "deep-link/s.jsonl",
        "pipe", "a\x00b", "n" * 5_000, "deep/s.jsonl/x",
    ],
)  # fmt: skip
def test_anything_else_is_refused(root: Path, name: str) -> None:
    """Links out and in, folders, pipes, what is not there, what is no name."""
    (root / "link").symlink_to(root.parent / "secret")
    (root / "folder-link").symlink_to(root.parent)
    (root / "deep-link").symlink_to(root / "deep")
    os.mkfifo(root / "pipe")

    with pytest.raises(FileRefused), opened(f"{root}/{name}", [root]):
        pass


@promise("session:file:allowed")
@pytest.mark.parametrize(
    "path", ["/etc/passwd", "relative.jsonl", "~nobody-of-that-name/x", "~/x", "/proc/self/environ"]
)
def test_what_is_elsewhere_is_refused(root: Path, path: str) -> None:
    """Whether it exists or not, the answer is the same."""
    with pytest.raises(FileRefused):
        check_readable(path, [root])
