"""The card of a payment link: in the billing channel or with who asked, the same one from first to
last. It shows a reference and initials, and never the link.
"""

from commands.blocks import Element, actions, button, context, mention, section
from commands.charge.receipt_views import receipt_buttons
from commands.charge.review_views import review_button
from commands.paylink.buttons import show_button
from commands.paylink.words import amount_words, kind_words, over_words, reason_words
from commands.refund.buttons import charge_button
from commands.refund.card_views import refund_blocks
from commands.replies import Message
from desk import links
from desk.context import Desk
from desk.initials import reference_and_initials
from desk.language import Language, language_of
from desk.links import LinkView
from rules.money import Money
from rules.systems import System
from storage.operations import Operation
from storage.practices import Practice

CLOSE_CARD, CHECK_CARD = "paylink:card:close", "paylink:card:check"
_USABLE = (links.MADE, links.SENT, links.VISITED)


def card_of_link(desk: Desk, practice: Practice, operation: Operation) -> Message:
    """As the store has it now, in the practice's language."""
    say = language_of(practice.language)
    shown = links.link_view(desk, practice, operation)
    return card_message(say, shown, test=practice.livemode is not True)


def card_message(say: Language, shown: LinkView, *, test: bool) -> Message:
    """`test`: no real money moves, and everything says so."""
    operation = shown.operation
    what = ", ".join(operation.shown["invoices"])
    parts = [over_words(say, operation, shown.step), amount_words(say, shown)]
    who = f"{what} · {reference_and_initials(shown.payer)}"
    text = " · ".join(filter(None, [say("TEST") if test else "", *parts, who]))
    blocks = [section(text), context(*_details(say, operation))]
    if why := reason_words(say, operation):
        blocks.append(section(why))
    blocks += refund_blocks(say, shown.refunds)
    if buttons := _buttons(say, shown):
        blocks.append(actions(*buttons))
    return Message(text=text, blocks=blocks)


def _details(say: Language, operation: Operation) -> list[str]:
    if operation.asked_by == System.RECONCILER:
        asked = say("found at Stripe: a backup was restored since it was asked for")
    elif operation.asked_by == System.REMINDERS:
        asked = say("sent with a reminder")
    else:
        asked = say("asked for by {person}", person=mention(operation.asked_by))
    lines = [f"{kind_words(say, str(operation.shown['kind']))} · {asked}"]
    if operation.surcharge:
        surcharge = Money(operation.surcharge, operation.currency)
        lines.append(say("With a surcharge of {surcharge}", surcharge=surcharge))
    return lines


def _buttons(say: Language, shown: LinkView) -> list[Element]:
    uid = shown.operation.uid
    if shown.step in _USABLE:
        close = button(say("Close the link"), CLOSE_CARD, uid)
        return [show_button(say, uid), close]
    if shown.step in (links.CLOSED, links.FAILED):
        return [show_button(say, uid, say("Look at it"))]
    if shown.step == links.ON_ITS_WAY:
        return [button(say("Check again"), CHECK_CARD, uid)]
    if shown.step == links.REVIEW:
        return [
            button(say("Check again"), CHECK_CARD, uid),
            charge_button(say, uid),
            review_button(say, uid),
        ]
    if shown.step == links.PAID:
        return [*receipt_buttons(say, uid, may_mail=True), charge_button(say, uid)]
    return []
