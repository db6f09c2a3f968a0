"""Temporary files, for what is too much for memory: keys that may come twice, and what waits to be
written. They have no name, nobody else can read them, and they are gone with the process.
"""

import pickle
import sqlite3
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from tempfile import TemporaryFile
from typing import Any

_TABLE = "CREATE TABLE seen (key INTEGER PRIMARY KEY, line INTEGER NOT NULL)"
_PUT = "INSERT INTO seen VALUES (?, ?) ON CONFLICT DO NOTHING"
_TAKE_BACK = "DELETE FROM seen WHERE key = ? AND line = ?"
_GET = "SELECT line FROM seen WHERE key = ?"


class Seen:
    """Keys, of which only hashes are kept, with the line on which each came first."""

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
        return self._line_of(hashed)

    def put_all(self, keys: Sequence[tuple[str, int]]) -> bool:
        """Keys with their lines, all of which come for the first time. Otherwise False, and none of
        them is kept: `put` tells which it is."""
        rows = [(_hash(key), line) for key, line in keys]
        if self._database.executemany(_PUT, rows).rowcount == len(rows):
            return True
        self._database.executemany(_TAKE_BACK, rows)
        return False

    def line_of(self, key: str) -> int | None:
        return self._line_of(_hash(key))

    def _line_of(self, hashed: int) -> int | None:
        row = self._database.execute(_GET, (hashed,)).fetchone()
        return int(row[0]) if row else None


class Spool:
    """Values that are written once and then read in the same order."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115  # Open as long as this is.
        self._count = 0

    def close(self) -> None:
        self._file.close()

    def put(self, value: Any) -> None:
        pickle.dump(value, self._file, pickle.HIGHEST_PROTOCOL)
        self._count += 1

    def values(self) -> Iterator[Any]:
        """From the beginning; nothing can be put any more."""
        self._file.seek(0)
        for _ in range(self._count):
            # Nobody else could have written to this file.
            yield pickle.load(self._file)  # noqa: S301


def _hash(key: str) -> int:
    """Of a million different keys, two are alike in one file of thirty million."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)
