"""Payment links."""

from collections.abc import Sequence
from typing import Any

from sandbox.stripe import addresses, beyond, items, links, sessions
from sandbox.stripe.call import Call
from sandbox.stripe.changes import metadata, set_fields
from sandbox.stripe.errors import invalid, refused_input
from sandbox.stripe.exchange import MOST
from sandbox.stripe.kinds import KINDS
from sandbox.stripe.lines import quantity_of, read_lines
from sandbox.stripe.lists import matching, page
from sandbox.stripe.shapes import Body

MOST_LINES, LONGEST_MESSAGE = 20, 500
_NEVER = (
    "application_fee_percent",
    "consent_collection",
    "custom_fields",
    "managed_payments",
    "name_collection",
    "optional_items",
    "payment_method_collection",
    "payment_method_options",
    "shipping_address_collection",
    "shipping_options",
    "subscription_data",
)
_SWITCHES = (
    "allow_promotion_codes",
    "automatic_tax",
    "invoice_creation",
    "phone_number_collection",
    "tax_id_collection",
)
_PLAIN = (
    "application_fee_amount",
    "billing_address_collection",
    "custom_text",
    "customer_creation",
    "inactive_message",
    "on_behalf_of",
    "payment_method_types",
    "submit_type",
    "transfer_data",
)


def create(call: Call) -> Body:
    _check(call)
    lines = read_lines(call.books, call.params["line_items"], MOST_LINES)
    items.check_total(lines, "Payment Link")
    currency = lines[0].currency
    if call.get("currency", currency).lower() != currency:
        raise refused_input(f"The currency must be that of the line items, {currency}.", "currency")
    fields: Body = {"currency": currency, "metadata": metadata(call.params.get("metadata"))}
    _set(fields, call)
    if limit := call.get("restrictions"):
        fields["restrictions"] = _restrictions(limit, 0)
    _check_intent(call, fields, items.total_of(lines))
    return links.add(call.books, fields, items.add_items(call.books, lines)).body


def retrieve(call: Call) -> Body:
    return call.named("payment_link").body


def update(call: Call) -> Body:
    """Its items keep their prices; only how many of each may change."""
    link = call.named("payment_link")
    _check(call)
    before = link.snapshot()
    changed = link.snapshot()
    quantities = _quantities(call, link.private["items"])
    set_fields(changed, call.params, ("active",))
    _set(changed, call)
    if "restrictions" in call.params:
        done = (changed["restrictions"] or {}).get("completed_sessions", {}).get("count", 0)
        given = call.get("restrictions")
        changed["restrictions"] = _restrictions(given, done) if given else None
    changed["metadata"] = metadata(call.params.get("metadata"), changed["metadata"])
    _check_intent(call, changed, MOST)
    for named, quantity in quantities.items():
        items.set_quantity(call.books, call.books.find("item", named), quantity)
    link.body = changed
    call.books.save(link, "payment_link.updated", before)
    return link.body


def list_all(call: Call) -> Body:
    return page(call, "/v1/payment_links", matching(call.books.all("payment_link"), call, "active"))


def list_items(call: Call) -> Body:
    return items.listed(call.books, call.named("payment_link"), call.params)


def _check(call: Call) -> None:
    beyond.check(call.params, _NEVER, _SWITCHES)
    if len(call.get("inactive_message", "")) > LONGEST_MESSAGE:
        raise refused_input(
            f"Invalid string: must be at most {LONGEST_MESSAGE} characters", "inactive_message"
        )
    for n, kind in enumerate(call.get("payment_method_types", ())):
        if kind not in KINDS:
            raise beyond.beyond(f"payment_method_types[{n}]")


def _check_intent(call: Call, body: Body, amount: int) -> None:
    """StripeError 400 where nobody could pay it."""
    draft = {
        "allowed_payment_method_types": body.get("payment_method_types"),
        "amount_total": amount,
        "currency": body["currency"],
        "payment_method_options": {},
    }
    fields = sessions.intent_fields(draft, links.intent_data(body))
    sessions.check_intent(call.books, fields)


def _set(body: Body, call: Call) -> None:
    set_fields(body, call.params, _PLAIN)
    if "after_completion" in call.params:
        body["after_completion"] = _after_completion(call.params["after_completion"])
    if "payment_intent_data" in call.params:
        given = call.params["payment_intent_data"]
        old = body.get("payment_intent_data") or {}
        data = {name: value if value != "" else None for name, value in (old | given).items()}
        body["payment_intent_data"] = data | {
            "metadata": metadata(
                given.get("metadata"), old.get("metadata"), "payment_intent_data[metadata]"
            )
        }


def _after_completion(given: Body) -> Body:
    if given["type"] == "redirect" and "redirect" not in given:
        raise refused_input(
            "You must provide `after_completion[redirect]` when `after_completion[type]` is "
            "`redirect`.",
            "after_completion[redirect]",
        )
    addresses.web(given.get("redirect", {}).get("url"), "after_completion[redirect][url]")
    return {given["type"]: {}} | given


def _restrictions(given: Body, done: int) -> Body:
    limit = given["completed_sessions"]["limit"]
    if limit < 1:
        raise refused_input(
            "This value must be greater than or equal to 1.",
            "restrictions[completed_sessions][limit]",
            code="parameter_invalid_integer",
        )
    return {"completed_sessions": {"count": done, "limit": limit}}


def _quantities(call: Call, own: Sequence[str]) -> dict[str, int]:
    """By item. StripeError 400 for an item that isn't the link's."""
    wanted: dict[str, int] = {}
    given: list[Any] = call.get("line_items", [])
    for n, one in enumerate(given):
        if one["id"] not in own:
            raise invalid(
                f"No such line item: '{one['id']}'", f"line_items[{n}][id]", code="resource_missing"
            )
        if one.get("adjustable_quantity", {}).get("enabled"):
            raise beyond.beyond(f"line_items[{n}][adjustable_quantity]")
        if "quantity" in one:
            wanted[one["id"]] = quantity_of(one, f"line_items[{n}]")
    return wanted
