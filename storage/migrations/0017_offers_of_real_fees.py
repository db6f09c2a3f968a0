"""What is kept of an offer to take over Stripe's real fees: the limit, and of which payments.

Nothing was ever written into the table before, so it is made anew.
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
    class Practice(Table):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "practice"

    class FeeOffer(Table):
        practice_id = ForeignKeyField(Practice, backref="+", index=False)
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
            database = db
            table_name = "fee_offer"
            indexes = ((("practice_id", "method", "currency", "percent", "fixed", "known"), True),)

    db.drop_tables([FeeOffer])
    db.create_tables([FeeOffer])
