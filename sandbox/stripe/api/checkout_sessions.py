"""Checkout Sessions: what clients ask for, checked and handed to the machine."""

from collections.abc import Iterable

from sandbox.stripe import addresses, beyond, checkout, items, kinds, sessions
from sandbox.stripe.api.customers import living_customer
from sandbox.stripe.books import Record
from sandbox.stripe.call import Call
from sandbox.stripe.changes import metadata, set_fields
from sandbox.stripe.currencies import known
from sandbox.stripe.errors import invalid, missing_parameter, refused_input
from sandbox.stripe.goods import one_of
from sandbox.stripe.lines import read_lines
from sandbox.stripe.lists import matching, page
from sandbox.stripe.shapes import Body

MOST_LINES, LONGEST_REFERENCE = 100, 200
SOONEST_SECONDS = 30 * 60
_NEVER = (
    "after_expiration",
    "branding_settings",
    "consent_collection",
    "custom_fields",
    "customer_account",
    "discounts",
    "managed_payments",
    "name_collection",
    "optional_items",
    "payment_method_collection",
    "payment_method_configuration",
    "payment_method_data",
    "permissions",
    "return_url",
    "shipping_address_collection",
    "shipping_options",
    "subscription_data",
    "wallet_options",
)
_SWITCHES = (
    "adaptive_pricing",
    "allow_promotion_codes",
    "automatic_tax",
    "invoice_creation",
    "phone_number_collection",
    "tax_id_collection",
)
_PLAIN = (
    "allowed_payment_method_types",
    "billing_address_collection",
    "cancel_url",
    "client_reference_id",
    "custom_text",
    "customer_email",
    "excluded_payment_method_types",
    "integration_identifier",
    "locale",
    "origin_context",
    "saved_payment_method_options",
    "submit_type",
    "success_url",
)
_NOT_IN_MODE = {
    "payment": ("setup_intent_data",),
    "setup": ("line_items", "payment_intent_data", "submit_type"),
}
_CHANGEABLE = (
    "description",
    "setup_future_usage",
    "statement_descriptor",
    "statement_descriptor_suffix",
)


def create(call: Call) -> Body:
    mode = _mode(call)
    _check(call)
    fields = _fields(call)
    make = _for_payment if mode == "payment" else _for_setup
    session = make(call, fields)
    if update := call.get("customer_update"):
        session.private["customer_update"] = update
        call.books.save(session)
    return session.body


def _mode(call: Call) -> str:
    mode: str = call.get("mode", "")
    if not mode:
        raise missing_parameter("mode")
    if mode not in _NOT_IN_MODE:
        raise beyond.beyond("mode")
    for name in _NOT_IN_MODE[mode]:
        if call.get(name):
            raise refused_input(f"You can not pass `{name}` in `{mode}` mode.", name)
    return mode


def _check(call: Call) -> None:
    beyond.check(call.params, _NEVER, _SWITCHES)
    if call.get("ui_mode", "hosted_page") != "hosted_page":
        raise beyond.beyond("ui_mode")
    if not call.get("success_url"):
        raise missing_parameter("success_url")
    kinds.check_choice(call.params)
    for name in ("customer_email", "customer_creation"):
        if call.get("customer") and call.get(name):
            raise one_of("", "customer", name, both=True)
    if call.get("customer_update") and not call.get("customer"):
        raise refused_input(
            "`customer_update` can only be used with `customer`.", "customer_update"
        )
    if len(call.get("client_reference_id", "")) > LONGEST_REFERENCE:
        raise refused_input(
            f"Invalid string: must be at most {LONGEST_REFERENCE} characters",
            "client_reference_id",
        )
    addresses.email(call.get("customer_email"), "customer_email")
    for name in ("success_url", "cancel_url"):
        addresses.web(call.get(name), name)


def _fields(call: Call) -> Body:
    customer = living_customer(call)
    fields: Body = {
        "customer": customer and customer.id,
        "customer_creation": None if customer else call.get("customer_creation", "if_required"),
        "expires_at": _expires_at(call),
        "metadata": metadata(call.params.get("metadata")),
    }
    set_fields(fields, call.params, _PLAIN)
    options = call.get("payment_method_options", {})
    card = {"request_three_d_secure": "automatic"} | options.get("card", {})
    fields["payment_method_options"] = options | {"card": card}
    return fields


def _expires_at(call: Call) -> int:
    now, asked = call.books.now, call.get("expires_at")
    if asked is None:
        return now + sessions.LASTS_SECONDS
    if asked < now + SOONEST_SECONDS:
        raise refused_input(
            "The `expires_at` timestamp must be at least 30 minutes from Checkout Session "
            "creation.",
            "expires_at",
        )
    if asked > now + sessions.LASTS_SECONDS:
        raise refused_input(
            "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
            "expires_at",
        )
    return int(asked)


def _for_payment(call: Call, fields: Body) -> Record:
    lines = read_lines(call.books, call.get("line_items", []), MOST_LINES)
    items.check_total(lines, "Checkout Session")
    fields["currency"] = lines[0].currency
    if known(call.get("currency", fields["currency"])) != fields["currency"]:
        raise refused_input(
            f"The currency must be that of the line items, {fields['currency']}.", "currency"
        )
    intent_data = _intent_data(call)
    total = items.total_of(lines)
    draft = sessions.intent_fields(fields | {"amount_total": total}, intent_data)
    sessions.check_intent(call.books, draft)
    sold = items.add_items(call.books, lines)
    return sessions.for_payment(call.books, fields, sold, intent_data)


def _intent_data(call: Call) -> Body:
    given: Body = call.get("payment_intent_data", {})
    addresses.email(given.get("receipt_email"), "payment_intent_data[receipt_email]")
    notes = metadata(given.get("metadata"), None, "payment_intent_data[metadata]")
    return given | {"metadata": notes}


def _for_setup(call: Call, fields: Body) -> Record:
    if not call.get("currency") and not call.get("allowed_payment_method_types"):
        raise missing_parameter("currency")
    if call.get("currency"):
        fields["currency"] = known(call.params["currency"])
    given: Body = call.get("setup_intent_data", {})
    notes = metadata(given.get("metadata"), None, "setup_intent_data[metadata]")
    return sessions.for_setup(call.books, fields, given | {"metadata": notes})


def retrieve(call: Call) -> Body:
    return call.named("checkout.session", "checkout_session").body


def update(call: Call) -> Body:
    session = call.named("checkout.session", "checkout_session")
    for name in ("collected_information", "line_items", "shipping_options"):
        if call.get(name):
            raise refused_input(
                f"You can only update `{name}` on a Checkout Session whose page is embedded.", name
            )
    notes = metadata(call.params.get("metadata"), session.body["metadata"])
    if given := call.get("payment_intent_data"):
        _change_intent(call, session, given)
    session.body["metadata"] = notes
    call.books.save(session)
    return session.body


def _change_intent(call: Call, session: Record, given: Body) -> None:
    """Of a payment that is still to come; also of one that was tried."""
    if session.body["mode"] != "payment" or session.body["status"] != "open":
        raise invalid(
            "You can only update `payment_intent_data` on an open Checkout Session in `payment` "
            "mode.",
            "payment_intent_data",
        )
    data = dict(session.private["intent_data"])
    set_fields(data, given, _CHANGEABLE)
    data["metadata"] = metadata(
        given.get("metadata"), data["metadata"], "payment_intent_data[metadata]"
    )
    sessions.check_intent(call.books, sessions.intent_fields(session.body, data))
    session.private["intent_data"] = data
    intent = call.books.get("payment_intent", session.body["payment_intent"])
    if intent is not None:
        intent.body |= {name: data[name] for name in (*_CHANGEABLE, "metadata") if name in data}
        call.books.save(intent)


def expire(call: Call) -> Body:
    session = call.named("checkout.session", "checkout_session")
    checkout.expire(call.books, session)
    return session.body


def list_items(call: Call) -> Body:
    return items.listed(call.books, call.named("checkout.session", "checkout_session"), call.params)


def list_all(call: Call) -> Body:
    every: Iterable[Record] = call.books.all("checkout.session")
    if about := call.get("customer_details"):
        every = (one for one in every if _email_of(one) == about["email"])
    names = ("customer", "payment_intent", "payment_link", "status", "subscription")
    return page(call, "/v1/checkout/sessions", matching(every, call, *names))


def _email_of(session: Record) -> str | None:
    return (session.body["customer_details"] or {}).get("email")
