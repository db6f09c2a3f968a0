"""What the Stripe account has of a client, and how far its events were read."""

from peewee import SQL, BigAutoField, BigIntegerField, ForeignKeyField, IntegerField, TextField

from storage.models.base import OfPractice
from storage.models.clients import Client


class ClientStripe(OfPractice):
    """Who a client is at Stripe. `customer_id` is "cus_…"; a client may be several customers.
    `read_at`: when Stripe was last asked about the customer."""

    id = BigAutoField()
    client_id = ForeignKeyField(Client, backref="+", index=False)
    customer_id = TextField()
    read_at = BigIntegerField()

    class Meta:
        table_name = "client_stripe"
        indexes = (
            (("practice_id", "customer_id"), True),
            (("practice_id", "client_id", "id"), False),
            (("customer_id",), False),
        )


class SavedMethod(OfPractice):
    """A payment method that Stripe keeps, "pm_…"; its number is known to Stripe alone.

    What doesn't fit the type is null: a bank account has no expiry. `fingerprint` is Stripe's, the
    same for the same card. `default_since`: when it became the one that is charged unless another
    is chosen; null: it isn't.
    """

    id = BigAutoField()
    client_id = ForeignKeyField(Client, backref="+", index=False)
    customer_id = TextField()
    method_id = TextField()
    type = TextField()
    brand = TextField(null=True)
    last4 = TextField(null=True)
    exp_month = IntegerField(null=True)
    exp_year = IntegerField(null=True)
    funding = TextField(null=True)
    country = TextField(null=True)
    fingerprint = TextField(null=True)
    read_at = BigIntegerField()
    default_since = BigIntegerField(null=True)

    class Meta:
        table_name = "saved_method"
        indexes = (
            (("practice_id", "method_id"), True),
            (("practice_id", "client_id", "id"), False),
            (("practice_id", "customer_id"), False),
        )


SavedMethod.add_index(
    SavedMethod.practice_id,
    SavedMethod.exp_year,
    SavedMethod.exp_month,
    SavedMethod.id,
    where=SQL("exp_year IS NOT NULL"),
    name="saved_method_expiry",
)


class StripeCursor(OfPractice):
    """How far the events of some types (a space between two) were read. `event_id` is the newest
    one before which none is missing any more, made at `event_at` (epoch seconds); null: none yet.
    `checked_at`: when all that Stripe had was read last."""

    id = BigAutoField()
    account = TextField()
    types = TextField()
    event_id = TextField(null=True)
    event_at = BigIntegerField(null=True)
    checked_at = BigIntegerField()

    class Meta:
        table_name = "stripe_cursor"
        indexes = ((("practice_id", "account", "types"), True),)
