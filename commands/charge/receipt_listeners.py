"""The receipt of a charge: as a PDF to whoever asks, or by e-mail to the payer."""

from commands.asked import Asked
from commands.charge.receipt_views import given_message, on_its_way
from desk.receipts import send_again, send_pdf


def on_pdf(asked: Asked) -> None:
    """The document comes as a direct message."""
    send_pdf(asked.desk, asked.practice, asked.person, asked.value)
    asked.reply.show(on_its_way(asked.say))


def on_mail(asked: Asked) -> None:
    given = send_again(asked.desk, asked.practice, asked.person, asked.value)
    asked.reply.show(given_message(asked.say, given))
