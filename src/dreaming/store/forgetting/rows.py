"""Rows whose columns hold words: found and rewritten in the same way in every table."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from dreaming.domain.forgetting import GAP
from dreaming.store.connection import Connection, Row, row, rows
from dreaming.store.forgetting.stages import Key, Weight
from dreaming.store.forgetting.tables import Form, Table

if TYPE_CHECKING:
    import sqlite3  # noqa: TID251 - as in connection.py
else:
    from dreaming.store.driver import sqlite3

_MOST_NAMESAKES = 10_000


class Rewrite(Protocol):
    """What becomes of a row: its changed columns; None where the row goes; nothing where it stays as it is."""

    def __call__(self, table: Table, found: Row) -> Mapping[str, Any] | None:
        """The row is of the table."""
        ...


class RowStage:
    """One table."""

    def __init__(self, table: Table, rewrite: Rewrite) -> None:
        self.table = table
        self._rewrite = rewrite

    def keys(self, conn: Connection) -> Iterator[Key]:
        """The primary keys of the rows that would be changed."""
        names = _key_names(conn, self.table.name)
        for found in conn.execute(f"SELECT * FROM {self.table.name}"):  # noqa: S608 - a fixed name
            if self._changes(found):
                yield tuple(found[name] for name in names)

    def weigh(self, conn: Connection, key: Key) -> list[Weight]:
        """One of the table's place."""
        found = self._row(conn, key)
        return [Weight(place=self.table.place)] if found is not None and self._changes(found) else []

    def apply(self, conn: Connection, key: Key) -> None:
        """Change or delete the row; of what a dream made, count it."""
        found = self._row(conn, key)
        if found is None:
            return
        values = self._rewrite(self.table, found)
        if values is None:
            conn.execute(f"DELETE FROM {self.table.name} WHERE {self._where(conn)}", key)  # noqa: S608 - fixed names
        elif values:
            self._update(conn, key, values)
        if self.table.is_result:
            conn.execute("UPDATE dreams SET forgotten = forgotten + 1 WHERE id = ?", (found["dream_id"],))

    def _changes(self, found: Row) -> bool:
        values = self._rewrite(self.table, found)
        return values is None or bool(values)

    def _row(self, conn: Connection, key: Key) -> Row | None:
        return row(conn, f"SELECT * FROM {self.table.name} WHERE {self._where(conn)}", key)  # noqa: S608 - fixed names

    def _where(self, conn: Connection) -> str:
        return " AND ".join(f"{name} = ?" for name in _key_names(conn, self.table.name))

    def _update(self, conn: Connection, key: Key, values: Mapping[str, Any]) -> None:
        """A name that is taken gets a number in its gap."""
        names = [name for name in values if self.table.columns.get(name) is Form.NAME]
        for number in range(1, _MOST_NAMESAKES):
            free = (
                dict(values) if number == 1 else {**values, **{name: _numbered(values[name], number) for name in names}}
            )
            sets = ", ".join(f"{name} = ?" for name in free)
            try:
                sql = f"UPDATE {self.table.name} SET {sets} WHERE {self._where(conn)}"  # noqa: S608 - fixed names
                conn.execute(sql, (*free.values(), *key))
            except sqlite3.IntegrityError:
                if not names:
                    raise
            else:
                return


def _numbered(name: str, number: int) -> str:
    return name.replace(GAP, f"{GAP[:-1]} {number}]", 1)


def _key_names(conn: Connection, table: str) -> list[str]:
    found = rows(conn, "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", (table,))
    return [each["name"] for each in found]
