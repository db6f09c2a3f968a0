"""Refunds: of which charge, and why; and the credit notes that some of them come with.

The table stands here once more, as it was on that day: a migration must not follow the models.
"""

from typing import Any

from peewee import (
    BigAutoField,
    BigIntegerField,
    Database,
    ForeignKeyField,
    Model,
    PostgresqlDatabase,
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
        f'ALTER TABLE "operation" ADD COLUMN "charge_id" {number} REFERENCES "operation" ("id")',
        'ALTER TABLE "operation" ADD COLUMN "ends" TEXT',
        'ALTER TABLE "operation" ADD COLUMN "note" TEXT',
        'CREATE INDEX "operation_charge" ON "operation" ("practice_id", "charge_id", "id")'
        ' WHERE ("charge_id" IS NOT NULL)',
    )
    for change in changes:
        db.execute_sql(change)  # type: ignore[no-untyped-call]  # so in peewee's stubs
    _credit_notes(db, _known(db, "practice"), _known(db, "operation"))
    triggers = _TRIGGERS_POSTGRESQL if isinstance(db, PostgresqlDatabase) else _TRIGGERS_SQLITE
    for trigger in triggers:
        db.execute_sql(trigger)  # type: ignore[no-untyped-call]


def _known(db: Database, name: str) -> type[Model]:
    """A table that is there already, as far as others refer to it."""

    class Known(Table):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = name

    return Known


def _credit_notes(db: Database, practice: type[Model], operation: type[Model]) -> None:
    class CreditNote(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        id = BigAutoField()
        number = BigIntegerField()
        reference = TextField()
        kind = TextField()
        operation_id = ForeignKeyField(operation, backref="+", index=False)
        amount = BigIntegerField()
        surcharge = BigIntegerField()
        currency = TextField()
        language = TextField()
        issued_on = TextField()
        content = TextField()
        created_by = TextField()
        created_at = BigIntegerField()

        class Meta:
            database = db
            table_name = "credit_note"
            indexes = (
                (("practice_id", "number"), True),
                (("practice_id", "reference"), True),
                (("practice_id", "operation_id", "kind"), True),
            )

    db.create_tables([CreditNote])


_TRIGGERS_SQLITE = (
    """CREATE TRIGGER credit_note_no_update BEFORE UPDATE ON credit_note
       BEGIN SELECT RAISE(ABORT, 'credit notes never change'); END""",
    """CREATE TRIGGER credit_note_no_delete BEFORE DELETE ON credit_note
       BEGIN SELECT RAISE(ABORT, 'credit notes are never deleted'); END""",
)

_TRIGGERS_POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION credit_note_never_changes() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'credit notes never change and are never deleted'; END $$""",
    """CREATE TRIGGER credit_note_never_changes BEFORE UPDATE OR DELETE ON credit_note
       FOR EACH ROW EXECUTE FUNCTION credit_note_never_changes()""",
    """CREATE TRIGGER credit_note_never_truncated BEFORE TRUNCATE ON credit_note
       FOR EACH STATEMENT EXECUTE FUNCTION credit_note_never_changes()""",
)
