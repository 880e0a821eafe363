"""Programs from npm, and `uv`, in folders of their own outside the repository, and running them within a time."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path

LEAST_NODE = (22, 19)
INSTALL_SECONDS = 600
UV = "uv==0.13.9"


class Skipped(Exception):
    """The programs cannot be had here; the message says why."""


@dataclass(frozen=True)
class Done:
    """How a program ended. `code` None: not within its time."""

    code: int | None
    output: str
    errors: str

    def data(self) -> object:
        """What it printed, where that is JSON."""
        try:
            return json.loads(self.output)
        except json.JSONDecodeError:
            return None


def run(
    command: Sequence[str | Path],
    seconds: float,
    env: Mapping[str, str] | None = None,
    *,
    is_whole: bool = False,
    cwd: Path | None = None,
) -> Done:
    """Run a program, for so long at the most.

    Args:
        command: its command line.
        seconds: how long.
        env: what its environment has besides that of this process,
        is_whole: or all that it has.
        cwd: where it works.
    """
    try:
        done = subprocess.run(
            [str(part) for part in command],
            env=None if env is None else {**({} if is_whole else os.environ), **env},
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Done(None, "", f"not within {seconds:.0f} s")
    return Done(done.returncode, done.stdout, done.stderr)


@dataclass(frozen=True)
class Programs:
    """Where they are, and the file that says which."""

    node: Path
    folder: Path
    packages: Path

    def command(self, name: str) -> list[str | Path]:
        """How one of them is called."""
        return [self.node, self.folder / "node_modules" / ".bin" / name]

    def versions(self) -> str:
        """What they are."""
        wanted = json.loads(self.packages.read_text(encoding="utf-8"))["dependencies"]
        names = ", ".join(f"{name} {version}" for name, version in wanted.items() if name != "node")
        return f"{names}, Node {'.'.join(map(str, _version(self.node)))}"


def install(packages: Path, name: str) -> Programs:
    """The programs, installed at most once for each set of versions.

    Args:
        packages: a package.json that says which.
        name: what the folder in the user's cache is called.

    Raises:
        Skipped: there is no npm, it cannot reach its packages, or no Node that is new enough is to be had.
    """
    npm = shutil.which("npm")
    if npm is None:
        msg = "there is no npm"
        raise Skipped(msg)
    folder = user_cache_path(name) / hashlib.sha256(packages.read_bytes()).hexdigest()[:16]
    if not folder.exists():
        _install(npm, packages, folder)
    return Programs(_node(folder), folder, packages)


def _install(npm: str, packages: Path, folder: Path) -> None:
    """Beside its place, and moved there when it is whole."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as made:
        shutil.copy(packages, Path(made) / "package.json")
        how = [
            "install",
            "--prefix",
            made,
            "--no-audit",
            "--no-fund",
            "--no-package-lock",
            "--loglevel",
            "error",
            "--fetch-retries",
            "1",
        ]
        done = run([npm, *how], INSTALL_SECONDS)
        if done.code != 0:
            msg = f"npm cannot install them: {(done.errors.strip() or 'no reason given').splitlines()[0]}"
            raise Skipped(msg)
        Path(made).rename(folder)
        Path(made).mkdir()  # for the context manager to remove


def uv() -> Path:
    """The program `uv`: the machine's, else one that pip installs at most once into the user's cache.

    Raises:
        Skipped: pip cannot get it.
    """
    own = shutil.which("uv")
    if own is not None:
        return Path(own)
    folder = user_cache_path("dreaming-conformance") / UV
    program = folder / "bin" / ("uv.exe" if os.name == "nt" else "uv")
    if not program.exists():
        how = ["-m", "pip", "install", "--quiet", "--target", folder, UV]
        done = run([sys.executable, *how], INSTALL_SECONDS)
        if done.code != 0:
            msg = f"pip cannot install uv: {(done.errors.strip() or 'no reason given').splitlines()[-1]}"
            raise Skipped(msg)
    return program


def _node(folder: Path) -> Path:
    """That of the package, or where its installation is not allowed that of the machine."""
    own = shutil.which("node")
    for node in (folder / "node_modules" / "node" / "bin" / "node", *([] if own is None else [Path(own)])):
        if node.exists() and _version(node) >= LEAST_NODE:
            return node
    msg = f"there is no Node {'.'.join(map(str, LEAST_NODE))} or newer"
    raise Skipped(msg)


def _version(node: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in run([node, "--version"], 30).output.strip().removeprefix("v").split("."))
