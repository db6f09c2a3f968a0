"""The articles of the help channel that a practice has written or changed.

The table stands here once more, as it was on that day: a migration must not follow the models.
"""

from typing import Any

from peewee import (
    BigAutoField,
    BigIntegerField,
    CompositeKey,
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

    class HelpArticle(Table):
        practice_id = ForeignKeyField(Practice, backref="+", index=False)
        name = TextField()
        language = TextField()
        version = IntegerField()
        title = TextField(null=True)
        text = TextField(null=True)
        asked = TextField()
        since = TextField()
        author = TextField()
        at = BigIntegerField()

        class Meta:
            database = db
            table_name = "help_article"
            primary_key = CompositeKey("practice_id", "name", "language", "version")

    db.create_tables([HelpArticle])
