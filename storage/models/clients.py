"""Clients, and the phrases by which they are found."""

from peewee import (
    BigAutoField,
    BigIntegerField,
    BlobField,
    CompositeKey,
    ForeignKeyField,
    TextField,
)

from storage.models.base import OfPractice


class Client(OfPractice):
    """A client, or somebody who pays for one. `reference` ("NP-0042") is given once and for good.

    `sort_name` is the name as it is put in order. `address` is JSON. `payer_id` is the client who
    pays for this one, null where they pay themselves. `erased_at`: the person's data is gone.
    """

    id = BigAutoField()
    reference = TextField()
    name = TextField()
    sort_name = TextField()
    email = TextField(null=True)
    phone = TextField(null=True)
    language = TextField(null=True)
    address = TextField(null=True)
    payer_id = ForeignKeyField("self", backref="+", null=True, index=False)
    external_id = TextField(null=True)
    created_at = BigIntegerField()
    changed_at = BigIntegerField()
    archived_at = BigIntegerField(null=True)
    erased_at = BigIntegerField(null=True)

    class Meta:
        table_name = "client"
        indexes = (
            (("practice_id", "reference"), True),
            (("practice_id", "sort_name", "id"), False),
        )


Client.add_index(
    Client.practice_id,
    Client.external_id,
    unique=True,
    where=Client.external_id.is_null(False),
    name="client_external_id",
)
Client.add_index(
    Client.practice_id,
    Client.payer_id,
    where=Client.payer_id.is_null(False),
    name="client_payer",
)


class ClientPhrase(OfPractice):
    """What a search for the client may begin with (rules.search_phrases), in UTF-8: bytes are in
    the same order on every database. Clients out of use have none."""

    phrase = BlobField()
    client_id = ForeignKeyField(Client, backref="+", index=True)

    class Meta:
        table_name = "client_phrase"
        primary_key = CompositeKey("practice_id", "phrase", "client_id")
