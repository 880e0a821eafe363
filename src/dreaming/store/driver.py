"""The SQLite library: `pysqlite3` where it is installed, else Python's own.

It is the one that sqlite-utils takes (`sqlite_utils.utils.sqlite3`), so that the classes of errors are the same; that
module is imported only where there is something to migrate, since it costs a start more than all of our store does.
"""

try:
    import pysqlite3 as sqlite3
except ImportError:
    import sqlite3  # noqa: TID251 - as above

__all__ = ["sqlite3"]
