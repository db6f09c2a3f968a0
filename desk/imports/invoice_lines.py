"""Lines of a file as an invoice: those of the same number that follow each other are its lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache, partial

from desk.imports.faults import Cells
from desk.imports.habits import Habits
from desk.imports.invoice_taxes import Rates
from desk.imports.values import amount_of, day_of, quantity_of, text_of, unquoted
from desk.settings import PracticeSettings
from rules.currencies import is_known
from rules.invoice_totals import Line, Rounding, Totals, line_amount, totals
from rules.money import Money
from rules.search_phrases import folded
from rules.tax import Tax
from rules.words import refuse, sentence
from storage.invoices import OPEN, PAID, VOID

LONGEST_NUMBER, LONGEST_DESCRIPTION, LONGEST_NAME = 40, 200, 100
LONGEST_OWN = 9
"""Digits of a number of the practice's own series."""
_STATES = {
    PAID: "paid, closed, settled, complete, completed, paye, payee, reglee, regle, acquittee, "
    "soldee",
    OPEN: "open, unpaid, outstanding, sent, issued, due, overdue, pending, partial, "
    "partially paid, "
    "part paid, awaiting payment, impayee, impaye, en attente, envoyee, emise, ouverte, "
    "partiellement payee, en retard, a payer",
    VOID: "void, voided, cancelled, canceled, annulee, annule",
}


@dataclass(frozen=True)
class Named:
    """How a line names the client: by id or reference, or by name and e-mail; "" is untold."""

    ids: tuple[str, ...]
    name: str
    email: str


@dataclass(frozen=True)
class PricedLine:
    """`quantity` is decimal text, amounts are minor units."""

    description: str
    quantity: str
    unit_amount: int
    line: Line


@dataclass(frozen=True)
class InvoiceLines:
    """An invoice as a file has it. `external_id`: the other system's, else the number;
    `own_number`: of the practice's own series, so that what comes next must be above it."""

    line: int
    reference: str
    external_id: str
    own_number: int | None
    client: Named
    currency: str
    issued_on: date
    due_on: date
    state: str
    rounding: Rounding
    lines: tuple[PricedLine, ...]
    totals: Totals
    paid: int


@dataclass(frozen=True)
class Reading:
    """What is needed to read a line."""

    settings: PracticeSettings
    habits: Habits
    rates: Rates


def read_invoice(rows: Sequence[Cells], reading: Reading) -> InvoiceLines | None:
    """None where something is wrong, which is in the `faults` of one of the rows."""
    head = rows[0]
    currency = head.read("currency", _currency, "") or reading.settings.currency
    issued = head.read("issued_on", partial(day_of, habits=reading.habits), None)
    due = head.read("due_on", partial(day_of, habits=reading.habits), None)
    if not head["issued_on"]:
        head.wrong("issued_on", sentence("The day is missing."))
    if issued and due and due < issued:
        head.wrong("due_on", sentence("It is due before it was issued."))
    if not head["number"]:
        head.wrong("number", sentence("The number is missing."))
    lines = [_line(row, reading, currency, issued, alone=len(rows) == 1) for row in rows]
    client = _client(head)
    reference = head.read("number", _number, "")
    external_id = head.read("external_id", _number, "") or reference
    if any(row.faults for row in rows) or issued is None:
        return None
    priced = tuple(line for line in lines if line)
    rounding, sums = _sums(head, priced, reading, currency)
    state, paid = _paid(head, sums, reading, currency)
    if head.faults:
        return None
    return InvoiceLines(
        line=head.line,
        reference=reference,
        external_id=external_id,
        own_number=_own_number(reference, reading.settings.invoice_prefix),
        client=client,
        currency=currency,
        issued_on=issued,
        due_on=due or issued + timedelta(days=reading.settings.due_days),
        state=state,
        rounding=rounding,
        lines=priced,
        totals=sums,
        paid=paid,
    )


def _line(
    row: Cells, reading: Reading, currency: str, issued: date | None, *, alone: bool
) -> PricedLine | None:
    """`alone`: it is the only one, so that the invoice's total is its own."""
    money = partial(amount_of, habits=reading.habits, currency=currency)
    quantity = row.read("quantity", partial(quantity_of, habits=reading.habits), Decimal(1))
    unit = row.read("unit_amount", money, None)
    amount = row.read("amount", money, None)
    tax = row.read("tax", money, None)
    description = row.read("description", partial(text_of, longest=LONGEST_DESCRIPTION), "")
    taxes = row.read("tax_rate", partial(reading.rates.named, on=issued), None)
    if row.faults:
        return None
    if amount is None and unit is not None:
        amount = line_amount(quantity, unit)
    if amount is None and alone and row["total"]:
        total = row.read("total", money, 0)
        inclusive = taxes and any(one.inclusive for one in taxes)
        amount = total if inclusive else total - (tax or 0)
    if amount is None:
        row.wrong("amount", sentence("The amount is missing."))
        return None
    if unit is None:
        quantity, unit = Decimal(1), amount
    elif (unit if quantity == 1 else line_amount(quantity, unit)) != amount:
        row.wrong("amount", sentence("Quantity times price is not this amount."))
    if taxes is None:
        none: tuple[Tax, ...] = ()
        taxes = row.read("tax", lambda _: reading.rates.of_amount(amount, tax or 0, issued), none)
    return PricedLine(description, _written(quantity), unit, Line(amount, tuple(taxes)))


@lru_cache(maxsize=1024)
def _written(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}"


def _sums(
    head: Cells, lines: Sequence[PricedLine], reading: Reading, currency: str
) -> tuple[Rounding, Totals]:
    """What the lines come to, rounded as the practice does, or in the other way if the file's total
    says so."""
    wanted = head.read("total", partial(amount_of, habits=reading.habits, currency=currency), None)
    priced = [one.line for one in lines]
    way = reading.settings.rounding
    sums = totals(priced, way)
    if wanted not in (None, sums.total):
        [other] = set(Rounding) - {way}
        others = totals(priced, other)
        if others.total == wanted:
            way, sums = other, others
        else:
            head.wrong(
                "total",
                sentence(
                    "The lines and their taxes come to {total}, which is another amount.",
                    total=Money(sums.total, currency),
                ),
            )
    if sums.total < 0:
        head.wrong("total", sentence("This is below zero. Credit notes can’t be taken over."))
    return way, sums


def _paid(head: Cells, sums: Totals, reading: Reading, currency: str) -> tuple[str, int]:
    """The state, and what is paid already."""
    money = partial(amount_of, habits=reading.habits, currency=currency)
    said = head.read("state", _state, None)
    paid = head.read("paid", money, None)
    outstanding = head.read("outstanding", money, None)
    if paid is None and outstanding is not None:
        paid = sums.total - outstanding
    elif paid is not None and outstanding is not None and paid + outstanding != sums.total:
        head.wrong("outstanding", sentence("What is paid and what is due are not the total."))
    if paid is None:
        paid = sums.total if said == PAID else 0
    if not 0 <= paid <= sums.total:
        head.wrong("paid", sentence("More is paid than the total, or less than nothing."))
    if said == PAID and paid != sums.total:
        head.wrong("state", sentence("It is said to be paid, but something is still due."))
    if said == VOID:
        return VOID, paid
    return (PAID if paid == sums.total else OPEN), paid


def _client(head: Cells) -> Named:
    by_id = (unquoted(head["client_external_id"]), unquoted(head["client"]))
    name = head.read("client_name", partial(text_of, longest=LONGEST_NAME), "")
    named = Named(
        tuple(filter(None, by_id)), folded(name), unquoted(head["client_email"]).casefold()
    )
    if not (named.ids or named.name):
        head.wrong("client", sentence("The client is missing."))
    return named


def _number(cell: str) -> str:
    number = text_of(cell, LONGEST_NUMBER)
    if not any(one.isalnum() for one in number):
        raise refuse("Write the number of the invoice.")
    return number


def _own_number(reference: str, prefix: str) -> int | None:
    digits = reference[len(prefix) :] if reference.startswith(prefix) else ""
    fits = digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_OWN
    return (int(digits) or None) if fits else None


def _currency(cell: str) -> str:
    if not is_known(cell.lower()):
        raise refuse("This is no currency that Stripe takes. Write its code, such as EUR.")
    return cell.lower()


def _state(cell: str) -> str:
    state = STATES.get(cell.lower()) or STATES.get(folded(cell))
    if state is None:
        raise refuse("Write paid, open or void. Drafts can’t be taken over.")
    return state


STATES: Mapping[str, str] = {
    name: state for state, names in _STATES.items() for name in names.split(", ")
}
