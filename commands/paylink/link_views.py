"""The window of a payment link from the moment it was asked for: it stays, and turns to what has
become of it. While it can be paid, it gives the link to be handed on."""

from collections.abc import Iterator

from commands.blocks import (
    Element,
    actions,
    button,
    context,
    labelled,
    modal,
    plain_section,
    section,
    sure,
    text_input,
)
from commands.charge.receipt_views import receipt_buttons
from commands.charge.review_views import review_button
from commands.charge.views import test_mark
from commands.invoice.words import client_words
from commands.paylink.words import amount_words, kind_words, over_words, reason_words
from commands.refund.buttons import charge_button
from commands.replies import Block, View
from desk import links
from desk.days import day_in
from desk.language import Language
from desk.link_letters import ADDRESS
from desk.link_windows import LinkWindow
from rules.money import Money

MAIL_FORM = "paylink:mail"
"""The window's form, whose only field is the address."""
QR, BY_HAND, NEW, CLOSE = "paylink:qr", "paylink:by_hand", "paylink:anew", "paylink:close"
CHECK = "paylink:check"
"""Buttons; their value is the link's uid."""
_LONGEST_ADDRESS = 254
_ENDED = (links.CLOSED, links.FAILED)


def link_view(say: Language, window: LinkWindow, livemode: bool | None, notice: str = "") -> View:
    """`notice` in mrkdwn stands above."""
    shown = window.shown
    blocks = [*test_mark(say, livemode), *([section(notice)] if notice else [])]
    blocks.append(section(_headline(say, window)))
    if why := reason_words(say, shown.operation):
        blocks.append(plain_section(why))
    blocks.append(section(_what(say, window)))
    title = say("Payment link")
    if shown.url is None:
        blocks += _over(say, window)
        return modal(title, blocks, close=say("Close"))
    blocks += _to_hand_on(say, window, shown.url)
    if not window.can_mail:
        words = say("Paydesk can’t send e-mail here. Copy the link or the text instead.")
        return modal(title, [*blocks, context(words)], close=say("Close"))
    address = text_input(ADDRESS, "ada@example.org", _LONGEST_ADDRESS, window.mail_to)
    hint = say("With the invoice as a PDF, and the link on it as a QR code.")
    return modal(
        title,
        [*blocks, labelled(say("E-mail address"), address, hint)],
        close=say("Close"),
        submit=say("E-mail it"),
        callback_id=MAIL_FORM,
        private=shown.operation.uid,
    )


def _headline(say: Language, window: LinkWindow) -> str:
    shown = window.shown
    day = say.date(day_in(shown.at, window.time_zone))
    return f"{over_words(say, shown.operation, shown.step)} · {amount_words(say, shown)} · {day}"


def _what(say: Language, window: LinkWindow) -> str:
    """In mrkdwn: who pays, which invoices, in which way."""
    shown = window.shown
    operation = shown.operation
    lines = [
        f"{invoice.reference} · {say.money(Money(amount, invoice.currency))}"
        for invoice, amount in shown.parts
    ]
    if operation.surcharge:
        surcharge = Money(operation.surcharge, operation.currency)
        lines.append(say("Surcharge · {amount}", amount=surcharge))
    kind = kind_words(say, str(operation.shown["kind"]))
    return "\n".join([f"*{client_words(shown.payer)}*", *lines, kind])


def _to_hand_on(say: Language, window: LinkWindow, url: str) -> Iterator[Block]:
    uid = window.shown.operation.uid
    yield section(say("*The link, to be copied*"))
    yield plain_section(url)
    yield section(say("*For a text message*"))
    yield plain_section(window.text)
    yield actions(
        button(say("QR code"), QR, uid),
        *([button(say("I have sent it"), BY_HAND, uid)] if window.shown.step == links.MADE else ()),
        button(say("New link"), NEW, uid),
        button(say("Close the link"), CLOSE, uid, "danger", _really(say)),
    )


def _really(say: Language) -> Element:
    return sure(
        say("Close the link?"),
        say("Nobody can pay by it from then on. You can make a new one."),
        say("Close the link"),
        say("Keep it"),
    )


def _over(say: Language, window: LinkWindow) -> Iterator[Block]:
    uid, step = window.shown.operation.uid, window.shown.step
    if step == links.MAKING:
        yield context(say("The link stands here in a moment."))
    if step in _ENDED:
        yield actions(button(say("New link"), NEW, uid, "primary"))
    if step == links.ON_ITS_WAY:
        yield actions(button(say("Check again"), CHECK, uid))
    if step == links.REVIEW:
        yield actions(
            button(say("Check again"), CHECK, uid), charge_button(say, uid), review_button(say, uid)
        )
    if step == links.PAID:
        yield actions(*receipt_buttons(say, uid, may_mail=True), charge_button(say, uid))
