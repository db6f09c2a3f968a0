"""What payers are written of their payments: the receipt, and that a payment did not go through
after all. Neither says what an invoice is for."""

from collections.abc import Iterator
from dataclasses import dataclass

from desk.language import Language, language_of
from desk.mail import Attachment, Mail
from desk.method_names import method_name
from desk.receipt_contents import Part, Receipt
from desk.receipt_documents import surcharge_words, test_words
from rules.money import Money

KIND = "receipt"
"""Of attached files; their key is the operation's uid."""


@dataclass(frozen=True)
class Undone:
    """A payment that has not gone through. `receipt_sent`: the payer has a receipt of it."""

    name: str
    practice: str
    amount: Money
    invoices: str
    test: bool
    receipt_sent: bool


def receipt_mail(receipt: Receipt, to: str) -> Mail:
    say = language_of(receipt.language)
    subject = say(
        "Receipt for {invoices}: {amount}",
        invoices=_references(receipt),
        amount=receipt.paid,
    )
    text = f"{receipt_text(receipt)}\n\n{say('The receipt is attached as a PDF.')}\n"
    attached = (Attachment(KIND, receipt.operation.uid),)
    return Mail(to, _marked(say, subject, receipt.test), text, attachments=attached)


def receipt_text(receipt: Receipt) -> str:
    """All of it in plain words, to be copied where no mail can be sent."""
    say = language_of(receipt.language)
    return "\n".join(_receipt_lines(say, receipt))


def undone_mail(say: Language, undone: Undone, to: str) -> Mail:
    """No blame, and what happens next."""
    subject = say("Your payment to {practice} has not gone through", practice=undone.practice)
    lines = [
        *([test_words(say), ""] if undone.test else []),
        say("Hello {name},", name=undone.name),
        "",
        say(
            "Your payment of {amount} to {practice} for {invoices} has not gone through: the bank"
            " did not complete it.",
            amount=undone.amount,
            practice=undone.practice,
            invoices=undone.invoices,
        ),
    ]
    if undone.receipt_sent:
        lines.append(say("So the receipt that you got for it doesn’t count any more."))
    lines += [
        "",
        say(
            "You need not do anything now. {practice} will get in touch with you about another way"
            " to pay.",
            practice=undone.practice,
        ),
    ]
    return Mail(to, _marked(say, subject, undone.test), "\n".join(lines) + "\n")


def _receipt_lines(say: Language, receipt: Receipt) -> Iterator[str]:
    seller, buyer = receipt.newest.seller, receipt.newest.buyer
    if receipt.test:
        yield test_words(say)
        yield ""
    yield say("Hello {name},", name=buyer.get("name", ""))
    yield ""
    yield say(
        "{practice} has received your payment of {amount} on {day}, with {method}. Thank you.",
        practice=seller.get("name", ""),
        amount=receipt.paid,
        day=receipt.paid_on,
        method=method_name(say, receipt.operation.method),
    )
    yield ""
    for part in receipt.parts:
        yield _part_words(say, part)
    if receipt.operation.surcharge:
        surcharge = Money(receipt.operation.surcharge, receipt.operation.currency)
        yield say("{what}: {amount}", what=surcharge_words(say), amount=surcharge)
    yield say("Number of the receipt: {number}", number=receipt.number)


def _part_words(say: Language, part: Part) -> str:
    currency = part.invoice.currency
    paid = Money(part.amount, currency)
    if not part.left:
        return say("{invoice}: {paid} paid", invoice=part.invoice.reference, paid=paid)
    return say(
        "{invoice}: {paid} paid, {left} left to pay",
        invoice=part.invoice.reference,
        paid=paid,
        left=Money(part.left, currency),
    )


def _references(receipt: Receipt) -> str:
    """Short enough for a subject."""
    first, more = receipt.parts[0].invoice.reference, len(receipt.parts) - 1
    return f"{first} + {more}" if more else first


def _marked(say: Language, subject: str, test: bool) -> str:
    return f"{say('TEST')} · {subject}" if test else subject
