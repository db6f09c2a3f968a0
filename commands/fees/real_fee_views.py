"""The question to owners whether Stripe's real fee is to be used, and what was decided."""

from datetime import date

from commands.blocks import actions, button, context, mention, section
from commands.replies import Message
from desk.fee_words import fee_words, method_name
from desk.language import Language
from desk.real_fees import row_compared_with, row_of
from rules.money import Money
from storage.fee_offers import ASKED, TAKEN, FeeOffer

USE, KEEP = "fees:real:use", "fees:real:keep"
"""Action_ids; their value is the offer's id."""


def offer_message(say: Language, offer: FeeOffer, today: date) -> Message:
    """`today`: the day from which it would hold."""
    words = _words(say, offer)
    blocks = [section(words), context(_example(say, offer))]
    if offer.state == ASKED and offer.percent:
        uid = str(offer.id)
        blocks.append(
            actions(
                button(say("Use the real fee"), USE, uid, style="primary"),
                button(say("Leave it as it is"), KEEP, uid),
            )
        )
        blocks.append(
            context(
                say(
                    "It would hold from {day} on. What was quoted or paid before keeps the fees it"
                    " had, and /fees changes it again.",
                    day=today,
                )
            )
        )
    elif offer.by:
        blocks.append(context(_decided(say, offer)))
    return Message(words, blocks)


def _words(say: Language, offer: FeeOffer) -> str:
    what = f"{method_name(say, offer.method)}, {offer.currency.upper()}"
    known = fee_words(say, row_compared_with(offer))
    if not offer.percent:
        return say(
            "*{what}:* your table says {known}, and Stripe takes something else. From the last {n}"
            " payments Paydesk can’t tell the rule: an owner finds it in the contract, and enters"
            " it under /fees.",
            what=what,
            known=known,
            n=offer.payments,
        )
    real = fee_words(say, row_of(offer))
    if real == known:
        return say(
            "*{what}:* the last {n} payments show that Stripe really takes {real}, as the"
            " published list says. Use it as the practice’s own fee, so that nothing is an estimate"
            " any more?",
            what=what,
            n=offer.payments,
            real=real,
        )
    return say(
        "*{what}:* Stripe takes {real}, your table says {known}. The last {n} payments agree to the"
        " cent. Use the real fee?",
        what=what,
        real=real,
        known=known,
        n=offer.payments,
    )


def _example(say: Language, offer: FeeOffer) -> str:
    return say(
        "Of {amount}, Stripe took {took}; by the table it would be {expected}.",
        amount=Money(offer.amount, offer.currency),
        took=Money(offer.took, offer.currency),
        expected=Money(offer.expected, offer.currency),
    )


def _decided(say: Language, offer: FeeOffer) -> str:
    person = mention(offer.by or "")
    if offer.state == TAKEN:
        return say("{person} has taken over the real fee.", person=person)
    return say("{person} has left the fee as it is.", person=person)
