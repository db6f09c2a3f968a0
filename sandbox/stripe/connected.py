"""Money between a platform and its connected accounts: application fees, and what is passed on."""

from sandbox.stripe import ledger, settlement
from sandbox.stripe.books import Books, Record
from sandbox.stripe.errors import invalid, refused_input
from sandbox.stripe.exchange import converted
from sandbox.stripe.ids import new_id
from sandbox.stripe.shapes import Body

APPLICATION = "ca_PaydeskLocal00"


def application_of(books: Books) -> str | None:
    """The platform's own id, on what it does in the name of a connected account."""
    return None if books is books.service.platform else APPLICATION


def check(books: Books, fields: Body) -> None:
    """StripeError 400 where a payment's fee, or the account that it is for, can't be."""
    platform = books.service.platform
    for name in ("on_behalf_of", "transfer_data"):
        given = fields.get(name)
        account = given["destination"] if isinstance(given, dict) else given
        if account and platform.get("account", account) is None:
            param = "transfer_data[destination]" if name == "transfer_data" else name
            raise invalid(f"No such destination: '{account}'", param, code="resource_missing")
    _check_passed_on(fields)
    fee = fields.get("application_fee_amount")
    if not fee:
        return
    _check_part(fee, fields["amount"], "application_fee_amount", "application fee")
    if books is platform and not fields.get("transfer_data"):
        raise invalid(
            "Can only apply an application_fee_amount when the PaymentIntent is attempting a "
            "direct payment (using an OAuth key or Stripe-Account header) or destination payment "
            "(using `transfer_data[destination]`).",
            "application_fee_amount",
        )


def _check_passed_on(fields: Body) -> None:
    passed = (fields.get("transfer_data") or {}).get("amount")
    if passed is None:
        return
    _check_part(passed, fields["amount"], "transfer_data[amount]", "transfer")
    if fields.get("application_fee_amount"):
        raise invalid(
            "You may only specify one of these parameters: application_fee_amount, "
            "transfer_data[amount].",
            "transfer_data[amount]",
        )


def _check_part(part: int, whole: int, param: str, what: str) -> None:
    if part < 0:
        raise refused_input(
            "This value must be greater than or equal to 0.",
            param,
            code="parameter_invalid_integer",
        )
    if part > whole:
        raise invalid(f"The {what} can't be more than the amount of the payment.", param)


def share(books: Books, charge: Record) -> None:
    """Once a charge's money has come in: the platform's fee reaches it, and what is for another
    account reaches that."""
    data, fee = charge.body["transfer_data"], charge.body["application_fee_amount"]
    if data:
        _pass_on(books, charge, data, fee or 0)
    elif fee:
        _take_fee(books, charge, fee)


def _take_fee(books: Books, charge: Record, fee: int) -> None:
    """In the currency in which the connected account paid it."""
    own = settlement.currency_of(books)
    named = new_id("fee")
    charge.body["application_fee"] = named
    amount = converted(fee, charge.body["currency"], own)
    ledger.enter(books.service.platform, "application_fee", amount, own, named)


def _pass_on(books: Books, charge: Record, data: Body, fee: int) -> None:
    """The payment arrives at the account as one of its own, less the platform's fee."""
    to = books.service.books(data["destination"])
    currency = charge.body["currency"]
    amount = data["amount"] or charge.body["amount_captured"]
    transfer, payment = new_id("tr"), new_id("py")
    ledger.enter(books, "transfer", -amount, currency, transfer)
    charge.body["transfer"] = transfer
    own = settlement.currency_of(to)
    taken = converted(fee, currency, own)
    detail = ledger.fee_detail(to, taken, "Application fee", "application_fee")
    fees = [detail | {"application": APPLICATION}] if fee else []
    ledger.enter(to, "payment", amount, currency, payment, fees=fees)
    if fee:
        charge.body["application_fee"] = named = new_id("fee")
        ledger.enter(books, "application_fee", taken, own, named)


def undo(
    books: Books, charge: Record, amount: int, *, give_back_fee: bool, take_back: bool
) -> list[Body]:
    """As far as `amount` is refunded: the platform gives its fee back, and takes back what it had
    passed on, where that is wanted. The details with a fee below 0 that stand on the refund's own
    transaction. StripeError 400 before anything moves."""
    data = charge.body["transfer_data"]
    if take_back and not data:
        raise invalid(
            f"Charge {charge.id} has no transfer that could be reversed.", "reverse_transfer"
        )
    receiver = books.service.books(data["destination"]) if data else books
    details = _give_back_fee(books, receiver, charge, amount) if give_back_fee else []
    if not data:
        return details
    if take_back:
        _take_back(books, receiver, charge, amount, details)
    return []


def _give_back_fee(books: Books, receiver: Books, charge: Record, amount: int) -> list[Body]:
    """To whoever paid it."""
    fee = charge.body["application_fee_amount"]
    if not fee:
        return []
    own = settlement.currency_of(receiver)
    part = converted(_part(charge, fee, amount), charge.body["currency"], own)
    platform = books.service.platform
    ledger.enter(platform, "application_fee_refund", -part, own, new_id("fr"))
    detail = ledger.fee_detail(receiver, -part, "Application fee refund", "application_fee")
    return [detail | {"application": APPLICATION}]


def _take_back(
    books: Books, receiver: Books, charge: Record, amount: int, details: list[Body]
) -> None:
    passed = charge.body["transfer_data"]["amount"] or charge.body["amount_captured"]
    part, currency = _part(charge, passed, amount), charge.body["currency"]
    ledger.enter(books, "transfer_refund", part, currency, new_id("trr"))
    ledger.enter(receiver, "payment_refund", -part, currency, new_id("pyr"), fees=details)


def _part(charge: Record, whole: int, amount: int) -> int:
    """Of `whole`, in proportion to what is refunded now; the parts of several refunds add up."""
    captured, before = charge.body["amount_captured"], ledger.refunded_of(charge)
    return int(whole * (before + amount) // captured - whole * before // captured)
