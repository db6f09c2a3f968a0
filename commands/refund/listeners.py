"""/refund: which payment, a look at what goes back, one click, and what became of it."""

from collections.abc import Mapping
from uuid import uuid4

from commands.asked import Asked
from commands.client.ids import client_id
from commands.refund.forms import (
    ALONE,
    AMOUNT,
    INVOICE,
    form_of,
    read_form,
    said_in,
    wish_in,
)
from commands.refund.outcome_views import outcome_view
from commands.refund.views import choice_view, refund_view
from commands.replies import View
from desk import invoices, refund_sheets, refunds
from desk.access import Person, authorize
from desk.context import Desk
from desk.forms import WrongFields
from desk.refund_news import KIND as REFUND_KIND
from desk.refund_plans import Wish
from desk.refund_sheets import Choice, RefundSheet
from desk.watching import show_if_moved_on
from rules.ids import read_id
from rules.roles import Action
from rules.words import Refusal
from storage.operations import Operation
from storage.practices import Practice


def on_command(asked: Asked) -> None:
    """/refund, /refund INV-1042, /refund INV-1042 40, /refund NP-0042, /refund ada"""
    found = refund_sheets.requested(
        asked.desk, asked.practice, asked.person, asked.text, asked.say.code
    )
    asked.reply.open(_first_view(asked, found))


def on_start(asked: Asked) -> None:
    """Nobody is named yet: the latest payments."""
    found = refund_sheets.requested(asked.desk, asked.practice, asked.person, "", asked.say.code)
    asked.reply.open(_first_view(asked, found))


def on_picked(asked: Asked) -> None:
    """One of the payments in the list, with what was typed before."""
    uid, invoice_id, bill = (*asked.value.split(":"), "", "")[:3]
    wish = Wish(uid, read_id(bill), read_id(invoice_id))
    asked.reply.update(_view(asked, refund_sheets.sheet(*_who(asked), wish), uuid4().hex))


def on_charge(asked: Asked) -> None:
    """The button on a payment's card."""
    asked.reply.open(
        _view(asked, refund_sheets.sheet(*_who(asked), Wish(asked.value)), uuid4().hex)
    )


def on_invoice(asked: Asked) -> None:
    """The button on an invoice's card."""
    authorize(asked.person, Action.ASK_REFUNDS)
    found = invoices.named(asked.desk, asked.practice, read_id(asked.value) or 0)
    asked.reply.open(_first_view(asked, refund_sheets.of_invoice(*_who(asked), found)))


def on_client(asked: Asked) -> None:
    """The button on a client's card."""
    found = refund_sheets.of_client(*_who(asked), client_id(asked.value))
    asked.reply.open(_first_view(asked, found))


def on_amount(asked: Asked) -> None:
    """Enter was pressed in the amount."""
    _changed(asked, {**asked.values, AMOUNT: asked.value})


def on_which_invoice(asked: Asked) -> None:
    """Only of one invoice, or of all."""
    _changed(asked, {**asked.values, INVOICE: asked.value})


def on_submitted(asked: Asked) -> None:
    """Writes the refund down. What is not as it was seen is shown once more instead."""
    form = read_form(asked.private)
    if wish_in(form, asked.values, asked.say.code) != form.wish:
        _changed(asked, asked.values, asked.say("Press the button again to refund what you see."))
        return
    said, modal = said_in(form, asked.values), _modal(asked)
    done = refunds.submit(*_who(asked), form.request, form.wish, said, modal)
    if isinstance(done, Operation):
        asked.reply.update(outcome_view(asked.say, done, asked.practice.livemode))
        show_if_moved_on(asked.desk, REFUND_KIND, done)
    elif done.missing:
        raise WrongFields({ALONE: done.why})
    else:
        sheet = refund_sheets.sheet(*_who(asked), form.wish)
        asked.reply.update(_view(asked, sheet, form.request, asked.say.sentence(done.why)))


def on_check(asked: Asked) -> None:
    """Has Stripe asked at once."""
    found = refunds.look_again(*_who(asked), asked.value)
    notice = asked.say("Paydesk is asking Stripe again.")
    asked.reply.update(outcome_view(asked.say, found, asked.practice.livemode, notice))


def _changed(asked: Asked, values: Mapping[str, str], notice: str = "") -> None:
    authorize(asked.person, Action.ASK_REFUNDS)
    form = read_form(asked.private)
    wish = wish_in(form, values, asked.say.code)
    try:
        sheet = refund_sheets.sheet(*_who(asked), wish)
    except Refusal as refusal:
        if wish.bill == form.wish.bill:
            raise
        raise WrongFields({AMOUNT: refusal.sentence}) from None
    asked.reply.update(_view(asked, sheet, form.request, notice))


def _first_view(asked: Asked, found: RefundSheet | Choice) -> View:
    """The window's request is made here: however often it is submitted, it is one refund."""
    if isinstance(found, Choice):
        return choice_view(asked.say, found, asked.practice.livemode)
    return _view(asked, found, uuid4().hex)


def _view(asked: Asked, sheet: RefundSheet, request: str, notice: str = "") -> View:
    form = form_of(sheet.plan, request)
    return refund_view(asked.say, sheet, form, asked.practice.livemode, notice)


def _who(asked: Asked) -> tuple[Desk, Practice, Person]:
    return asked.desk, asked.practice, asked.person


def _modal(asked: Asked) -> dict[str, str] | None:
    """Where the outcome is to be shown."""
    return {"view": asked.window, "user": asked.person.slack_user} if asked.window else None
