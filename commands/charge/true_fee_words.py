"""What Stripe takes of a payment: what was expected, until what it really took is known."""

from desk.charges import ChargeCard
from desk.language import Language
from rules.money import Money
from rules.payment_state import FEE, State


def fee_line(say: Language, card: ChargeCard) -> str:
    """Plain; "" of what moves no money."""
    if card.fees:
        return ", ".join(_taken(say, one.fee, one.tax, one.currency) for one in card.fees)
    known = [line for line in card.lines if line.kind == FEE]
    if known:
        kept = ", ".join(say.money(Money(-line.amount, line.currency)) for line in known)
        return say("Stripe kept {fee}", fee=kept)
    expected = card.operation.shown.get("fee")
    if expected is None or card.operation.state not in (State.SUCCEEDED, State.PROCESSING):
        return ""
    fee = Money(expected, card.operation.currency)
    return say("Stripe keeps about {fee}, an estimate until it tells", fee=fee)


def _taken(say: Language, fee: int, tax: int, currency: str) -> str:
    kept = Money(fee, currency)
    if tax:
        return say("Stripe kept {fee}, {tax} of it tax", fee=kept, tax=Money(tax, currency))
    return say("Stripe kept {fee}", fee=kept)
