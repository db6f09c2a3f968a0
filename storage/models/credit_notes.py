"""Credit notes: what a client no longer owes, because it was refunded."""

from peewee import BigAutoField, BigIntegerField, ForeignKeyField, TextField

from storage.models.base import OfPractice
from storage.models.operations import Operation


class CreditNote(OfPractice):
    """Of a refund. `kind`: "credit", or "undone" where the refund came back and all is owed as
    before. Rows never change: the database forbids it.

    `amount` is what is no longer owed of the invoices, `surcharge` what went back with it.
    `content` is JSON: the seller as it was then, and what each invoice is credited, with its taxes.
    The client's name stands on the invoices alone.
    """

    id = BigAutoField()
    number = BigIntegerField()
    reference = TextField()
    kind = TextField()
    operation_id = ForeignKeyField(Operation, backref="+", index=False)
    amount = BigIntegerField()
    surcharge = BigIntegerField()
    currency = TextField()
    language = TextField()
    issued_on = TextField()
    content = TextField()
    created_by = TextField()
    created_at = BigIntegerField()

    class Meta:
        table_name = "credit_note"
        indexes = (
            (("practice_id", "number"), True),
            (("practice_id", "reference"), True),
            (("practice_id", "operation_id", "kind"), True),
        )
