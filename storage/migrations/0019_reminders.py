"""Reminders: the rules by which they go out, where they pause, and each single one."""

from typing import Any

from peewee import (
    SQL,
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

    class ReminderRule(Table):
        practice_id = ForeignKeyField(Practice, backref="+", index=False)
        id = BigAutoField()
        kind = TextField()
        offsets = TextField()
        at = IntegerField()
        working_days = BooleanField()
        quiet_begins = IntegerField()
        quiet_ends = IntegerField()
        most = IntegerField(null=True)
        ends_after = IntegerField(null=True)
        options = TextField()
        active = BooleanField()
        version = IntegerField()
        changed_by = TextField()
        changed_at = BigIntegerField()
        planned_until = BigIntegerField()
        next_at = BigIntegerField()

        class Meta:
            database = db
            table_name = "reminder_rule"
            indexes = ((("practice_id", "kind"), True),)

    class ReminderPause(Table):
        practice_id = ForeignKeyField(Practice, backref="+", index=False)
        id = BigAutoField()
        scope = TextField()
        subject_id = BigIntegerField()
        reason = TextField()
        until = TextField(null=True)
        snoozed = BooleanField()
        made_by = TextField()
        made_at = BigIntegerField()
        ended_by = TextField(null=True)
        ended_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "reminder_pause"
            indexes = ((("practice_id", "scope", "subject_id", "id"), False),)

    ReminderPause.add_index(
        ReminderPause.practice_id,
        ReminderPause.scope,
        ReminderPause.subject_id,
        unique=True,
        where=SQL("ended_at IS NULL"),
        name="reminder_pause_now",
    )

    class Reminder(Table):
        practice_id = ForeignKeyField(Practice, backref="+", index=False)
        id = BigAutoField()
        kind = TextField()
        subject = TextField()
        subject_id = BigIntegerField()
        occurrence = TextField()
        rule_version = IntegerField()
        day = TextField()
        days = IntegerField(null=True)
        due_at = BigIntegerField()
        state = TextField()
        reason = TextField(null=True)
        link = TextField(null=True)
        uid = TextField(null=True)
        said = TextField(null=True)
        digest = TextField(null=True)
        ended_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "reminder"
            indexes = (
                (("practice_id", "subject", "subject_id", "kind", "occurrence"), True),
                (("practice_id", "digest", "id"), False),
            )

    Reminder.add_index(
        Reminder.kind,
        Reminder.due_at,
        Reminder.id,
        where=SQL("state IN ('planned', 'waiting')"),
        name="reminder_due",
    )
    Reminder.add_index(
        Reminder.practice_id,
        Reminder.id,
        where=SQL("state IN ('missed', 'failed') AND digest IS NULL"),
        name="reminder_untold",
    )

    db.create_tables([ReminderRule, ReminderPause, Reminder])
