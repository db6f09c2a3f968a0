"""The window with a client's payment methods."""

from commands.asked import Asked
from commands.cards.method_views import methods_view, portal_view, sentence_view
from commands.client.ids import client_id
from commands.replies import View
from desk import methods
from desk.card_requests import payer_of
from desk.methods import methods_sheet
from desk.portal import portal_of
from rules.roles import Action, may
from rules.words import Refusal


def on_methods(asked: Asked) -> None:
    asked.reply.open(_view(asked, client_id(asked.value)))


def on_remove(asked: Asked) -> None:
    """The window stays, and shows when it is done."""
    client, method = _read(asked.value)
    methods.remove(asked.desk, asked.practice, asked.person, client, method, modal_of(asked))
    asked.reply.update(_view(asked, client))


def on_default(asked: Asked) -> None:
    """The window stays, and shows when it is done."""
    client, method = _read(asked.value)
    methods.make_default(asked.desk, asked.practice, asked.person, client, method, modal_of(asked))
    asked.reply.update(_view(asked, client))


def on_portal(asked: Asked) -> None:
    """Stripe is asked for it, which may take a moment; what it says instead stands in the same
    window."""
    payer = payer_of(asked.desk, asked.practice, asked.person, client_id(asked.value))

    stripe = asked.outside.stripe

    def make() -> View:
        try:
            found = portal_of(asked.desk, asked.practice, asked.person, payer.id, stripe)
        except Refusal as refusal:
            return sentence_view(asked.say, asked.say.sentence(refusal.sentence))
        return portal_view(asked.say, found)

    asked.reply.update_slowly(sentence_view(asked.say, asked.say("Asking Stripe…")), make)


def modal_of(asked: Asked) -> dict[str, str] | None:
    """The window that shows what becomes of it."""
    return {"view": asked.window, "user": asked.person.slack_user} if asked.window else None


def _view(asked: Asked, client: int) -> View:
    sheet = methods_sheet(asked.desk, asked.practice, asked.person, client)
    return methods_view(asked.say, sheet, may_change=may(asked.person.role, Action.ADD_CARDS))


def _read(value: str) -> tuple[int, str]:
    """Client and method, as a button names them."""
    client, _, method = value.partition(":")
    return client_id(client), method
