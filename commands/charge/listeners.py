"""/charge: whom and what, a look at all of it, one click, and what became of it."""

from collections.abc import Mapping
from uuid import uuid4

from commands.asked import Asked
from commands.charge.find_views import (
    AMOUNT_OF_NEW,
    find_view,
    nothing_open_view,
    read_amount_named,
    several_view,
)
from commands.charge.forms import (
    AMOUNT,
    INVOICES,
    METHOD,
    agreed_in,
    form_of,
    money_in,
    read_form,
    wish_in,
)
from commands.charge.outcome_views import outcome_view
from commands.charge.views import charge_view
from commands.client.ids import client_id
from commands.client.views import client_option
from commands.invoice.ids import invoice_id
from commands.replies import View
from desk import charge_outcomes, charge_requests, charge_sheets, charges, clients
from desk.access import authorize
from desk.charge_news import KIND as CHARGE_KIND
from desk.charge_parts import Wish
from desk.charge_sheets import NothingOpen, Sheet
from desk.forms import WrongFields
from desk.requested import Several
from desk.settings import practice_settings
from desk.watching import show_if_moved_on
from rules.money import Money
from rules.roles import Action
from rules.words import Refusal
from storage.operations import Operation


def on_command(asked: Asked) -> None:
    """/charge, /charge ada, /charge NP-0042 85, /charge INV-1042 INV-1043"""
    found = charge_requests.requested(
        asked.desk, asked.practice, asked.person, asked.text, asked.say.code
    )
    asked.reply.open(_first_view(asked, found))


def on_start(asked: Asked) -> None:
    """By the shortcut, or in Home: nobody is named yet."""
    authorize(asked.person, Action.CHARGE)
    asked.reply.open(find_view(asked.say))


def on_search(asked: Asked) -> None:
    """Somebody types into the select of clients."""
    authorize(asked.person, Action.CHARGE)
    found = clients.search(asked.desk, asked.person, asked.value)
    asked.reply.offer([client_option(one) for one in found])


def on_found(asked: Asked) -> None:
    """The client was chosen, perhaps with an amount that was named before."""
    asked.reply.update(_view_of_client(asked, asked.value, read_amount_named(asked.private)))


def on_client(asked: Asked) -> None:
    """The button on a client's card."""
    asked.reply.open(_view_of_client(asked, asked.value, None))


def on_invoice(asked: Asked) -> None:
    """The button on an invoice's card."""
    wish = Wish((invoice_id(asked.value),))
    sheet = charge_sheets.sheet(asked.desk, asked.practice, asked.person, wish)
    asked.reply.open(_first_view(asked, sheet))


def on_amount_of_new(asked: Asked) -> None:
    """The amount for a client who has no open invoice."""
    authorize(asked.person, Action.CHARGE)
    currency = practice_settings(asked.desk, asked.practice).currency
    typed = asked.values.get(AMOUNT_OF_NEW, "")
    amount = money_in(AMOUNT_OF_NEW, typed, asked.say.code, currency)
    asked.reply.update(_view_of_client(asked, asked.private, amount))


def on_method(asked: Asked) -> None:
    """Another card: all of it is worked out anew."""
    _changed(asked, {**asked.values, METHOD: asked.value})


def on_invoices(asked: Asked) -> None:
    """Other invoices, or one more."""
    _changed(asked, {**asked.values, INVOICES: asked.value})


def on_amount(asked: Asked) -> None:
    """Enter was pressed in the amount."""
    _changed(asked, {**asked.values, AMOUNT: asked.value})


def on_submitted(asked: Asked) -> None:
    """Writes the charge down. What is not as it was seen is shown once more instead."""
    form = read_form(asked.private)
    if wish_in(form, asked.values, asked.say.code) != form.wish:
        _changed(asked, asked.values, asked.say("Press the button again to charge what you see."))
        return
    agreed, modal = agreed_in(form, asked.values), _modal(asked)
    done = charges.submit(
        asked.desk, asked.practice, asked.person, form.request, form.wish, agreed, modal
    )
    if isinstance(done, Operation):
        _show_charging(asked, done)
    elif done.missing:
        raise WrongFields({done.missing: done.why})
    else:
        sheet = charge_sheets.sheet(asked.desk, asked.practice, asked.person, form.wish)
        why = f":warning: {asked.say.sentence(done.why)}"
        asked.reply.update(_charge_view(asked, sheet, form.request, why))


def on_again(asked: Asked) -> None:
    """What was declined, once more."""
    again = charges.try_again(asked.desk, asked.practice, asked.person, asked.value, _modal(asked))
    _show_charging(asked, again)


def on_check(asked: Asked) -> None:
    """Has Stripe asked at once."""
    found = charges.look_again(asked.desk, asked.practice, asked.person, asked.value)
    asked.reply.update(_outcome(asked, found, asked.say("Paydesk is asking Stripe again.")))


def _changed(asked: Asked, values: Mapping[str, str], notice: str = "") -> None:
    authorize(asked.person, Action.CHARGE)
    form = read_form(asked.private)
    wish = wish_in(form, values, asked.say.code)
    try:
        sheet = charge_sheets.sheet(asked.desk, asked.practice, asked.person, wish)
    except Refusal as refusal:
        if wish.amount == form.wish.amount:
            raise
        raise WrongFields({AMOUNT: refusal.sentence}) from None
    asked.reply.update(_charge_view(asked, sheet, form.request, notice))


def _view_of_client(asked: Asked, value: str, amount: Money | None) -> View:
    found = charge_requests.for_client(
        asked.desk, asked.practice, asked.person, client_id(value), amount
    )
    return _first_view(asked, found)


def _first_view(asked: Asked, found: charge_requests.Answer) -> View:
    """The window's request is made here: however often it is submitted, it is one charge."""
    match found:
        case None:
            return find_view(asked.say)
        case Several():
            return several_view(asked.say, found)
        case NothingOpen():
            return nothing_open_view(asked.say, found)
    return _charge_view(asked, found, uuid4().hex)


def _charge_view(asked: Asked, sheet: Sheet, request: str, notice: str = "") -> View:
    form = form_of(sheet, request)
    return charge_view(asked.say, sheet, form, asked.practice.livemode, notice)


def _show_charging(asked: Asked, operation: Operation) -> None:
    asked.reply.update(_outcome(asked, operation))
    show_if_moved_on(asked.desk, CHARGE_KIND, operation)


def _outcome(asked: Asked, operation: Operation, notice: str = "") -> View:
    shown = charge_outcomes.outcome_of(asked.desk, asked.practice, asked.person, operation)
    return outcome_view(asked.say, shown, asked.practice.livemode, notice)


def _modal(asked: Asked) -> dict[str, str] | None:
    """Where the outcome is to be shown."""
    return {"view": asked.window, "user": asked.person.slack_user} if asked.window else None
