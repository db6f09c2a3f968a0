"""What somebody wants charged: which invoices, how much of each, and what can't be one charge."""

from collections.abc import Sequence
from dataclasses import dataclass

from rules.currencies import largest, step
from rules.money import Money
from rules.words import refuse
from storage import invoices
from storage.invoices import Invoice

MOST_INVOICES = 20


@dataclass(frozen=True)
class Wish:
    """What somebody wants charged. `amount` None: all that is due. In part only where it is one
    invoice. `method_id` None: the payer's usual one.

    `new_for`: the id of a client for whom the invoice is made with the charge, over `amount` in
    `currency`; there are no other invoices then.
    """

    invoice_ids: tuple[int, ...] = ()
    amount: int | None = None
    method_id: str | None = None
    new_for: int | None = None
    currency: str | None = None


@dataclass(frozen=True)
class Part:
    """How much of the charge pays which invoice. An invoice without an id is made with it."""

    invoice: Invoice
    amount: int


def refuse_too_many(wish: Wish) -> None:
    if not wish.invoice_ids:
        raise refuse("Choose at least one invoice to charge.")
    if len(wish.invoice_ids) > MOST_INVOICES:
        raise refuse("At most {most} invoices go into one charge.", most=str(MOST_INVOICES))


def parts_of(wish: Wish, among: Sequence[Invoice]) -> list[Part]:
    """Of invoices that are there. Refusal where they can't be charged together, or so much of them
    can't be."""
    found = {one.id: one for one in among}
    wanted = [found[one] for one in dict.fromkeys(wish.invoice_ids) if one in found]
    if len(wanted) != len(set(wish.invoice_ids)):
        raise refuse("There is no such invoice. Type /invoice open to see those that are open.")
    _refuse_together(wanted)
    amount = wish.amount
    if amount is not None and len(wanted) > 1:
        raise refuse("A part of the amount can be charged of one invoice at a time.")
    parts = [Part(one, one.due if amount is None else amount) for one in wanted]
    refuse_amounts(parts)
    return parts


def refuse_amounts(parts: Sequence[Part]) -> None:
    """What Stripe doesn't take in one charge, or is more than is due."""
    total, currency = sum(part.amount for part in parts), parts[0].invoice.currency
    for part in parts:
        if part.amount <= 0:
            raise refuse("Write an amount above zero.")
        if part.amount > part.invoice.due:
            raise refuse(
                "Only {due} of {invoice} is still to be paid.",
                due=Money(part.invoice.due, currency),
                invoice=part.invoice.reference,
            )
    if total > largest(currency):
        raise refuse(
            "One charge can’t be more than {most}.", most=Money(largest(currency), currency)
        )
    if total % step(currency):
        raise refuse(
            "The total {total} can’t be charged: in {currency}, the last digit must be 0.",
            total=Money(total, currency),
            currency=currency.upper(),
        )


def _refuse_together(wanted: Sequence[Invoice]) -> None:
    for one in wanted:
        if one.state == invoices.VOID:
            raise refuse("{invoice} is void, so it can’t be charged.", invoice=one.reference)
        if one.due <= 0:
            raise refuse("{invoice} is paid already.", invoice=one.reference)
    if len({one.payer_id for one in wanted}) > 1:
        raise refuse("These invoices are paid by different people. Charge them one by one.")
    if len({one.currency for one in wanted}) > 1:
        raise refuse("These invoices are in different currencies. Charge them one by one.")
