"""Accounts by API v1, and the links to their pages."""

from collections.abc import Mapping

from sandbox.stripe import accounts, addresses, onboarding
from sandbox.stripe.books import Books, Record
from sandbox.stripe.call import Call
from sandbox.stripe.changes import metadata, set_fields
from sandbox.stripe.errors import invalid, missing_parameter, no_such, refused_input
from sandbox.stripe.goods import one_of
from sandbox.stripe.lists import page
from sandbox.stripe.shapes import Body

_CONTROLLERS: Mapping[str, Body] = {
    "standard": {
        "fees": {"payer": "account"},
        "losses": {"payments": "stripe"},
        "requirement_collection": "stripe",
        "stripe_dashboard": {"type": "full"},
    },
    "express": {
        "fees": {"payer": "application_express"},
        "losses": {"payments": "application"},
        "requirement_collection": "stripe",
        "stripe_dashboard": {"type": "express"},
    },
    "custom": {
        "fees": {"payer": "application_custom"},
        "losses": {"payments": "application"},
        "requirement_collection": "application",
        "stripe_dashboard": {"type": "none"},
    },
}
_USUAL = ("card_payments", "transfers")
_PLAIN = ("business_profile", "business_type", "default_currency", "email", "settings")
_ABOUT = (
    "business_profile",
    "business_type",
    "external_account",
    "individual",
    "settings",
    "tos_acceptance",
)


def create(call: Call) -> Body:
    platform = _platform(call)
    if "type" in call.params and "controller" in call.params:
        raise one_of("", "type", "controller", both=True)
    kind = call.get("type")
    controller = _CONTROLLERS[kind or "standard"] | call.get("controller", {})
    owner = {"is_controller": True, "type": "application"}
    country = call.get("country", platform.service.setup.country)
    body = accounts.new(
        country,
        call.get("email"),
        {"controller": owner | controller, "type": kind or "none"},
    )
    _set(body, call)
    record = accounts.connect(platform, body, _about(call), _requested(call, []))
    return record.body


def _set(body: Body, call: Call) -> None:
    body["metadata"] = metadata(call.params.get("metadata"), body["metadata"])
    set_fields(body, call.params, _PLAIN)
    if "tos_acceptance" in call.params:
        set_fields(body, call.params, ("tos_acceptance",))


def _about(call: Call) -> Body:
    return {name: call.params[name] for name in _ABOUT if call.get(name)}


def _requested(call: Call, before: list[str]) -> list[str]:
    """The names of its capabilities. One that collects its own requirements has the usual ones."""
    asked: dict[str, Body] = call.get("capabilities", {})
    wanted = {name: one.get("requested", True) for name, one in asked.items()}
    kept = [name for name in before or _by_default(call) if wanted.get(name, True)]
    return sorted({*kept, *(name for name, on in wanted.items() if on)})


def _by_default(call: Call) -> tuple[str, ...]:
    dashboard = call.get("controller", {}).get("stripe_dashboard", {}).get("type", "full")
    full = call.get("type", "standard") == "standard" and dashboard == "full"
    return _USUAL if full else ()


def retrieve(call: Call) -> Body:
    return _named(call).body


def retrieve_current(call: Call) -> Body:
    """The one that the key, or the Stripe-Account header, speaks for."""
    return call.books.service.platform.find("account", call.books.account).body


def update(call: Call) -> Body:
    record = _named(call)
    before = record.snapshot()
    _set(record.body, call)
    record.private["requested"] = _requested(call, record.private["requested"])
    accounts.learn(record, _about(call))
    accounts.save(call.books.service.platform, record, before)
    return record.body


def delete(call: Call) -> Body:
    record = _named(call)
    if record.id == call.books.service.platform.account:
        raise invalid("You cannot delete your own account.")
    call.books.service.platform.remove(record)
    return {"id": record.id, "object": "account", "deleted": True}


def list_all(call: Call) -> Body:
    """Those that are connected, not the platform's own."""
    platform = _platform(call)
    connected = (one for one in platform.all("account") if one.id != platform.account)
    return page(call, "/v1/accounts", connected)


def create_login_link(call: Call) -> Body:
    record = _named(call)
    if record.body["controller"].get("stripe_dashboard", {}).get("type") != "express":
        raise invalid(
            "Cannot create a login link for an account that doesn't have access to the Express "
            "Dashboard."
        )
    url = f"{call.books.service.base_url}/pages/dashboard/{record.id}"
    return {"object": "login_link", "created": call.books.now, "url": url}


def create_link(call: Call) -> Body:
    platform = _platform(call)
    account = platform.get("account", call.params["account"])
    if account is None or account.id == platform.account:
        raise no_such("account", call.params["account"], "account")
    for name in ("refresh_url", "return_url"):
        if not call.get(name):
            raise missing_parameter(name)
        addresses.web(call.get(name), name)
    collects = account.body["controller"]["requirement_collection"]
    if call.params["type"] == "account_update" and collects != "application":
        raise refused_input(
            "You cannot create `account_update` type Account Links for this account. Valid types "
            "are: account_onboarding.",
            "type",
        )
    made = onboarding.link(platform, account, call.params["refresh_url"], call.params["return_url"])
    return {"object": "account_link", **made}


def _platform(call: Call) -> Books:
    if call.books is not call.books.service.platform:
        raise invalid(
            "You can only create new accounts if you've signed up for Connect, which you can do "
            "at https://dashboard.stripe.com/connect."
        )
    return call.books


def _named(call: Call) -> Record:
    """A connected account knows no other than itself. StripeError 403."""
    platform = call.books.service.platform
    named = call.ids["account"]
    mine = call.books is platform or named == call.books.account
    record = platform.get("account", named) if mine else None
    if record is None:
        raise accounts.no_access(named)
    return record
