"""What comes in and what goes out, claimed by one worker at a time."""

from peewee import (
    BigAutoField,
    BigIntegerField,
    BooleanField,
    IntegerField,
    TextField,
)

from storage.models.base import OfPractice


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
