"""How far a transcript was read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCursor:
    """What is known of a transcript since it was last read.

    Attributes:
        path: of the file, absolute.
        size: how many bytes of it were read: all that there were.
        modified_ns: when it had last been written to, in nanoseconds since 1970.
        resume: what its reader needs to go on behind `size`; None where it has to begin at the beginning.
        fingerprint: of its first and its last bytes then, where there is `resume`: a file that has only grown has them.
        session_id: its session, if it holds one that is kept.
        left_out: why it holds none, else None.
    """

    path: str
    size: int
    modified_ns: int
    resume: Mapping[str, Any] | None = None
    fingerprint: str | None = None
    session_id: str | None = None
    left_out: str | None = None
