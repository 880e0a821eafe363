"""Settings that are on or off."""

from collections.abc import Mapping

from dreaming.domain.errors import InvalidInput

_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"", "0", "false", "no", "off"})


def is_on(env: Mapping[str, str], variable: str) -> bool:
    """Whether the environment turns a setting on; one that is not set is off.

    Raises:
        InvalidInput: it has a value that is neither yes nor no.
    """
    value = env.get(variable, "").strip().lower()
    if value not in _YES | _NO:
        raise InvalidInput(variable, f"{value[:80]!r} is neither yes nor no", "Set it to 1, or do not set it.")
    return value in _YES
