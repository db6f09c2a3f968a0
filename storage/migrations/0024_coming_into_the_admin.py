"""The web admin: links that open it once, sessions, and what the people are called in Slack.

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

    class AdminLink(Table):
        practice_id = ForeignKeyField(Practice, backref="+", index=False)
        id = BigAutoField()
        slack_user = TextField()
        role = TextField()
        token_hash = TextField(unique=True)
        created_at = BigIntegerField()
        expires_at = BigIntegerField()
        used_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "admin_link"
            indexes = ((("practice_id", "created_at"), False),)

    class AdminSession(Table):
        practice_id = ForeignKeyField(Practice, backref="+", index=False)
        id = BigAutoField()
        slack_user = TextField()
        token_hash = TextField(unique=True)
        address = TextField()
        browser = TextField()
        created_at = BigIntegerField()
        seen_at = BigIntegerField()
        ended_at = BigIntegerField(null=True)
        ended_by = TextField(null=True)

        class Meta:
            database = db
            table_name = "admin_session"
            indexes = ((("practice_id", "slack_user", "created_at"), False),)

    db.create_tables([AdminLink, AdminSession])
    add = 'ALTER TABLE "member" ADD COLUMN "name" TEXT'
    db.execute_sql(add)  # type: ignore[no-untyped-call]  # so in peewee's stubs
