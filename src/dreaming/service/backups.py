"""Backups of the whole database: made while others write, checked, and put back.

They work on the file and not on an open `Database`: what is to be put back is needed most where none can be opened.
"""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dreaming.domain.errors import BackupDamaged, BackupRefused, DreamingError, NotFound
from dreaming.domain.ports import Clock
from dreaming.store import backup, header, placing, replacing
from dreaming.store.backup import Contents, Inspected
from dreaming.store.connection import Database
from dreaming.store.looking import look
from dreaming.store.placing import Show, nothing_shown

FOLDER = "backups"
_STAMP = "%Y%m%dT%H%M%SZ"
_SUFFIXES = (header.MARKER_SUFFIX, header.LOG_SUFFIX, header.SHARED_SUFFIX, header.JOURNAL_SUFFIX)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """One file that holds a whole database.

    Attributes:
        path: the file.
        made_at: when it was written.
        size: bytes.
        sha256: of its bytes.
        recorded: whether that hash is written down beside it.
        contents: what is in it; None where that cannot be read.
        problems: what is wrong with it; nothing, unless a damaged one was asked for.
    """

    path: Path
    made_at: datetime
    size: int
    sha256: str
    recorded: bool
    contents: Contents | None
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """The backup that is the database now, and the folder that the file before is in, if there was one."""

    backup: Backup
    aside: Path | None


class Backups:
    """The verbs on backups of one database.

    Args:
        file: the database; it need not exist, or be sound.
        clock: the time.
        at: told each step of a verb, for tests that kill a process there.
    """

    def __init__(self, file: Path, clock: Clock, at: Callable[[str], None] = lambda _step: None) -> None:
        self._file = file
        self._clock = clock
        self._at = at

    def make(
        self, target: Path | None = None, *, force: bool = False, damaged: bool = False, show: Show = nothing_shown
    ) -> Backup:
        """Copy the database as it stands at one moment from now on; the copy is checked before it gets its name.

        Args:
            target: the file to be; None for one named by the time, in a folder of backups beside the database.
            force: replace a file of that name.
            damaged: copy it although something is wrong with it. That never replaces a file.
            show: told how many pages are copied, and of how many.

        Raises:
            BackupRefused: the target cannot be that file, or the database is damaged. No file was changed.
            BackupDamaged: the copy is not what was copied, and is gone again.
            Unavailable: the database cannot be read.
        """
        overwrite = force and not damaged
        db = Database(self._file, read_only=True)
        with contextlib.closing(db):
            target = self._target(target, overwrite=overwrite)
            return self._made(db, target, overwrite=overwrite, damaged=damaged, show=show)

    def check(self, file: Path) -> Backup:
        """What is in a backup.

        Raises:
            NotFound: there is no such file.
            BackupDamaged: it is not what was written, or not whole.
        """
        found = _examined(file)
        if found.problems:
            raise BackupDamaged(str(file), found.problems)
        return found

    def restore(self, file: Path, *, damaged: bool = False, show: Show = nothing_shown) -> Restored:
        """Put a backup in the place of the database, all of it or nothing; the file before is kept: see `replacing`.

        Args:
            file: the backup; it stays as it is.
            damaged: take it although something is wrong with what is in it.
            show: told how many bytes are copied, and of how many.

        Raises:
            NotFound: there is no such file.
            BackupRefused: it is the database itself, dreams wait or run, or the database is a link.
            BackupDamaged: it is not what was written, or not whole.
            DatabaseInUse: another process has the database open.
            DatabaseUnavailable: the database's folder may not be written.
        """
        recorded = _recorded(file)
        self._refuse_own(file, "restored")
        self._refuse_link(file)
        placing.make_folder(self._file)
        placing.clear_leftovers(self._file, self._clock.now().timestamp())
        with placing.part_of(self._file) as part:
            # What is put in place is what was looked at: the copy.
            sha256 = placing.copied(file, part, show)
            found = _described(
                file, sha256, _with_hash(backup.inspect(part), sha256, recorded), recorded=bool(recorded)
            )
            if found.problems and not (damaged and found.contents is not None):
                raise BackupDamaged(str(file), found.problems)
            self._at("copied")
            with replacing.alone(self._file):
                self._refuse_unfinished_dreams(file)
                aside = replacing.replace(self._file, part, self._stamp(), at=self._at)
        return Restored(backup=found, aside=aside)

    def latest(self) -> tuple[Path, datetime] | None:
        """The newest file in the folder of backups beside the database, and when it was written."""
        folder = self._file.parent / FOLDER
        found = [(each.stat().st_mtime, each) for each in folder.glob("*.db") if each.is_file()]
        if not found:
            return None
        written, path = max(found)
        return path, datetime.fromtimestamp(written, UTC)

    def _made(self, db: Database, target: Path, *, overwrite: bool, damaged: bool, show: Show) -> Backup:
        placing.clear_leftovers(target, self._clock.now().timestamp())
        with placing.part_of(target) as part:
            found = backup.copy(db, part, show)
            if found.problems and not damaged:
                raise _damaged_source(target, found.problems)
            sha256 = placing.digest(part)
            self._at("checked")
            self._put(part, target, sha256, overwrite=overwrite)
        return _described(target, sha256, found, recorded=True)

    def _stamp(self) -> str:
        return self._clock.now().strftime(_STAMP)

    def _target(self, target: Path | None, *, overwrite: bool) -> Path:
        """Where the backup goes, if it may go there."""
        if target is None:
            target = self._named_by_the_time()
            placing.make_folder(target)
        if not target.parent.is_dir():
            raise BackupRefused(str(target), "written", "there is no such folder", f"mkdir -p '{target.parent}'")
        self._refuse_own(target, "written")
        if target.is_symlink():
            raise BackupRefused(str(target), "written", "it is a link", "Name a regular file.")
        if target.is_dir():
            raise BackupRefused(str(target), "written", "it is a folder", "Name a file in it.")
        if not overwrite and (target.exists() or placing.digest_file(target).exists()):
            raise _exists(target)
        return target

    def _named_by_the_time(self) -> Path:
        folder, stamp = self._file.parent / FOLDER, self._stamp()
        names = (f"dreaming-{stamp}{suffix}.db" for suffix in ("", *(f"-{number}" for number in range(2, 100))))
        return next((folder / name for name in names if not (folder / name).exists()), folder / f"dreaming-{stamp}.db")

    def _refuse_own(self, file: Path, verb: str) -> None:
        """The database, and the files beside it, are no backup, under whatever name."""
        own = [self._file, *(header.beside(self._file, suffix) for suffix in _SUFFIXES)]
        if any(file.resolve() == each.resolve() or _is_same(file, each) for each in own):
            raise BackupRefused(str(file), verb, "it is the database itself", "Name another file.")

    def _put(self, part: Path, target: Path, sha256: str, *, overwrite: bool) -> None:
        """In this order no kill leaves a backup beside a hash that is not its own."""
        if overwrite:
            placing.digest_file(target).unlink(missing_ok=True)
            self._at("old hash gone")
        try:
            placing.put(part, target, overwrite=overwrite)
        except FileExistsError as error:
            raise _exists(target) from error
        self._at("placed")
        placing.write_digest(target, sha256)

    def _refuse_link(self, file: Path) -> None:
        """SQLite's files are beside what a link leads to, and only there could all be exchanged together."""
        if self._file.is_symlink():
            why = f"the database is a link to {self._file.resolve()}"
            raise BackupRefused(
                str(file), "restored", why, "Set DREAMING_HOME to the folder that the file itself is in."
            )

    def _refuse_unfinished_dreams(self, file: Path) -> None:
        try:
            with look(self._file) as conn:
                waiting = backup.unfinished_dreams(conn)
        except DreamingError:
            return  # a file that cannot be read has none that could go on
        if waiting:
            raise BackupRefused(
                str(file),
                "restored",
                f"dream {', '.join(waiting[:3])} is not finished",
                "`dreaming worker` finishes what waits, `dreaming cancel ID` ends it.",
            )


def _examined(file: Path) -> Backup:
    recorded = _recorded(file)
    sha256 = placing.digest(file)
    return _described(file, sha256, _with_hash(backup.inspect(file), sha256, recorded), recorded=bool(recorded))


def _recorded(file: Path) -> str | None:
    if not file.is_file():
        raise NotFound("backup", str(file), "Name a file that `dreaming backup` has written.")
    return placing.written_digest(file)


def _with_hash(found: Inspected, sha256: str, recorded: str | None) -> Inspected:
    if recorded is None or recorded == sha256:
        return found
    problem = f"its SHA-256 is {sha256[:16]}…, and {recorded[:16] or 'nothing'}… is written down"
    return Inspected(contents=found.contents, problems=(problem, *found.problems))


def _described(path: Path, sha256: str, found: Inspected, *, recorded: bool) -> Backup:
    there = path.stat()
    return Backup(
        path=path,
        made_at=datetime.fromtimestamp(there.st_mtime, UTC),
        size=there.st_size,
        sha256=sha256,
        recorded=recorded,
        contents=found.contents,
        problems=found.problems,
    )


def _is_same(file: Path, other: Path) -> bool:
    with contextlib.suppress(FileNotFoundError):  # SQLite takes its files away as it likes
        return file.samefile(other)
    return False


def _exists(target: Path) -> BackupRefused:
    return BackupRefused(str(target), "written", "there is one of that name", "Name a new file, or add --force.")


def _damaged_source(target: Path, problems: tuple[str, ...]) -> BackupRefused:
    return BackupRefused(
        str(target),
        "written",
        f"the database is damaged: {'; '.join(problems[:3])}",
        "Keep the backups there are; `dreaming doctor` says how to mend it, and --damaged copies it as it is.",
    )
