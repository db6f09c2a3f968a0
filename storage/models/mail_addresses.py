"""The addresses to which reminders have gone, and whether more may."""

from peewee import BigAutoField, BigIntegerField, ForeignKeyField, IntegerField, TextField

from storage.models.base import OfPractice
from storage.models.clients import Client


class MailAddress(OfPractice):
    """An address of a client. `stopped_at`: no more reminders go there since then, for they have
    asked for none (`stopped_by`: who wrote that down). `refused_at`: the mail server said that
    there is no such reader, with `refused_code`."""

    id = BigAutoField()
    client_id = ForeignKeyField(Client, backref="+", index=True)
    address = TextField()
    made_at = BigIntegerField()
    stopped_at = BigIntegerField(null=True)
    stopped_by = TextField(null=True)
    refused_at = BigIntegerField(null=True)
    refused_code = IntegerField(null=True)

    class Meta:
        table_name = "mail_address"
        indexes = ((("practice_id", "client_id", "address"), True),)
