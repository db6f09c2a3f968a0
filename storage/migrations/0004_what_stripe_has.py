"""Who clients are at Stripe, and the payment methods that it keeps of them.

The tables stand here once more, as they were on that day: a migration must not follow the models.
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
    practice, client = _known(db, "practice"), _known(db, "client")

    class ClientStripe(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        id = BigAutoField()
        client_id = ForeignKeyField(client, backref="+", index=False)
        customer_id = TextField()
        read_at = BigIntegerField()

        class Meta:
            database = db
            table_name = "client_stripe"
            indexes = (
                (("practice_id", "customer_id"), True),
                (("practice_id", "client_id", "id"), False),
            )

    class SavedMethod(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        id = BigAutoField()
        client_id = ForeignKeyField(client, backref="+", index=False)
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

        class Meta:
            database = db
            table_name = "saved_method"
            indexes = (
                (("practice_id", "method_id"), True),
                (("practice_id", "client_id", "id"), False),
            )

    db.create_tables([ClientStripe, SavedMethod])


def _known(db: Database, name: str) -> type[Model]:
    """A table that is there already, as far as others refer to it."""

    class Known(Table):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = name

    return Known
