"""Payments of a kind, and of a kind in a state, by when they were made; and what Stripe told of an
object, whether that is done or not."""

from typing import Any

from peewee import Database

_STATEMENTS = (
    'CREATE INDEX "operation_kind" ON "operation" ("practice_id", "kind", "id")',
    'CREATE INDEX "operation_kind_state" ON "operation" ("practice_id", "kind", "state", "id")',
    'CREATE INDEX "inbox_told" ON "inbox" ("practice_id", "about", "id")'
    ' WHERE ("about" IS NOT NULL)',
)


def up(migrator: Any, db: Database) -> None:
    for statement in _STATEMENTS:
        db.execute_sql(statement)  # type: ignore[no-untyped-call]  # so in peewee's stubs
