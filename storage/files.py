"""The file of a SQLite store: made readable to its owner alone, and proved to be writable."""

import os
import sqlite3
import time
from pathlib import Path

from peewee import DatabaseError, OperationalError, PeeweeException

from rules.words import Refusal, refuse
from storage.address import Address, PostgresqlServer, SqliteFile
from storage.connections import BUSY_SECONDS
from storage.failures import StoreDamaged, is_damage, sqlite_code
from storage.store import Store

OWNER_ONLY = 0o600
_OLDEST_SQLITE = (3, 35)
"""RETURNING came with it."""


def prepare_file(address: Address) -> None:
    """Make the file if there is none yet; refuse a folder that is missing or can't be written."""
    if isinstance(address, PostgresqlServer):
        return
    check_place(address.path)
    if not address.path.exists():
        make_private(address.path)


def check_place(path: Path) -> None:
    """Refuse where a SQLite file can't be, whether it exists or not."""
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise refuse(
            "This Python comes with SQLite {version}; Paydesk needs {needed} or newer. Use a newer"
            " Python, or PostgreSQL.",
            version=sqlite3.sqlite_version,
            needed=".".join(map(str, _OLDEST_SQLITE)),
        )
    if not path.parent.is_dir():
        raise refuse(
            "The folder {folder} of DATABASE_URL doesn’t exist. Make it, or name another.",
            folder=str(path.parent),
        )
    if path.is_dir():
        raise refuse("DATABASE_URL names {path}, which is a folder. Name a file.", path=str(path))


def make_private(path: Path) -> None:
    """Make an empty file that others can't read, or refuse."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, OWNER_ONLY))
    except OSError as error:
        raise cannot_write(path) from error


def cannot_write(path: Path) -> Refusal:
    return refuse(
        "Paydesk can’t write {path}. Let the user that runs it write that file and its folder, and"
        " see that the disk is neither full nor read-only.",
        path=str(path),
    )


def usable(store: Store) -> None:
    """Connect, and turn what is wrong into the sentence that mends it."""
    if isinstance(store.address, SqliteFile):
        _usable_file(store, store.address.path)
    else:
        _usable_server(store)


def _usable_file(store: Store, path: Path) -> None:
    try:
        _switch_to_wal(store)
        with store.database.atomic():
            pass
    except DatabaseError as error:
        if sqlite_code(error) == sqlite3.SQLITE_NOTADB:
            raise refuse(
                "{path} is not a Paydesk database. Name another file in DATABASE_URL.",
                path=str(path),
            ) from error
        if is_damage(error):
            raise StoreDamaged from error
        raise cannot_write(path) from error


def _switch_to_wal(store: Store) -> None:
    """Write-ahead logging stays on once it is. While another process switches, SQLite says
    "locked" at once, without waiting."""
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            if store.database.run("PRAGMA journal_mode = wal").fetchone() == ("wal",):
                return
        except OperationalError as error:
            if sqlite_code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
        time.sleep(0.01)


def _usable_server(store: Store) -> None:
    try:
        store.database.run("SELECT 1")
    except PeeweeException as error:
        raise refuse(
            "PostgreSQL doesn’t let Paydesk in: {reason}. Check DATABASE_URL and that the server"
            " runs.",
            reason=_first_line(error),
        ) from error


def _first_line(error: PeeweeException) -> str:
    """libpq's reason: it names host, user and database, never the password."""
    return (str(error).strip().splitlines() or ["no reason given"])[0].rstrip(".")
