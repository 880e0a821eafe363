"""Who may change a store by a dream: what its metadata says of it."""

from collections.abc import Mapping
from enum import StrEnum

from dreaming.domain.errors import InvalidInput

PROMOTE = "promote"  # the key


class MayPromote(StrEnum):
    """Whose yes it takes. Where a store says nothing, a person's wherever the client can ask for it."""

    PERSON = "person"  # a person's: where none can be asked, nothing changes
    ANYONE = "anyone"  # nobody's


def may_promote(metadata: Mapping[str, str]) -> MayPromote | None:
    """What a store says; None where it says nothing that means something."""
    said = metadata.get(PROMOTE)
    return MayPromote(said) if said in set(MayPromote) else None


def check_consent(metadata: Mapping[str, str]) -> None:
    """Whether what the metadata says means something.

    Raises:
        InvalidInput: it does not; the message says what would.
    """
    if PROMOTE in metadata and may_promote(metadata) is None:
        problem = f"{metadata[PROMOTE][:80]!r} means nothing there"
        field = f"metadata {PROMOTE}"
        raise InvalidInput(field, problem, f"It takes {' or '.join(MayPromote)}.")
