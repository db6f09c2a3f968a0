"""Backs up a store that may be at work: one SQLite file with everything, from PostgreSQL too.

The file is the store as it was at one moment. Secrets in it stay encrypted; the rest can be read by
whoever has the file.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from rules.words import refuse
from storage import meta, schema
from storage.address import SqliteFile
from storage.connections import PostgresqlStore
from storage.copying import copy_rows
from storage.failures import StoreDamaged, is_damage, translated
from storage.files import cannot_write, make_private
from storage.store import Store

_PAGES_AT_A_TIME = 1000


def backup(store: Store, path: Path) -> None:
    """Write the store to a new file at `path`, which only its owner can read.

    Raises Refusal where the file exists or can't be written; then nothing is left behind.
    """
    applied = schema.applied(store)
    if not applied:
        raise refuse("The database is empty: there is nothing to back up yet.")
    schema.refuse_newer(applied)
    if path.exists():
        raise refuse("{path} exists already. Name a new file.", path=str(path))
    if not path.parent.is_dir():
        raise refuse("The folder {folder} doesn’t exist. Make it first.", folder=str(path.parent))
    unfinished = path.with_name(f".{path.name}.unfinished-{os.getpid()}")
    make_private(unfinished)
    try:
        _write(store, unfinished)
        settle(unfinished)
        unfinished.rename(path)
    except (OSError, sqlite3.DatabaseError) as error:
        if is_damage(error):
            raise StoreDamaged from error
        raise cannot_write(path) from error
    finally:
        remove(unfinished)


def _write(store: Store, path: Path) -> None:
    if isinstance(store.address, SqliteFile):
        copy_file(store.address.path, path)
    else:
        _copy_server(store, path)
    copied = Store(SqliteFile(path), store.keyring, store.clock)
    try:
        meta.write(copied, meta.BACKED_UP_AT, str(store.clock()))
    finally:
        copied.close()


def copy_file(source: Path, target: Path) -> None:
    """Copy a SQLite database that others may be writing to.

    The open read transaction holds the moment still: without it, each write of another process
    would start the copy anew.
    """
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
        read.execute("BEGIN")
        read.execute("SELECT COUNT(*) FROM sqlite_master")
        read.backup(written, pages=_PAGES_AT_A_TIME)


def _copy_server(store: Store, path: Path) -> None:
    """All tables as PostgreSQL showed them at one moment, in a file of the same schema."""
    target = Store(SqliteFile(path), store.keyring, store.clock)
    source = store.database
    try:
        with translated(), source.atomic("REPEATABLE READ"), schema.alone(target):
            if isinstance(source, PostgresqlStore):
                source.be_patient()
            schema.apply(target.database, schema.applied_to(source)[-1])
            copy_rows(source, target.database)
    finally:
        target.close()


def settle(path: Path) -> None:
    """Make it one sound file on the disk, without a write-ahead log beside it."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode = delete")
        (verdict,) = database.execute("PRAGMA integrity_check").fetchone()
    if verdict != "ok":
        raise refuse("The copy is damaged, and so may be the database: {verdict}", verdict=verdict)
    with path.open("rb") as file:
        os.fsync(file.fileno())


def remove(path: Path) -> None:
    """Remove a SQLite file and what may stand beside it."""
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm", f"{path.name}-journal"):
        path.with_name(name).unlink(missing_ok=True)
