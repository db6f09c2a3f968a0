"""The buttons by which an invoice is written off, and that is undone."""

from commands.blocks import Element, button
from desk.language import Language

START = "write_off:start"
"""Its value: the invoice's id."""
UNDO, UNDO_HERE = "write_off:undo", "write_off:undo:here"
"""On the card, and wherever only one person sees it; their value is the operation's uid."""


def write_off_button(say: Language, invoice_id: int) -> Element:
    return button(say("Write off…"), START, str(invoice_id))
