"""Invoices that are being written, and the audit log by what it tells about.

The table stands here once more, as it was on that day: a migration must not follow the models.
"""

from typing import Any

from peewee import (
    BigAutoField,
    BigIntegerField,
    Database,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


class Table(Model):
    """What all tables here share."""

    class Meta:
        legacy_table_names = False


def up(migrator: Any, db: Database) -> None:
    _drafts(db, _known(db, "practice"), _known(db, "invoice"), _known(db, "client"))
    db.execute_sql(  # type: ignore[no-untyped-call]  # so in peewee's stubs
        'CREATE INDEX "audit_practice_id_target_seq" ON "audit" ("practice_id", "target", "seq")'
    )


def _known(db: Database, name: str) -> type[Model]:
    """A table that is there already, as far as others refer to it."""

    class Known(Table):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = name

    return Known


def _drafts(db: Database, practice: type[Model], invoice: type[Model], client: type[Model]) -> None:
    class InvoiceDraft(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        id = BigAutoField()
        owner = TextField()
        invoice_id = ForeignKeyField(invoice, backref="+", null=True, index=False)
        base_version = IntegerField(null=True)
        client_id = ForeignKeyField(client, backref="+", null=True, index=False)
        currency = TextField()
        due_on = TextField()
        note = TextField()
        fee_payer = TextField(null=True)
        lines = TextField()
        version = IntegerField()
        changed_at = BigIntegerField()

        class Meta:
            database = db
            table_name = "invoice_draft"
            indexes = ((("practice_id", "changed_at"), False),)

    db.create_tables([InvoiceDraft])
