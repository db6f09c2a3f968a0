"""A period for the accountant: asked for, and sent as a file."""

from commands.asked import Asked
from commands.billing.account_views import accounts_view, on_its_way_view
from desk.book_files import last_month, send_accounts


def on_accounts(asked: Asked) -> None:
    """The form begins with the last month."""
    first, last = last_month(asked.desk, asked.practice, asked.person)
    asked.reply.open(accounts_view(asked.say, first, last))


def on_submitted(asked: Asked) -> None:
    """It comes as a direct message. What is wrong is told in its field."""
    send_accounts(asked.desk, asked.practice, asked.person, asked.values)
    asked.reply.update(on_its_way_view(asked.say))
