"""What all tables share, and the tables that belong to no single practice."""

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
