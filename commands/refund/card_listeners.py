"""The buttons of refunds on the card of their payment."""

from commands.asked import Asked
from commands.blocks import modal, plain_section
from commands.charge.card_views import card_of_charge
from commands.paylink.card_views import card_of_link
from commands.replies import Message
from desk.refund_documents import send_pdf
from desk.refund_endings import no_longer_owed, still_owed
from desk.refunds import approve, cancel, look_again, refuse_approval
from storage import operations
from storage.operations import LINK, Operation


def on_approve(asked: Asked) -> None:
    _shown(asked, approve(asked.desk, asked.practice, asked.person, asked.value))


def on_refuse(asked: Asked) -> None:
    _shown(asked, refuse_approval(asked.desk, asked.practice, asked.person, asked.value))


def on_cancel(asked: Asked) -> None:
    _shown(asked, cancel(asked.desk, asked.practice, asked.person, asked.value))


def on_look(asked: Asked) -> None:
    _shown(asked, look_again(asked.desk, asked.practice, asked.person, asked.value))


def on_no_longer_owed(asked: Asked) -> None:
    _shown(asked, no_longer_owed(asked.desk, asked.practice, asked.person, asked.value))


def on_still_owed(asked: Asked) -> None:
    _shown(asked, still_owed(asked.desk, asked.practice, asked.person, asked.value))


def on_pdf(asked: Asked) -> None:
    """The document comes as a direct message."""
    send_pdf(asked.desk, asked.practice, asked.person, asked.value)
    words = asked.say("It is on its way to you as a PDF, in Paydesk’s messages.")
    if asked.window:
        close = asked.say("Close")
        asked.reply.update(modal(asked.say("The refund"), [plain_section(words)], close=close))
    else:
        asked.reply.show(Message(words, [plain_section(words)]))


def _shown(asked: Asked, refund: Operation) -> None:
    """At once, where the button was pressed; others' cards follow."""
    found = operations.by_ids(asked.desk.store, asked.practice.id, [refund.charge_id or 0])
    card = card_of_link if found[0].kind == LINK else card_of_charge
    asked.reply.redraw(card(asked.desk, asked.practice, found[0]))
