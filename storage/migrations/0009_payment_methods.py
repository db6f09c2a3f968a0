"""What clients consented to, and which saved payment method is their usual one.

The table stands here once more, as it was on that day: a migration must not follow the models.
"""

from typing import Any

from peewee import (
    BigAutoField,
    BigIntegerField,
    Database,
    ForeignKeyField,
    Model,
    SqliteDatabase,
    TextField,
)


class Table(Model):
    """What all tables here share."""

    class Meta:
        legacy_table_names = False


def up(migrator: Any, db: Database) -> None:
    number = "INTEGER" if isinstance(db, SqliteDatabase) else "BIGINT"
    changes = (
        f'ALTER TABLE "saved_method" ADD COLUMN "default_since" {number}',
        'CREATE INDEX "saved_method_practice_id_customer_id" ON "saved_method"'
        ' ("practice_id", "customer_id")',
    )
    for change in changes:
        db.execute_sql(change)  # type: ignore[no-untyped-call]  # so in peewee's stubs
    _consents(db, _known(db, "practice"), _known(db, "client"), _known(db, "operation"))


def _known(db: Database, name: str) -> type[Model]:
    """A table that is there already, as far as others refer to it."""

    class Known(Table):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = name

    return Known


def _consents(
    db: Database, practice: type[Model], client: type[Model], operation: type[Model]
) -> None:
    class Consent(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        id = BigAutoField()
        client_id = ForeignKeyField(client, backref="+", index=False)
        operation_id = ForeignKeyField(operation, backref="+", index=False)
        method_id = TextField(null=True)
        how = TextField()
        wording = TextField()
        language = TextField()
        recorded_by = TextField(null=True)
        at = BigIntegerField()

        class Meta:
            database = db
            table_name = "consent"
            indexes = (
                (("practice_id", "operation_id", "how"), True),
                (("practice_id", "client_id", "id"), False),
            )

    db.create_tables([Consent])
