"""Invoices with their lines and taxes, and files that are being taken over.

The tables stand here once more, as they were on that day: a migration must not follow the models.
"""

from typing import Any

from peewee import (
    BigAutoField,
    BigIntegerField,
    CompositeKey,
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
    practice = _known(db, "practice")
    invoice = _invoices(db, practice, _known(db, "client"))
    _lines(db, practice, invoice, _known(db, "practitioner"), _known(db, "tax_version"))
    _imports(db, practice)


def _known(db: Database, name: str) -> type[Model]:
    """A table that is there already, as far as others refer to it."""

    class Known(Table):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = name

    return Known


def _invoices(db: Database, practice: type[Model], client: type[Model]) -> type[Model]:
    class Invoice(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        id = BigAutoField()
        number = BigIntegerField()
        reference = TextField()
        client_id = ForeignKeyField(client, backref="+", index=False)
        payer_id = ForeignKeyField(client, backref="+", index=False)
        state = TextField()
        currency = TextField()
        language = TextField()
        issued_on = TextField()
        due_on = TextField()
        note = TextField()
        rounding = TextField()
        fee_payer = TextField(null=True)
        net = BigIntegerField()
        total = BigIntegerField()
        paid = BigIntegerField()
        seller = TextField()
        buyer = TextField()
        version = IntegerField()
        external_id = TextField(null=True)
        created_by = TextField()
        created_at = BigIntegerField()
        changed_at = BigIntegerField()
        voided_at = BigIntegerField(null=True)
        void_reason = TextField(null=True)

        class Meta:
            database = db
            table_name = "invoice"
            indexes = (
                (("practice_id", "number"), True),
                (("practice_id", "reference"), True),
                (("practice_id", "state", "due_on", "id"), False),
                (("practice_id", "client_id", "state", "id"), False),
                (("payer_id",), False),
            )

    Invoice.add_index(
        Invoice.practice_id,
        Invoice.external_id,
        unique=True,
        where=Invoice.external_id.is_null(False),
        name="invoice_external_id",
    )

    db.create_tables([Invoice])
    return Invoice


def _lines(
    db: Database,
    practice: type[Model],
    invoice: type[Model],
    practitioner: type[Model],
    tax_version: type[Model],
) -> None:
    class InvoiceLine(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        id = BigAutoField()
        invoice_id = ForeignKeyField(invoice, backref="+", index=False)
        position = IntegerField()
        description = TextField()
        quantity = TextField()
        unit_amount = BigIntegerField()
        amount = BigIntegerField()
        practitioner_id = ForeignKeyField(practitioner, backref="+", null=True, index=False)

        class Meta:
            database = db
            table_name = "invoice_line"
            indexes = ((("practice_id", "invoice_id", "position"), True),)

    class InvoiceLineTax(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        line_id = ForeignKeyField(InvoiceLine, backref="+", index=False)
        tax_version_id = ForeignKeyField(tax_version, backref="+", index=False)

        class Meta:
            database = db
            table_name = "invoice_line_tax"
            primary_key = CompositeKey("practice_id", "line_id", "tax_version_id")

    class InvoiceTax(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        invoice_id = ForeignKeyField(invoice, backref="+", index=False)
        tax_version_id = ForeignKeyField(tax_version, backref="+", index=False)
        position = IntegerField()
        taxable = BigIntegerField()
        amount = BigIntegerField()

        class Meta:
            database = db
            table_name = "invoice_tax"
            primary_key = CompositeKey("practice_id", "invoice_id", "tax_version_id")

    db.create_tables([InvoiceLine, InvoiceLineTax, InvoiceTax])


def _imports(db: Database, practice: type[Model]) -> None:
    class ImportRun(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        id = BigAutoField()
        kind = TextField()
        digest = TextField()
        done = IntegerField()
        total = IntegerField()
        state = TextField()
        started_by = TextField()
        started_at = BigIntegerField()
        finished_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "import_run"
            indexes = ((("practice_id", "kind", "digest"), True),)

    db.create_tables([ImportRun])
