"""Clients, tax rates, and what a practice sets up once.

The tables stand here once more, as they were on that day: a migration must not follow the models.
"""

from typing import Any

from peewee import (
    BigAutoField,
    BigIntegerField,
    BlobField,
    BooleanField,
    CompositeKey,
    Database,
    ForeignKeyField,
    Model,
    TextField,
)


class Table(Model):
    """What all tables here share."""

    class Meta:
        legacy_table_names = False


def up(migrator: Any, db: Database) -> None:
    practice = _practice(db)
    _clients(db, practice)
    _set_up_once(db, practice)
    _taxes(db, practice)
    _catalogue(db, practice)


def _practice(db: Database) -> type[Model]:
    """As far as others refer to it."""

    class Practice(Table):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "practice"

    return Practice


def _clients(db: Database, practice: type[Model]) -> None:
    class Client(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
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
            database = db
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

    class ClientPhrase(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        phrase = BlobField()
        client_id = ForeignKeyField(Client, backref="+", index=True)

        class Meta:
            database = db
            table_name = "client_phrase"
            primary_key = CompositeKey("practice_id", "phrase", "client_id")

    db.create_tables([Client, ClientPhrase])


def _set_up_once(db: Database, practice: type[Model]) -> None:
    class Setting(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        name = TextField()
        value = TextField()

        class Meta:
            database = db
            table_name = "setting"
            primary_key = CompositeKey("practice_id", "name")

    class Counter(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        name = TextField()
        last = BigIntegerField()

        class Meta:
            database = db
            table_name = "counter"
            primary_key = CompositeKey("practice_id", "name")

    db.create_tables([Setting, Counter])


def _taxes(db: Database, practice: type[Model]) -> None:
    class TaxRate(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        id = BigAutoField()
        name = TextField()
        name_key = TextField()
        created_at = BigIntegerField()
        archived_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "tax_rate"
            indexes = ((("practice_id", "id"), False),)

    TaxRate.add_index(
        TaxRate.practice_id,
        TaxRate.name_key,
        unique=True,
        where=TaxRate.archived_at.is_null(),
        name="tax_rate_name",
    )

    class TaxVersion(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        id = BigAutoField()
        tax_rate_id = ForeignKeyField(TaxRate, backref="+", index=False)
        name = TextField()
        percent = TextField()
        inclusive = BooleanField()
        place = TextField(null=True)
        created_at = BigIntegerField()
        created_by = TextField()

        class Meta:
            database = db
            table_name = "tax_version"
            indexes = ((("practice_id", "tax_rate_id", "id"), False),)

    db.create_tables([TaxRate, TaxVersion])


def _catalogue(db: Database, practice: type[Model]) -> None:
    class PriceItem(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        id = BigAutoField()
        name = TextField()
        unit_amount = BigIntegerField()
        currency = TextField()
        taxes = TextField()
        created_at = BigIntegerField()
        archived_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "price_item"
            indexes = ((("practice_id", "id"), False),)

    class Practitioner(Table):
        practice_id = ForeignKeyField(practice, backref="+", index=False)
        id = BigAutoField()
        name = TextField()
        provider_number = TextField()
        created_at = BigIntegerField()
        archived_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "practitioner"
            indexes = ((("practice_id", "id"), False),)

    db.create_tables([PriceItem, Practitioner])
