"""The buttons that begin a charge, wherever they stand, and the way to another card."""

from commands.blocks import Element, button
from commands.cards.views import ASK
from desk.language import Language

START = "charge:start"
"""The shortcut's name, too."""
OF_CLIENT = "charge:of_client"
OF_INVOICE = "charge:of_invoice"


def start_button(say: Language) -> Element:
    """Nobody is named yet."""
    return button(say("Charge a card"), START)


def client_button(say: Language, client_id: int) -> Element:
    """On a client's card."""
    return button(say("Charge"), OF_CLIENT, str(client_id), style="primary")


def invoice_button(say: Language, invoice_id: int) -> Element:
    """On an invoice's card."""
    return button(say("Charge"), OF_INVOICE, str(invoice_id), style="primary")


def ask_button(say: Language, client_id: int) -> Element:
    """Where the client needs another payment method."""
    return button(say("Ask for a card"), ASK, str(client_id))
