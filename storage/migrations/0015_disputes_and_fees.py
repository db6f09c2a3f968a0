"""Disputes, what Stripe really took of each payment, and when Paydesk was away.

The tables stand here once more, as they were on that day: a migration must not follow the models.
"""

from typing import Any

from peewee import (
    BigAutoField,
    BigIntegerField,
    BooleanField,
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
    practice, operation = _known(db, "practice"), _known(db, "operation")
    _disputes(db, practice, operation, _known(db, "invoice"))
    _fees(db, practice, operation)
    _outages(db, practice)


def _known(db: Database, name: str) -> type[Model]:
    """A table that is there already, as far as others refer to it."""

    class Known(Table):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = name

    return Known


def _disputes(
    db: Database, practice: type[Model], operation: type[Model], invoice: type[Model]
) -> None:
    class Dispute(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        id = BigAutoField()
        stripe_id = TextField()
        operation_id = ForeignKeyField(operation, backref="+", index=False)
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
            database = db
            table_name = "dispute"
            indexes = (
                (("practice_id", "stripe_id"), True),
                (("practice_id", "operation_id", "id"), False),
            )

    class DisputePart(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        dispute_id = ForeignKeyField(Dispute, backref="+", index=False)
        invoice_id = ForeignKeyField(invoice, backref="+", index=False)
        amount = BigIntegerField()

        class Meta:
            database = db
            table_name = "dispute_part"
            primary_key = CompositeKey("practice_id", "dispute_id", "invoice_id")

    class DisputeNotice(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        id = BigAutoField()
        dispute_id = ForeignKeyField(Dispute, backref="+", index=False)
        days = IntegerField()
        due_at = BigIntegerField()
        state = TextField()
        ended_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "dispute_notice"
            indexes = ((("practice_id", "dispute_id", "days"), True),)

    DisputeNotice.add_index(
        DisputeNotice.due_at,
        where=DisputeNotice.ended_at.is_null(),
        name="dispute_notice_waiting",
    )
    db.create_tables([Dispute, DisputePart, DisputeNotice])


def _fees(db: Database, practice: type[Model], operation: type[Model]) -> None:
    class StripeFee(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        id = BigAutoField()
        operation_id = ForeignKeyField(operation, backref="+", index=False)
        stripe_object = TextField()
        settled = BigIntegerField()
        fee = BigIntegerField()
        tax = BigIntegerField()
        platform = BigIntegerField()
        currency = TextField()
        converted = BooleanField()
        at = BigIntegerField()

        class Meta:
            database = db
            table_name = "stripe_fee"
            indexes = (
                (("practice_id", "stripe_object"), True),
                (("practice_id", "operation_id"), False),
                (("practice_id", "at"), False),
            )

    class FeeOffer(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        id = BigAutoField()
        method = TextField()
        currency = TextField()
        percent = TextField()
        fixed = BigIntegerField()
        known = TextField()
        state = TextField()
        asked_at = BigIntegerField()
        by = TextField(null=True)

        class Meta:
            database = db
            table_name = "fee_offer"
            indexes = ((("practice_id", "method", "currency", "percent", "fixed", "known"), True),)

    db.create_tables([StripeFee, FeeOffer])


def _outages(db: Database, practice: type[Model]) -> None:
    class Outage(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        id = BigAutoField()
        began_at = BigIntegerField()
        ended_at = BigIntegerField()
        told_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "outage"
            indexes = ((("practice_id", "began_at"), True),)

    db.create_tables([Outage])
