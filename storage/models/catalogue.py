"""What a practice sets up once: settings, numbers, tax rates, price items, practitioners."""

from peewee import (
    BigAutoField,
    BigIntegerField,
    BooleanField,
    CompositeKey,
    ForeignKeyField,
    TextField,
)

from storage.models.base import OfPractice


class Setting(OfPractice):
    """A practice's setting, as JSON; what is not here has its default."""

    name = TextField()
    value = TextField()

    class Meta:
        table_name = "setting"
        primary_key = CompositeKey("practice_id", "name")


class Counter(OfPractice):
    """The last number that was given, of clients or invoices: without gaps, by the transaction."""

    name = TextField()
    last = BigIntegerField()

    class Meta:
        table_name = "counter"
        primary_key = CompositeKey("practice_id", "name")


class TaxRate(OfPractice):
    """A tax rate, whose percentage stands in its versions. `name_key` is the name, folded."""

    id = BigAutoField()
    name = TextField()
    name_key = TextField()
    created_at = BigIntegerField()
    archived_at = BigIntegerField(null=True)

    class Meta:
        table_name = "tax_rate"
        indexes = ((("practice_id", "id"), False),)


TaxRate.add_index(
    TaxRate.practice_id,
    TaxRate.name_key,
    unique=True,
    where=TaxRate.archived_at.is_null(),
    name="tax_rate_name",
)


class TaxVersion(OfPractice):
    """What a rate was from a moment on. The newest one holds; none is ever changed or deleted.

    `percent` is decimal text ("7.25"), `place` "CA-QC" or null, `name` as it stood then.
    """

    id = BigAutoField()
    tax_rate_id = ForeignKeyField(TaxRate, backref="+", index=False)
    name = TextField()
    percent = TextField()
    inclusive = BooleanField()
    place = TextField(null=True)
    created_at = BigIntegerField()
    created_by = TextField()

    class Meta:
        table_name = "tax_version"
        indexes = ((("practice_id", "tax_rate_id", "id"), False),)


class PriceItem(OfPractice):
    """A service with its price. `taxes` is a JSON list of tax rates' ids."""

    id = BigAutoField()
    name = TextField()
    unit_amount = BigIntegerField()
    currency = TextField()
    taxes = TextField()
    created_at = BigIntegerField()
    archived_at = BigIntegerField(null=True)

    class Meta:
        table_name = "price_item"
        indexes = ((("practice_id", "id"), False),)


class Practitioner(OfPractice):
    """Who treats, with the number that insurers know them by."""

    id = BigAutoField()
    name = TextField()
    provider_number = TextField()
    created_at = BigIntegerField()
    archived_at = BigIntegerField(null=True)

    class Meta:
        table_name = "practitioner"
        indexes = ((("practice_id", "id"), False),)
