"""A backup that is about to be restored, once it has been seen to be sound and ours."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from rules.words import Refusal, refuse
from storage import meta, schema, secrets
from storage.address import SqliteFile
from storage.keyring import Keyring, WrongKey
from storage.store import Clock, Store

_HEADER = b"SQLite format 3\0"


@dataclass(frozen=True)
class BackupFile:
    """The opened file, its migrations in order, and when it was made (epoch ms, if it says so)."""

    path: Path
    store: Store
    applied: list[str]
    backed_up_at: int | None


@contextmanager
def examined(path: Path, keyring: Keyring, clock: Clock) -> Iterator[BackupFile]:
    """Open the file, or refuse it: damaged, not Paydesk's, newer than us, of another secret key."""
    _check_sound(path)
    store = Store(SqliteFile(path), keyring, clock)
    try:
        yield _checked(path, store)
    finally:
        store.close()


def _checked(path: Path, store: Store) -> BackupFile:
    if not {schema.HISTORY, "store_meta"}.issubset(store.database.get_tables()):
        raise _not_ours(path)
    applied = schema.applied(store)
    if not applied:
        raise _not_ours(path)
    schema.refuse_newer(applied)
    canary = meta.read(store, secrets.CANARY)
    try:
        store.keyring.decrypt(canary or store.keyring.encrypt(""))
    except WrongKey:
        raise secrets.wrong_key() from None
    made = meta.read(store, meta.BACKED_UP_AT)
    return BackupFile(path, store, applied, int(made) if made else None)


def _check_sound(path: Path) -> None:
    """Refuse what isn't a whole SQLite file."""
    try:
        with path.open("rb") as file:
            header = file.read(len(_HEADER))
    except OSError as error:
        raise refuse("{path} can’t be read. Name a backup.", path=str(path)) from error
    if header != _HEADER:
        raise _not_ours(path)
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as file:
            (verdict,) = file.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError:
        verdict = "unreadable"
    if verdict != "ok":
        raise refuse("{path} is damaged. Use another backup.", path=str(path))


def _not_ours(path: Path) -> Refusal:
    return refuse("{path} is not a Paydesk backup. Name another file.", path=str(path))
