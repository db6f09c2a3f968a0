"""The tables of the store. Nothing outside storage/ imports this; plain dataclasses go out.

Models stand alone, bound to no database: a `Store` runs each query on its own connection, so one
process can work with several stores. Times are UTC epoch milliseconds. What the schema says here,
storage/migrations/ must make; a test compares the two.
"""

from peewee import (
    BigAutoField,
    BigIntegerField,
    BooleanField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


class Table(Model):
    """What all tables share."""

    class Meta:
        legacy_table_names = False


class StoreMeta(Table):
    """Facts about the store itself: the canary of the secret key, when it was restored."""

    key = TextField(primary_key=True)
    value = TextField()

    class Meta:
        table_name = "store_meta"


class Instance(Table):
    """A running Paydesk process and its heartbeat."""

    id = TextField(primary_key=True)
    host = TextField()
    pid = IntegerField()
    started_at = BigIntegerField()
    seen_at = BigIntegerField()

    class Meta:
        table_name = "instance"


class Practice(Table):
    """A practice: one Slack workspace. `audit_seq` and `audit_head` are the end of its chain."""

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
        table_name = "practice"


class OfPractice(Table):
    """A table whose every row belongs to a practice."""

    practice_id = ForeignKeyField(Practice, backref="+", index=False)


class Member(OfPractice):
    """A person with a role at the practice."""

    id = BigAutoField()
    slack_user = TextField()
    role = TextField()
    language = TextField(null=True)
    locale = TextField(null=True)
    created_at = BigIntegerField()
    disabled_at = BigIntegerField(null=True)

    class Meta:
        table_name = "member"
        indexes = ((("practice_id", "slack_user"), True),)


class AccessRequest(OfPractice):
    """Somebody without a role asks for one. At most one is open per person."""

    id = BigAutoField()
    slack_user = TextField()
    state = TextField()
    created_at = BigIntegerField()
    decided_by = TextField(null=True)
    decided_at = BigIntegerField(null=True)

    class Meta:
        table_name = "access_request"


AccessRequest.add_index(
    AccessRequest.practice_id,
    AccessRequest.slack_user,
    unique=True,
    where=AccessRequest.state == "open",
    name="access_request_one_open",
)


class OwnFeeRow(OfPractice):
    """The practice's own fees from a day on. Rows never change; a correction is a newer row.

    `percent` is decimal text ("2.9" is 2.9 %), amounts are minor units, days are ISO.
    """

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
        table_name = "fee_row"
        indexes = ((("practice_id", "id"), False),)


class Secret(OfPractice):
    """An encrypted value. `key_id` tells which key it was encrypted with, without revealing it."""

    id = BigAutoField()
    name = TextField()
    value = TextField()
    key_id = TextField()

    class Meta:
        table_name = "secret"
        indexes = ((("practice_id", "name"), True),)


class Audit(OfPractice):
    """One link of a practice's audit chain. Triggers refuse every UPDATE and DELETE."""

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
        table_name = "audit"
        indexes = (
            (("practice_id", "seq"), True),
            (("practice_id", "action", "at"), False),
        )


class Claimable(OfPractice):
    """A queue's row, which one worker at a time may claim.

    `due_at`: when it may be claimed, which is the next try or the end of the running lease.
    `fence` grows with every claim, so that a worker whose lease has passed on can't finish the row.
    """

    id = BigAutoField()
    state = TextField()
    tries = IntegerField()
    due_at = BigIntegerField()
    lease_owner = TextField(null=True)
    fence = IntegerField()
    last_error = TextField(null=True)
    finished_at: BigIntegerField


class Inbox(Claimable):
    """What came in and is to be done once. Pending, working, then done or parked."""

    source = TextField()
    dedupe_key = TextField()
    kind = TextField()
    body = TextField()
    received_at = BigIntegerField()
    finished_at = BigIntegerField(null=True)

    class Meta:
        table_name = "inbox"
        indexes = ((("practice_id", "source", "dedupe_key"), True),)


Inbox.add_index(Inbox.due_at, where=Inbox.state.in_(("pending", "working")), name="inbox_due")


class Outbox(Claimable):
    """A message on its way. Pending, sending, then sent, failed or uncertain."""

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
        table_name = "outbox"
        indexes = ((("practice_id", "uid"), True),)


_WAITING = Outbox.state.in_(("pending", "sending"))
Outbox.add_index(Outbox.due_at, where=_WAITING, name="outbox_due")
Outbox.add_index(
    Outbox.practice_id, Outbox.recipient, Outbox.id, where=_WAITING, name="outbox_order"
)

GLOBAL: tuple[type[Table], ...] = (StoreMeta, Instance, Practice)
"""The tables that belong to no single practice."""

MODELS: tuple[type[Table], ...] = (
    *GLOBAL,
    Member,
    AccessRequest,
    OwnFeeRow,
    Secret,
    Audit,
    Inbox,
    Outbox,
)
"""Every table, each after those that it refers to."""
