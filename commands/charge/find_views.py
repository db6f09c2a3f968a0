"""Whom is it about? The windows in which a client is found, and the amount is named."""

from commands.blocks import (
    actions,
    button,
    labelled,
    modal,
    plain_section,
    searching_select,
    section,
    text_input,
)
from commands.client.views import client_line
from commands.replies import View
from desk.charge_sheets import NothingOpen
from desk.language import Language
from desk.privacy import escape
from desk.requested import Several
from rules.currencies import is_known
from rules.ids import read_id
from rules.money import Money

FIND = "charge:find"
CLIENT = "charge:client:"
NEW_FORM = "charge:new"
AMOUNT_OF_NEW = "amount"


def find_view(say: Language) -> View:
    """Nobody was named yet."""
    search = searching_select(FIND, say("Name, reference or e-mail"))
    blocks = [plain_section(say("Whom do you want to charge?")), actions(search)]
    return modal(say("Charge a card"), blocks, close=say("Cancel"))


def several_view(say: Language, found: Several) -> View:
    """Each of them with a button. The amount that was named comes back with it."""
    blocks = [plain_section(say("Several have such a name. Whom do you want to charge?"))]
    blocks += [
        section(client_line(say, one), button(say("This one"), f"{CLIENT}{one.id}", str(one.id)))
        for one in found.clients
    ]
    amount = found.amount
    private = f"{amount.amount} {amount.currency}" if amount else ""
    return modal(say("Charge a card"), blocks, close=say("Cancel"), private=private)


def read_amount_named(private: str) -> Money | None:
    """What `several_view` brought along."""
    amount, _, currency = private.partition(" ")
    number = read_id(amount)
    return Money(number, currency) if number and is_known(currency) else None


def nothing_open_view(say: Language, nothing: NothingOpen) -> View:
    """There is no invoice, but an amount can be charged: its invoice is made with it."""
    client = nothing.client
    words = say(
        "*{name}* · {reference} has no open invoice. Name an amount, and Paydesk makes the invoice "
        "when it is charged.",
        name=escape(client.name),
        reference=client.reference,
    )
    example = say.money(Money(8_500, nothing.currency))
    amount = labelled(say("Amount"), text_input(AMOUNT_OF_NEW, example, 30))
    return modal(
        say("Charge a card"),
        [section(words), amount],
        close=say("Cancel"),
        submit=say("Go on"),
        callback_id=NEW_FORM,
        private=str(client.id),
    )
