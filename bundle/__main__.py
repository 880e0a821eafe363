"""Build the bundle: `python -m bundle [FILE]`, by default dist/dreaming-VERSION.mcpb."""

import hashlib
import sys
from pathlib import Path

from bundle.manifest import ROOT
from bundle.packing import pack
from dreaming import __version__


def main() -> None:
    """Write it, and say what it is."""
    named = sys.argv[1:]
    path = Path(named[0]) if named else ROOT / "dist" / f"dreaming-{__version__}.mcpb"
    size = pack(path)
    print(f"{path}: {size:,} bytes, SHA-256 {hashlib.sha256(path.read_bytes()).hexdigest()}")


if __name__ == "__main__":
    main()
