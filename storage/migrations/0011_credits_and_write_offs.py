"""What of an invoice the client no longer owes though it was not paid."""

from typing import Any

from peewee import Database, SqliteDatabase


def up(migrator: Any, db: Database) -> None:
    number = "INTEGER" if isinstance(db, SqliteDatabase) else "BIGINT"
    for name in ("credited", "written_off"):
        db.execute_sql(  # type: ignore[no-untyped-call]  # so in peewee's stubs
            f'ALTER TABLE "invoice" ADD COLUMN "{name}" {number} NOT NULL DEFAULT 0'
        )
