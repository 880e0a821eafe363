"""Which records of a transcript lead to its end.

Going back in Claude Code and asking anew leaves both questions in the file, hanging on the same answer. The later one
counts; everything under the earlier one is abandoned. Only questions that a person typed make such a fork: results of
parallel calls hang on their calls side by side and belong to one turn, and steps that are no part of the conversation
(progress, hooks, wrapped commands) are looked through. Where the ids do not say, nothing is abandoned.

Only numbers are held, about 18 bytes a record, so that the longest file can be looked through.
"""

from array import array

from dreaming.integrations.claude_code.records import Kind

_NOBODY = 0
_TRANSPARENT = frozenset({Kind.SKIPPED, Kind.ASIDE})


class Branches:
    """The records of a file as a tree; `add` each line in order, then ask for those `abandoned`.

    Ids are held as hashes of 64 bits. Parents stand before their children in a transcript; where one does not, its
    child hangs on nothing.
    """

    def __init__(self) -> None:
        self.kinds = bytearray()
        self._ids = array("q")
        self._parents = array("q")

    def add(self, kind: Kind, record_id: object = None, parent_id: object = None) -> None:
        """The next line of the file: what it is, its id, and what it hangs on."""
        self.kinds.append(kind)
        self._ids.append(_number(record_id))
        self._parents.append(_number(parent_id))

    def holds(self, record_ids: set[str]) -> set[str]:
        """Which of these ids are records of the file."""
        wanted = {_number(record_id): record_id for record_id in record_ids}
        return {wanted[number] for number in self._ids if number in wanted}

    def abandoned(self) -> bytearray:
        """For each line, whether it stands off the latest branch."""
        path, forks = self._look_back()
        losers: set[int] = set()
        for prompts in forks:
            on_path = [place for place in prompts if path[place]]
            winner = on_path[0] if on_path else max(prompts)
            losers.update(place for place in prompts if place != winner)
        return self._below(losers, path)

    def _look_back(self) -> tuple[bytearray, list[list[int]]]:
        """The way from the last record back to the first, and the prompts that hang on the same record as others do."""
        path = bytearray(len(self.kinds))
        forks: list[list[int]] = []
        waiting: dict[int, list[int]] = {}  # by the id of the record above: the prompts that hang on it
        next_up = _NOBODY
        for place in range(len(self.kinds) - 1, -1, -1):
            own, parent, kind = self._ids[place], self._parents[place], self.kinds[place]
            if own == _NOBODY:
                continue
            if own == next_up or (next_up == _NOBODY and kind not in _TRANSPARENT):
                path[place] = 1
                next_up = parent
            prompts = waiting.pop(own, [])
            if kind in _TRANSPARENT and parent != _NOBODY:
                if prompts:
                    waiting.setdefault(parent, []).extend(prompts)
                continue
            if len(prompts) > 1:
                forks.append(prompts)
            if kind == Kind.PROMPT and parent != _NOBODY:
                waiting.setdefault(parent, []).append(place)
        return path, forks

    def _below(self, losers: set[int], path: bytearray) -> bytearray:
        """Everything that hangs on one of the losing prompts, but for what leads to the end all the same."""
        marks = bytearray(len(self.kinds))
        marked: set[int] = set()
        if losers:
            for place in range(min(losers), len(self.kinds)):
                is_below = place in losers or (self._parents[place] in marked and not path[place])
                if is_below and self.kinds[place] != Kind.BOUNDARY:
                    marks[place] = 1
                    marked.add(self._ids[place])
        return marks


def _number(value: object) -> int:
    """An id as a number; 0 is nobody."""
    return (hash(value) or 1) if isinstance(value, str) and value else _NOBODY
