"""The payment intent's machine.

requires_payment_method → requires_confirmation → (requires_action) → processing or
requires_capture or succeeded; canceled.
"""

from collections.abc import Mapping
from typing import Any

from sandbox.stripe import charges, customers, debits, intents, kinds, methods, refunds
from sandbox.stripe.books import Books, Record
from sandbox.stripe.cards import BY_TOKEN
from sandbox.stripe.declines import authentication_failed
from sandbox.stripe.errors import StripeError, invalid
from sandbox.stripe.exchange import shown
from sandbox.stripe.shapes import Body

_ASKS_FOR_3DS = ("any", "challenge")


def create(books: Books, fields: Body) -> Record:
    """Not confirmed yet. `fields` take the place of what an intent says by default: `amount` and
    `currency` at least, `customer`, `payment_method` (ids), `metadata` and the like; the
    parameters were checked before."""
    intent = books.add("payment_intent", "pi", intents.new(fields))
    books.emit("payment_intent.created", intent.body)
    return intent


def check(
    books: Books, body: Body, method: Record | None, acceptance: Body | None = None
) -> Record:
    """The method to pay with. StripeError 400 where this intent can't be confirmed with it: nothing
    is tried."""
    intents.check_unpaid(body)
    customers.check_living(books, body["customer"])
    if method is None:
        raise intents.unexpected_state(
            body,
            "You cannot confirm this PaymentIntent because it's missing a payment method. You can "
            "either update the PaymentIntent with a payment method and then confirm it again, or "
            "confirm it again directly with a payment method or ConfirmationToken.",
        )
    check_method(body, method)
    if method.body["type"] != "card":
        debits.check(books, method, acceptance)
    return method


def check_method(body: Body, method: Record) -> None:
    """StripeError 400 where the intent doesn't take this method, or another customer has it."""
    if method.body["type"] not in body["payment_method_types"]:
        raise kinds.not_taken(method.body["type"], body["payment_method_types"], "PaymentIntent")
    methods.check_owner(method, body["customer"])


def confirm(
    books: Books,
    intent: Record,
    method: Record | None,
    *,
    off_session: bool = False,
    acceptance: Body | None = None,
    return_url: str | None = None,
    with_sdk: bool = False,
    no_action: bool = False,
) -> None:
    """`off_session`: without the payer; `acceptance`: the mandate_data's customer_acceptance, for a
    debit without a mandate; `no_action`: declines where the payer would have to do something.
    StripeError 400 before anything is tried, 402 for a decline, after which the intent waits for
    another method."""
    method = check(books, intent.body, method, acceptance)
    intent.body |= {"payment_method": method.id, "last_payment_error": None, "next_action": None}
    if method.body["type"] != "card":
        debits.begin(books, intent, method, acceptance)
    elif not must_authenticate(intent, method, off_session=off_session):
        _raise(charges.attempt(books, intent, method))
    elif off_session or no_action:
        _raise(charges.decline(books, intent, method, "authentication_required"))
    else:
        action = _next_action(books, intent, return_url, with_sdk)
        intent.body |= {"next_action": action, "status": "requires_action"}
        books.save(intent, "payment_intent.requires_action")


def _raise(refusal: StripeError | None) -> None:
    if refusal is not None:
        raise refusal


def must_authenticate(intent: Record, method: Record, *, off_session: bool) -> bool:
    card = BY_TOKEN[method.private["test"]]
    if off_session:
        done = card.authentication == "setup" and method.private.get("authenticated")
        return card.authentication != "never" and not done
    options: Mapping[str, Any] = intent.body["payment_method_options"].get("card", {})
    return card.authentication != "never" or options["request_three_d_secure"] in _ASKS_FOR_3DS


def _next_action(books: Books, intent: Record, return_url: str | None, with_sdk: bool) -> Body:
    """Without an address to come back to, Stripe leaves it to its own library to ask."""
    url = f"{books.service.base_url}/pages/3ds/{intent.id}"
    if return_url and not with_sdk:
        redirect = {"return_url": return_url, "url": url}
        return {"type": "redirect_to_url", "redirect_to_url": redirect}
    sdk = {"type": "three_d_secure_redirect", "stripe_js": url}
    return {"type": "use_stripe_sdk", "use_stripe_sdk": sdk}


def authenticate(books: Books, intent: Record, passed: bool) -> None:
    """The cardholder has come through 3-D Secure, or has not. What came of it, a decline too, is
    in the intent. StripeError 400 where it doesn't wait for that."""
    if intent.body["status"] != "requires_action":
        raise intents.unexpected_state(
            intent.body, "This PaymentIntent does not wait for authentication."
        )
    customers.check_living(books, intent.body["customer"])
    method = books.find("payment_method", intent.body["payment_method"], "payment_method")
    if passed:
        charges.attempt(books, intent, method, authenticated=True)
    else:
        intents.fail(books, intent, authentication_failed(method).error)


def check_capture(intent: Record, amount: int | None = None) -> int:
    """How much is captured of what the bank holds: all without an `amount`. StripeError 400."""
    intents.check_status(intent.body, "captured", ("requires_capture",))
    held: int = intent.body["amount_capturable"]
    if amount is not None and not 1 <= amount <= held:
        raise invalid(
            f"The amount to capture must be between 1 and the capturable amount of "
            f"{shown(held, intent.body['currency'])}.",
            "amount_to_capture",
            code="amount_too_large" if amount > held else "amount_too_small",
        )
    return held if amount is None else amount


def capture(books: Books, intent: Record, amount: int) -> None:
    """`amount` as `check_capture` has given it; the rest goes back."""
    charge = books.find("charge", intent.body["latest_charge"])
    charge.body["application_fee_amount"] = intent.body["application_fee_amount"]
    charges.capture(books, intent, charge, amount)


def cancel(books: Books, intent: Record, reason: str | None = None) -> None:
    """What the bank holds goes back. StripeError 400 where it is too late."""
    allowed = (*intents.UNPAID, "requires_capture")
    intents.check_status(intent.body, "canceled", allowed)
    if intent.body["status"] == "requires_capture":
        charge = books.find("charge", intent.body["latest_charge"])
        event = "charge.expired" if reason == "automatic" else "charge.refunded"
        refunds.of_hold(books, charge, expired=reason == "automatic")
        charges.release(books, charge, event)
    intents.advance(
        books,
        intent,
        "canceled",
        "canceled",
        amount_capturable=0,
        canceled_at=books.now,
        cancellation_reason=reason,
    )


def hold_ends(books: Books, intent: str) -> None:
    """Nobody captured in time."""
    record = books.find("payment_intent", intent)
    if record.body["status"] == "requires_capture":
        cancel(books, record, "automatic")
