"""How many calls are made at once: as many as the server takes, as far as its answers tell."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

import anyio

MOST_AT_ONCE = 8
_FEW_LEFT = 0.1  # of a limit: no more calls are begun than are left
_LIMITS = ("requests", "tokens", "input-tokens", "output-tokens")


class Pacer:
    """Lets calls in. A server that pushes back halves what is let in at once; each answer raises it again a little.

    Args:
        most: at most so many at once.
    """

    def __init__(self, most: int = MOST_AT_ONCE) -> None:
        self._most = most
        self._allowed = float(most)
        self._inside = 0
        self._changed = anyio.Condition()

    @property
    def allowed(self) -> int:
        """How many calls may be made at once now."""
        return max(int(self._allowed), 1)

    @asynccontextmanager
    async def turn(self) -> AsyncGenerator[None]:
        """Wait for a turn, and have it while this is open."""
        async with self._changed:
            while self._inside >= self.allowed:
                await self._changed.wait()
            self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1
            with anyio.CancelScope(shield=True):
                async with self._changed:
                    self._changed.notify_all()

    def answered(self, headers: Mapping[str, str]) -> None:
        """An answer came; its headers say what is left of the limits (`anthropic-ratelimit-…`), where they say it."""
        self._allowed = min(self._allowed + 1 / self.allowed, float(self._most))
        for limit in _LIMITS:
            left, whole = (
                _number(headers.get(f"anthropic-ratelimit-{limit}-{what}")) for what in ("remaining", "limit")
            )
            if left is not None and whole and left <= whole * _FEW_LEFT:
                self._allowed = 1.0
        requests = _number(headers.get("anthropic-ratelimit-requests-remaining"))
        if requests is not None:
            self._allowed = min(self._allowed, max(requests, 1.0))

    def pushed_back(self) -> None:
        """The server had enough (429, 529)."""
        self._allowed = max(self._allowed / 2, 1.0)


def _number(text: str | None) -> float | None:
    return float(text) if text is not None and text.isdigit() else None
