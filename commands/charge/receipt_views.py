"""The payments of an invoice, the buttons that give the receipt of a charge, and what is said when
it was sent to the payer."""

from commands.blocks import Element, actions, button, plain_section, section
from commands.charge.words import method_words, told
from commands.replies import Block, Message
from desk.language import Language
from desk.privacy import escape
from desk.receipts import Given
from rules.money import Money
from storage.operations import Operation

PDF, MAIL = "receipt:pdf", "receipt:mail"
"""Action_ids; their value is the operation's uid."""


def receipt_buttons(say: Language, uid: str, *, may_mail: bool) -> list[Element]:
    mail = [button(say("Send receipt by e-mail"), MAIL, uid)] if may_mail else []
    return [button(say("Receipt"), PDF, uid), *mail]


def payment_blocks(
    say: Language, payments: tuple[Operation, ...], *, may_mail: bool
) -> list[Block]:
    """For each payment of an invoice how much came and with what, and a row with its receipt;
    where there are several, the button has the amount."""
    rows = []
    for one in payments:
        rows.append(section(_paid(say, one)))
        first, *mail = receipt_buttons(say, one.uid, may_mail=may_mail)
        if len(payments) > 1:
            amount = Money(one.amount, one.currency)
            first = button(say("Receipt over {amount}", amount=amount), PDF, one.uid)
        rows.append(actions(first, *mail))
    return rows


def _paid(say: Language, payment: Operation) -> str:
    """In mrkdwn: ":white_check_mark: *Paid: $120.00* · Visa ••4242, 04/27, credit"."""
    return f"{told(say, payment).headline} · {escape(method_words(say, payment.method))}"


def on_its_way(say: Language) -> Message:
    words = say("The receipt is on its way to you as a PDF, in Paydesk’s messages.")
    return Message(words, [plain_section(words)])


def given_message(say: Language, given: Given) -> Message:
    """Where it goes, or what to copy instead."""
    if given.why_not is None:
        words = say("The receipt is on its way to {address}.", address=given.to)
        return Message(words, [plain_section(words)])
    why = say.sentence(given.why_not)
    return Message(why, [plain_section(why), plain_section(given.text)])
