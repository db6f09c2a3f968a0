"""The two kinds of database: one connection per thread, closed when the thread ends."""

import threading
import weakref
from collections.abc import Sequence
from typing import Any, Protocol

from peewee import Database, PeeweeException, PostgresqlDatabase, Query, SqliteDatabase

from storage.address import Address, PostgresqlServer
from storage.wording import Wording

BUSY_SECONDS = 10
"""How long a write waits for another process's write."""
SYNCHRONOUS = "FULL"
"""SQLite's: what is committed outlasts a power cut."""
PATIENCE_MS = 8000
"""How long PostgreSQL may take for one query, unless DATABASE_URL says so in its `options`."""


class Connection(Protocol):
    """What the drivers' connections have in common."""

    def close(self) -> None: ...


class _Held:
    """Holds a thread's connection. The thread's end drops this, and with it the connection."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def __del__(self) -> None:
        self.connection.close()


class PerThread(Database):
    """Mixed into peewee's databases: keeps account of the open connections of all threads."""

    context_class = Wording

    def __init__(self, *args: Any, **options: Any) -> None:
        self._mine = threading.local()
        self._all: weakref.WeakSet[_Held] = weakref.WeakSet()
        super().__init__(*args, **options)

    def hold(self, connection: Connection) -> Connection:
        """Tie the connection to the thread that opened it."""
        self._mine.held = held = _Held(connection)
        self._all.add(held)
        return connection

    @property
    def open_connections(self) -> int:
        return len(self._all)

    def let_go(self) -> None:
        """Close this thread's connection, in whatever state it is."""
        self._mine.__dict__.clear()
        self.dispose()

    def close_all(self) -> None:
        """Close the connections of all threads: nobody may be at work any more."""
        for held in list(self._all):
            held.connection.close()
        self._all.clear()
        self.let_go()

    def run(self, sql: str, params: Sequence[Any] = ()) -> Any:
        """Run SQL as it stands. Returns the driver's cursor."""
        return self.execute_sql(sql, params)  # type: ignore[no-untyped-call]  # so in the stubs

    def sql_of(self, query: Query) -> tuple[str, list[Any]]:
        """The SQL of a query and its parameters, in this database's dialect."""
        sql, params = self.get_sql_context().parse(query)  # type: ignore[no-untyped-call]
        return str(sql), list(params)

    def driver(self) -> Any:
        """The driver's connection of this thread, opened if need be."""
        return self.connection()  # type: ignore[no-untyped-call]  # so in the stubs

    def lost(self) -> bool:
        """Whether this thread's connection broke, so that only a new one can help."""
        return False


class SqliteStore(PerThread, SqliteDatabase):
    """Write transactions take the lock at their beginning: a later upgrade would fail at once."""

    def __init__(self, path: str) -> None:
        super().__init__(
            path,
            # Closed by another thread at shutdown, used by its own thread alone.
            check_same_thread=False,
            pragmas={"foreign_keys": 1, "synchronous": SYNCHRONOUS},
            lock_type="IMMEDIATE",
            timeout=BUSY_SECONDS,
        )

    def _connect(self) -> Connection:
        # peewee's own hook, left out of its stubs.
        return self.hold(super()._connect())  # type: ignore[misc]

    def rollback(self) -> None:
        """Undo. After a full disk and the like SQLite has done so by itself."""
        if not self.is_closed() and self.driver().in_transaction:
            super().rollback()


class PostgresqlStore(PerThread, PostgresqlDatabase):
    """READ COMMITTED, through psycopg 3."""

    def __init__(self, address: PostgresqlServer) -> None:
        defaults = {
            "application_name": "paydesk",
            "connect_timeout": 3,
            # A server that is gone without a word: noticed while we send, and while we wait.
            "tcp_user_timeout": PATIENCE_MS,
            "keepalives_idle": 5,
            "keepalives_interval": 1,
            "keepalives_count": 3,
        }
        limits = ("statement_timeout", "lock_timeout")
        self._limits = [name for name in limits if name not in address.conninfo]
        super().__init__(
            address.conninfo,
            prefer_psycopg3=True,
            # A pooler such as PgBouncer may give each transaction another server connection.
            prepare_threshold=None,
            **{name: value for name, value in defaults.items() if name not in address.named},
        )

    def _connect(self) -> Connection:
        # peewee's own hook, left out of its stubs.
        connection = super()._connect()  # type: ignore[misc]
        self.hold(connection)
        # Not in the startup packet, which PgBouncer refuses with parameters it doesn't know.
        for name in self._limits:
            connection.execute(f"SET {name} = {PATIENCE_MS}")
        connection.commit()
        return connection  # type: ignore[no-any-return]

    def be_patient(self) -> None:
        """Let the queries of this transaction take as long as they need."""
        self.run("SET LOCAL statement_timeout = 0")
        self.run("SET LOCAL lock_timeout = 0")

    def rollback(self) -> None:
        """Undo. Without a connection the server does so by itself; the next one will be new."""
        try:
            super().rollback()
        except PeeweeException:
            self.let_go()

    def lost(self) -> bool:
        return not self.is_closed() and bool(self.driver().closed)


def database_at(address: Address) -> SqliteStore | PostgresqlStore:
    """A database that connects at its first query."""
    if isinstance(address, PostgresqlServer):
        return PostgresqlStore(address)
    return SqliteStore(str(address.path))
