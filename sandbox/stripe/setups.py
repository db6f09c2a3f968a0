"""The set-up intent's machine: how a card or a bank account becomes one that may be charged later.

requires_payment_method → requires_confirmation → (requires_action) → succeeded, or canceled.
"""

from collections.abc import Mapping
from typing import Any

from sandbox.stripe import customers, kinds, mandates, methods
from sandbox.stripe.books import Books, Record, copied
from sandbox.stripe.cards import BY_TOKEN as CARDS
from sandbox.stripe.errors import StripeError, invalid
from sandbox.stripe.ids import new_id, token
from sandbox.stripe.shapes import Body

OPEN = ("requires_payment_method", "requires_confirmation", "requires_action")
_ASKS_FOR_3DS = ("any", "challenge")


def create(books: Books, fields: Body, method: Record | None = None) -> Record:
    """Not confirmed yet. `fields` take the place of what an intent says by default: `customer`,
    `metadata`, `usage`, `description` and the like."""
    named = new_id("seti")
    body: Body = {
        "id": named,
        "automatic_payment_methods": None,
        "client_secret": f"{named}_secret_{token(24)}",
        "customer": None,
        "metadata": {},
        "payment_method": method and method.id,
        "payment_method_options": {},
        "payment_method_types": list(kinds.KINDS),
        "status": "requires_confirmation" if method else "requires_payment_method",
        "usage": "off_session",
        **fields,
    }
    _add_options(body)
    record = books.add("setup_intent", "seti", body)
    books.emit("setup_intent.created", record.body)
    return record


def _add_options(body: Body) -> None:
    """What Stripe shows of the kinds that are taken, beside what was asked for."""
    usual: Mapping[str, Body] = {
        "card": {"mandate_options": None, "network": None, "request_three_d_secure": "automatic"},
        "sepa_debit": {"mandate_options": {}},
        "bacs_debit": {"mandate_options": {}},
        "us_bank_account": {"verification_method": "automatic"},
    }
    options = body["payment_method_options"]
    body["payment_method_options"] = options | {
        kind: usual[kind] | options.get(kind, {})
        for kind in usual
        if kind in body["payment_method_types"]
    }


def check(
    books: Books, body: Body, method: Record | None, acceptance: Body | None = None
) -> Record:
    """The method. StripeError 400 where the intent can't be confirmed with it; nothing is tried."""
    if body["status"] not in OPEN:
        raise unexpected(
            body,
            f"You cannot confirm this SetupIntent because it has a status of {body['status']}.",
        )
    customers.check_living(books, body["customer"])
    if method is None:
        raise unexpected(
            body,
            "You cannot confirm this SetupIntent because it's missing a payment method. Update the "
            "SetupIntent with a payment method and then confirm it again.",
        )
    check_method(body, method)
    kind = method.body["type"]
    if kind != "card" and not acceptance:
        raise invalid(
            f"You must provide `mandate_data` when confirming a SetupIntent with a {kind} "
            "PaymentMethod: the customer has to accept a mandate.",
            "mandate_data",
            code="parameter_missing",
        )
    if acceptance:
        mandates.check(acceptance)
    return method


def check_method(body: Body, method: Record) -> None:
    """StripeError 400 where the intent doesn't take this method, or another customer has it."""
    if method.body["type"] not in body["payment_method_types"]:
        raise kinds.not_taken(method.body["type"], body["payment_method_types"], "SetupIntent")
    methods.check_owner(method, body["customer"], "SetupIntent")


def unexpected(body: Body, message: str) -> StripeError:
    """400 for what the intent's status doesn't allow."""
    shown = copied(body) if "id" in body else None
    code = "setup_intent_unexpected_state"
    return StripeError(400, "invalid_request_error", message, code=code, setup_intent=shown)


def confirm(
    books: Books,
    intent: Record,
    method: Record | None,
    *,
    acceptance: Body | None = None,
    single_use: Body | None = None,
    return_url: str | None = None,
    with_sdk: bool = False,
) -> None:
    """`acceptance`: the mandate_data's customer_acceptance, which every debit needs; `single_use`:
    the one debit that it is for. An authentication card waits in requires_action. StripeError 400
    before anything is tried, 402 for a decline, which the intent keeps as its last error."""
    method = check(books, intent.body, method, acceptance)
    intent.body |= {"payment_method": method.id, "last_setup_error": None, "next_action": None}
    intent.private |= {"acceptance": acceptance, "single_use": single_use, "return_url": return_url}
    if code := methods.refusal_to_save(method):
        _decline(books, intent, method, code)
    if _must_authenticate(intent, method):
        intent.body["status"] = "requires_action"
        intent.body["next_action"] = _next_action(books, intent, return_url, with_sdk)
        books.save(intent, "setup_intent.requires_action")
        return
    _succeed(books, intent, method)


def _must_authenticate(intent: Record, method: Record) -> bool:
    card = CARDS.get(method.private["test"])
    if card is None or method.private.get("authenticated"):
        return False
    asked = intent.body["payment_method_options"].get("card", {}).get("request_three_d_secure")
    return card.authentication != "never" or asked in _ASKS_FOR_3DS


def _next_action(books: Books, intent: Record, return_url: str | None, with_sdk: bool) -> Body:
    """Without an address to come back to, Stripe leaves it to its own library to ask."""
    url = f"{books.service.base_url}/pages/3ds/{intent.id}"
    if return_url and not with_sdk:
        redirect = {"return_url": return_url, "url": url}
        return {"type": "redirect_to_url", "redirect_to_url": redirect}
    sdk = {"type": "three_d_secure_redirect", "stripe_js": url}
    return {"type": "use_stripe_sdk", "use_stripe_sdk": sdk}


def authenticate(books: Books, intent: Record, passed: bool) -> None:
    """The cardholder has come through 3-D Secure, or has not. StripeError 400 where the intent
    doesn't wait for that."""
    if intent.body["status"] != "requires_action":
        raise unexpected(intent.body, "This SetupIntent does not wait for authentication.")
    customers.check_living(books, intent.body["customer"])
    method = books.find("payment_method", intent.body["payment_method"], "payment_method")
    intent.body["next_action"] = None
    if passed:
        method.private["authenticated"] = True
        books.save(method)
        _succeed(books, intent, method)
        return
    _fail(books, intent, method, _not_authenticated())


def _not_authenticated() -> StripeError:
    return invalid(
        "The latest attempt to set up the payment method has failed because authentication failed.",
        code="setup_intent_authentication_failure",
    )


def _decline(books: Books, intent: Record, method: Record, code: str) -> None:
    refusal = methods.declined(code)
    _fail(books, intent, method, refusal)
    refusal.error |= {
        "payment_method": copied(method.body),
        "setup_intent": copied(intent.body),
    }
    raise refusal


def _fail(books: Books, intent: Record, method: Record, refusal: StripeError) -> None:
    """The intent is as before, without the method; its last error says what was wrong with it."""
    intent.body |= {
        "last_setup_error": refusal.error
        | {"payment_method": copied(method.body), "payment_method_type": method.body["type"]},
        "payment_method": None,
        "status": "requires_payment_method",
    }
    books.save(intent, "setup_intent.setup_failed")


def _succeed(books: Books, intent: Record, method: Record) -> None:
    body, held = intent.body, intent.private
    if method.body["type"] != "card":
        prefix = _reference_prefix(body, method.body["type"])
        mandate = mandates.accept(
            books, method, held["acceptance"], held["single_use"], prefix=prefix
        )
        body["single_use_mandate" if held["single_use"] else "mandate"] = mandate.id
    if body["customer"]:
        methods.attach(books, method, body["customer"])
    else:
        methods.passed(method)
        books.save(method)
    body["status"] = "succeeded"
    books.save(intent, "setup_intent.succeeded")


def _reference_prefix(body: Body, kind: str) -> str:
    options: Any = body["payment_method_options"].get(kind) or {}
    return str((options.get("mandate_options") or {}).get("reference_prefix") or "")


def cancel(books: Books, intent: Record, reason: str | None = None) -> None:
    """StripeError 400 where it is over already."""
    if intent.body["status"] not in OPEN:
        raise unexpected(
            intent.body,
            f"You cannot cancel this SetupIntent because it has a status of "
            f"{intent.body['status']}. Only a SetupIntent with one of the following statuses may "
            f"be canceled: {', '.join(OPEN)}.",
        )
    intent.body |= {"cancellation_reason": reason, "next_action": None, "status": "canceled"}
    books.save(intent, "setup_intent.canceled")
