"""A client is asked for a payment method, and gets the link."""

from commands.asked import Asked
from commands.blocks import TICKED
from commands.cards.card_views import card_of_request
from commands.cards.method_listeners import modal_of
from commands.cards.views import (
    BY_MAIL,
    SAID_YES,
    request_view,
    sheet_view,
    spoken_view,
)
from commands.client.ids import client_id
from desk import card_requests
from desk.card_qr import send_qr
from desk.card_requests import Asking
from desk.card_sheets import RequestSheet, ask_sheet, request_sheet
from desk.forms import WrongFields
from desk.privacy import escape
from rules.words import sentence


def on_ask(asked: Asked) -> None:
    """Opens the form, or the request that waits already."""
    open_for(asked, client_id(asked.value))


def open_for(asked: Asked, client: int) -> None:
    sheet = ask_sheet(asked.desk, asked.practice, asked.person, client, asked.say)
    asked.reply.open(sheet_view(asked.say, sheet))


def on_submitted(asked: Asked) -> None:
    """The window stays, and shows the link when it is there."""
    asking = Asking(
        mail=asked.values.get(BY_MAIL) == TICKED, spoken=asked.values.get(SAID_YES) == TICKED
    )
    made = card_requests.ask(
        asked.desk,
        asked.practice,
        asked.person,
        client_id(asked.private),
        asking,
        modal_of(asked),
    )
    asked.reply.update(request_view(asked.say, _sheet(asked, made.uid)))


def on_show(asked: Asked) -> None:
    asked.reply.open(request_view(asked.say, _sheet(asked, asked.value)))


def on_mail(asked: Asked) -> None:
    say = asked.say
    to = card_requests.send_by_mail(asked.desk, asked.practice, asked.person, asked.value)
    notice = say("*This can’t be sent by e-mail. Copy the text instead.*")
    if to:
        notice = say("*On its way to {email}.*", email=escape(to))
    asked.reply.update(request_view(say, _sheet(asked, asked.value), notice))


def on_qr(asked: Asked) -> None:
    """It comes as a direct message: a window can't show what isn't at a public address."""
    send_qr(asked.desk, asked.practice, asked.person, asked.value)
    notice = asked.say("*The QR code comes as a direct message.*")
    asked.reply.update(request_view(asked.say, _sheet(asked, asked.value), notice))


def on_withdraw(asked: Asked) -> None:
    """In the window, or under the card, where the others see it too."""
    gone = card_requests.withdraw(asked.desk, asked.practice, asked.person, asked.value)
    if asked.window:
        asked.reply.update(request_view(asked.say, _sheet(asked, gone.uid)))
    else:
        asked.reply.redraw(card_of_request(asked.desk, asked.practice, gone))


def on_open(asked: Asked) -> None:
    """The browser is on its way to Stripe's page; the window stays as it is."""
    asked.reply.update(request_view(asked.say, _sheet(asked, asked.value)))


def on_spoken(asked: Asked) -> None:
    asked.reply.open(spoken_view(asked.say, _sheet(asked, asked.value)))


def on_spoken_submitted(asked: Asked) -> None:
    """Without the tick nothing is noted (WrongFields)."""
    if asked.values.get(SAID_YES) != TICKED:
        why = sentence("Tick that you read it, and that the client agreed.")
        raise WrongFields({SAID_YES: why})
    noted = card_requests.note_spoken(asked.desk, asked.practice, asked.person, asked.private)
    asked.reply.update(request_view(asked.say, _sheet(asked, noted.uid)))


def _sheet(asked: Asked, uid: str) -> RequestSheet:
    return request_sheet(asked.desk, asked.practice, asked.person, uid, asked.say)
