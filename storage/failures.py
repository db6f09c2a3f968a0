"""What a database's error means to the person who asked: one sentence, and what became of it.

Errors are told apart by the drivers' codes; the database's own text is never shown.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from peewee import DatabaseError, InterfaceError, OperationalError, PeeweeException

from rules.words import Refusal, Sentence, sentence

LOST = (OperationalError, InterfaceError)
"""What peewee raises where the database can't be worked with at this moment."""

_DISK_FULL = "53100"
_READ_ONLY_TRANSACTION = "25006"
_GOT_IN_EACH_OTHERS_WAY = frozenset({"40001", "40P01", "55P03", "57014"})
"""PostgreSQL: serialization failure, deadlock, no lock or no answer in time."""
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class StoreDown(Refusal):
    """The store could not do its part. Nothing was recorded, unless `unknown` is true.

    `unknown`: the connection broke while the last step was being recorded. Whoever gets this reads
    the row again, by what makes it unique, before doing anything twice.
    """

    def __init__(self, reason: Sentence, unknown: bool = False) -> None:
        super().__init__(reason)
        self.unknown = unknown


class StoreDamaged(StoreDown):
    """The SQLite file can't be read any more."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "Paydesk’s database file is damaged, so nothing was done. Whoever runs Paydesk has"
                " to restore a backup: `paydesk restore --replace`."
            )
        )


@contextmanager
def translated() -> Iterator[None]:
    """Turn the database's failures into StoreDown; mistakes in a query stay what they are."""
    try:
        yield
    except DatabaseError as error:
        if is_damage(error):
            raise StoreDamaged from error
        if not isinstance(error, LOST) or sqlite_code(error) == sqlite3.SQLITE_ERROR:
            raise
        raise StoreDown(_meaning(error)) from error
    except InterfaceError as error:
        raise StoreDown(_meaning(error)) from error


def unknown_outcome() -> StoreDown:
    """The refusal where the connection broke while a transaction was being committed."""
    return StoreDown(
        sentence(
            "Paydesk lost its database in the middle of recording this. Look whether it was"
            " recorded before you try again."
        ),
        unknown=True,
    )


def too_busy() -> StoreDown:
    return StoreDown(
        sentence("Paydesk is very busy right now, so nothing was done. Try again in a minute.")
    )


def _meaning(error: PeeweeException) -> Sentence:
    code, state = sqlite_code(error), _sqlstate(error)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) or state in _GOT_IN_EACH_OTHERS_WAY:
        return too_busy().sentence
    if code == sqlite3.SQLITE_FULL or state == _DISK_FULL:
        return sentence(
            "The disk that Paydesk keeps its data on is full, so nothing was done. Whoever runs"
            " Paydesk has to make room there; then try again."
        )
    if (
        code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)
        or state == _READ_ONLY_TRANSACTION
    ):
        return sentence(
            "Paydesk can’t write to its database, so nothing was done. Whoever runs Paydesk has to"
            " let it write there; then try again."
        )
    return sentence(
        "Paydesk can’t reach its database right now, so nothing was done. Try again in a minute."
    )


def is_damage(error: Exception) -> bool:
    """Whether SQLite found its file damaged, or no database at all."""
    return sqlite_code(error) in _DAMAGED


def sqlite_code(error: Exception) -> int | None:
    """SQLite's primary result code, without its extension; None from PostgreSQL."""
    code = getattr(_driver_error(error), "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else None


def _sqlstate(error: PeeweeException) -> str | None:
    """PostgreSQL's error code; None from SQLite, and where no server answered."""
    return getattr(_driver_error(error), "sqlstate", None)


def _driver_error(error: BaseException) -> BaseException:
    """The driver's own exception, which peewee keeps as `orig`; twice, while it was connecting."""
    while isinstance(error, PeeweeException) and hasattr(error, "orig"):
        error = error.orig
    return error
