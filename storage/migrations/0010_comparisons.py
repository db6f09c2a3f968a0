"""When each practice was compared with Stripe, and in what the two differ.

The tables stand here once more, as they were on that day: a migration must not follow the models.
"""

from typing import Any

from peewee import BigAutoField, BigIntegerField, Database, ForeignKeyField, Model, TextField


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

    class Comparison(Table):
        practice_id = ForeignKeyField(Practice, backref="+", index=False)
        id = BigAutoField()
        due_at = BigIntegerField()
        since = BigIntegerField(null=True)
        compared_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "comparison"
            indexes = ((("practice_id",), True),)

    class Difference(Table):
        practice_id = ForeignKeyField(Practice, backref="+", index=False)
        id = BigAutoField()
        kind = TextField()
        stripe_object = TextField()
        operation = TextField()
        amount = BigIntegerField()
        currency = TextField()
        found_at = BigIntegerField()
        gone_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "difference"
            indexes = ((("practice_id", "kind", "stripe_object"), True),)

    db.create_tables([Comparison, Difference])
