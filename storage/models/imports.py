"""Files that somebody gave to the web admin to be imported, until they are: sealed, in pieces."""

from peewee import (
    BigAutoField,
    BigIntegerField,
    BooleanField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from storage.models.base import OfPractice


class ImportFile(OfPractice):
    """`told` is JSON, what was said of how it is written; `found` is JSON too, what a look at it
    or its import came to, "" of nothing yet. `done` of `total` is how far the work is, which
    whoever does it has until `lease_until`. `partial`: its good lines, although others are wrong.
    `language`: of whoever gave it."""

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
        table_name = "import_file"
        indexes = ((("practice_id", "id"), False), (("changed_at",), False))


class ImportPiece(OfPractice):
    """A part of a file's content, sealed with the secret key; gone as soon as it isn't needed."""

    id = BigAutoField()
    file_id = ForeignKeyField(ImportFile, backref="+", index=False)
    number = IntegerField()
    sealed = TextField()

    class Meta:
        table_name = "import_piece"
        indexes = ((("practice_id", "file_id", "number"), True), (("file_id",), False))
