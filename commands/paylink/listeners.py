"""/paylink: for whom and what, a look at all of it, the link, and what became of it."""

from collections.abc import Mapping
from uuid import uuid4

from commands.asked import Asked
from commands.charge.find_views import read_amount_named
from commands.charge.forms import money_in
from commands.client.ids import client_id
from commands.client.views import client_option
from commands.invoice.ids import invoice_id
from commands.paylink.find_views import (
    AMOUNT_OF_NEW,
    find_view,
    nothing_open_view,
    several_view,
)
from commands.paylink.forms import AMOUNT, INVOICES, KIND, chosen_in, form_of, read_form
from commands.paylink.link_listeners import modal_of, show_making
from commands.paylink.views import paylink_view
from commands.replies import View
from desk import clients, link_sheets, links
from desk.access import authorize
from desk.board import who_owes
from desk.charge_parts import Wish
from desk.charge_sheets import NothingOpen
from desk.forms import WrongFields
from desk.link_plans import CARD
from desk.link_sheets import LinkSheet
from desk.links import LinkRequest
from desk.requested import Several
from desk.settings import practice_settings
from rules.money import Money
from rules.roles import Action
from rules.words import Refusal
from storage.operations import Operation


def on_command(asked: Asked) -> None:
    """/paylink, /paylink ada, /paylink NP-0042 85, /paylink INV-1042 INV-1043"""
    found = link_sheets.requested(
        asked.desk, asked.practice, asked.person, asked.text, asked.say.code
    )
    asked.reply.open(_first_view(asked, found))


def on_start(asked: Asked) -> None:
    """By the shortcut: nobody is named yet."""
    authorize(asked.person, Action.SEND_LINKS)
    asked.reply.open(_first_view(asked, None))


def on_search(asked: Asked) -> None:
    """Somebody types into the select of clients."""
    authorize(asked.person, Action.SEND_LINKS)
    found = clients.search(asked.desk, asked.person, asked.value)
    asked.reply.offer([client_option(one) for one in found])


def on_found(asked: Asked) -> None:
    """The client was chosen, perhaps with an amount that was named before."""
    asked.reply.update(_view_of_client(asked, asked.value, read_amount_named(asked.private)))


def on_client(asked: Asked) -> None:
    """The button of a client: on their card, in Home, among those who owe."""
    view = _view_of_client(asked, asked.value, None)
    asked.open_or_update(view)


def on_invoice(asked: Asked) -> None:
    """The button of an invoice."""
    wish = Wish((invoice_id(asked.value),))
    sheet = link_sheets.sheet(asked.desk, asked.practice, asked.person, wish, CARD)
    asked.reply.open(_first_view(asked, sheet))


def on_amount_of_new(asked: Asked) -> None:
    """The amount for a client who has no open invoice."""
    authorize(asked.person, Action.SEND_LINKS)
    currency = practice_settings(asked.desk, asked.practice).currency
    typed = asked.values.get(AMOUNT_OF_NEW, "")
    amount = money_in(AMOUNT_OF_NEW, typed, asked.say.code, currency)
    asked.reply.update(_view_of_client(asked, asked.private, amount))


def on_kind(asked: Asked) -> None:
    """Another way to pay: all of it is worked out anew."""
    _changed(asked, {**asked.values, KIND: asked.value})


def on_invoices(asked: Asked) -> None:
    """Other invoices, or one more."""
    _changed(asked, {**asked.values, INVOICES: asked.value})


def on_amount(asked: Asked) -> None:
    """Enter was pressed in the amount."""
    _changed(asked, {**asked.values, AMOUNT: asked.value})


def on_submitted(asked: Asked) -> None:
    """Writes the link down. What is not as it was seen is shown once more instead."""
    form = read_form(asked.private)
    if chosen_in(form, asked.values, asked.say.code) != (form.wish, form.kind):
        _changed(asked, asked.values, asked.say("Press the button again for the link you see."))
        return
    request = LinkRequest(form.request, form.wish, form.kind, form.seen, modal=modal_of(asked))
    done = links.submit(asked.desk, asked.practice, asked.person, request)
    if isinstance(done, Operation):
        show_making(asked, done)
    else:
        sheet = link_sheets.sheet(asked.desk, asked.practice, asked.person, form.wish, form.kind)
        why = f":warning: {asked.say.sentence(done.why)}"
        asked.reply.update(_paylink_view(asked, sheet, form.request, why))


def _changed(asked: Asked, values: Mapping[str, str], notice: str = "") -> None:
    authorize(asked.person, Action.SEND_LINKS)
    form = read_form(asked.private)
    wish, kind = chosen_in(form, values, asked.say.code)
    try:
        sheet = link_sheets.sheet(asked.desk, asked.practice, asked.person, wish, kind)
    except Refusal as refusal:
        if wish.amount == form.wish.amount:
            raise
        raise WrongFields({AMOUNT: refusal.sentence}) from None
    asked.reply.update(_paylink_view(asked, sheet, form.request, notice))


def _view_of_client(asked: Asked, value: str, amount: Money | None) -> View:
    found = link_sheets.for_client(
        asked.desk, asked.practice, asked.person, client_id(value), amount
    )
    return _first_view(asked, found)


def _first_view(asked: Asked, found: link_sheets.Answer) -> View:
    """The window's request is made here: however often it is submitted, it is one link."""
    match found:
        case None:
            return find_view(asked.say, who_owes(asked.desk, asked.practice, asked.person))
        case Several():
            return several_view(asked.say, found)
        case NothingOpen():
            return nothing_open_view(asked.say, found)
    return _paylink_view(asked, found, uuid4().hex)


def _paylink_view(asked: Asked, sheet: LinkSheet, request: str, notice: str = "") -> View:
    form = form_of(sheet, request)
    return paylink_view(asked.say, sheet, form, asked.practice.livemode, notice)
