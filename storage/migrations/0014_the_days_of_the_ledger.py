"""The day for which a person wrote down what moved, and the ways to what moved on a day."""

from typing import Any

from peewee import Database

_CHANGES = (
    'ALTER TABLE "ledger" ADD COLUMN "day" TEXT',
    'CREATE INDEX "ledger_practice_id_at_id" ON "ledger" ("practice_id", "at", "id")',
    'CREATE INDEX "ledger_practice_id_day_id" ON "ledger" ("practice_id", "day", "id")',
)


def up(migrator: Any, db: Database) -> None:
    for change in _CHANGES:
        db.execute_sql(change)  # type: ignore[no-untyped-call]  # so in peewee's stubs
