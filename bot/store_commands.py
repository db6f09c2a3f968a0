"""`paydesk migrate`, `backup` and `restore`: what can be done with the store from a terminal."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.clock import clock_of
from bot.console import tell
from bot.settings import Needs, Settings, environment, read_settings
from storage import restore as restoring
from storage import schema, secrets
from storage.backup import backup as back_up
from storage.database import connect_store


@click.command()
def migrate() -> None:
    """Bring the database up to date with this version of Paydesk.

    `paydesk serve` does so by itself. Where PAYDESK_SECRET_KEY has several keys, the stored secrets
    are encrypted anew with the first.
    """
    settings = _settings()
    store = connect_store(settings.database_url, settings.secret_key, clock_of(settings.clock_file))
    try:
        applied = schema.migrate(store)
        secrets.check_key(store)
        rotated = secrets.rotate(store)
    finally:
        store.close()
    for name in applied:
        tell(f"✓ {name}")
    tell("The database is up to date.")
    if rotated:
        tell(f"{rotated} stored secrets now use the first key: the other keys can be removed.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
def backup(file: Path | None) -> None:
    """Save the whole store to FILE, while Paydesk runs or not.

    FILE must be new; without it, one in this folder is named for the time. PostgreSQL is saved to
    the same kind of file. Only its owner can read the file; keep PAYDESK_SECRET_KEY elsewhere, for
    the backup is of no use without it.
    """
    settings = _settings()
    clock = clock_of(settings.clock_file)
    path = file or Path(f"paydesk-{_moment(clock()):%Y%m%d-%H%M%S}.backup")
    store = connect_store(settings.database_url, settings.secret_key, clock, must_exist=True)
    try:
        back_up(store, path)
    finally:
        store.close()
    tell(f"✓ Saved to {path} ({path.stat().st_size / 1_000_000:.1f} MB).")
    tell("It can only be restored with the PAYDESK_SECRET_KEY of now: keep that too, elsewhere.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Restore in place of the data that is there.")
def restore(file: Path, replace: bool) -> None:
    """Restore the backup FILE into the database that DATABASE_URL names.

    Stop Paydesk first. The database must be empty, or --replace be given: a SQLite file is then
    kept beside the new one.
    """
    settings = _settings()
    clock = clock_of(settings.clock_file)
    restored = restoring.restore(
        settings.database_url, file, settings.secret_key, clock, replace=replace
    )
    made = (
        f", made {_moment(restored.backed_up_at):%Y-%m-%d %H:%M} UTC"
        if restored.backed_up_at
        else ""
    )
    tell(f"✓ Restored {file}{made}: practices {restored.practices}.")
    if restored.kept:
        tell(f"The file that was there is now {restored.kept}.")
    tell("What happened after the backup was made is not in it.")


def _settings() -> Settings:
    return read_settings(environment(Path.cwd(), os.environ), needs=Needs.STORE)


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC)
