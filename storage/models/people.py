"""People, the practice's own fee rows, secrets, and the audit chain."""

from peewee import (
    BigAutoField,
    BigIntegerField,
    TextField,
)

from storage.models.base import OfPractice


class Member(OfPractice):
    """A person with a role at the practice. `board`: which list of Home's board they look at, and
    where its page begins (desk.board). `name`: what Slack calls them."""

    id = BigAutoField()
    slack_user = TextField()
    role = TextField()
    language = TextField(null=True)
    locale = TextField(null=True)
    created_at = BigIntegerField()
    disabled_at = BigIntegerField(null=True)
    board = TextField(null=True)
    name = TextField(null=True)

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
            (("practice_id", "target", "seq"), False),
        )


Audit.add_index(Audit.practice_id, Audit.actor, Audit.seq, name="audit_actor")
Audit.add_index(Audit.practice_id, Audit.actor, Audit.action, Audit.seq, name="audit_actor_action")
