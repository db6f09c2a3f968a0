"""Where state survives a restart: JSON values by space and key, in a SQLite file or nowhere."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Shelf:
    """Changes are gathered and written by `flush`, in one transaction. Not for several threads at
    once. Without a file, nothing is kept."""

    def __init__(self, file: Path | None = None) -> None:
        self._pending: dict[tuple[str, str], Any] = {}
        self._file = sqlite3.connect(file, check_same_thread=False) if file else None
        if self._file:
            self._file.execute("pragma journal_mode = wal")
            self._file.execute("pragma synchronous = normal")
            self._file.execute(
                "create table if not exists kept (space text, key text, value text not null,"
                " primary key (space, key))"
            )

    def put(self, space: str, key: str, value: Any) -> None:
        """`value` is read when it is flushed; None takes the key away."""
        if self._file:
            self._pending[space, key] = value

    def all(self, space: str) -> Iterator[tuple[str, Any]]:
        if self._file:
            found = "select key, value from kept where space = ?"
            for key, value in self._file.execute(found, (space,)).fetchall():
                yield key, json.loads(value)

    def flush(self) -> None:
        if not self._file or not self._pending:
            return
        with self._file:
            for (space, key), value in self._pending.items():
                if value is None:
                    self._file.execute("delete from kept where space = ? and key = ?", (space, key))
                else:
                    self._file.execute(
                        "insert or replace into kept values (?, ?, ?)",
                        (space, key, json.dumps(value)),
                    )
        self._pending.clear()

    def close(self) -> None:
        """Nothing is kept any more."""
        self.flush()
        if self._file:
            self._file.close()
            self._file = None
