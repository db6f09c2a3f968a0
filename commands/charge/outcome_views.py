"""The window after a charge was asked for: it stays, and turns to what has become of it."""

from commands.blocks import Element, actions, button, context, modal, plain_section, section
from commands.charge.buttons import ask_button
from commands.charge.card_views import elsewhere_ways, has_money
from commands.charge.dispute_views import dispute_blocks, is_lost
from commands.charge.receipt_views import receipt_buttons
from commands.charge.review_views import review_button
from commands.charge.true_fee_words import fee_line
from commands.charge.views import test_mark
from commands.charge.words import method_words, told, why_words
from commands.invoice.words import client_words
from commands.refund.buttons import charge_button
from commands.refund.card_views import can_be_refunded
from commands.replies import View
from desk.charge_outcomes import Outcome
from desk.charge_states import COMPARING
from desk.language import Language
from desk.privacy import escape
from rules.card_tries import MOST, WITHIN_DAYS
from rules.money import Money
from rules.payment_state import State

AGAIN = "charge:window:again"
CHECK = "charge:window:check"
SETTLE = "charge:window:settle"
_CAN_BE_CHECKED = (State.UNKNOWN, State.PROCESSING, State.REVIEW)
_AT_WORK = (State.APPROVED, State.SENDING)


def outcome_view(say: Language, shown: Outcome, livemode: bool | None, notice: str = "") -> View:
    """`notice`, plain, stands above."""
    operation = shown.card.operation
    blocks = [*test_mark(say, livemode), *([plain_section(notice)] if notice else [])]
    if not is_lost(shown.card.disputes):
        blocks.append(section(told(say, operation).headline))
    if why := why_words(say, operation):
        blocks.append(plain_section(why))
    card = shown.card
    blocks += dispute_blocks(say, card.disputes, card.time_zone, card.lines)
    if card.comparing:
        blocks.append(section(say.sentence(COMPARING)))
    blocks.append(section(_what(say, shown)))
    if operation.state == State.DECLINED and shown.tries.used:
        blocks.append(context(_tries(say, shown)))
    if kept := fee_line(say, card):
        blocks.append(context(kept))
    if operation.state in _AT_WORK:
        blocks.append(context(say("You may close this window: you are told what comes of it.")))
    if ways := _buttons(say, shown):
        blocks.append(actions(*ways))
    return modal(say("The charge"), blocks, close=say("Close"))


def _what(say: Language, shown: Outcome) -> str:
    """In mrkdwn: who pays, which invoices, by which card."""
    card = shown.card
    lines = [
        f"{invoice.reference} · {say.money(Money(amount, invoice.currency))}"
        for invoice, amount in card.parts
    ]
    if card.operation.surcharge:
        surcharge = Money(card.operation.surcharge, card.operation.currency)
        lines.append(say("Surcharge · {amount}", amount=surcharge))
    method = escape(method_words(say, card.operation.method))
    return "\n".join([f"*{client_words(card.payer)}*", *lines, method])


def _tries(say: Language, shown: Outcome) -> str:
    return say(
        "This was try {n} of the {most} that the card networks allow in {days} days.",
        n=shown.tries.used,
        most=MOST,
        days=WITHIN_DAYS,
    )


def _buttons(say: Language, shown: Outcome) -> list[Element]:
    operation = shown.card.operation
    elsewhere = elsewhere_ways(say, shown.card)
    if shown.again:
        return [button(say("Try again"), AGAIN, operation.uid, style="primary"), *elsewhere]
    if operation.state == State.DECLINED:
        return [ask_button(say, shown.card.payer.id), *elsewhere]
    ways = elsewhere
    if operation.state in _CAN_BE_CHECKED:
        ways.append(button(say("Check again"), CHECK, operation.uid))
    if operation.state == State.REVIEW and has_money(shown.card):
        ways.append(review_button(say, operation.uid))
    if shown.settles:
        ways.append(button(say("Settle by hand"), SETTLE, operation.uid))
    if operation.state == State.SUCCEEDED and not is_lost(shown.card.disputes):
        ways += receipt_buttons(say, operation.uid, may_mail=True)
        ways += [charge_button(say, operation.uid)] if can_be_refunded(shown.card) else []
    return ways
