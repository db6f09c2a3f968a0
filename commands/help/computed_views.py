"""What was worked out or looked up about the very thing that was asked."""

from commands.billing.buttons import ANEW, ASK
from commands.blocks import actions, button, context, section
from commands.fees.views import answer_parts, table_parts
from commands.help.lookup_views import looked_up
from commands.replies import Block
from desk.fees import FeeAnswer, FeeTable
from desk.help.answers import Computed, SeveralFees, Withheld
from desk.help.lookups import LookedUp
from desk.language import Language
from desk.privacy import escape
from rules.money import Money
from rules.words import Refusal


def computed_blocks(say: Language, computed: Computed) -> list[Block]:
    """Without buttons: those of the article stand below."""
    match computed:
        case FeeAnswer():
            return answer_parts(say, computed)
        case FeeTable():
            return table_parts(say, computed)
        case SeveralFees():
            return [*answer_parts(say, computed.one), section(_several(say, computed))]
        case LookedUp():
            return [section(text) for text in looked_up(say, computed)]
        case Withheld():
            return [section(_withheld(say)), actions(button(say("Ask for access"), ASK, ANEW))]
        case Refusal():
            return [context(escape(say.sentence(computed.sentence), limit=1_000))]


def computed_text(say: Language, computed: Computed) -> str:
    """For notifications: names and references don't stand in them."""
    match computed:
        case FeeAnswer():
            return say(
                "The processor keeps {kept} of {amount}.",
                kept=computed.kept,
                amount=computed.amount,
            )
        case SeveralFees():
            return _several(say, computed)
        case LookedUp():
            return say("Here is what Paydesk knows about it.")
        case Withheld():
            return _withheld(say)
        case _:
            return say("What a payment costs")


def _withheld(say: Language) -> str:
    return say(
        "You have no role here, so I can’t tell you about clients and invoices. Ask for access, or"
        " talk to a person."
    )


def _several(say: Language, several: SeveralFees) -> str:
    one = several.one
    together = Money(several.times * one.kept.amount, one.kept.currency)
    words = say(
        "That is one payment of {amount}. Of {n} such payments, the processor keeps {kept}.",
        amount=one.amount,
        n=several.times,
        kept=together,
    )
    if several.at_once is None:
        return words
    at_once = say(
        "Paid at once, {amount}, it keeps {kept}.",
        amount=several.at_once.amount,
        kept=several.at_once.kept,
    )
    return f"{words} {at_once}"
