"""When Paydesk was away, and whether the practice has been told what it caught up on."""

from peewee import BigAutoField, BigIntegerField

from storage.models.base import OfPractice


class Outage(OfPractice):
    """From when to when nobody heard of Stripe. `told_at` null: it is being caught up on."""

    id = BigAutoField()
    began_at = BigIntegerField()
    ended_at = BigIntegerField()
    told_at = BigIntegerField(null=True)

    class Meta:
        table_name = "outage"
        indexes = ((("practice_id", "began_at"), True),)
