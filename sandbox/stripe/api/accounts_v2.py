"""Accounts by API v2: JSON in, and answers that hold only what was asked for."""

from sandbox.stripe import accounts, accounts_v2, onboarding
from sandbox.stripe.books import Books, Record
from sandbox.stripe.call import Call
from sandbox.stripe.changes import metadata, set_fields
from sandbox.stripe.currencies import known
from sandbox.stripe.errors import StripeError, refused_input
from sandbox.stripe.lists import DEFAULT, MOST
from sandbox.stripe.shapes import Body

_HELD = ("configuration", "contact_phone", "defaults", "display_name", "identity")
_FOR_PAYMENTS = ("merchant", "recipient")
_RESPONSIBILITIES = {"fees_collector": "stripe", "losses_collector": "stripe"}


def create(call: Call) -> Body:
    params = call.params
    held: Body = {"configuration": {}, "defaults": {}, "identity": {}}
    set_fields(held, params, _HELD)
    takes_money = any(name in held["configuration"] for name in _FOR_PAYMENTS)
    country = held["identity"].get("country")
    if takes_money and not country:
        raise _refused("identity.country is required.", "identity_country_required")
    if takes_money and not call.get("contact_email"):
        raise _refused("contact_email is required.", "contact_email_required")
    dashboard = call.get("dashboard", "none")
    body = accounts.new(
        country or call.books.service.setup.country,
        call.get("contact_email"),
        {"controller": _controller(dashboard, held), "type": "none"},
    )
    body["metadata"] = metadata(params.get("metadata"))
    if currency := held["defaults"].get("currency"):
        body["default_currency"] = known(currency, "defaults.currency")
    body["business_type"] = held["identity"].get("entity_type")
    record = accounts.connect(
        _platform(call), body, _about(params), accounts_v2.capabilities(held["configuration"])
    )
    record.private["v2"] = held
    call.books.save(record)
    return _shown(call, record)


def _controller(dashboard: str, held: Body) -> Body:
    given = _RESPONSIBILITIES | held["defaults"].get("responsibilities", {})
    fees, losses = given["fees_collector"], given["losses_collector"]
    if dashboard == "express" and (fees, losses) != ("application", "application"):
        raise _refused(
            "If dashboard is express, fees_collector must be application and losses_collector "
            "must be application.",
            "account_dashboard_responsibilities_invalid",
        )
    if losses == "application" and fees != "application":
        raise _refused(
            "If losses_collector is application, fees_collector must also be application.",
            "account_responsibilities_invalid",
        )
    return accounts_v2.controller(dashboard, given)


def _about(params: Body) -> Body:
    """What it tells for the onboarding."""
    merchant = params.get("configuration", {}).get("merchant") or {}
    profile = params.get("defaults", {}).get("profile") or {}
    identity = params.get("identity", {})
    found = {
        "business_profile": {"mcc": merchant.get("mcc"), "url": profile.get("business_url")},
        "business_type": identity.get("entity_type"),
    }
    return {name: value for name, value in found.items() if value}


def retrieve(call: Call) -> Body:
    closed = call.books.get(accounts_v2.OBJECT, call.ids["account"])
    return closed.body if closed else _shown(call, _named(call))


def update(call: Call) -> Body:
    record = _named(call)
    before = record.snapshot()
    given = {key: value or "" for key, value in call.get("metadata", {}).items()}
    record.body["metadata"] = metadata(given, record.body["metadata"])
    held = record.private.setdefault("v2", _as_made_by_v1())
    set_fields(held, call.params, _HELD)
    if call.get("contact_email"):
        record.body["email"] = call.params["contact_email"]
    if kind := held["identity"].get("entity_type"):
        record.body["business_type"] = kind
    asked = accounts_v2.capabilities(held["configuration"])
    record.private["requested"] = asked or record.private["requested"]
    accounts.learn(record, _about(call.params))
    accounts.save(_platform(call), record, before)
    return _shown(call, record)


def _as_made_by_v1() -> Body:
    return {"configuration": {"merchant": {}}, "defaults": {}, "identity": {}}


def close(call: Call) -> Body:
    record = _named(call)
    wanted = call.get("applied_configurations")
    if wanted is not None and sorted(wanted) != accounts_v2.applied(record):
        raise _refused(
            "applied_configurations must be those of the account.",
            "applied_configurations_mismatch",
        )
    return accounts_v2.close(_platform(call), record)


def list_all(call: Call) -> Body:
    """`page` is where the list goes on, as next_page_url says it."""
    limit = call.get("limit", DEFAULT)
    if not 1 <= limit <= MOST:
        raise refused_input(f"limit must be between 1 and {MOST}.", "limit")
    start = int(call.get("page", "0")) if str(call.get("page", "0")).isdigit() else 0
    every = list(_listed(call))
    rest = len(every) > start + limit
    url = f"/v2/core/accounts?limit={limit}&page="
    return {
        "data": every[start : start + limit],
        "next_page_url": f"{url}{start + limit}" if rest else None,
        "previous_page_url": f"{url}{max(0, start - limit)}" if start else None,
    }


def _listed(call: Call) -> list[Body]:
    platform = _platform(call)
    if call.get("closed"):
        return [one.body for one in platform.all(accounts_v2.OBJECT)]
    wanted = set(call.get("applied_configurations", ()))
    return [
        accounts_v2.shown(one, ())
        for one in platform.all("account")
        if one.id != platform.account and wanted <= set(accounts_v2.applied(one))
    ]


def create_link(call: Call) -> Body:
    account = _found(call, call.params["account"])
    if account.id == _platform(call).account:
        raise _not_found(account.id)
    use_case = call.params["use_case"]
    asked = use_case.get(use_case["type"])
    if asked is None:
        raise _refused(f"use_case.{use_case['type']} is required.", "use_case_required")
    made = onboarding.link(_platform(call), account, asked["refresh_url"], asked.get("return_url"))
    return {
        "object": "v2.core.account_link",
        "account": account.id,
        "created": onboarding.spoken(made["created"]),
        "expires_at": onboarding.spoken(made["expires_at"]),
        "livemode": False,
        "url": made["url"],
        "use_case": use_case,
    }


def _shown(call: Call, record: Record) -> Body:
    return accounts_v2.shown(record, call.get("include", ()))


def _platform(call: Call) -> Books:
    return call.books.service.platform


def _named(call: Call) -> Record:
    return _found(call, call.ids["account"])


def _found(call: Call, named: str) -> Record:
    """A connected account knows no other than itself."""
    mine = call.books is _platform(call) or call.books.account == named
    record = _platform(call).get("account", named) if mine else None
    if record is None:
        raise _not_found(named)
    return record


def _not_found(named: str) -> StripeError:
    message = f"Account {named} was not found."
    return StripeError(404, "invalid_request_error", message, code="not_found")


def _refused(message: str, code: str) -> StripeError:
    return StripeError(400, "invalid_request_error", message, code=code, stored=False)
