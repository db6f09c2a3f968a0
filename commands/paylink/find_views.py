"""For whom is the link? Those who owe, those of a name, and the amount for who owes nothing."""

from commands.blocks import (
    actions,
    labelled,
    modal,
    plain_section,
    searching_select,
    section,
    text_input,
)
from commands.blocks import button as button_of
from commands.client.views import client_line
from commands.home.board_views import owing_words
from commands.paylink.buttons import client_button
from commands.replies import View
from desk.board import OwingList
from desk.charge_sheets import NothingOpen
from desk.language import Language
from desk.privacy import escape
from desk.requested import Several
from rules.money import Money

FIND = "paylink:find"
CLIENT = "paylink:client:"
NEW_FORM = "paylink:new"
AMOUNT_OF_NEW = "amount"


def find_view(say: Language, owing: OwingList) -> View:
    """Nobody was named yet: those who owe the longest, and everybody else by their name."""
    search = searching_select(FIND, say("Name, reference or e-mail"))
    blocks = [plain_section(say("Who is to pay?")), actions(search)]
    blocks += [
        section(owing_words(say, one, owing.today), client_button(say, one.client_id))
        for one in owing.rows
    ]
    return modal(say("Send a payment link"), blocks, close=say("Cancel"))


def several_view(say: Language, found: Several) -> View:
    """Each of them with a button. The amount that was named comes back with it."""
    blocks = [plain_section(say("Several have such a name. Who is to pay?"))]
    blocks += [
        section(client_line(say, one), button_of(say("This one"), f"{CLIENT}{one.id}", str(one.id)))
        for one in found.clients
    ]
    amount = found.amount
    private = f"{amount.amount} {amount.currency}" if amount else ""
    return modal(say("Send a payment link"), blocks, close=say("Cancel"), private=private)


def nothing_open_view(say: Language, nothing: NothingOpen) -> View:
    """There is no invoice, but an amount can be asked for: its invoice is made with the link."""
    client = nothing.client
    words = say(
        "*{name}* · {reference} has no open invoice. Name an amount, and Paydesk makes the invoice "
        "with the link.",
        name=escape(client.name),
        reference=client.reference,
    )
    example = say.money(Money(8_500, nothing.currency))
    amount = labelled(say("Amount"), text_input(AMOUNT_OF_NEW, example, 30))
    return modal(
        say("Send a payment link"),
        [section(words), amount],
        close=say("Cancel"),
        submit=say("Go on"),
        callback_id=NEW_FORM,
        private=str(client.id),
    )
