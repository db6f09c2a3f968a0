"""What comes in and what goes out, claimed by one worker at a time."""

from peewee import (
    SQL,
    BigAutoField,
    BigIntegerField,
    BooleanField,
    ForeignKeyField,
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
    """What came in and is to be done once. Pending, working, then done or parked.

    `about`: the object that it tells of, where several rows are done in one go; else null.
    """

    source = TextField()
    dedupe_key = TextField()
    kind = TextField()
    body = TextField()
    received_at = BigIntegerField()
    finished_at = BigIntegerField(null=True)
    about = TextField(null=True)

    class Meta:
        table_name = "inbox"
        indexes = ((("practice_id", "source", "dedupe_key"), True),)


_WAITS = Inbox.state.in_(("pending", "working"))
Inbox.add_index(Inbox.source, Inbox.due_at, where=_WAITS, name="inbox_due")
Inbox.add_index(Inbox.practice_id, Inbox.about, where=_WAITS, name="inbox_about")
Inbox.add_index(
    Inbox.practice_id,
    Inbox.about,
    Inbox.id,
    where=Inbox.about.is_null(False),
    name="inbox_told",
)
Inbox.add_index(Inbox.practice_id, Inbox.source, Inbox.id, name="inbox_came")
Inbox.add_index(
    Inbox.practice_id, Inbox.received_at, where=SQL("state = 'parked'"), name="inbox_lost"
)


class Card(OfPractice):
    """A message that is edited in place: `key` among those of its `kind`, for one recipient.

    `version` is to be shown, `shown` is: None while it was never posted, at `channel` and `ts`.
    `person` gets it where the recipient is gone; `stands_in`: it is such a one. `repeated`: it may
    stand there twice. `lost`: why it can't be shown. `thread`: the message under which it stands.
    """

    id = BigAutoField()
    kind = TextField()
    key = TextField()
    recipient = TextField()
    person = TextField(null=True)
    stands_in = BooleanField()
    version = IntegerField()
    shown = IntegerField(null=True)
    channel = TextField(null=True)
    ts = TextField(null=True)
    repeated = BooleanField()
    lost = TextField(null=True)
    created_at = BigIntegerField()
    thread = TextField(null=True)

    class Meta:
        table_name = "card"
        indexes = ((("practice_id", "kind", "key", "recipient"), True),)


class Outbox(Claimable):
    """A message on its way. Pending, sending, then sent, failed or uncertain.

    It waits until the card `after_card_id` was posted, or can't be.
    """

    kind = TextField()
    recipient = TextField()
    uid = TextField()
    payload = TextField()
    repeat = BooleanField()
    channel = TextField(null=True)
    ts = TextField(null=True)
    created_at = BigIntegerField()
    finished_at = BigIntegerField(null=True)
    after_card_id = ForeignKeyField(Card, backref="+", null=True, index=False)

    class Meta:
        table_name = "outbox"
        indexes = ((("practice_id", "uid"), True),)


_WAITING = Outbox.state.in_(("pending", "sending"))
Outbox.add_index(Outbox.due_at, where=_WAITING, name="outbox_due")
Outbox.add_index(
    Outbox.practice_id, Outbox.recipient, Outbox.id, where=_WAITING, name="outbox_order"
)
Outbox.add_index(
    Outbox.practice_id,
    Outbox.created_at,
    where=SQL("state IN ('failed', 'uncertain')"),
    name="outbox_lost",
)
