"""Payment intents: what clients send of them, checked and handed to the machine."""

from sandbox.stripe import (
    addresses,
    beyond,
    connected,
    currencies,
    exchange,
    intents,
    kinds,
    methods,
    payments,
)
from sandbox.stripe import statement_descriptors as descriptors
from sandbox.stripe.api.customers import living_customer
from sandbox.stripe.books import Record
from sandbox.stripe.call import Call
from sandbox.stripe.changes import metadata, set_fields
from sandbox.stripe.errors import invalid, refused_input
from sandbox.stripe.lists import matching, page
from sandbox.stripe.shapes import Body

_FOR_CONFIRMING = (
    "error_on_requires_action",
    "mandate_data",
    "off_session",
    "return_url",
    "use_stripe_sdk",
)
_NEVER = ("amount_details", "hooks", "radar_options")
_ANY_TIME = ("description", "receipt_email", "statement_descriptor", "statement_descriptor_suffix")
_KINDS = ("allowed_payment_method_types", "excluded_payment_method_types")
_UNTIL_PAID = (
    *_KINDS,
    "application_fee_amount",
    "capture_method",
    "confirmation_method",
    "on_behalf_of",
    "payment_details",
    "payment_method_options",
    "setup_future_usage",
    "shipping",
    "transfer_data",
    "transfer_group",
)


def create(call: Call) -> Body:
    """With `confirm`, what can't be confirmed isn't made; what declines is."""
    beyond.check(call.params, _NEVER)
    kinds.check_choice(call.params)
    confirming = call.get("confirm", False)
    if not confirming:
        _check_nothing_for_confirming(call)
    fields = _fields(call)
    method = _method(call)
    fields["payment_method"] = method and method.id
    draft = intents.new(fields)
    _check(call, draft, method)
    if confirming:
        _check_confirming(call, draft, method)
    intent = payments.create(call.books, fields)
    if confirming:
        _confirm(call, intent, method)
    return intent.body


def _fields(call: Call) -> Body:
    currency = currencies.known(call.params["currency"])
    exchange.check_amount(call.params["amount"], currency)
    customer = living_customer(call)
    fields: Body = {
        "amount": call.params["amount"],
        "automatic_payment_methods": _automatic(call),
        "currency": currency,
        "customer": customer and customer.id,
        "metadata": metadata(call.params.get("metadata")),
    }
    set_fields(fields, call.params, (*_ANY_TIME, *_UNTIL_PAID))
    return fields


def _automatic(call: Call) -> Body | None:
    if call.get("allowed_payment_method_types"):
        return None
    given: Body = call.get("automatic_payment_methods", {"enabled": True})
    return {"allow_redirects": "always"} | given if given["enabled"] else given


def _method(call: Call) -> Record | None:
    """The one that the call names, or describes."""
    if data := call.get("payment_method_data"):
        return methods.create_from(call.books, data)
    named = call.get("payment_method")
    return methods.resolve(call.books, named) if named else None


def _check(call: Call, body: Body, method: Record | None) -> None:
    """StripeError 400 where the parameters don't go together."""
    if method:
        payments.check_method(body, method)
    connected.check(call.books, body)
    descriptors.check(body)
    addresses.email(body.get("receipt_email"), "receipt_email")


def _check_nothing_for_confirming(call: Call) -> None:
    for name in _FOR_CONFIRMING:
        if name in call.params:
            raise refused_input(
                f"The parameter `{name}` cannot be passed when creating a PaymentIntent unless "
                "`confirm` is set to true.",
                name,
            )


def _check_confirming(call: Call, body: Body, method: Record | None) -> None:
    payer = payments.check(call.books, body, method, call.acceptance())
    mandate = call.linked("mandate", "mandate")
    if mandate and mandate.body["payment_method"] != payer.id:
        raise invalid(
            f"The mandate {mandate.id} is not for the payment method {payer.id}.",
            "mandate",
            code="payment_intent_mandate_invalid",
        )
    automatic = body["automatic_payment_methods"] or {}
    leads_away = automatic.get("allow_redirects") == "always"
    if leads_away and not call.get("return_url") and not call.get("off_session"):
        raise invalid(
            "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. "
            "Because some of these payment methods might redirect your customer off of your page, "
            "you must provide a `return_url`. If you don't want to accept redirect-based payment "
            "methods, set `automatic_payment_methods[enabled]` to `true` and "
            "`automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents "
            "and Payment Intents.",
            "return_url",
        )


def _confirm(call: Call, intent: Record, method: Record | None) -> None:
    payments.confirm(
        call.books,
        intent,
        method,
        off_session=bool(call.get("off_session", False)),
        acceptance=call.acceptance(),
        return_url=call.get("return_url"),
        with_sdk=call.get("use_stripe_sdk", False),
        no_action=call.get("error_on_requires_action", False),
    )


def retrieve(call: Call) -> Body:
    intent = call.named("payment_intent", "intent")
    secret = call.get("client_secret")
    if secret and secret != intent.body["client_secret"]:
        raise invalid(
            "The client_secret provided does not match the client_secret associated with this "
            "PaymentIntent.",
            "client_secret",
            code="payment_intent_invalid_parameter",
        )
    return intent.body


def update(call: Call) -> Body:
    beyond.check(call.params, _NEVER)
    intent = call.named("payment_intent", "intent")
    kinds.check_choice(call.params)
    late = ("amount", "currency", "customer", "payment_method", "payment_method_data", *_UNTIL_PAID)
    intents.check_changeable(intent.body, [name for name in late if name in call.params])
    body = intent.snapshot()
    _change(call, body)
    method = _change_method(call, body)
    _check(call, body, method)
    intent.body |= body
    call.books.save(intent)
    return intent.body


def _change(call: Call, body: Body) -> None:
    body["currency"] = currencies.known(call.get("currency", body["currency"]))
    body["amount"] = call.get("amount", body["amount"])
    exchange.check_amount(body["amount"], body["currency"])
    if customer := living_customer(call):
        body["customer"] = customer.id
    _set_plain(call, body)
    body["metadata"] = metadata(call.params.get("metadata"), body["metadata"])


def _set_plain(call: Call, body: Body) -> None:
    set_fields(body, call.params, (*_ANY_TIME, *_UNTIL_PAID))
    if any(name in call.params for name in _KINDS):
        body["automatic_payment_methods"] = None
    if body["status"] in intents.UNPAID:
        intents.offer_kinds(body)


def _change_method(call: Call, body: Body) -> Record | None:
    """What is changed before it is paid starts anew."""
    method = _method(call)
    if method:
        body["payment_method"] = method.id
    elif call.params.get("payment_method") == "":
        body["payment_method"] = None
    if body["status"] in intents.UNPAID:
        body |= {"last_payment_error": None, "next_action": None}
        body["status"] = intents.waiting_status(body)
    return method


def confirm(call: Call) -> Body:
    """With what else the call changes; nothing changes where it can't be confirmed."""
    beyond.check(call.params, _NEVER)
    intent = call.named("payment_intent", "intent")
    _check_free(call, intent)
    intents.check_unpaid(intent.body)
    body = intent.snapshot()
    _set_plain(call, body)
    method = _method(call) or _own_method(call, body)
    _check(call, body, method)
    _check_amount_to_confirm(call, body)
    _check_confirming(call, body, method)
    intent.body |= body
    _confirm(call, intent, method)
    return intent.body


def _own_method(call: Call, body: Body) -> Record | None:
    named = body["payment_method"]
    return methods.resolve(call.books, named) if named else None


def _check_amount_to_confirm(call: Call, body: Body) -> None:
    wanted = call.get("amount_to_confirm")
    if wanted is not None and wanted != body["amount"]:
        raise invalid(
            f"The amount_to_confirm ({wanted}) is not the amount of this PaymentIntent "
            f"({body['amount']}).",
            "amount_to_confirm",
            code="payment_intent_invalid_parameter",
        )


def capture(call: Call) -> Body:
    beyond.check(call.params, (*_NEVER, "transfer_data"))
    intent = call.named("payment_intent", "intent")
    kept = metadata(call.params.get("metadata"), intent.body["metadata"])
    amount = payments.check_capture(intent, call.get("amount_to_capture"))
    changed = intent.snapshot() | {"metadata": kept}
    set_fields(changed, call.params, ("application_fee_amount", "statement_descriptor_suffix"))
    _check(call, changed | {"amount": amount}, None)
    intent.body = changed
    payments.capture(call.books, intent, amount)
    return intent.body


def _check_free(call: Call, intent: Record) -> None:
    """StripeError 400 where it belongs to a Checkout Session that may still be paid."""
    session = call.books.get("checkout.session", intent.private.get("session"))
    if session is not None and session.body["status"] == "open":
        raise intents.unexpected_state(
            intent.body, "You cannot perform this action on PaymentIntents created by Checkout."
        )


def cancel(call: Call) -> Body:
    intent = call.named("payment_intent", "intent")
    _check_free(call, intent)
    payments.cancel(call.books, intent, call.get("cancellation_reason"))
    return intent.body


def list_all(call: Call) -> Body:
    found = matching(call.books.all("payment_intent"), call, "customer")
    return page(call, "/v1/payment_intents", found)
