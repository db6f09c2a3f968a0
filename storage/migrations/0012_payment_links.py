"""Payment links: their pages at Stripe, and what is known of them.

The table stands here once more, as it was on that day: a migration must not follow the models.
"""

from typing import Any

from peewee import (
    BigAutoField,
    BigIntegerField,
    CompositeKey,
    Database,
    ForeignKeyField,
    Model,
    TextField,
)


class Table(Model):
    """What all tables here share."""

    class Meta:
        legacy_table_names = False


def up(migrator: Any, db: Database) -> None:
    practice, operation = _known(db, "practice"), _known(db, "operation")

    class PaymentLink(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        operation_id = ForeignKeyField(operation, backref="+", index=False)
        link_id = TextField(null=True)
        closing = TextField(null=True)
        closing_by = TextField(null=True)
        sent_at = BigIntegerField(null=True)
        visited_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "payment_link"
            primary_key = CompositeKey("practice_id", "operation_id")

    PaymentLink.add_index(
        PaymentLink.link_id,
        PaymentLink.practice_id,
        unique=True,
        where=PaymentLink.link_id.is_null(False),
        name="payment_link_link_id",
    )
    db.create_tables([PaymentLink])


def _known(db: Database, name: str) -> type[Model]:
    """A table that is there already, as far as others refer to it."""

    class Known(Table):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = name

    return Known
