"""What moved in a month that is over, kept; what is owed by its due day, from an index alone; and
what was given up, and what one person did, found without reading all the rest."""

from typing import Any

from peewee import (
    BigAutoField,
    BigIntegerField,
    CompositeKey,
    Database,
    ForeignKeyField,
    Model,
    TextField,
)

_STATEMENTS = (
    'CREATE INDEX "invoice_due" ON "invoice" ("practice_id", "due_on", "currency", "total", "paid",'
    ' "credited", "written_off", "state") WHERE state = \'open\'',
    'CREATE INDEX "inbox_came" ON "inbox" ("practice_id", "source", "id")',
    'CREATE INDEX "inbox_lost" ON "inbox" ("practice_id", "received_at") WHERE state = \'parked\'',
    'CREATE INDEX "outbox_lost" ON "outbox" ("practice_id", "created_at")'
    " WHERE state IN ('failed', 'uncertain')",
    'CREATE INDEX "audit_actor" ON "audit" ("practice_id", "actor", "seq")',
    'CREATE INDEX "audit_actor_action" ON "audit" ("practice_id", "actor", "action", "seq")',
)


class Table(Model):
    """What all tables here share."""

    class Meta:
        legacy_table_names = False


def up(migrator: Any, db: Database) -> None:
    class Practice(Table):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "practice"

    class LedgerSum(Table):
        practice_id = ForeignKeyField(Practice, backref="+", index=False)
        begins = TextField()
        ends = TextField()
        number = BigIntegerField()
        sums = TextField()

        class Meta:
            database = db
            table_name = "ledger_sum"
            primary_key = CompositeKey("practice_id", "begins")

    db.create_tables([LedgerSum])
    for statement in _STATEMENTS:
        db.execute_sql(statement)  # type: ignore[no-untyped-call]  # so in peewee's stubs
