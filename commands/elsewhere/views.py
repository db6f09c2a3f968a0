"""The window in which a payment that was made elsewhere is noted."""

from commands.blocks import date_input, labelled, modal, option, section, select, text_input
from commands.charge.views import test_mark
from commands.elsewhere.forms import Form, private_of
from commands.invoice.line_views import price_text
from commands.invoice.words import client_words
from commands.replies import Block, View
from desk.elsewhere import AMOUNT, CASH, DAY, LONGEST_REFERENCE, METHOD, METHODS, REFERENCE
from desk.language import Language
from desk.noted import Noting
from rules.money import Money

FORM = "elsewhere:form"


def elsewhere_view(say: Language, made: Noting, form: Form, livemode: bool | None) -> View:
    """Everything stands in it already: mostly it is one more click."""
    methods = [option(say.sentence(name), code) for code, name in METHODS.items()]
    blocks = [
        *test_mark(say, livemode),
        section(due_words(say, made)),
        labelled(say("How"), select(METHOD, methods, CASH)),
        *amount_blocks(say, made, AMOUNT),
        labelled(say("Paid on"), date_input(DAY, made.today.isoformat())),
        labelled(
            say("Reference"),
            text_input(
                REFERENCE, say("On the bank statement, or a check’s number"), LONGEST_REFERENCE
            ),
            hint=say("Only people with a role see it. No card numbers."),
            optional=True,
        ),
    ]
    return modal(
        say("Paid elsewhere"),
        blocks,
        close=say("Cancel"),
        submit=say("It is paid"),
        callback_id=FORM,
        private=private_of(form),
    )


def due_words(say: Language, made: Noting) -> str:
    """In mrkdwn: who pays, and what is due of which invoice."""
    lines = [
        f"• {one.reference} · {say.money(Money(one.due, one.currency))}" for one in made.invoices
    ]
    if len(lines) > 1:
        lines.append(say("Together: {amount}", amount=Money(made.due, made.currency)))
    return "\n".join([f"*{client_words(made.payer)}*", *lines])


def amount_blocks(say: Language, made: Noting, field: str) -> list[Block]:
    """Of one invoice a part can be noted too; of several it is all that is due."""
    if len(made.invoices) > 1:
        return []
    begins = price_text(say, made.due, made.currency)
    label = say("Amount, in {currency}", currency=made.currency.upper())
    return [labelled(label, text_input(field, begins, 30, begins))]
