"""Practices and their people, fee rows, secrets, the audit chain, inbox and outbox.

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
    practice = _practice(db)
    _store_itself(db)
    _people(db, practice)
    _fee_rows_and_secrets(db, practice)
    _audit(db, practice)
    _inbox(db, practice)
    _outbox(db, practice)


def _store_itself(db: Database) -> None:
    class StoreMeta(Table):
        key = TextField(primary_key=True)
        value = TextField()

        class Meta:
            database = db
            table_name = "store_meta"

    class Instance(Table):
        id = TextField(primary_key=True)
        host = TextField()
        pid = IntegerField()
        started_at = BigIntegerField()
        seen_at = BigIntegerField()

        class Meta:
            database = db
            table_name = "instance"

    db.create_tables([StoreMeta, Instance])


def _practice(db: Database) -> type[Model]:
    class Practice(Table):
        id = BigAutoField()
        slack_team = TextField(unique=True)
        name = TextField()
        place = TextField(null=True)
        currency = TextField(null=True)
        language = TextField()
        livemode = BooleanField(null=True)
        created_at = BigIntegerField()
        audit_seq = BigIntegerField()
        audit_head = TextField()

        class Meta:
            database = db
            table_name = "practice"

    db.create_tables([Practice])
    return Practice


def _people(db: Database, practice: type[Model]) -> None:
    class Member(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        id = BigAutoField()
        slack_user = TextField()
        role = TextField()
        language = TextField(null=True)
        locale = TextField(null=True)
        created_at = BigIntegerField()
        disabled_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "member"
            indexes = ((("practice_id", "slack_user"), True),)

    class AccessRequest(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        id = BigAutoField()
        slack_user = TextField()
        state = TextField()
        created_at = BigIntegerField()
        decided_by = TextField(null=True)
        decided_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "access_request"

    AccessRequest.add_index(
        AccessRequest.practice_id,
        AccessRequest.slack_user,
        unique=True,
        where=AccessRequest.state == "open",
        name="access_request_one_open",
    )
    db.create_tables([Member, AccessRequest])


def _fee_rows_and_secrets(db: Database, practice: type[Model]) -> None:
    class FeeRow(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        id = BigAutoField()
        method = TextField()
        currency = TextField(null=True)
        percent = TextField()
        fixed = BigIntegerField()
        cap = BigIntegerField(null=True)
        since = TextField()
        source = TextField()
        checked_on = TextField(null=True)
        saved_by = TextField()
        created_at = BigIntegerField()

        class Meta:
            database = db
            table_name = "fee_row"
            indexes = ((("practice_id", "id"), False),)

    class Secret(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        id = BigAutoField()
        name = TextField()
        value = TextField()
        key_id = TextField()

        class Meta:
            database = db
            table_name = "secret"
            indexes = ((("practice_id", "name"), True),)

    db.create_tables([FeeRow, Secret])


def _audit(db: Database, practice: type[Model]) -> None:
    class Audit(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        id = BigAutoField()
        seq = BigIntegerField()
        at = BigIntegerField()
        actor = TextField()
        action = TextField()
        target = TextField()
        detail = TextField()
        prev_hash = TextField()
        hash = TextField()

        class Meta:
            database = db
            table_name = "audit"
            indexes = (
                (("practice_id", "seq"), True),
                (("practice_id", "action", "at"), False),
            )

    db.create_tables([Audit])
    for statement in _TRIGGERS_POSTGRESQL if _is_postgresql(db) else _TRIGGERS_SQLITE:
        db.execute_sql(statement)  # type: ignore[no-untyped-call]  # so in peewee's stubs


def _inbox(db: Database, practice: type[Model]) -> None:
    class Inbox(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        id = BigAutoField()
        state = TextField()
        tries = IntegerField()
        due_at = BigIntegerField()
        lease_owner = TextField(null=True)
        fence = IntegerField()
        last_error = TextField(null=True)
        source = TextField()
        dedupe_key = TextField()
        kind = TextField()
        body = TextField()
        received_at = BigIntegerField()
        finished_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "inbox"
            indexes = ((("practice_id", "source", "dedupe_key"), True),)

    waiting = Inbox.state.in_(("pending", "working"))
    Inbox.add_index(Inbox.due_at, where=waiting, name="inbox_due")
    db.create_tables([Inbox])


def _outbox(db: Database, practice: type[Model]) -> None:
    class Outbox(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        id = BigAutoField()
        state = TextField()
        tries = IntegerField()
        due_at = BigIntegerField()
        lease_owner = TextField(null=True)
        fence = IntegerField()
        last_error = TextField(null=True)
        kind = TextField()
        recipient = TextField()
        uid = TextField()
        payload = TextField()
        repeat = BooleanField()
        channel = TextField(null=True)
        ts = TextField(null=True)
        created_at = BigIntegerField()
        finished_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "outbox"
            indexes = ((("practice_id", "uid"), True),)

    waiting = Outbox.state.in_(("pending", "sending"))
    Outbox.add_index(Outbox.due_at, where=waiting, name="outbox_due")
    Outbox.add_index(
        Outbox.practice_id, Outbox.recipient, Outbox.id, where=waiting, name="outbox_order"
    )
    db.create_tables([Outbox])


def _is_postgresql(db: Database) -> bool:
    return isinstance(db, PostgresqlDatabase)


_TRIGGERS_SQLITE = (
    """CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
       BEGIN SELECT RAISE(ABORT, 'audit rows never change'); END""",
    """CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
       BEGIN SELECT RAISE(ABORT, 'audit rows are never deleted'); END""",
)

_TRIGGERS_POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION audit_never_changes() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'audit rows never change and are never deleted'; END $$""",
    """CREATE TRIGGER audit_never_changes BEFORE UPDATE OR DELETE ON audit
       FOR EACH ROW EXECUTE FUNCTION audit_never_changes()""",
    """CREATE TRIGGER audit_never_truncated BEFORE TRUNCATE ON audit
       FOR EACH STATEMENT EXECUTE FUNCTION audit_never_changes()""",
)
