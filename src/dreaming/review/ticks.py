"""What the person has ticked and not decided yet. It lives as long as the page: a decision is what is kept."""

from collections.abc import Iterable
from threading import Lock


class Ticks:
    """The ticked changes of each dream. Pages of the diff send what they showed and what of it is ticked."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._ticked: dict[str, frozenset[str]] = {}

    def of(self, dream_id: str) -> frozenset[str]:
        """The ids of the changes that are ticked."""
        return self._ticked.get(dream_id, frozenset())

    def keep(self, dream_id: str, *, shown: Iterable[str], ticked: Iterable[str]) -> frozenset[str]:
        """Of those shown exactly these are ticked; the others stay as they are. What is ticked then."""
        with self._lock:
            self._ticked[dream_id] = (self.of(dream_id) - frozenset(shown)) | frozenset(ticked)
            return self._ticked[dream_id]

    def clear(self, dream_id: str) -> None:
        """Nothing is ticked."""
        with self._lock:
            self._ticked.pop(dream_id, None)
