"""Many clients asked for a payment method at once."""

from commands.asked import Asked
from commands.cards.many_views import CLIENTS, asked_view, many_view
from commands.client.ids import client_id
from desk.card_requests import ask_many
from desk.mail import can_send
from desk.many_cards import without_method
from storage import clients


def on_many(asked: Asked) -> None:
    found = without_method(asked.desk, asked.practice, asked.person)
    asked.reply.open(many_view(asked.say, found))


def on_submitted(asked: Asked) -> None:
    chosen = [client_id(one) for one in asked.values.get(CLIENTS, "").split(",") if one]
    made = ask_many(asked.desk, asked.practice, asked.person, chosen)
    ids = {one.client_id for one in made}
    found = list(clients.by_ids(asked.desk.store, asked.practice.id, ids).values())
    by_mail = [one for one in found if can_send(asked.desk, one.email)]
    asked.reply.update(asked_view(asked.say, found, by_mail=by_mail))
