"""Whether what was added to a transcript simply goes on where it ended.

If it does, it can be read without what stands before: nothing in it hangs on an earlier record, so that it opens no
branch, abandons nothing and is not abandoned. In doubt it does not, and the file is read whole.
"""

from dreaming.integrations.claude_code.records import Kind


class Spine:
    """The records in the order of the file, as long as each hangs on what was just said.

    Attributes:
        tip: the id of the last record, on which the next one has to hang.
        is_plain: whether everything since the beginning, or since `tip` as it was given, goes on from there.
    """

    def __init__(self, tip: str | None = None) -> None:
        self.tip = tip
        self.is_plain = True
        self._here = None if tip is None else {tip}

    def add(self, kind: Kind, record_id: object, parent_id: object) -> None:
        """The next record. Steps that are no part of the conversation count where they stand in line."""
        own = record_id if isinstance(record_id, str) and record_id else None
        if kind is Kind.SKIPPED:
            if own is None or parent_id != self.tip:
                return
        elif self._here is not None:
            # Results of parallel calls hang on their calls side by side.
            is_known = parent_id in self._here if kind is Kind.TURN else parent_id == self.tip
            self.is_plain = self.is_plain and is_known and own is not None
        self.tip = own
        if self._here is not None and own is not None:
            self._here.add(own)
