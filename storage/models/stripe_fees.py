"""What Stripe really took of each payment, and the offers to take that over as the own fee."""

from peewee import (
    BigAutoField,
    BigIntegerField,
    BooleanField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from storage.models.base import OfPractice
from storage.models.operations import Operation


class StripeFee(OfPractice):
    """Of a balance transaction (`stripe_object`). Amounts are in the currency in which the account
    is paid out: `settled` is what the payment came to, `fee` all that Stripe took, with the `tax`
    in it; `platform` what a platform took besides. `converted`: from another currency."""

    id = BigAutoField()
    operation_id = ForeignKeyField(Operation, backref="+", index=False)
    stripe_object = TextField()
    settled = BigIntegerField()
    fee = BigIntegerField()
    tax = BigIntegerField()
    platform = BigIntegerField()
    currency = TextField()
    converted = BooleanField()
    at = BigIntegerField()

    class Meta:
        table_name = "stripe_fee"
        indexes = (
            (("practice_id", "stripe_object"), True),
            (("practice_id", "operation_id"), False),
            (("practice_id", "at"), False),
        )


class FeeOffer(OfPractice):
    """That the owners were told once how Stripe's fees differ from the practice's row. `percent` is
    decimal text, "" where no rule could be told from the `payments`. `known`: the row that it was
    compared with, as text; `amount`, `took` and `expected` are of the newest payment. `state`:
    "asked", "taken" or "kept"; `by` the Slack user who decided."""

    id = BigAutoField()
    method = TextField()
    currency = TextField()
    percent = TextField()
    fixed = BigIntegerField()
    cap = BigIntegerField(null=True)
    known = TextField()
    payments = IntegerField()
    amount = BigIntegerField()
    took = BigIntegerField()
    expected = BigIntegerField()
    state = TextField()
    asked_at = BigIntegerField()
    by = TextField(null=True)

    class Meta:
        table_name = "fee_offer"
        indexes = ((("practice_id", "method", "currency", "percent", "fixed", "known"), True),)
