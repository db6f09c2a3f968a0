"""Disputes of payments, and what their invoices owe again because of them."""

from peewee import (
    BigAutoField,
    BigIntegerField,
    BooleanField,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from storage.models.base import OfPractice
from storage.models.invoices import Invoice
from storage.models.operations import Operation


class Dispute(OfPractice):
    """A payer has asked their bank for the money back. `status` and `reason` are Stripe's words.

    `evidence_due_at`: until when the practice can answer, null where it can't. `closed_at`: when
    Paydesk heard that it is over. `reopened`: its invoices are owed again, by their parts.
    """

    id = BigAutoField()
    stripe_id = TextField()
    operation_id = ForeignKeyField(Operation, backref="+", index=False)
    charge_id = TextField()
    amount = BigIntegerField()
    currency = TextField()
    reason = TextField()
    status = TextField()
    livemode = BooleanField()
    evidence_due_at = BigIntegerField(null=True)
    opened_at = BigIntegerField()
    closed_at = BigIntegerField(null=True)
    reopened = BooleanField()

    class Meta:
        table_name = "dispute"
        indexes = (
            (("practice_id", "stripe_id"), True),
            (("practice_id", "operation_id", "id"), False),
        )


class DisputePart(OfPractice):
    """How much of an invoice is owed again because of a dispute."""

    dispute_id = ForeignKeyField(Dispute, backref="+", index=False)
    invoice_id = ForeignKeyField(Invoice, backref="+", index=False)
    amount = BigIntegerField()

    class Meta:
        table_name = "dispute_part"
        primary_key = CompositeKey("practice_id", "dispute_id", "invoice_id")


class DisputeNotice(OfPractice):
    """That people are reminded so many `days` before an answer is due. `state`: "waiting", "told",
    or "missed", where nobody could be told in time or there was no more need to."""

    id = BigAutoField()
    dispute_id = ForeignKeyField(Dispute, backref="+", index=False)
    days = IntegerField()
    due_at = BigIntegerField()
    state = TextField()
    ended_at = BigIntegerField(null=True)

    class Meta:
        table_name = "dispute_notice"
        indexes = ((("practice_id", "dispute_id", "days"), True),)


DisputeNotice.add_index(
    DisputeNotice.due_at,
    where=DisputeNotice.ended_at.is_null(),
    name="dispute_notice_waiting",
)
