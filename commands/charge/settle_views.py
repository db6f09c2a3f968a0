"""The form in which an owner settles a charge by hand, of which Stripe can tell nothing more."""

from commands.blocks import labelled, modal, plain_section, section, text_input
from commands.charge.views import test_mark
from commands.charge.words import told
from commands.replies import View
from desk.charge_settling import REASON
from desk.language import Language
from storage.operations import Operation

FORM = "charge:settle"


def settle_view(say: Language, operation: Operation, livemode: bool | None) -> View:
    words = say(
        "Nothing was charged, and the invoices can be charged again: Paydesk asks Stripe once more,"
        " and settles it only if Stripe shows no payment for it. What you write is kept in the"
        " log."
    )
    blocks = [
        *test_mark(say, livemode),
        section(told(say, operation).headline),
        plain_section(words),
        labelled(say("How do you know that nothing was charged?"), text_input(REASON)),
    ]
    return modal(
        say("Settle by hand"),
        blocks,
        close=say("Cancel"),
        submit=say("Nothing was charged"),
        callback_id=FORM,
        private=operation.uid,
    )
