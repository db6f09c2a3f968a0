"""The buttons by which a payment that was made elsewhere is noted, and undone."""

from collections.abc import Iterable

from commands.blocks import Element, button, sure
from desk.language import Language

START = "elsewhere:start"
"""Its value: the ids of the invoices, with commas."""
UNDO, UNDO_HERE = "elsewhere:undo", "elsewhere:undo:here"
"""On the card, and wherever only one person sees it; their value is the operation's uid."""


def elsewhere_button(say: Language, invoice_ids: Iterable[int]) -> Element:
    return button(say("Paid elsewhere"), START, ",".join(map(str, invoice_ids)))


def undo_button(say: Language, action_id: str, uid: str) -> Element:
    """Of whatever was noted; asks first."""
    confirm = sure(
        say("Undo this?"),
        say("It counts no more, and the invoice is open again. The history keeps both."),
        yes=say("Undo"),
        no=say("Keep it"),
    )
    return button(say("Undo"), action_id, uid, confirm=confirm)
