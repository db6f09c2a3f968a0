"""The buttons that lead to a payment link, wherever they stand."""

from commands.blocks import Element, button
from desk.language import Language

START = "paylink:start"
OF_CLIENT, OF_INVOICE = "paylink:of_client", "paylink:of_invoice"
"""Their value is the client's or the invoice's id."""
SHOW = "paylink:show"
"""Its value is the link's uid."""


def client_button(say: Language, client_id: int, style: str = "") -> Element:
    return button(say("Send a link"), OF_CLIENT, str(client_id), style=style)


def invoice_button(say: Language, invoice_id: int) -> Element:
    return button(say("Send a link"), OF_INVOICE, str(invoice_id))


def show_button(say: Language, uid: str, words: str = "") -> Element:
    return button(words or say("Show the link"), SHOW, uid)
