"""The bundle's files, and packing them: the same tree always gives the same bytes."""

import json
import stat
import zipfile
from pathlib import Path

from bundle.manifest import ICON, ROOT, START, manifest

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first time that an archive of this kind can say
_MODE = (stat.S_IFREG | 0o644) << 16
_PROJECT_FILES = ("pyproject.toml", "README.md", "LICENSE")
_PACKAGE = "src/dreaming"


def bundle_files() -> dict[str, bytes]:
    """What is in the bundle, by name, in the order of packing: the manifest first."""
    here = Path(__file__).parent
    package = {
        file.relative_to(ROOT).as_posix(): file.read_bytes()
        for file in (ROOT / _PACKAGE).rglob("*")
        if file.is_file() and _is_source(file)
    }
    files = {name: (ROOT / name).read_bytes() for name in _PROJECT_FILES} | package
    files |= {name: (here / name).read_bytes() for name in (ICON, START)}
    text = json.dumps(manifest(), indent=2, ensure_ascii=False) + "\n"
    return {"manifest.json": text.encode(), **dict(sorted(files.items()))}


def _is_source(file: Path) -> bool:
    parts = file.relative_to(ROOT).parts
    return "__pycache__" not in parts and not any(part.startswith(".") for part in parts)


def pack(path: Path) -> int:
    """Write the bundle; its size in bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in bundle_files().items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # what makes it does not depend on the machine
            entry.external_attr = _MODE
            archive.writestr(entry, content)
    return path.stat().st_size
