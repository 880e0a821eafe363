"""Where the data is, and whether a folder is a good place for a database that several processes share."""

import os
import re
from pathlib import Path, PurePath

FILE_NAME = "dreaming.db"

# SQLite's WAL needs shared memory between the processes: sqlite.org/wal.html#noshm, sqlite.org/useovernet.html
_NETWORK = re.compile(
    r"9p|afs|beegfs|ceph|cifs|davfs|gpfs|glusterfs|lustre|ncpfs|nfs4?|smb[23]|smbfs"
    r"|fuse\.(davfs2|gcsfuse|glusterfs|rclone|s3fs|sshfs)"
)
_SYNCED = re.compile(
    r"(box sync|cloudstorage|dropbox|google ?drive|icloud ?drive|mobile documents|nextcloud|onedrive|owncloud|pcloud"
    r"|syncthing)( .*)?",
    re.IGNORECASE,
)
_MOUNTS = Path("/proc/self/mountinfo")


def home_folder() -> Path:
    """Where all state is: DREAMING_HOME, else the platform's folder for a user's data."""
    named = os.environ.get("DREAMING_HOME", "").strip()
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("dreaming", appauthor=False)


def synced_by(path: PurePath) -> str | None:
    """The folder above `path` that a cloud service keeps in step, as far as its name says so."""
    return next((part for part in path.parts if _SYNCED.fullmatch(part)), None)


def network_of(path: Path) -> str | None:
    """The kind of network file system that `path` is on; None where it is on none, or cannot be told."""
    if str(path).startswith("\\\\"):
        return "a network share"
    if not _MOUNTS.exists():
        return None
    return network_mount(path.absolute(), _MOUNTS.read_text(encoding="utf-8", errors="replace"))


def network_mount(path: PurePath, mounts: str) -> str | None:
    """As `network_of`, by the text of `/proc/self/mountinfo`."""
    deepest, kind = -1, ""
    for line in mounts.splitlines():
        fields, _, rest = line.partition(" - ")
        point = PurePath(_unescaped(fields.split()[4]))
        if path.is_relative_to(point) and len(point.parts) >= deepest:
            deepest, kind = len(point.parts), rest.split()[0]
    return kind if _NETWORK.fullmatch(kind) else None


def _unescaped(text: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), text)


def is_private(path: Path) -> bool:
    """Whether nobody but the owner may read `path`; systems without such modes are not judged."""
    return os.name != "posix" or path.stat().st_mode & 0o077 == 0
