"""Invoices that somebody is writing and has not saved yet."""

from peewee import BigAutoField, BigIntegerField, ForeignKeyField, IntegerField, TextField

from storage.models.base import OfPractice
from storage.models.clients import Client
from storage.models.invoices import Invoice


class InvoiceDraft(OfPractice):
    """`owner` is the Slack user who writes it. `invoice_id` and `base_version`: the invoice that it
    is an edit of, as that was read; null of a new one. `lines` is JSON. `version` counts the
    changes of the lines."""

    id = BigAutoField()
    owner = TextField()
    invoice_id = ForeignKeyField(Invoice, backref="+", null=True, index=False)
    base_version = IntegerField(null=True)
    client_id = ForeignKeyField(Client, backref="+", null=True, index=False)
    currency = TextField()
    due_on = TextField()
    note = TextField()
    fee_payer = TextField(null=True)
    lines = TextField()
    version = IntegerField()
    changed_at = BigIntegerField()

    class Meta:
        table_name = "invoice_draft"
        indexes = ((("practice_id", "changed_at"), False),)
