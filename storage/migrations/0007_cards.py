"""Cards that are edited in place, and messages that wait until a card has been posted.

The tables stand here once more, as they were on that day: a migration must not follow the models.
"""

from typing import Any

from peewee import (
    BigAutoField,
    BigIntegerField,
    BooleanField,
    Database,
    ForeignKeyField,
    IntegerField,
    Model,
    PostgresqlDatabase,
    TextField,
)


class Table(Model):
    """What all tables here share."""

    class Meta:
        legacy_table_names = False


def up(migrator: Any, db: Database) -> None:
    _cards(db)
    kind = "BIGINT" if isinstance(db, PostgresqlDatabase) else "INTEGER"
    db.execute_sql(  # type: ignore[no-untyped-call]  # so in peewee's stubs
        f'ALTER TABLE "outbox" ADD COLUMN "after_card_id" {kind} REFERENCES "card" ("id")'
    )


def _cards(db: Database) -> None:
    class Practice(Table):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "practice"

    class Card(Table):
        practice_id = ForeignKeyField(Practice, backref="+", index=False)
        id = BigAutoField()
        kind = TextField()
        key = TextField()
        recipient = TextField()
        person = TextField(null=True)
        stands_in = BooleanField()
        version = IntegerField()
        shown = IntegerField(null=True)
        channel = TextField(null=True)
        ts = TextField(null=True)
        repeated = BooleanField()
        lost = TextField(null=True)
        created_at = BigIntegerField()

        class Meta:
            database = db
            table_name = "card"
            indexes = ((("practice_id", "kind", "key", "recipient"), True),)

    db.create_tables([Card])
