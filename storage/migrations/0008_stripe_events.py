"""Stripe's events in the inbox, those of one object together, and how far they were read.

The table stands here once more, as it was on that day: a migration must not follow the models.
"""

from typing import Any

from peewee import BigAutoField, BigIntegerField, Database, ForeignKeyField, Model, TextField

_WAITS = "WHERE (\"state\" IN ('pending', 'working'))"
_CHANGES = (
    'ALTER TABLE "inbox" ADD COLUMN "about" TEXT',
    'DROP INDEX "inbox_due"',
    f'CREATE INDEX "inbox_due" ON "inbox" ("source", "due_at") {_WAITS}',
    f'CREATE INDEX "inbox_about" ON "inbox" ("practice_id", "about") {_WAITS}',
    'CREATE INDEX "client_stripe_customer_id" ON "client_stripe" ("customer_id")',
)


class Table(Model):
    """What all tables here share."""

    class Meta:
        legacy_table_names = False


def up(migrator: Any, db: Database) -> None:
    for change in _CHANGES:
        db.execute_sql(change)  # type: ignore[no-untyped-call]  # so in peewee's stubs
    _cursors(db)


def _cursors(db: Database) -> None:
    class Practice(Table):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "practice"

    class StripeCursor(Table):
        practice_id = ForeignKeyField(Practice, backref="+", index=False)
        id = BigAutoField()
        account = TextField()
        types = TextField()
        event_id = TextField(null=True)
        event_at = BigIntegerField(null=True)
        checked_at = BigIntegerField()

        class Meta:
            database = db
            table_name = "stripe_cursor"
            indexes = ((("practice_id", "account", "types"), True),)

    db.create_tables([StripeCursor])
