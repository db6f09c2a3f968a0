"""The store: its connections and transactions, and how a query is run."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal, TypeVar

from peewee import BaseQuery

from storage.address import Address
from storage.connections import BUSY_SECONDS, PostgresqlStore, SqliteStore, database_at
from storage.failures import StoreDown, too_busy, translated, unknown_outcome
from storage.keyring import Keyring

Clock = Callable[[], int]
"""Gives the time in UTC epoch milliseconds."""
Row = dict[str, Any]
T = TypeVar("T")


class Store:
    """Where everything is remembered. Safe to share between threads, not across a fork.

    Reads outside a transaction see the last committed state, on a connection that each thread
    keeps. Every write stands in `transaction()`, its own if there is none around it.
    """

    def __init__(self, address: Address, keyring: Keyring, clock: Clock) -> None:
        self.address = address
        self.keyring = keyring
        self.clock = clock
        self.database: SqliteStore | PostgresqlStore = database_at(address)
        """For storage/ alone."""
        self.on_queued: Callable[[], None] = lambda: None
        """Called when a row for a worker has been committed. It only wakes somebody up."""
        self._writing = threading.Lock()
        self._thread = threading.local()

    @property
    def kind(self) -> Literal["sqlite", "postgresql"]:
        return "sqlite" if isinstance(self.database, SqliteStore) else "postgresql"

    def close(self) -> None:
        """Close the connections of all threads, once nobody works with the store any more."""
        self.database.close_all()

    def commits(self) -> int:
        """How many transactions this thread has committed: more than before, and something was
        recorded in between."""
        return int(getattr(self._thread, "commits", 0))

    def in_transaction(self) -> bool:
        return self.database.in_transaction()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it is recorded, or nothing. Inside another one it becomes a part of that.

        Raises StoreDown where the database fails. A part that failed makes the whole fail, even if
        the error was caught in between.
        """
        if self.in_transaction():
            with self._part():
                yield
            return
        with self._turn():
            whole = self._begin()
            try:
                with translated():
                    yield
            except BaseException as error:
                whole.__exit__(type(error), error, error.__traceback__)
                raise
            self._commit(whole)
        if self._thread.queued:
            self.on_queued()

    def select(self, query: BaseQuery) -> list[Row]:
        """The rows that a SELECT finds, by column name."""
        return self.attempt(lambda: list(query.clone().dicts().execute(self.database)))

    def first(self, query: BaseQuery) -> Row | None:
        """The only row that a SELECT finds, or the first, or None."""
        rows = self.select(query)
        return rows[0] if rows else None

    def change(self, query: BaseQuery) -> int:
        """Run an UPDATE, DELETE or `.as_rowcount()` INSERT. Returns how many rows it changed."""
        with self.transaction():
            return int(query.execute(self.database))

    def returning(self, query: BaseQuery) -> list[Row]:
        """Run a write that ends in RETURNING. Returns those rows, by column name."""
        with self.transaction():
            return list(query.clone().dicts().execute(self.database))

    def attempt(self, work: Callable[[], T]) -> T:
        """Do `work`, once more on a new connection if the old one turns out to be broken.

        Within a transaction there is no second time: what came before it is lost too.
        """
        try:
            with translated():
                return work()
        except StoreDown:
            if self.in_transaction() or not self.database.lost():
                raise
        self.database.let_go()
        with translated():
            return work()

    def tell_queued(self) -> None:
        """A queue got a row: say so by `on_queued`, as soon as all of it is committed."""
        if self.in_transaction():
            self._thread.queued = True
        else:
            self.on_queued()

    @contextmanager
    def _part(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self._thread.part_failed = True
            raise

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """SQLite writes one at a time: the threads of a process queue here, without polling."""
        if self.kind == "postgresql":
            yield
            return
        if not self._writing.acquire(timeout=BUSY_SECONDS):
            raise too_busy()
        try:
            yield
        finally:
            self._writing.release()

    def _begin(self) -> Any:
        whole = self.database.transaction()
        self.attempt(whole.__enter__)
        self._thread.part_failed = False
        self._thread.queued = False
        return whole

    def _commit(self, whole: Any) -> None:
        if self._thread.part_failed:
            error = RuntimeError("A part of this transaction failed, so none of it was recorded.")
            whole.__exit__(RuntimeError, error, None)
            raise error
        try:
            with translated():
                whole.__exit__(None, None, None)
        except StoreDown as error:
            if self.kind == "postgresql" and self.database.is_closed():
                raise unknown_outcome() from error
            raise
        self._thread.commits = self.commits() + 1
