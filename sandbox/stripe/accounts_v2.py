"""Accounts as API v2 shows them: the same accounts as API v1's, in other words, and only the parts
that were asked for."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sandbox.stripe import accounts, onboarding
from sandbox.stripe.books import Books, Record
from sandbox.stripe.shapes import Body

OBJECT = "v2.core.account"
_V1_CAPABILITIES: Mapping[str, str] = {
    "ach_debit_payments": "us_bank_account_ach_payments",
    "stripe_transfers": "transfers",
}
"""By the names of API v2, where API v1 has others."""
_PAYERS: Mapping[str, str] = {"application": "application", "stripe": "account"}
_DASHBOARDS: Mapping[str, str] = {"standard": "full", "express": "express", "custom": "none"}
_MERCHANT = ("bacs_debit_payments", "branding", "mcc", "statement_descriptor", "support")


def controller(dashboard: str, responsibilities: Body) -> Body:
    """API v1's words for who pays fees and bears losses."""
    collects = "application" if dashboard == "none" else "stripe"
    return {
        "fees": {"payer": _PAYERS[responsibilities["fees_collector"]]},
        "is_controller": True,
        "losses": {"payments": responsibilities["losses_collector"]},
        "requirement_collection": collects,
        "stripe_dashboard": {"type": dashboard},
        "type": "application",
    }


def capabilities(configuration: Body) -> list[str]:
    """API v1's names of what a configuration requests."""
    parts = (configuration.get(name) or {} for name in ("merchant", "recipient"))
    asked = {name for part in parts for name in _requested(part.get("capabilities") or {})}
    return sorted(_V1_CAPABILITIES.get(name, name) for name in asked)


def _requested(tree: Mapping[str, Any]) -> Iterator[str]:
    for name, inner in tree.items():
        if not isinstance(inner, dict):
            continue
        if inner.get("requested"):
            yield name
        else:
            yield from _requested(inner)


# Shown


def shown(account: Record, include: Iterable[str]) -> Body:
    """`include`: such as "identity" or "configuration.merchant"."""
    body, held = account.body, account.private.get("v2", {})
    told: Body = {
        "id": account.id,
        "object": OBJECT,
        "applied_configurations": applied(account),
        "closed": False,
        "created": onboarding.spoken(body["created"]),
        "dashboard": body["controller"].get("stripe_dashboard", {}).get("type", "full"),
        "livemode": False,
        "metadata": body["metadata"],
    }
    if body["email"]:
        told["contact_email"] = body["email"]
    told |= {name: held[name] for name in ("contact_phone", "display_name") if held.get(name)}
    for path in include:
        part, _, which = path.partition(".")
        if which:
            told.setdefault("configuration", {}).update(_configuration(account, which))
        else:
            told[part] = _PARTS[part](account)
    return told


def applied(account: Record) -> list[str]:
    """One made by API v1 is a merchant."""
    held = account.private.get("v2")
    return sorted(held["configuration"]) if held else ["merchant"]


def _configuration(account: Record, which: str) -> Body:
    if which not in applied(account):
        return {}
    given: Body = account.private.get("v2", {}).get("configuration", {}).get(which, {})
    body: Body = {"applied": True}
    if which == "customer":
        return {which: body}
    asked = given.get("capabilities") or _asked_by_v1(account)
    body["capabilities"] = _statuses(account, asked)
    if which == "merchant":
        paid_out = {"payouts": _status(account)}
        body["capabilities"]["stripe_balance"] = paid_out
        body["card_payments"] = {"decline_on": {"avs_failure": False, "cvc_failure": False}}
        body |= {name: given[name] for name in _MERCHANT if given.get(name)}
    return {which: body}


def _asked_by_v1(account: Record) -> Body:
    wanted = (name for name in account.private["requested"] if name == "card_payments")
    return {name: {"requested": True} for name in wanted}


def _statuses(account: Record, asked: Mapping[str, Any]) -> Body:
    told: Body = {}
    for name, inner in asked.items():
        if "requested" not in inner:
            told[name] = _statuses(account, inner)
        elif inner["requested"]:
            told[name] = _status(account)
    return told


def _status(account: Record) -> Body:
    if account.body["details_submitted"]:
        return {"status": "active", "status_details": []}
    why = {"code": "requirements_past_due", "resolution": "provide_info"}
    return {"status": "restricted", "status_details": [why]}


def _defaults(account: Record) -> Body:
    body, kind = account.body, account.body["controller"]
    payer = kind.get("fees", {}).get("payer", "account")
    given = account.private.get("v2", {}).get("defaults", {})
    return {
        "currency": body["default_currency"],
        **{name: given[name] for name in ("locales", "profile") if given.get(name)},
        "responsibilities": {
            "fees_collector": "stripe" if payer == "account" else payer,
            "losses_collector": kind.get("losses", {}).get("payments", "stripe"),
            "requirements_collector": kind.get("requirement_collection", "stripe"),
        },
    }


def _identity(account: Record) -> Body:
    given = account.private.get("v2", {}).get("identity", {})
    kind = account.body["business_type"]
    entity = {"entity_type": kind} if kind else {}
    return {**entity, **given, "country": account.body["country"]}


def _requirements(account: Record) -> Body:
    due = list(accounts.needs(account))
    if not due:
        return {"entries": []}
    past = {"status": "past_due"}
    return {
        "entries": [_entry(account, name) for name in due],
        "summary": {"minimum_deadline": past},
    }


def _entry(account: Record, name: str) -> Body:
    past = {"status": "past_due"}
    restricts = [
        {"capability": "card_payments", "configuration": which, "deadline": past}
        for which in applied(account)
        if which == "merchant"
    ]
    return {
        "awaiting_action_from": "user",
        "description": name,
        "errors": [],
        "impact": {"restricts_capabilities": restricts},
        "minimum_deadline": past,
        "requested_reasons": [{"code": "routine_onboarding"}],
    }


_PARTS = {
    "defaults": _defaults,
    "future_requirements": lambda account: {"entries": []},
    "identity": _identity,
    "requirements": _requirements,
}


def close(books: Books, account: Record) -> Body:
    """It can't be reached any more; what is left is that it was."""
    body = shown(account, ()) | {"applied_configurations": [], "closed": True}
    books.remove(account)
    return books.add(OBJECT, "acct", body).body
