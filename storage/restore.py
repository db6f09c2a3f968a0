"""Restores a backup into SQLite or PostgreSQL: all or nothing, and never over data unasked."""

import os
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rules.words import Refusal, refuse
from storage import (
    admin_links,
    admin_sessions,
    audit,
    comparing,
    inbox,
    instances,
    meta,
    operation_queue,
    outages,
    outbox,
    practices,
    schema,
)
from storage.address import SqliteFile, parse_address
from storage.backup import copy_file, remove, settle
from storage.backup_file import BackupFile, examined
from storage.connections import BUSY_SECONDS
from storage.copying import AnyDatabase, copy_rows
from storage.database import connect_store
from storage.failures import StoreDamaged
from storage.files import cannot_write, check_place, make_private
from storage.keyring import Keyring
from storage.models import Instance
from storage.store import Clock, Store
from storage.tables import tables_in_order

ACTOR = "system:restore"


@dataclass(frozen=True)
class Restored:
    """What was restored, when the backup was made (epoch ms), where the replaced file is now."""

    practices: int
    backed_up_at: int | None
    kept: Path | None


def restore(
    url: str, path: Path, secret_keys: str, clock: Clock, *, replace: bool = False
) -> Restored:
    """Restore the backup at `path` into the store at `url`, brought up to this program's schema.

    A store that holds data is only replaced if `replace`: a SQLite file is then kept beside, the
    tables of PostgreSQL are dropped in the same transaction. Raises Refusal, and then the store is
    as before: where a Paydesk works with it, and for what is not a sound backup that
    PAYDESK_SECRET_KEY opens. Afterwards `meta.restored_at` tells.
    """
    address = parse_address(url)
    with examined(path, Keyring(secret_keys), clock) as source:
        if isinstance(address, SqliteFile):
            check_place(address.path)
            if address.path.exists() and address.path.stat().st_size:
                _check_file(url, secret_keys, clock, replace)
            return _into_file(address.path, source)
        target = connect_store(url, secret_keys, clock)
        try:
            return _into_server(target, source, replace)
        finally:
            target.close()


def _into_file(path: Path, source: BackupFile) -> Restored:
    """Make the new file beside the old one, then put it in its place in one step."""
    unfinished = path.with_name(f".{path.name}.unfinished-{os.getpid()}")
    make_private(unfinished)
    try:
        copy_file(source.path, unfinished)
        restored = Store(SqliteFile(unfinished), source.store.keyring, source.store.clock)
        try:
            schema.migrate(restored)
            count = _mark(restored, source)
        finally:
            restored.close()
        settle(unfinished)
        kept = _keep(path, source.store.clock())
        unfinished.replace(path)
    except OSError as error:
        raise cannot_write(path) from error
    finally:
        remove(unfinished)
    return Restored(count, source.backed_up_at, kept)


def _keep(path: Path, now: int) -> Path | None:
    """Give the old file a second name, which stays when the new one takes its place."""
    if not path.exists() or not path.stat().st_size:
        return None
    stamp = datetime.fromtimestamp(now / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
    kept = path.with_name(f"{path.name}.before-restore-{stamp}")
    number = 1
    while kept.exists():
        number += 1
        kept = path.with_name(f"{path.name}.before-restore-{stamp}-{number}")
    try:
        kept.hardlink_to(path)
    except OSError:  # A file system without hard links.
        path.rename(kept)
    for beside in ("-wal", "-shm"):
        if path.with_name(path.name + beside).exists():
            path.with_name(path.name + beside).rename(kept.with_name(kept.name + beside))
    return kept


def _into_server(target: Store, source: BackupFile, replace: bool) -> Restored:
    database = target.database
    with schema.alone(target):
        database.run(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
        doomed = schema.OUR_TABLES.union(tables_in_order(source.store.database))
        schema.refuse_foreign(database, doomed)
        _check_contents(target, replace)
        _drop_tables(database, doomed)
        schema.apply(database, source.applied[-1])
        copy_rows(source.store.database, database)
        schema.apply(database)
        count = _mark(target, source)
    return Restored(count, source.backed_up_at, None)


def _drop_tables(database: AnyDatabase, tables: Collection[str]) -> None:
    """Whatever this program or the backup's knows. Other tables in the database are left alone."""
    for table in sorted(tables):
        database.run(f'DROP TABLE IF EXISTS "{table}" CASCADE')


def _check_file(url: str, secret_keys: str, clock: Clock, replace: bool) -> None:
    """Refuse to replace a file that is at work, or that holds anything unless `replace`."""
    try:
        target = connect_store(url, secret_keys, clock)
    except Refusal:
        if replace:  # It can't be opened, so nobody works with it. It is kept beside.
            return
        raise
    try:
        _check_contents(target, replace)
    except StoreDamaged:
        if not replace:
            raise
    finally:
        target.close()


def _check_contents(target: Store, replace: bool) -> None:
    if not schema.applied(target):
        _refuse_foreign_file(target, replace)
        return
    others = instances.running(target)
    if others:
        raise refuse(
            "Paydesk works with this database (process {pid} on {host}). Stop it first; one that"
            " ended without saying so is forgotten after {seconds} seconds.",
            pid=str(others[0].pid),
            host=others[0].host,
            seconds=instances.STALE_MS // 1000,
        )
    if practices.all_practices(target) and not replace:
        raise _holds_data()


def _refuse_foreign_file(target: Store, replace: bool) -> None:
    """Another program's file is only replaced when asked; on a server its tables are left alone."""
    if target.kind == "sqlite" and target.attempt(target.database.get_tables) and not replace:
        raise _holds_data()


def _holds_data() -> Refusal:
    return refuse(
        "This database holds data already. To restore the backup in its place, add --replace."
    )


def _mark(restored: Store, source: BackupFile) -> int:
    """Write down that this is a restored store. Returns how many practices it has."""
    now = restored.clock()
    with restored.transaction():
        restored.change(Instance.delete())
        inbox.free_all(restored, now)
        outbox.repeat_all(restored, now)
        operation_queue.free_all(restored, now)
        admin_links.forget_all(restored)
        admin_sessions.forget_all(restored)
        meta.write(restored, meta.RESTORED_AT, str(now))
        outages.alive(restored, now)  # Since the backup somebody worked with another store.
        comparing.begin(restored, source.backed_up_at or 0)
        everyone = practices.all_practices(restored)
        for practice in everyone:
            detail = {"backed_up_at": source.backed_up_at}
            audit.record(restored, practice.id, ACTOR, "store.restored", "store", detail, now)
    return len(everyone)
