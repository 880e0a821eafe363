"""The model and its server, installed at most once into a folder of the user's cache: they are needed by no other test."""

import hashlib
import sys
import tempfile
from pathlib import Path

from platformdirs import user_cache_path
from tests.npm import INSTALL_SECONDS, Skipped, run

REQUIREMENTS = Path(__file__).with_name("requirements.txt")


def install() -> Path:
    """The folder in which they are.

    Raises:
        Skipped: pip cannot get them here: there is no wheel for this system, or no index.
    """
    folder = user_cache_path("dreaming-local-model") / hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:16]
    if folder.exists():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as made:
        how = ["--quiet", "--no-deps", "--only-binary", ":all:", "--target", made, "--requirement", REQUIREMENTS]
        done = run([sys.executable, "-m", "pip", "install", *how], INSTALL_SECONDS)
        if done.code != 0:
            msg = f"pip cannot install it: {(done.errors.strip() or 'no reason given').splitlines()[-1]}"
            raise Skipped(msg)
        Path(made).rename(folder)
        Path(made).mkdir()  # for the context manager to remove
    return folder
