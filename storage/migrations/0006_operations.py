"""Operations: what is done at Stripe, each call of it, and the ledger of what moved.

The tables stand here once more, as they were on that day: a migration must not follow the models.
"""

from typing import Any

from peewee import (
    SQL,
    BigAutoField,
    BigIntegerField,
    BooleanField,
    CompositeKey,
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
    practice = _known(db, "practice")
    operation = _operations(db, practice, _known(db, "client"))
    _allocations(db, practice, operation, _known(db, "invoice"))
    _calls(db, practice, operation)
    _ledger(db, practice, operation)
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


def _operations(db: Database, practice: type[Model], client: type[Model]) -> type[Model]:
    class Operation(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        id = BigAutoField()
        uid = TextField()
        kind = TextField()
        state = TextField()
        request_id = TextField()
        client_id = ForeignKeyField(client, backref="+", index=False)
        customer_id = TextField(null=True)
        method_id = TextField(null=True)
        method = TextField()
        amount = BigIntegerField()
        surcharge = BigIntegerField()
        currency = TextField()
        shown = TextField()
        shown_hash = TextField()
        asked_by = TextField()
        asked_at = BigIntegerField()
        approved_by = TextField(null=True)
        approved_at = BigIntegerField(null=True)
        approval = TextField()
        stripe_id = TextField(null=True)
        url = TextField(null=True)
        modal = TextField(null=True)
        expires_at = BigIntegerField(null=True)
        refused = TextField()
        reason = TextField(null=True)
        advice = TextField(null=True)
        looks = IntegerField()
        version = IntegerField()
        due_at = BigIntegerField(null=True)
        lease_owner = TextField(null=True)
        fence = IntegerField()
        changed_at = BigIntegerField()

        class Meta:
            database = db
            table_name = "operation"
            indexes = (
                (("practice_id", "uid"), True),
                (("practice_id", "request_id"), True),
                (("practice_id", "client_id", "id"), False),
                (("practice_id", "state", "id"), False),
            )

    Operation.add_index(
        Operation.stripe_id,
        Operation.practice_id,
        unique=True,
        where=Operation.stripe_id.is_null(False),
        name="operation_stripe_id",
    )
    due = Operation.due_at.is_null(False)
    Operation.add_index(Operation.due_at, where=due, name="operation_due")
    db.create_tables([Operation])
    return Operation


def _allocations(
    db: Database, practice: type[Model], operation: type[Model], invoice: type[Model]
) -> None:
    class Allocation(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        operation_id = ForeignKeyField(operation, backref="+", index=False)
        invoice_id = ForeignKeyField(invoice, backref="+", index=False)
        amount = BigIntegerField()
        live = BooleanField()

        class Meta:
            database = db
            table_name = "allocation"
            primary_key = CompositeKey("practice_id", "operation_id", "invoice_id")

    Allocation.add_index(
        Allocation.practice_id,
        Allocation.invoice_id,
        unique=True,
        where=SQL("live"),
        name="allocation_live",
    )
    Allocation.add_index(Allocation.practice_id, Allocation.invoice_id, name="allocation_invoice")
    db.create_tables([Allocation])


def _calls(db: Database, practice: type[Model], operation: type[Model]) -> None:
    class Attempt(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        id = BigAutoField()
        operation_id = ForeignKeyField(operation, backref="+", index=False)
        n = IntegerField()
        step = TextField()
        key = TextField()
        body = TextField()
        body_hash = TextField()
        made_at = BigIntegerField()
        outcome = TextField(null=True)
        code = TextField(null=True)
        stripe_request = TextField(null=True)
        answered_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "attempt"
            indexes = (
                (("practice_id", "operation_id", "n"), True),
                (("practice_id", "key"), True),
            )

    db.create_tables([Attempt])


def _ledger(db: Database, practice: type[Model], operation: type[Model]) -> None:
    class Ledger(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        id = BigAutoField()
        operation_id = ForeignKeyField(operation, backref="+", null=True, index=False)
        kind = TextField()
        stripe_object = TextField()
        amount = BigIntegerField()
        currency = TextField()
        at = BigIntegerField()

        class Meta:
            database = db
            table_name = "ledger"
            indexes = (
                (("practice_id", "stripe_object", "kind"), True),
                (("practice_id", "operation_id", "id"), False),
            )

    db.create_tables([Ledger])


_TRIGGERS_SQLITE = (
    """CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger
       BEGIN SELECT RAISE(ABORT, 'ledger rows never change'); END""",
    """CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger
       BEGIN SELECT RAISE(ABORT, 'ledger rows are never deleted'); END""",
)

_TRIGGERS_POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION ledger_never_changes() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'ledger rows never change and are never deleted'; END $$""",
    """CREATE TRIGGER ledger_never_changes BEFORE UPDATE OR DELETE ON ledger
       FOR EACH ROW EXECUTE FUNCTION ledger_never_changes()""",
    """CREATE TRIGGER ledger_never_truncated BEFORE TRUNCATE ON ledger
       FOR EACH STATEMENT EXECUTE FUNCTION ledger_never_changes()""",
)
