"""An invoice as a document: what stands on it, in the client's language, and sending it as a PDF.

Everything comes from what was kept with the invoice, so that it reads the same for ever.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from desk.access import Person, authorize
from desk.access_requests import role_of
from desk.context import Desk
from desk.document_pdf import Document, drawn
from desk.invoices import named, practitioners_of
from desk.language import Language, language_of
from rules.fees import Percent
from rules.invoice_totals import Rounding
from rules.money import Money
from rules.roles import Action
from rules.words import Refusal
from storage import invoice_contents, invoices, outbox, practices, taxes
from storage.catalogue import Practitioner
from storage.invoice_contents import Content, Line
from storage.invoices import Invoice
from storage.practices import Practice
from storage.taxes import TaxRate

KIND = "slack_file"
"""Of the outbox rows that send a document. They say which; it is drawn when it is sent."""
INVOICE = "invoice"
NO_BREAK_SPACE = "\u00a0"
NORTH_AMERICA = ("US", "CA")


@dataclass(frozen=True)
class Written:
    """An invoice with all that its document needs. `test`: no real money moves at the practice.
    `pay_at`: where it can be paid, if there is such a page."""

    invoice: Invoice
    content: Content
    taxes: dict[int, TaxRate]
    practitioners: dict[int, Practitioner]
    test: bool
    pay_at: str | None = None


class RightLost(Exception):
    """Whoever asked for a document may not see it any more."""


def send_pdf(desk: Desk, practice: Practice, person: Person, invoice_id: int) -> Invoice:
    """It comes to whoever asks, as a direct message."""
    authorize(person, Action.SEE_INVOICES)
    invoice = named(desk, practice, invoice_id)
    with desk.store.transaction():
        outbox.enqueue(
            desk.store,
            practice.id,
            kind=KIND,
            recipient=person.slack_user,
            uid=f"file:{uuid4().hex}",
            payload={INVOICE: invoice.id},
            now=desk.clock(),
        )
    return invoice


def file_for(desk: Desk, practice_id: int, slack_user: str, invoice_id: int) -> tuple[str, bytes]:
    """`file_of`, for a person of the practice. Raises RightLost."""
    person = Person(practice_id, slack_user, role_of(desk, practice_id, slack_user))
    try:
        authorize(person, Action.SEE_INVOICES)
    except Refusal as refusal:
        raise RightLost from refusal
    return file_of(desk, practice_id, invoice_id)


def file_of(
    desk: Desk, practice_id: int, invoice_id: int, pay_at: str | None = None
) -> tuple[str, bytes]:
    """The PDF and its name. `pay_at`: the address of the page where it is paid, which stands on it,
    as a QR code too. Refusal where there is no such invoice."""
    practice = practices.get(desk.store, practice_id)
    if practice is None:
        raise LookupError(f"There is no practice {practice_id}.")
    invoice = named(desk, practice, invoice_id)
    content = invoice_contents.content(desk.store, practice_id, invoice_id)
    written = Written(
        invoice=invoice,
        content=content,
        taxes=taxes.versions(
            desk.store, practice_id, [one.tax_version_id for one in content.taxes]
        ),
        practitioners=practitioners_of(desk, practice_id, content),
        test=practice.livemode is False,
        pay_at=pay_at,
    )
    return f"{invoice.reference}.pdf", drawn(document_of(written))


def document_of(written: Written) -> Document:
    """Every word of it, in the invoice's language."""
    invoice, say = written.invoice, language_of(written.invoice.language)
    return Document(
        language=say.code,
        paper=paper_of(invoice),
        title=say("Invoice"),
        reference=invoice.reference,
        mark=_mark(say, invoice),
        test=say("TEST – not a real invoice") if written.test else "",
        seller=seller_lines(say, invoice),
        buyer=_buyer(say, invoice),
        facts=_facts(say, invoice),
        heads=(
            say("What it is for"),
            say("How many"),
            say("Price"),
            say("Tax"),
            say("Amount"),
        ),
        rows=tuple(_row(say, written, line) for line in written.content.lines),
        sums=tuple(_sums(say, written)),
        notes=tuple(_notes(say, written)),
        page=say("{reference} · page", reference=invoice.reference),
        pay_at=written.pay_at or "",
        pay_words=say("Pay online: scan the code, or open this page:") if written.pay_at else "",
    )


def paper_of(invoice: Invoice) -> str:
    """As its practice's country has it."""
    return "letter" if str(invoice.seller.get("place"))[:2] in NORTH_AMERICA else "a4"


def _mark(say: Language, invoice: Invoice) -> str:
    if invoice.credited == invoice.total and invoice.total:
        return say("CREDITED")
    return {invoices.PAID: say("PAID"), invoices.VOID: say("VOID")}.get(invoice.state, "")


def seller_lines(say: Language, invoice: Invoice) -> tuple[str, ...]:
    """The practice, as it was when it issued the invoice."""
    seller = invoice.seller
    number = seller.get("provider_number")
    lines = [seller.get("name", ""), *seller.get("address", []), *seller.get("registrations", [])]
    if number:
        lines.append(say("Provider number {number}", number=number))
    return tuple(filter(None, lines))


def _buyer(say: Language, invoice: Invoice) -> tuple[str, ...]:
    buyer = invoice.buyer
    lines = [buyer.get("name", ""), *buyer.get("address", []), buyer.get("reference", "")]
    if client := buyer.get("client"):
        who = f"{client['name']}, {client['reference']}"
        lines.append(say("For {client}", client=who))
    return tuple(filter(None, lines))


def _facts(say: Language, invoice: Invoice) -> tuple[tuple[str, str], ...]:
    return (
        (say("Number"), invoice.reference),
        (say("Issued"), say.date(date.fromisoformat(invoice.issued_on))),
        (say("Due"), say.date(date.fromisoformat(invoice.due_on))),
    )


def _row(say: Language, written: Written, line: Line) -> tuple[str, ...]:
    currency = written.invoice.currency
    rates = [written.taxes[one] for one in line.taxes]
    person = written.practitioners.get(line.practitioner_id or 0)
    return (
        line.description,
        _person(say, person) if person else "",
        say.number(line.quantity),
        say.money(Money(line.unit_amount, currency)),
        ", ".join(tax_name(say, rate) for rate in rates),
        say.money(Money(line.amount, currency)),
    )


def _person(say: Language, person: Practitioner) -> str:
    if not person.provider_number:
        return person.name
    return say("{name}, provider number {number}", name=person.name, number=person.provider_number)


def tax_name(say: Language, rate: TaxRate) -> str:
    """On one line."""
    words = say("{name} {percent}", name=rate.name, percent=Percent(rate.percent))
    return words.replace(" ", NO_BREAK_SPACE)


def _sums(say: Language, written: Written) -> Iterator[tuple[str, str, bool]]:
    """What it is, how much, and whether it stands out."""
    invoice = written.invoice

    def money(amount: int) -> str:
        return say.money(Money(amount, invoice.currency))

    yield say("Net"), money(invoice.net), False
    for one in written.content.taxes:
        rate = written.taxes[one.tax_version_id]
        base = Money(one.taxable, invoice.currency)
        words = say("{tax} of {taxable}", tax=tax_name(say, rate), taxable=base)
        if rate.inclusive:
            words = say("{words}, contained in the prices", words=words)
        yield words, money(one.amount), False
    total = say("Total in {currency}", currency=invoice.currency.upper())
    yield total, money(invoice.total), True
    if invoice.state != invoices.OPEN and not invoice.credited:
        return
    counted = [
        (say("Paid"), invoice.paid),
        (say("Credited"), invoice.credited),
        (say("No longer asked for"), invoice.written_off),
    ]
    yield from ((words, money(amount), False) for words, amount in counted if amount)
    if invoice.due != invoice.total:
        yield say("Left to pay"), money(invoice.due), True


def _notes(say: Language, written: Written) -> Iterator[str]:
    invoice = written.invoice
    if written.content.taxes:
        by_line = invoice.rounding == Rounding.LINE
        yield (
            say("Tax is rounded on each line.") if by_line else say("Tax is rounded on the total.")
        )
    if wording := invoice.seller.get("tax_wording"):
        yield wording
    if invoice.note:
        yield invoice.note
    if invoice.state == invoices.VOID:
        yield say("This invoice is void: nothing is to be paid.")
