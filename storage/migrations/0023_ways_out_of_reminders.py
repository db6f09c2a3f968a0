"""The addresses to which reminders have gone, where they may not go any more, and which reminders
went out in one mail."""

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

_UNTOLD = "(state IN ('missed', 'failed') OR reason = 'stopped') AND digest IS NULL"
_STATEMENTS = (
    'DROP INDEX "reminder_untold"',
    f'CREATE INDEX "reminder_untold" ON "reminder" ("practice_id", "id") WHERE {_UNTOLD}',
    'CREATE INDEX "reminder_uid" ON "reminder" ("practice_id", "uid") WHERE uid IS NOT NULL',
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

    class Client(Table):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "client"

    class MailAddress(Table):
        practice_id = ForeignKeyField(Practice, backref="+", index=False)
        id = BigAutoField()
        client_id = ForeignKeyField(Client, backref="+", index=True)
        address = TextField()
        made_at = BigIntegerField()
        stopped_at = BigIntegerField(null=True)
        stopped_by = TextField(null=True)
        refused_at = BigIntegerField(null=True)
        refused_code = IntegerField(null=True)

        class Meta:
            database = db
            table_name = "mail_address"
            indexes = ((("practice_id", "client_id", "address"), True),)

    db.create_tables([MailAddress])
    for statement in _STATEMENTS:
        db.execute_sql(statement)  # type: ignore[no-untyped-call]  # so in peewee's stubs
