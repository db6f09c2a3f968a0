"""Set-up intents: what clients send of them, checked and handed to the machine."""

from sandbox.stripe import kinds, methods, setups
from sandbox.stripe.books import Record
from sandbox.stripe.call import Call
from sandbox.stripe.changes import metadata, set_fields
from sandbox.stripe.errors import invalid, refused_input
from sandbox.stripe.lists import matching, page
from sandbox.stripe.shapes import Body

_FOR_CONFIRMING = ("mandate_data", "return_url", "single_use", "use_stripe_sdk")
_PLAIN = ("attach_to_self", "description", "flow_directions", "on_behalf_of", "usage")
_KINDS = ("allowed_payment_method_types", "excluded_payment_method_types")


def create(call: Call) -> Body:
    """With `confirm`, what can't be confirmed isn't made; what declines is."""
    kinds.check_choice(call.params)
    confirming = call.get("confirm", False)
    if not confirming:
        _check_nothing_for_confirming(call)
    fields = _fields(call)
    method = _method(call)
    if method:
        setups.check_method(fields, method)
    if confirming:
        setups.check(call.books, fields, method, call.acceptance())
        _check_return_url(call, fields)
    intent = setups.create(call.books, fields, method)
    if confirming:
        _confirm(call, intent, method)
    return intent.body


def _fields(call: Call) -> Body:
    customer = call.linked("customer", "customer")
    allowed = call.get("allowed_payment_method_types")
    excluded = call.get("excluded_payment_method_types")
    fields: Body = {
        "allowed_payment_method_types": allowed,
        "automatic_payment_methods": _automatic(call),
        "customer": customer and customer.id,
        "excluded_payment_method_types": excluded,
        "metadata": metadata(call.params.get("metadata")),
        "payment_method_options": call.get("payment_method_options", {}),
        "payment_method_types": kinds.offered(None, allowed, excluded),
        "status": "requires_payment_method",
    }
    set_fields(fields, call.params, _PLAIN)
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


def _check_nothing_for_confirming(call: Call) -> None:
    for name in _FOR_CONFIRMING:
        if name in call.params:
            raise refused_input(f"`{name}` can only be used together with `confirm=true`.", name)


def _check_return_url(call: Call, body: Body) -> None:
    """Where a method might lead the customer away, Stripe wants to know the way back."""
    automatic = body["automatic_payment_methods"] or {}
    if automatic.get("allow_redirects") == "always" and not call.get("return_url"):
        raise invalid(
            "This SetupIntent is configured to accept payment methods enabled in your Dashboard. "
            "Because some of these payment methods might redirect your customer off of your page, "
            "you must provide a `return_url`. If you don't want to accept redirect-based payment "
            "methods, set `automatic_payment_methods[enabled]` to `true` and "
            "`automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents "
            "and Payment Intents.",
            "return_url",
        )


def _confirm(call: Call, intent: Record, method: Record | None) -> None:
    setups.confirm(
        call.books,
        intent,
        method,
        acceptance=call.acceptance(),
        single_use=call.get("single_use"),
        return_url=call.get("return_url"),
        with_sdk=call.get("use_stripe_sdk", False),
    )


def retrieve(call: Call) -> Body:
    intent = call.named("setup_intent")
    secret = call.get("client_secret")
    if secret and secret != intent.body["client_secret"]:
        raise invalid(
            "The client_secret provided does not match the client_secret associated with this "
            "SetupIntent.",
            "client_secret",
            code="setup_intent_invalid_parameter",
        )
    return intent.body


def update(call: Call) -> Body:
    intent = call.named("setup_intent")
    kinds.check_choice(call.params)
    if intent.body["status"] not in setups.OPEN:
        raise setups.unexpected(
            intent.body,
            "This SetupIntent could not be updated because it has a status of "
            f"{intent.body['status']}.",
        )
    changed = intent.snapshot()
    _change(call, changed)
    method = _method(call)
    if method:
        setups.check_method(changed, method)
        changed |= {"payment_method": method.id, "status": "requires_confirmation"}
        changed["next_action"] = None
    intent.body = changed
    call.books.save(intent)
    return intent.body


def _change(call: Call, body: Body) -> None:
    customer = call.linked("customer", "customer")
    if customer:
        body["customer"] = customer.id
    set_fields(body, call.params, (*_PLAIN, *_KINDS, "payment_method_options"))
    if any(name in call.params for name in _KINDS):
        allowed, excluded = (body[name] for name in _KINDS)
        body["payment_method_types"] = kinds.offered(None, allowed, excluded)
    body["metadata"] = metadata(call.params.get("metadata"), body["metadata"])


def confirm(call: Call) -> Body:
    intent = call.named("setup_intent")
    body = intent.snapshot()
    if "allowed_payment_method_types" in call.params or call.get("payment_method_options"):
        _change(call, body)
    method = _method(call)
    if method is None and body["payment_method"]:
        method = methods.resolve(call.books, body["payment_method"])
    setups.check(call.books, body, method, call.acceptance())
    _check_return_url(call, body)
    intent.body = body
    _confirm(call, intent, method)
    return intent.body


def cancel(call: Call) -> Body:
    intent = call.named("setup_intent")
    setups.cancel(call.books, intent, call.get("cancellation_reason"))
    return intent.body


def list_all(call: Call) -> Body:
    every = call.books.all("setup_intent")
    found = matching(every, call, "customer", "payment_method", "attach_to_self")
    return page(call, "/v1/setup_intents", found)
