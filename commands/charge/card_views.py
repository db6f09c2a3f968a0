"""The card of a charge: in the billing channel or with who asked, the same one from first to last.

It shows a reference and initials, no name and no line text.
"""

from commands.blocks import Element, actions, button, context, mention, section
from commands.charge.dispute_views import dispute_blocks, is_lost
from commands.charge.receipt_views import receipt_buttons
from commands.charge.review_views import review_button
from commands.charge.true_fee_words import fee_line
from commands.charge.words import method_words, why_words
from commands.elsewhere.buttons import elsewhere_button
from commands.paylink.buttons import client_button as link_button
from commands.refund.buttons import charge_button
from commands.refund.card_views import can_be_refunded, refund_blocks
from commands.replies import Message
from desk.charge_reasons import OTHER_ACCOUNT
from desk.charge_states import COMPARING, state_words
from desk.charges import ChargeCard, card_of
from desk.context import Desk
from desk.initials import reference_and_initials
from desk.language import Language, language_of
from desk.privacy import escape
from rules.card_tries import may_try_again
from rules.money import Money
from rules.payment_state import CHARGE, State
from rules.systems import System
from storage.operations import SECOND, Operation
from storage.practices import Practice

APPROVE, REFUSE = "charge:approve", "charge:refuse"
AGAIN, CANCEL, LOOK = "charge:again", "charge:cancel", "charge:look"
"""Action_ids; their value is the operation's uid."""

_SIGNS = {
    State.DRAFT: "🔒",
    State.APPROVED: "⏳",
    State.SENDING: "⏳",
    State.UNKNOWN: "❔",
    State.PROCESSING: "🏦",
    State.SUCCEEDED: "✅",
    State.FAILED: "❌",
    State.DECLINED: "❌",
    State.NEEDS_CUSTOMER: "📱",
    State.REVIEW: "⚠️",
    State.CANCELLED: "🚫",
}

_NO_MONEY = (State.DECLINED, State.NEEDS_CUSTOMER, State.FAILED)


def card_of_charge(desk: Desk, practice: Practice, operation: Operation) -> Message:
    """As the store has it now, in the practice's language."""
    say = language_of(practice.language)
    card = card_of(desk, practice, operation)
    return card_message(say, card, test=practice.livemode is not True)


def card_message(say: Language, card: ChargeCard, *, test: bool) -> Message:
    """`test`: no real money moves, and everything says so."""
    operation = card.operation
    state = State(operation.state)
    title = f"{_SIGNS[state]} *{say.sentence(state_words(operation))}*"
    if is_lost(card.disputes):
        title = f"❌ *{say('Paid, and lost in a dispute')}*"
    amount = say.money(Money(operation.amount, operation.currency))
    what = f"{', '.join(operation.shown['invoices'])} · {reference_and_initials(card.payer)}"
    text = " · ".join(filter(None, [say("TEST") if test else "", title, amount, what]))
    blocks = [section(text), context(*_details(say, card))]
    if why := why_words(say, operation):
        blocks.append(section(why))
    blocks += dispute_blocks(say, card.disputes, card.time_zone, card.lines)
    if card.comparing:
        blocks.append(section(say.sentence(COMPARING)))
    blocks += refund_blocks(say, card.refunds)
    lost = is_lost(card.disputes)
    if buttons := [*([] if lost else _buttons(say, card)), *elsewhere_ways(say, card)]:
        blocks.append(actions(*buttons))
    return Message(text=text, blocks=blocks)


def _details(say: Language, card: ChargeCard) -> list[str]:
    operation = card.operation
    lines = [" · ".join([escape(method_words(say, operation.method)), _people(say, operation)])]
    if operation.surcharge:
        surcharge = Money(operation.surcharge, operation.currency)
        lines.append(say("With a surcharge of {surcharge}", surcharge=surcharge))
    if kept := fee_line(say, card):
        lines.append(kept)
    return lines


def _people(say: Language, operation: Operation) -> str:
    if operation.asked_by == System.RECONCILER:
        return say("found at Stripe: a backup was restored since it was asked for")
    asked = say("asked for by {person}", person=mention(operation.asked_by))
    if operation.approval == SECOND and operation.approved_by:
        approved = say("approved by {person}", person=mention(operation.approved_by))
        return f"{asked}, {approved}"
    return asked


def elsewhere_ways(say: Language, card: ChargeCard) -> list[Element]:
    """Where no money came or stayed, and some is still due: a link, or what was paid elsewhere."""
    due = [invoice.id for invoice, _ in card.parts if invoice.due]
    open_again = card.operation.state in _NO_MONEY or is_lost(card.disputes)
    if not due or not open_again:
        return []
    return [link_button(say, card.payer.id), elsewhere_button(say, due)]


def has_money(card: ChargeCard) -> bool:
    """Whether a person has to say what becomes of it, or another account of Stripe's knows it."""
    came = any(line.kind == CHARGE for line in card.lines)
    return came or card.operation.reason == OTHER_ACCOUNT


def _buttons(say: Language, card: ChargeCard) -> list[Element]:
    operation, uid = card.operation, card.operation.uid
    match State(operation.state):
        case State.DRAFT:
            return [
                button(say("Approve"), APPROVE, uid, "primary"),
                button(say("Don’t approve"), REFUSE, uid, "danger"),
            ]
        case State.APPROVED:
            return [button(say("Call off"), CANCEL, uid)]
        case State.DECLINED:
            again = may_try_again(operation.reason, operation.advice, 0)
            ways = [button(say("Try again"), AGAIN, uid)] if again else []
            return [*ways, button(say("Call off"), CANCEL, uid)]
        case State.NEEDS_CUSTOMER:
            return [button(say("Call off"), CANCEL, uid)]
        case State.UNKNOWN | State.PROCESSING:
            return [button(say("Check again"), LOOK, uid)]
        case State.REVIEW:
            ways = [review_button(say, uid)] if has_money(card) else []
            return [button(say("Check again"), LOOK, uid), *ways]
        case State.SUCCEEDED:
            back = [charge_button(say, uid)] if can_be_refunded(card) else []
            return [*receipt_buttons(say, uid, may_mail=True), *back]
    return []
