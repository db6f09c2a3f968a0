"""Connections to PostgreSQL that outlive a test: a new one has to read the catalogue of every table
again, which takes the server longer than most tests' queries."""

import threading
from collections.abc import Callable, Hashable
from typing import Any

import psycopg

from storage.connections import PATIENCE_MS, PostgresqlStore

IDLE = psycopg.pq.TransactionStatus.IDLE


class Warm:
    """What the stores of this process close is kept, one connection for each database lent to a
    test, and given to the next store there, with nothing of the session before it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[Hashable, psycopg.Connection] = {}
        self._names: set[str] = set()
        self._connect = PostgresqlStore._connect

    def of(self, name: str) -> None:
        """From now on keep connections to the database of that name."""
        self._names.add(name)

    def forget(self, name: str) -> None:
        self._names.discard(name)
        with self._lock:
            gone = [key for key, one in self._kept.items() if one.info.dbname == name]
            closing = [self._kept.pop(key) for key in gone]
        for one in closing:
            psycopg.Connection.close(one)

    def processes(self) -> list[int]:
        """The server's, of all that is kept."""
        with self._lock:
            return [one.info.backend_pid for one in self._kept.values() if not one.closed]

    def connect(self, store: PostgresqlStore) -> Any:
        """In the place of the store's own way to connect."""
        key = (store.database, repr(store.connect_params), tuple(store._limits))
        with self._lock:
            kept = self._kept.pop(key, None)
        if kept is not None and _cleared(kept, store._limits):
            return store.hold(kept)
        opened = self._connect(store)
        if opened.info.dbname in self._names:
            opened.close = self._closing(key, opened)
        return opened

    def _closing(self, key: Hashable, one: psycopg.Connection) -> Callable[[], None]:
        def close() -> None:
            with self._lock:
                if self._kept.get(key) is one:
                    return
                keeps = key not in self._kept and one.info.dbname in self._names and _at_rest(one)
                if keeps:
                    self._kept[key] = one
            if not keeps:
                psycopg.Connection.close(one)

        return close


def _at_rest(one: psycopg.Connection) -> bool:
    return not one.closed and one.info.transaction_status is IDLE


def _cleared(one: psycopg.Connection, limits: list[str]) -> bool:
    """False: it broke in the meantime."""
    try:
        one.execute("DISCARD ALL")
        for name in limits:
            one.execute(f"SET {name} = {PATIENCE_MS}".encode())
    except psycopg.Error:
        psycopg.Connection.close(one)
        return False
    return True
