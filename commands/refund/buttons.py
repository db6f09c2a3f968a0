"""The buttons that begin a refund, wherever they stand."""

from collections.abc import Sequence

from commands.blocks import Element, actions, button
from commands.replies import Block
from desk.language import Language
from rules.money import Money
from storage.operations import CREDIT, Operation

START = "refund:start"
OF_CHARGE = "refund:of_charge"
"""Its value is the payment's uid."""
OF_INVOICE = "refund:of_invoice"


OF_CLIENT = "refund:of_client"
PDF = "refund:pdf:"
"""Begins action_ids; what follows is the refund's id, the value its uid."""


def document_button(say: Language, refund: Operation) -> Element:
    """Of one that went back: the credit note, or what else the client gets of it."""
    words = say("Credit note") if refund.ends == CREDIT else say("Confirmation")
    return button(words, f"{PDF}{refund.id}", refund.uid)


def document_rows(say: Language, made: Sequence[Operation]) -> list[Block]:
    """A button for each refund of an invoice, with its amount."""
    if not made:
        return []
    return [actions(*(_with_amount(say, one) for one in made))]


def _with_amount(say: Language, refund: Operation) -> Element:
    amount = Money(refund.amount, refund.currency)
    words = say("Refund of {amount}: PDF", amount=amount)
    return button(words, f"{PDF}{refund.id}", refund.uid)


def charge_button(say: Language, uid: str) -> Element:
    """On the card of a payment."""
    return button(say("Refund…"), OF_CHARGE, uid)


def client_button(say: Language, client_id: int) -> Element:
    """On a client: their payments are offered, and those that they made for others."""
    return button(say("Refund…"), OF_CLIENT, str(client_id))


def invoice_button(say: Language, invoice_id: int) -> Element:
    """On an invoice of which something was paid."""
    return button(say("Refund…"), OF_INVOICE, str(invoice_id))
