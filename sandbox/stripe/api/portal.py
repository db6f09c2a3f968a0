"""The customer portal by API: its configurations, and sessions that let a customer in."""

from sandbox.stripe import addresses, beyond, portal
from sandbox.stripe.api.customers import living_customer
from sandbox.stripe.books import Record
from sandbox.stripe.call import Call
from sandbox.stripe.changes import metadata, set_fields
from sandbox.stripe.errors import invalid, missing_parameter, no_such
from sandbox.stripe.lists import matching, page
from sandbox.stripe.shapes import Body

_TO_HOMEPAGE = {"type": "portal_homepage"}
_PLAIN = ("business_profile", "default_return_url", "name")


def create_configuration(call: Call) -> Body:
    fields: Body = {
        "features": portal.features(),
        "login_page": {"enabled": False},
        "metadata": metadata(call.params.get("metadata")),
    }
    _set(fields, call)
    return portal.add_configuration(call.books, fields).body


def retrieve_configuration(call: Call) -> Body:
    return call.named(portal.CONFIGURATION, "configuration").body


def update_configuration(call: Call) -> Body:
    record = call.named(portal.CONFIGURATION, "configuration")
    if record.body["is_default"] and call.get("active") is False:
        raise invalid("You cannot deactivate your default configuration.", "active")
    before = record.snapshot()
    changed = record.snapshot()
    changed["metadata"] = metadata(call.params.get("metadata"), changed["metadata"])
    set_fields(changed, call.params, ("active",))
    _set(changed, call)
    changed["updated"] = call.books.now
    record.body = changed
    portal.show_login_page(call.books, record)
    call.books.save(record, f"{portal.CONFIGURATION}.updated", before)
    return record.body


def list_configurations(call: Call) -> Body:
    found = matching(call.books.all(portal.CONFIGURATION), call, "active", "is_default")
    return page(call, "/v1/billing_portal/configurations", found)


def _set(body: Body, call: Call) -> None:
    set_fields(body, call.params, (*_PLAIN, "features", "login_page"))
    update = body["features"]["customer_update"]
    update["allowed_updates"] = update["allowed_updates"] or []
    if update["enabled"] and not update["allowed_updates"]:
        raise missing_parameter("features[customer_update][allowed_updates]")


def create_session(call: Call) -> Body:
    beyond.check(call.params, ("after_expiration", "customer_account", "on_behalf_of"))
    customer = living_customer(call)
    if customer is None:
        raise missing_parameter("customer")
    configuration = _configuration(call)
    addresses.web(call.get("return_url"), "return_url")
    fields: Body = {"flow": _flow(call, configuration)}
    set_fields(fields, call.params, ("locale", "return_url"))
    return portal.open_session(call.books, customer, configuration, fields).body


def _configuration(call: Call) -> Record:
    given = call.get("configuration")
    if not given:
        default = portal.default(call.books)
        if default is None:
            raise portal.default_needed()
        return default
    found = call.books.find(portal.CONFIGURATION, given, "configuration")
    if not found.body["active"]:
        raise invalid(f"The configuration {given} is not active.", "configuration")
    return found


def _flow(call: Call, configuration: Record) -> Body | None:
    """What the page is opened for. Without subscriptions, only what concerns the customer."""
    given = call.get("flow_data")
    if given is None:
        return None
    kind = given["type"]
    if kind not in ("payment_method_update", "customer_update"):
        wanted = given.get(kind, {}).get("subscription")
        if not wanted:
            raise missing_parameter(f"flow_data[{kind}]")
        raise no_such("subscription", wanted, f"flow_data[{kind}][subscription]")
    if not configuration.body["features"][kind]["enabled"]:
        raise invalid(
            f"The portal configuration doesn't have the `{kind}` feature enabled.",
            "flow_data[type]",
        )
    return {"type": kind, "after_completion": dict(given.get("after_completion", _TO_HOMEPAGE))}
