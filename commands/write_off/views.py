"""The window in which an invoice is written off."""

from commands.blocks import labelled, modal, plain_section, section, text_input
from commands.elsewhere.forms import Form, private_of
from commands.elsewhere.views import amount_blocks, due_words
from commands.replies import View
from desk.language import Language
from desk.noted import Noting
from desk.write_offs import AMOUNT, LONGEST_REASON, REASON

FORM = "write_off:form"


def write_off_view(say: Language, made: Noting, form: Form) -> View:
    """Nothing is done before a reason is given."""
    words = say(
        "It is no longer expected that this is paid: the invoice counts as settled, no money comes"
        " in, and nobody is reminded. It can be undone."
    )
    blocks = [
        section(due_words(say, made)),
        plain_section(words),
        *amount_blocks(say, made, AMOUNT),
        labelled(say("Why"), text_input(REASON, say("Moved away"), LONGEST_REASON)),
    ]
    return modal(
        say("Write off"),
        blocks,
        close=say("Cancel"),
        submit=say("Write it off"),
        callback_id=FORM,
        private=private_of(form),
    )
