"""The window after a refund was asked for: it stays, and turns to what has become of it."""

from commands.blocks import actions, button, context, modal, plain_section, section
from commands.charge.views import test_mark
from commands.refund.buttons import document_button
from commands.refund.words import END_WORDS, state_words, why_words
from commands.replies import View
from desk.language import Language
from rules.money import Money
from rules.payment_state import State
from storage.operations import ASKED, Operation

CHECK = "refund:check"
_AT_WORK = (State.APPROVED, State.SENDING)
_CAN_BE_CHECKED = (State.UNKNOWN, State.PROCESSING, State.REVIEW)


def outcome_view(say: Language, refund: Operation, livemode: bool | None, notice: str = "") -> View:
    """`notice`, plain, stands above."""
    blocks = [*test_mark(say, livemode), *([plain_section(notice)] if notice else [])]
    blocks.append(section(state_words(say, refund)))
    if why := why_words(say, refund):
        blocks.append(plain_section(why))
    blocks.append(section("\n".join(_what(say, refund))))
    if refund.state in _AT_WORK:
        blocks.append(context(say("You may close this window: you are told what comes of it.")))
    if refund.state in _CAN_BE_CHECKED:
        blocks.append(actions(button(say("Check again"), CHECK, refund.uid)))
    if refund.state == State.SUCCEEDED and refund.ends != ASKED:
        blocks.append(actions(document_button(say, refund)))
    return modal(say("The refund"), blocks, close=say("Close"))


def _what(say: Language, refund: Operation) -> list[str]:
    lines = [
        f"{reference} · {say.money(Money(amount, refund.currency))}"
        for reference, amount in zip(refund.shown["invoices"], refund.shown["amounts"], strict=True)
    ]
    if refund.surcharge:
        surcharge = Money(refund.surcharge, refund.currency)
        lines.append(say("Surcharge · {amount}", amount=surcharge))
    if refund.ends in END_WORDS:
        lines.append(say.sentence(END_WORDS[refund.ends]))
    return lines or [say.money(Money(refund.amount, refund.currency))]
