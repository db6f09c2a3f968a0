"""What Home's board shows: who owes, what is on its way, and what failed."""

from typing import Any

from peewee import BigAutoField, BigIntegerField, Database, ForeignKeyField, Model, TextField

_COLUMNS = (
    'ALTER TABLE "member" ADD COLUMN "board" TEXT',
    'ALTER TABLE "operation" ADD COLUMN "board" TEXT',
    'CREATE INDEX "operation_board" ON "operation" ("practice_id", "board", "id")'
    ' WHERE ("board" IS NOT NULL)',
    'CREATE INDEX "invoice_owing" ON "invoice" ("practice_id", "payer_id", "due_on", "id")'
    " WHERE state = 'open'",
)
_CONTENT = (
    "INSERT INTO owed_change (practice_id, currency, invoices, amount)"
    " SELECT practice_id, currency, COUNT(*), SUM(total - paid - credited - written_off)"
    " FROM invoice WHERE state = 'open' GROUP BY practice_id, currency",
    "UPDATE operation SET board = 'way' WHERE kind = 'charge'"
    " AND state IN ('draft', 'approved', 'sending', 'unknown', 'processing')",
    "UPDATE operation SET board = 'failed' WHERE kind = 'charge' AND state = 'review'",
    "UPDATE operation SET board = 'failed' WHERE kind = 'charge'"
    " AND state IN ('declined', 'needs_customer', 'failed') AND EXISTS (SELECT 1"
    " FROM allocation JOIN invoice ON invoice.id = allocation.invoice_id"
    " WHERE allocation.operation_id = operation.id AND invoice.state = 'open'"
    " AND NOT EXISTS (SELECT 1 FROM allocation AS later"
    " WHERE later.practice_id = allocation.practice_id"
    " AND later.invoice_id = allocation.invoice_id"
    " AND later.operation_id > allocation.operation_id))",
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

    class OwedChange(Table):
        practice_id = ForeignKeyField(Practice, backref="+", index=False)
        id = BigAutoField()
        currency = TextField()
        invoices = BigIntegerField()
        amount = BigIntegerField()

        class Meta:
            database = db
            table_name = "owed_change"
            indexes = ((("practice_id", "id"), False),)

    db.create_tables([OwedChange])
    for statement in (*_COLUMNS, *_CONTENT):
        db.execute_sql(statement)  # type: ignore[no-untyped-call]  # so in peewee's stubs
