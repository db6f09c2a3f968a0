"""The window in which a person ends what had to be looked at: refund it, count it, or say that it
was seen to at Stripe."""

from collections.abc import Iterator

from commands.blocks import (
    Element,
    button,
    context,
    divider,
    labelled,
    modal,
    plain_section,
    section,
    sure,
    text_input,
)
from commands.charge.views import test_mark
from commands.refund.buttons import charge_button
from commands.replies import Block, View
from desk.language import Language
from desk.review_endings import LONGEST_WHY, WHY, Review
from rules.money import Money

OPEN, COUNT, FORM = "review:open", "review:count", "review:form"
"""Of buttons the value is the operation's uid."""


def review_button(say: Language, uid: str) -> Element:
    """On the card, and in the window, of what somebody has to look at."""
    return button(say("See to it…"), OPEN, uid)


def review_view(say: Language, review: Review, why: str, livemode: bool | None) -> View:
    """`why`, plain: what it is that somebody has to look at."""
    operation = review.operation
    amount = say.money(Money(operation.amount, operation.currency))
    title = f"*{', '.join(operation.shown['invoices'])} · {amount}*"
    blocks = [*test_mark(say, livemode), section(title)]
    if why:
        blocks.append(plain_section(why))
    if review.is_payment and review.money:
        blocks += [divider(), *_ways(say, review)]
    blocks += [divider(), _seen_to(say), context(_after(say, review))]
    return modal(
        say("See to it"),
        blocks,
        close=say("Cancel"),
        submit=say("I have seen to it"),
        callback_id=FORM,
        private=operation.uid,
    )


def ended_view(say: Language, words: str, livemode: bool | None) -> View:
    """`words` in mrkdwn: what has become of it."""
    return modal(say("See to it"), [*test_mark(say, livemode), section(words)], close=say("Close"))


def _ways(say: Language, review: Review) -> Iterator[Block]:
    uid, left = review.operation.uid, review.left
    yield section(
        say("*{amount} of it is here and pays no invoice.*", amount=left),
    )
    yield section(
        say("*Refund it.* Once all of it has gone back, this is over."), charge_button(say, uid)
    )
    counts = button(say("Count it"), COUNT, uid, confirm=_really(say))
    yield section(say("*Count it after all.* Its invoices are paid by it."), counts)


def _really(say: Language) -> Element:
    return sure(
        say("Count it?"),
        say("The invoices are paid by it, and the client gets a receipt."),
        say("Count it"),
        say("Go back"),
    )


def _seen_to(say: Language) -> Block:
    return labelled(
        say("Or say what you have done in Stripe’s dashboard"),
        text_input(WHY, "", LONGEST_WHY),
        hint=say("It stays at the practice. Write nothing about health here."),
    )


def _after(say: Language, review: Review) -> str:
    if not review.is_payment:
        return say("The refund is over then, and changes no invoice.")
    if review.operation.stripe_charge is not None:
        return say("What was counted on the invoices stays counted.")
    return say("Nothing of it is counted then, and its invoices can be charged again.")
