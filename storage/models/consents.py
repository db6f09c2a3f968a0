"""What clients said yes to when they saved a payment method."""

from peewee import BigAutoField, BigIntegerField, ForeignKeyField, TextField

from storage.models.base import OfPractice
from storage.models.clients import Client
from storage.models.operations import Operation


class Consent(OfPractice):
    """That the practice may charge a payment method. `how`: "spoken" or "online". `wording` is the
    version of the text and `language` the one that it was in; `recorded_by` the person who read it
    aloud, null where the client read it. Without the client's name, so that it outlives an erasure.
    """

    id = BigAutoField()
    client_id = ForeignKeyField(Client, backref="+", index=False)
    operation_id = ForeignKeyField(Operation, backref="+", index=False)
    method_id = TextField(null=True)
    how = TextField()
    wording = TextField()
    language = TextField()
    recorded_by = TextField(null=True)
    at = BigIntegerField()

    class Meta:
        table_name = "consent"
        indexes = (
            (("practice_id", "operation_id", "how"), True),
            (("practice_id", "client_id", "id"), False),
        )
