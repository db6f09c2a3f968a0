"""A receipt as a document: what was paid, when, how and for which invoices, in the client's
language. What the invoices are for doesn't stand on it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from desk.context import Desk
from desk.document_pdf import Document, drawn
from desk.documents import paper_of, seller_lines, tax_name
from desk.language import Language, language_of
from desk.method_names import method_name
from desk.receipt_contents import Part, Receipt, receipt_of, refunded_of
from rules.money import Money
from rules.words import refuse
from storage import operations

_WIDTHS = (0.46, 0.18, 0.18, 0.18)


def file_of(desk: Desk, practice_id: int, uid: str) -> tuple[str, bytes]:
    """The PDF and its name. Refusal where nothing was paid by it."""
    operation = operations.by_uid(desk.store, practice_id, uid)
    receipt = receipt_of(desk, operation) if operation else None
    if receipt is None:
        raise refuse("Nothing was paid by this charge, so it has no receipt.")
    receipt = replace(receipt, refunded=refunded_of(desk, receipt.operation))
    name = f"{language_of(receipt.language)('Receipt')}-{receipt.number}".replace("/", "-")
    return f"{name}.pdf", drawn(document_of(receipt))


def document_of(receipt: Receipt) -> Document:
    """Every word of it, in the language that the client had when they paid."""
    say, number = language_of(receipt.language), receipt.number
    return Document(
        language=say.code,
        paper=paper_of(receipt.newest),
        title=say("Receipt"),
        reference=number,
        mark="" if receipt.left or receipt.refunded else say("PAID IN FULL"),
        test=test_words(say) if receipt.test else "",
        seller=seller_lines(say, receipt.newest),
        buyer=_payer(receipt),
        facts=(
            (say("Number"), number),
            (say("Paid on"), say.date(receipt.paid_on)),
            (say("Paid with"), method_name(say, receipt.operation.method)),
        ),
        heads=(say("Invoice"), say("Total"), say("Paid"), say("Left to pay")),
        rows=tuple(_row(say, part) for part in receipt.parts),
        sums=tuple(_sums(say, receipt)),
        notes=tuple(_notes(say, receipt)),
        page=say("{reference} · page", reference=number),
        widths=_WIDTHS,
    )


def test_words(say: Language) -> str:
    """Stands on whatever tells of money that isn't real."""
    return say("TEST – no real money was moved")


def surcharge_words(say: Language) -> str:
    return say("Surcharge for this way of paying")


def _payer(receipt: Receipt) -> tuple[str, ...]:
    buyer, operation = receipt.newest.buyer, receipt.operation
    reference = buyer.get("reference") or operation.shown.get("payer", "")
    lines = [buyer.get("name", ""), *buyer.get("address", []), reference]
    return tuple(dict.fromkeys(filter(None, lines)))


def _row(say: Language, part: Part) -> tuple[str, ...]:
    invoice = part.invoice
    issued = say("Issued on {day}", day=date.fromisoformat(invoice.issued_on))
    if client := invoice.buyer.get("client"):
        issued += f" · {say('For {client}', client=client['name'])}"

    def money(amount: int) -> str:
        return say.money(Money(amount, invoice.currency))

    return invoice.reference, issued, money(invoice.total), money(part.amount), money(part.left)


def _sums(say: Language, receipt: Receipt) -> Iterator[tuple[str, str, bool]]:
    """What it is, how much, and whether it stands out."""
    operation = receipt.operation

    def money(amount: int) -> str:
        return say.money(Money(amount, operation.currency))

    if operation.surcharge:
        yield say("For the invoices"), money(operation.bill), False
        yield surcharge_words(say), money(operation.surcharge), False
    yield (
        say("Paid in {currency}", currency=operation.currency.upper()),
        money(operation.amount),
        True,
    )
    for version_id, amount in receipt.tax_sums().items():
        tax = tax_name(say, receipt.rates[version_id])
        yield say("of which {tax}", tax=tax), money(amount), False
    if receipt.left:
        yield say("Left to pay"), money(receipt.left), True


def _notes(say: Language, receipt: Receipt) -> Iterator[str]:
    if receipt.refunded:
        back = Money(receipt.refunded, receipt.operation.currency)
        yield say("{amount} of this payment has been refunded since.", amount=back)
    if receipt.in_part and receipt.rates:
        yield say("Where only a part of an invoice is paid, its tax is shown in proportion.")
    if wording := receipt.newest.seller.get("tax_wording"):
        yield wording
