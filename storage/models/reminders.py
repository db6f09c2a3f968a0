"""Reminders of what is due: the rules, where they pause, and each single one."""

from peewee import (
    SQL,
    BigAutoField,
    BigIntegerField,
    BooleanField,
    IntegerField,
    TextField,
)

from storage.models.base import OfPractice


class ReminderRule(OfPractice):
    """When something of a `kind` goes out: so many days after the due day (`offsets`, JSON; before
    it where negative), at a clock time `at` (minutes of the day). `working_days`: not on others.
    `most`: for one invoice, `ends_after`: days after its due day; null: no limit. `options` is
    JSON, what only that kind has. Quiet hours are minutes of the day.

    All that was due until `planned_until` is written down; `next_at`: when to look again.
    """

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
        table_name = "reminder_rule"
        indexes = ((("practice_id", "kind"), True),)


class ReminderPause(OfPractice):
    """Nothing goes out about everything, a client or an invoice (`scope`, `subject_id`; 0 for
    everything) before the local day `until`, null: until somebody ends it. `snoozed`: the staff is
    reminded again on that day."""

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


class Reminder(OfPractice):
    """One reminder: of a kind, about a subject, at one occurrence, and there is never a second.

    `day` is the local day that it was for, `days` so many after the due day, null where that isn't
    what it goes by. `state`: planned, waiting (for its link), sending, then sent, skipped, missed
    or failed, for the `reason`. `link`: the payment link's operation, `uid`: the mail's or card's
    in the outbox, `said`: what the mail server answered, `digest`: the day on which staff was told.
    `first_due_at`: of one that was put off, when it was due before.
    """

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
    first_due_at = BigIntegerField(null=True)

    class Meta:
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
    where=SQL("(state IN ('missed', 'failed') OR reason = 'stopped') AND digest IS NULL"),
    name="reminder_untold",
)
Reminder.add_index(
    Reminder.practice_id,
    Reminder.ended_at,
    Reminder.id,
    where=SQL("ended_at IS NOT NULL"),
    name="reminder_ended",
)
Reminder.add_index(
    Reminder.practice_id,
    Reminder.ended_at,
    Reminder.id,
    where=SQL("state IN ('missed', 'failed')"),
    name="reminder_lost",
)
Reminder.add_index(
    Reminder.practice_id,
    Reminder.uid,
    where=SQL("uid IS NOT NULL"),
    name="reminder_uid",
)
