"""Which folders are no good place for the database."""

from pathlib import PurePosixPath

import pytest

from dreaming.store.location import network_mount, synced_by

MOUNTS = """\
25 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 25 0:44 / /home/ana/share rw - nfs4 server:/export rw
31 25 0:45 / /mnt/with\\040blank rw - fuse.sshfs host:/ rw
32 30 8:2 / /home/ana/share/local rw - xfs /dev/sdb1 rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/ana/data", None),
        ("/home/ana/share/data", "nfs4"),
        ("/home/ana/share/local/data", None),
        ("/home/ana/sharepoint", None),
        ("/mnt/with blank/x", "fuse.sshfs"),
    ],
)
def test_the_deepest_mount_decides(path: str, kind: str | None) -> None:
    """A local disk inside a network share is local."""
    assert network_mount(PurePosixPath(path), MOUNTS) == kind


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/home/ana/Dropbox/data", "Dropbox"),
        ("/Users/ana/Library/Mobile Documents/x", "Mobile Documents"),
        ("/Users/ana/Library/CloudStorage/x", "CloudStorage"),
        ("C:/Users/ana/OneDrive - Company/x", "OneDrive - Company"),
        ("/home/ana/dropbox-client-source/x", None),
        ("/home/ana/projects/x", None),
    ],
)
def test_a_synchronised_folder_is_known_by_its_name(path: str, service: str | None) -> None:
    """Names are all there is to go by."""
    assert synced_by(PurePosixPath(path)) == service
