"""When a reminder that was put off had been due at first: what is too late counts from there."""

from typing import Any

from peewee import Database, SqliteDatabase


def up(migrator: Any, db: Database) -> None:
    number = "INTEGER" if isinstance(db, SqliteDatabase) else "BIGINT"
    added = f'ALTER TABLE "reminder" ADD COLUMN "first_due_at" {number}'
    db.execute_sql(added)  # type: ignore[no-untyped-call]  # so in peewee's stubs
