"""What was noted of invoices without Stripe: its card, its window, and its rows on an invoice.

The card stands in channels: it shows a reference and initials, no name and nothing that somebody
typed.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from commands.blocks import Element, actions, context, mention, modal, plain_section, section
from commands.charge.views import test_mark
from commands.elsewhere import buttons
from commands.elsewhere.buttons import undo_button
from commands.invoice.words import client_words
from commands.replies import Block, Message, View
from commands.write_off import buttons as write_off_buttons
from desk.days import day_in
from desk.elsewhere import METHODS
from desk.initials import reference_and_initials
from desk.language import Language
from desk.noted import Noted
from desk.privacy import escape
from rules.money import Money
from rules.payment_state import State
from rules.roles import Action, Role, may
from rules.words import sentence
from storage.operations import ELSEWHERE, WRITE_OFF, Operation

_SIGNS = {ELSEWHERE: "💵", WRITE_OFF: "🗑️"}
_TITLES = {ELSEWHERE: sentence("Paid elsewhere"), WRITE_OFF: sentence("Written off")}
_UNDO = {ELSEWHERE: buttons.UNDO, WRITE_OFF: write_off_buttons.UNDO}
_UNDO_HERE = {ELSEWHERE: buttons.UNDO_HERE, WRITE_OFF: write_off_buttons.UNDO_HERE}
_ACTIONS = {ELSEWHERE: Action.NOTE_PAYMENTS, WRITE_OFF: Action.WRITE_OFF}
_TYPED = ("reference", "why")
"""What somebody wrote, in an operation's method."""


def card_message(say: Language, noted: Noted, *, test: bool) -> Message:
    """`test`: no real money moves, and everything says so."""
    operation = noted.operation
    what = f"{', '.join(operation.shown['invoices'])} · {reference_and_initials(noted.payer)}"
    text = " · ".join(
        filter(None, [say("TEST") if test else "", noted_words(say, operation), what])
    )
    blocks = [section(text), context(*_history(say, noted))]
    if operation.state == State.SUCCEEDED:
        blocks.append(actions(undo_button(say, _UNDO[operation.kind], operation.uid)))
    return Message(text=text, blocks=blocks)


def noted_view(say: Language, noted: Noted, livemode: bool | None) -> View:
    """The window once it was noted, or undone; with names, since only whoever asked sees it."""
    operation = noted.operation
    lines = [
        f"• {invoice.reference} · {say.money(Money(amount, invoice.currency))}"
        for invoice, amount in noted.parts
    ]
    blocks = [
        *test_mark(say, livemode),
        section(noted_words(say, operation)),
        section("\n".join([f"*{client_words(noted.payer)}*", *lines])),
        *(plain_section(typed) for typed in [_typed(operation)] if typed),
        context(*_history(say, noted)),
    ]
    if operation.state == State.SUCCEEDED:
        blocks.append(actions(undo_button(say, _UNDO_HERE[operation.kind], operation.uid)))
    return modal(say.sentence(_TITLES[operation.kind]), blocks, close=say("Close"))


def rows_on_invoice(
    say: Language, noted: Sequence[Operation], role: Role, time_zone: str
) -> list[Block]:
    """One for each that counts, on the invoice's own card, with its undoing."""
    return [section(_row(say, one, time_zone), _undo_for(say, one, role)) for one in noted]


def _undo_for(say: Language, operation: Operation, role: Role) -> Element | None:
    if not may(role, _ACTIONS[operation.kind]):
        return None
    return undo_button(say, _UNDO_HERE[operation.kind], operation.uid)


def _row(say: Language, operation: Operation, time_zone: str) -> str:
    lines = [noted_words(say, operation), _by(say, operation, time_zone)]
    if typed := _typed(operation):
        lines.append(escape(typed))
    return "\n".join(lines)


def noted_words(say: Language, operation: Operation) -> str:
    """In mrkdwn: "💵 *Paid elsewhere: $120.00* · Cash"."""
    values = {
        "what": _TITLES[operation.kind],
        "amount": Money(operation.amount, operation.currency),
    }
    if operation.state == State.CANCELLED:
        words = say("↩️ *Undone: {what}, {amount}*", **values)
    else:
        counts = say("*{what}: {amount}*", **values)
        words = f"{_SIGNS[operation.kind]} {counts}"
    method = METHODS.get(operation.method["type"])
    return f"{words} · {say.sentence(method)}" if method else words


def _history(say: Language, noted: Noted) -> list[str]:
    lines = [_by(say, noted.operation, noted.time_zone)]
    if noted.undone:
        day = day_in(noted.undone.at, noted.time_zone)
        who = mention(noted.undone.actor)
        lines.append(say("Undone by {person} on {day}", person=who, day=day))
    return lines


def _by(say: Language, operation: Operation, time_zone: str) -> str:
    """Who noted it, when, and for which day where that is another."""
    day, of = day_in(operation.asked_at, time_zone), date.fromisoformat(operation.shown["day"])
    who = mention(operation.asked_by)
    if day == of:
        return say("Noted by {person} on {day}", person=who, day=day)
    return say("Noted by {person} on {day}, for {other}", person=who, day=day, other=of)


def _typed(operation: Operation) -> str:
    method: Mapping[str, str] = operation.method
    return " ".join(filter(None, (method.get(name) for name in _TYPED)))
