"""A temporary file of keys, to notice what comes twice among millions without keeping it in memory.

SQLite makes the file without a name, and it is gone with the process. No key can be read from it:
it holds their hashes.
"""

import sqlite3
from hashlib import blake2b

_TABLE = "CREATE TABLE seen (key INTEGER PRIMARY KEY, line INTEGER NOT NULL)"
_PUT = "INSERT INTO seen VALUES (?, ?) ON CONFLICT DO NOTHING"
_GET = "SELECT line FROM seen WHERE key = ?"


class Seen:
    """Keys, with the line on which each came first. Close it when done."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("PRAGMA cache_size = -16000")
        self._database.execute(_TABLE)
        self._database.execute("BEGIN")

    def close(self) -> None:
        self._database.close()

    def put(self, key: str, line: int) -> int | None:
        """The line on which the key came before; None where this is the first time."""
        hashed = _hash(key)
        if self._database.execute(_PUT, (hashed, line)).rowcount:
            return None
        return self.line_of(key)

    def line_of(self, key: str) -> int | None:
        row = self._database.execute(_GET, (_hash(key),)).fetchone()
        return int(row[0]) if row else None


def _hash(key: str) -> int:
    """Of two in a million different keys, one pair in ten million such files is alike."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)
