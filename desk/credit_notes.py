"""Credit notes: written in the transaction in which a refund is counted as no longer owed, and
undone by another one where the refund comes back.

Of each invoice's tax, all its credit notes together have what is credited of it, to the minor unit,
whenever one is written. One that undoes another takes back that one's tax to the letter; what this
leaves over by rounding is made up for by the next.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from desk.context import Desk
from desk.days import day_in
from desk.invoice_parties import language_of_payer, seller_of
from desk.settings import practice_settings
from rules.money import round_half_up
from rules.payment_state import State
from storage import clients, credit_notes, invoice_contents, invoices, operations, practices
from storage.credit_notes import CREDIT as CREDITS
from storage.credit_notes import PREFIX, UNDONE, CreditNote
from storage.invoice_contents import TaxLine
from storage.invoices import Invoice
from storage.operations import CREDIT, Allocation, Operation

_WENT = (State.PROCESSING, State.SUCCEEDED)


def follow(desk: Desk, refund: Operation, actor: str) -> CreditNote | None:
    """Of a refund that has changed: the note that is written now, if any. What isn't counted on
    the invoices has none."""
    if refund.ends != CREDIT or not refund.bill:
        return None
    known = {
        one.kind for one in credit_notes.of_refunds(desk.store, refund.practice_id, [refund.id])
    }
    if refund.state in _WENT and CREDITS not in known:
        return _written(desk, refund, actor, CREDITS, _content(desk, refund))
    if refund.state == State.FAILED and CREDITS in known and UNDONE not in known:
        return _undone(desk, refund, actor)
    return None


def _undone(desk: Desk, refund: Operation, actor: str) -> CreditNote:
    [first, *_] = credit_notes.of_refunds(desk.store, refund.practice_id, [refund.id])
    content = {**first.content, "undoes": first.reference}
    return _written(desk, refund, actor, UNDONE, content)


def _written(
    desk: Desk, refund: Operation, actor: str, kind: str, content: dict[str, Any]
) -> CreditNote:
    store, mine = desk.store, refund.practice_id
    practice, payer = practices.get(store, mine), clients.get(store, mine, refund.client_id)
    if practice is None or payer is None:
        raise LookupError(f"Nobody is credited by {refund.uid}.")
    settings = practice_settings(desk, practice)
    number = credit_notes.next_number(store, mine)
    note = CreditNote(
        number=number,
        reference=f"{PREFIX}{number}",
        kind=kind,
        operation_id=refund.id,
        amount=refund.bill,
        surcharge=refund.surcharge,
        currency=refund.currency,
        language=language_of_payer(payer, settings).code,
        issued_on=day_in(desk.clock(), settings.time_zone).isoformat(),
        content=content | {"seller": seller_of(settings), "test": practice.livemode is not True},
        created_by=actor,
        created_at=desk.clock(),
    )
    credit_notes.add(store, mine, note)
    return note


def _content(desk: Desk, refund: Operation) -> dict[str, Any]:
    """What each invoice is credited, with its taxes."""
    store, mine = desk.store, refund.practice_id
    parts = operations.allocations(store, mine, refund.id)
    ids = [one.invoice_id for one in parts]
    found = {one.id: one for one in invoices.by_ids(store, mine, ids)}
    lines = invoice_contents.tax_lines(store, mine, ids)
    before = credit_notes.of_invoices(store, mine, ids)
    return {
        "parts": [
            _part(found[one.invoice_id], one, lines.get(one.invoice_id, ()), before)
            for one in parts
        ]
    }


def _part(
    invoice: Invoice, part: Allocation, lines: Sequence[TaxLine], before: Sequence[CreditNote]
) -> dict[str, Any]:
    credited, taxes = credited_before(before, invoice.id)
    after = credited + part.amount
    return {
        "invoice": invoice.id,
        "reference": invoice.reference,
        "amount": part.amount,
        "taxes": {
            str(one.tax_version_id): round_half_up(Fraction(one.amount * after, invoice.total))
            - taxes.get(str(one.tax_version_id), 0)
            for one in lines
        },
    }


def credited_before(notes: Sequence[CreditNote], invoice_id: int) -> tuple[int, Mapping[str, int]]:
    """What these notes together credit of the invoice, and of its taxes by their versions' ids."""
    amount, taxes = 0, dict[str, int]()
    for note in notes:
        sign = -1 if note.kind == UNDONE else 1
        for part in note.content["parts"]:
            if part["invoice"] == invoice_id:
                amount += sign * part["amount"]
                for version, tax in part["taxes"].items():
                    taxes[version] = taxes.get(version, 0) + sign * tax
    return amount, taxes
