"""Saved cards by the month in which they expire."""

from typing import Any

from peewee import Database


def up(migrator: Any, db: Database) -> None:
    index = (
        'CREATE INDEX "saved_method_expiry" ON "saved_method"'
        ' ("practice_id", "exp_year", "exp_month", "id") WHERE exp_year IS NOT NULL'
    )
    db.execute_sql(index)  # type: ignore[no-untyped-call]  # so in peewee's stubs
