"""Payment methods that clients save at Stripe: customers, hosted set-up pages, and the customer's
own page.

Each call raises what processor.outcomes says: NotDone, Refused or Unknown.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import stripe

from processor.customers import CLIENT_KEY, Method, read_method
from processor.lists import every
from processor.outcomes import NOBODY, Refused, Unknown, meaning_of
from processor.payments import OPERATION, PRACTICE
from rules.setup_state import SetupSnapshot

EXPAND = ["setup_intent.payment_method"]
_PAGE = 100
_LONGEST_TEXT = 1_200
"""Of the words beside the button of Stripe's page: docs.stripe.com/api/checkout/sessions/create."""

Body = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True)
class Ours:
    """What tells us at Stripe whose object it is."""

    practice: str
    operation: str

    def metadata(self) -> dict[str, str]:
        return {PRACTICE: self.practice, OPERATION: self.operation}


@dataclass(frozen=True)
class Seen:
    """A set-up page as Stripe had it at one moment. `method`: what was saved, None where nothing
    was yet; `url`: where the client goes, None where that is over."""

    snapshot: SetupSnapshot
    url: str | None
    method: Method | None


@dataclass(frozen=True)
class Portal:
    """`now` leads the customer in, and must be used within minutes. `lasting` is the same page for
    all, which lets them in by e-mail; None where the account has none."""

    now: str
    lasting: str | None


def customer_creation(ours: Ours, reference: str, name: str, email: str, language: str) -> Body:
    """What is sent to make a customer; what isn't known is "" and left out."""
    body: Body = {
        "name": name,
        "preferred_locales": [language],
        "metadata": {**ours.metadata(), CLIENT_KEY: reference},
    }
    return body | ({"email": email} if email else {})


def page_creation(
    ours: Ours, customer_id: str, types: Sequence[str], language: str, words: str, back: str
) -> Body:
    """What is sent to make a set-up page, which is open for a day. `words` stand beside its button,
    `back` is where the client lands afterwards."""
    return {
        "mode": "setup",
        "customer": customer_id,
        "allowed_payment_method_types": list(types),
        "locale": language,
        "success_url": back,
        "cancel_url": back,
        "custom_text": {"submit": {"message": words[:_LONGEST_TEXT]}},
        "metadata": ours.metadata(),
        "setup_intent_data": {"metadata": ours.metadata()},
        "expand": EXPAND,
    }


def create_customer(client: stripe.StripeClient, body: Mapping[str, Any], key: str) -> str:
    """The new customer's id."""
    params = cast(Any, dict(body))
    return _asked(lambda: client.v1.customers.create(params, {"idempotency_key": key})).id


def find_customer(client: stripe.StripeClient, operation: str, since: int) -> str | None:
    """The customer who was made for that operation since then (epoch seconds). A list, for Stripe's
    search may lag behind by minutes."""
    asked: Any = {"created": {"gte": since}, "limit": _PAGE}
    pages = _asked(lambda: list(every(client.v1.customers.list(asked))))
    return next((one.id for one in pages if _operation_of(one) == operation), None)


def create_page(client: stripe.StripeClient, body: Mapping[str, Any], key: str) -> Seen:
    params = cast(Any, dict(body))
    return _seen(
        _asked(lambda: client.v1.checkout.sessions.create(params, {"idempotency_key": key}))
    )


def read_page(client: stripe.StripeClient, session_id: str) -> Seen:
    return _seen(
        _asked(lambda: client.v1.checkout.sessions.retrieve(session_id, {"expand": EXPAND}))
    )


def find_page(
    client: stripe.StripeClient, customer_id: str, operation: str, since: int
) -> Seen | None:
    """The page of that operation, among those that the customer got since then (epoch seconds)."""
    asked: Any = {"customer": customer_id, "created": {"gte": since}, "limit": _PAGE}
    pages = _asked(lambda: list(every(client.v1.checkout.sessions.list(asked))))
    found = next((one.id for one in pages if _operation_of(one) == operation), None)
    return read_page(client, found) if found else None


def expire_page(
    client: stripe.StripeClient, session_id: str, body: Mapping[str, Any], key: str
) -> Seen:
    """Nobody saves anything there any more. Refused where it is over already."""
    params = cast(Any, dict(body))
    return _seen(
        _asked(
            lambda: client.v1.checkout.sessions.expire(session_id, params, {"idempotency_key": key})
        )
    )


def operation_of_setup(client: stripe.StripeClient, setup_id: str) -> str | None:
    """For which operation of ours a set-up intent was made."""
    return _operation_of(_asked(lambda: client.v1.setup_intents.retrieve(setup_id)))


def detach(client: stripe.StripeClient, method_id: str, body: Mapping[str, Any], key: str) -> None:
    """It can't be charged any more, and can't be attached again. Refused where it was detached."""
    params = cast(Any, dict(body))
    _asked(lambda: client.v1.payment_methods.detach(method_id, params, {"idempotency_key": key}))


def owner_of(client: stripe.StripeClient, method_id: str) -> str | None:
    """The customer who has the payment method; None: nobody, or there is none."""
    try:
        method = _asked(lambda: client.v1.payment_methods.retrieve(method_id))
    except Refused as refused:
        if refused.reason.code in NOBODY:
            return None
        raise
    told = method.to_dict().get("customer")
    return str(told) if told else None


def default_change(method_id: str) -> Body:
    """What is sent to make it the customer's usual one."""
    return {"invoice_settings": {"default_payment_method": method_id}}


def set_default(
    client: stripe.StripeClient, customer_id: str, body: Mapping[str, Any], key: str
) -> None:
    params = cast(Any, dict(body))
    _asked(lambda: client.v1.customers.update(customer_id, params, {"idempotency_key": key}))


def portal(client: stripe.StripeClient, customer_id: str, language: str, back: str) -> Portal:
    """The customer's own page at Stripe. `back`: where its way back leads, "" nowhere."""
    asked: Any = {"customer": customer_id, "locale": language}
    if back:
        asked["return_url"] = back
    now = _asked(lambda: client.v1.billing_portal.sessions.create(asked)).url
    which: Any = {"is_default": True, "limit": 1}
    found = _asked(lambda: client.v1.billing_portal.configurations.list(which)).data
    pages = [one.login_page.url for one in found if one.login_page.enabled]
    return Portal(now, pages[0] if pages else None)


def _asked(call: Callable[[], T]) -> T:
    try:
        return call()
    except stripe.StripeError as error:
        raise meaning_of(error) from error


def _seen(session: stripe.checkout.Session) -> Seen:
    """Unknown where it isn't one."""
    if getattr(session, "object", None) != "checkout.session":
        raise Unknown("not_a_session")
    told = session.to_dict()
    intent = told.get("setup_intent")
    if not isinstance(intent, dict):
        raise Unknown("not_expanded")
    method = session.setup_intent.payment_method if session.setup_intent else None  # type: ignore[union-attr]
    saved = isinstance(method, stripe.PaymentMethod) and intent["status"] == "succeeded"
    return Seen(
        SetupSnapshot(
            page_id=told["id"],
            status=told["status"],
            setup=intent["status"],
            customer_id=told.get("customer"),
            expires_at=told["expires_at"] * 1_000,
        ),
        url=told.get("url"),
        method=read_method(method) if saved and isinstance(method, stripe.PaymentMethod) else None,
    )


def _operation_of(found: stripe.StripeObject) -> str | None:
    return (found.to_dict().get("metadata") or {}).get(OPERATION)
