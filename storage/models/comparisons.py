"""When each practice was compared with Stripe, and in what the two differ."""

from peewee import BigAutoField, BigIntegerField, TextField

from storage.models.base import OfPractice


class Comparison(OfPractice):
    """One row a practice. `due_at`: when it is to be compared next, or the end of who compares now.
    `since`: as far back as it must reach, null: the usual. `compared_at`: when it was last."""

    id = BigAutoField()
    due_at = BigIntegerField()
    since = BigIntegerField(null=True)
    compared_at = BigIntegerField(null=True)

    class Meta:
        table_name = "comparison"
        indexes = ((("practice_id",), True),)


class Difference(OfPractice):
    """Something that Stripe and the ledger don't agree on. `stripe_object` is the payment intent's
    or charge's id, `operation` a uid, "" of none. `gone_at`: since when they agree, null: they
    don't."""

    id = BigAutoField()
    kind = TextField()
    stripe_object = TextField()
    operation = TextField()
    amount = BigIntegerField()
    currency = TextField()
    found_at = BigIntegerField()
    gone_at = BigIntegerField(null=True)

    class Meta:
        table_name = "difference"
        indexes = ((("practice_id", "kind", "stripe_object"), True),)
