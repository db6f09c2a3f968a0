"""Files that are given to the web admin to be imported.

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

    class ImportFile(Table):
        practice_id = ForeignKeyField(Practice, backref="+", index=False)
        id = BigAutoField()
        name = TextField()
        size = IntegerField()
        told = TextField()
        language = TextField()
        state = TextField()
        partial = BooleanField()
        found = TextField()
        done = IntegerField()
        total = IntegerField()
        given_by = TextField()
        given_at = BigIntegerField()
        changed_at = BigIntegerField()
        lease_until = BigIntegerField()

        class Meta:
            database = db
            table_name = "import_file"
            indexes = ((("practice_id", "id"), False), (("changed_at",), False))

    class ImportPiece(Table):
        practice_id = ForeignKeyField(Practice, backref="+", index=False)
        id = BigAutoField()
        file_id = ForeignKeyField(ImportFile, backref="+", index=False)
        number = IntegerField()
        sealed = TextField()

        class Meta:
            database = db
            table_name = "import_piece"
            indexes = ((("practice_id", "file_id", "number"), True), (("file_id",), False))

    db.create_tables([ImportFile, ImportPiece])
