"""Invoices with their lines and taxes."""

from peewee import (
    SQL,
    BigAutoField,
    BigIntegerField,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from storage.models.base import OfPractice
from storage.models.catalogue import Practitioner, TaxVersion
from storage.models.clients import Client


class Invoice(OfPractice):
    """Open, paid, or void. Amounts are minor units of `currency`, days are ISO.

    Paid is one of which nothing is due any more: `paid` was paid of it, `credited` is no longer
    owed by a credit note, `written_off` no longer expected.

    `payer_id` is who pays, the client or somebody else. `fee_payer` is "client" or "practice", null
    for the practice's default. `seller` is the practice's identity as it was when this was issued,
    `buyer` the payer's name and address, both JSON, so that the document stays as it is. `version`
    counts the changes.
    """

    id = BigAutoField()
    number = BigIntegerField()
    reference = TextField()
    client_id = ForeignKeyField(Client, backref="+", index=False)
    payer_id = ForeignKeyField(Client, backref="+", index=False)
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
    credited = BigIntegerField(constraints=[SQL("DEFAULT 0")])
    written_off = BigIntegerField(constraints=[SQL("DEFAULT 0")])

    class Meta:
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
Invoice.add_index(
    Invoice.practice_id,
    Invoice.payer_id,
    Invoice.due_on,
    Invoice.id,
    where=SQL("state = 'open'"),
    name="invoice_owing",
)
Invoice.add_index(
    Invoice.practice_id,
    Invoice.due_on,
    Invoice.currency,
    Invoice.total,
    Invoice.paid,
    Invoice.credited,
    Invoice.written_off,
    Invoice.state,  # Or SQLite would read the rows themselves.
    where=SQL("state = 'open'"),
    name="invoice_due",
)


class OwedChange(OfPractice):
    """By how many invoices, and how much, what is owed in `currency` has changed. The sum of them
    is what all open invoices come to; now and then many become one."""

    id = BigAutoField()
    currency = TextField()
    invoices = BigIntegerField()
    amount = BigIntegerField()

    class Meta:
        table_name = "owed_change"
        indexes = ((("practice_id", "id"), False),)


class InvoiceLine(OfPractice):
    """`quantity` is decimal text, `amount` quantity times price, rounded."""

    id = BigAutoField()
    invoice_id = ForeignKeyField(Invoice, backref="+", index=False)
    position = IntegerField()
    description = TextField()
    quantity = TextField()
    unit_amount = BigIntegerField()
    amount = BigIntegerField()
    practitioner_id = ForeignKeyField(Practitioner, backref="+", null=True, index=False)

    class Meta:
        table_name = "invoice_line"
        indexes = ((("practice_id", "invoice_id", "position"), True),)


class InvoiceLineTax(OfPractice):
    """A tax on a line, in the version that held when the line was written."""

    line_id = ForeignKeyField(InvoiceLine, backref="+", index=False)
    tax_version_id = ForeignKeyField(TaxVersion, backref="+", index=False)

    class Meta:
        table_name = "invoice_line_tax"
        primary_key = CompositeKey("practice_id", "line_id", "tax_version_id")


class InvoiceTax(OfPractice):
    """What one tax comes to on an invoice."""

    invoice_id = ForeignKeyField(Invoice, backref="+", index=False)
    tax_version_id = ForeignKeyField(TaxVersion, backref="+", index=False)
    position = IntegerField()
    taxable = BigIntegerField()
    amount = BigIntegerField()

    class Meta:
        table_name = "invoice_tax"
        primary_key = CompositeKey("practice_id", "invoice_id", "tax_version_id")


class ImportRun(OfPractice):
    """A file that is being taken over: how far it is, so that a second run goes on there."""

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
        table_name = "import_run"
        indexes = ((("practice_id", "kind", "digest"), True),)
