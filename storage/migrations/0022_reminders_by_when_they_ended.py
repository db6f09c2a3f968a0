"""Reminders by when they went out or did not, and those that were lost."""

from typing import Any

from peewee import Database

_STATEMENTS = (
    'CREATE INDEX "reminder_ended" ON "reminder" ("practice_id", "ended_at", "id")'
    " WHERE ended_at IS NOT NULL",
    'CREATE INDEX "reminder_lost" ON "reminder" ("practice_id", "ended_at", "id")'
    " WHERE state IN ('missed', 'failed')",
)


def up(migrator: Any, db: Database) -> None:
    for statement in _STATEMENTS:
        db.execute_sql(statement)  # type: ignore[no-untyped-call]  # so in peewee's stubs
