"""The buttons that begin a refund, wherever they stand."""

from commands.blocks import Element, button
from desk.language import Language

OF_CHARGE = "refund:of_charge"
"""Its value is the payment's uid."""
OF_INVOICE = "refund:of_invoice"


def charge_button(say: Language, uid: str) -> Element:
    """On the card of a payment."""
    return button(say("Refund…"), OF_CHARGE, uid)


def invoice_button(say: Language, invoice_id: int) -> Element:
    """On an invoice of which something was paid."""
    return button(say("Refund…"), OF_INVOICE, str(invoice_id))
