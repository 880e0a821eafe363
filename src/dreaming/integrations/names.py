"""What records of a transcript are called, so that they are known again when the file is read again."""

import hashlib


class Names:
    """By their id, or by their content where they have none; two records never the same."""

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}

    def of(self, record_id: object, line: bytes) -> str | None:
        """The record's name; None if the same record was read before: files that were put together hold some twice."""
        line = line.strip()
        if not isinstance(record_id, str) or not record_id:
            return self._another(_content_hash(line), line)
        if self._seen.get(hash(record_id)) == hash(line):
            return None
        if hash(record_id) not in self._seen:
            self._seen[hash(record_id)] = hash(line)
            return record_id
        return self._another(f"{record_id}~{_content_hash(line)}", line)

    def _another(self, name: str, line: bytes) -> str:
        count = 1
        while hash(numbered := name if count == 1 else f"{name}~{count}") in self._seen:
            count += 1
        self._seen[hash(numbered)] = hash(line)
        return numbered


def _content_hash(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()[:16]
