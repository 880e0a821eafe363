"""SQLite: the only package that names a table."""
