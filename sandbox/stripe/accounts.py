"""Accounts: the platform's own, and those connected to it, with what Stripe still has to know of
them before they may take money."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sandbox.stripe.books import Books, Record
from sandbox.stripe.changes import set_fields
from sandbox.stripe.currencies import OF_COUNTRY
from sandbox.stripe.errors import StripeError, refused_input
from sandbox.stripe.ids import token
from sandbox.stripe.lists import listed
from sandbox.stripe.shapes import Body

if TYPE_CHECKING:
    from sandbox.stripe.service import Setup

_NEEDED = (
    "business_profile.mcc",
    "business_profile.url",
    "business_type",
    "external_account",
    "representative.dob.day",
    "representative.dob.month",
    "representative.dob.year",
    "representative.email",
    "representative.first_name",
    "representative.last_name",
    "tos_acceptance.date",
    "tos_acceptance.ip",
)
_NEEDED_IN_US = ("settings.payments.statement_descriptor",)
_NEEDED_ELSEWHERE = (
    "representative.address.city",
    "representative.address.line1",
    "representative.address.postal_code",
    "representative.phone",
)
_OWN_CAPABILITIES = (
    "au_becs_debit_payments",
    "bacs_debit_payments",
    "card_payments",
    "sepa_debit_payments",
    "transfers",
    "us_bank_account_ach_payments",
)


def open_own(books: Books, setup: "Setup") -> None:
    """The platform's, unless it is there already."""
    if books.get("account", books.account) is not None:
        return
    body = new(setup.country, None, {"controller": {"type": "account"}, "type": "standard"})
    body |= {"id": books.account, "email": "owner@northside.example"}
    body["business_profile"]["name"] = setup.name
    body["settings"]["dashboard"]["display_name"] = setup.name
    held: Body = {"onboarded": True, "given": {}, "requested": list(_OWN_CAPABILITIES)}
    review(_add(books, body, held))


def connect(books: Books, body: Body, given: Body, requested: list[str]) -> Record:
    """A new connected account. `given`: what is known for its onboarding already; `requested`:
    its capabilities."""
    named = f"acct_1{token(15)}"
    held: Body = {"onboarded": False, "given": given, "requested": requested, "links": {}}
    record = _add(books, body | {"id": named}, held)
    review(record)
    books.save(record)
    return record


def _add(books: Books, body: Body, held: Body) -> Record:
    url = f"/v1/accounts/{body['id']}/external_accounts"
    return books.add("account", "acct", {"external_accounts": listed([], url), **body}, held)


def new(country: str | None, email: str | None, kind: Body) -> Body:
    """`kind`: its controller and type. StripeError 400 for a country that Stripe doesn't know."""
    where = (country or "").upper()
    if where not in OF_COUNTRY:
        raise refused_input(
            f"Country '{country}' is unknown. Try using a 2-character alphanumeric country code "
            "instead, such as 'US', 'EG', or 'GB'.",
            "country",
            code="country_unsupported",
        )
    return {
        **kind,
        "business_profile": {"support_address": None},
        "business_type": None,
        "country": where,
        "default_currency": OF_COUNTRY[where],
        "email": email,
        "metadata": {},
        "settings": _settings(),
        "tos_acceptance": {"date": None, "ip": None, "user_agent": None},
    }


def _settings() -> Body:
    return {
        "bacs_debit_payments": {},
        "branding": {},
        "card_issuing": {"tos_acceptance": {}},
        "card_payments": {"decline_on": {"avs_failure": False, "cvc_failure": False}},
        "dashboard": {"display_name": None, "timezone": "Etc/UTC"},
        "invoices": {"hosted_payment_method_save": "always"},
        "payments": {},
        "payouts": {
            "debit_negative_balances": True,
            "schedule": {"delay_days": 2, "interval": "daily"},
        },
        "sepa_debit_payments": {},
    }


# What is known, and what is not


def review(account: Record) -> None:
    """Sets what follows from what is known: while anything is due, nothing is enabled."""
    due = list(needs(account))
    done = not due
    state = "active" if done else "inactive"
    account.body |= {
        "capabilities": dict.fromkeys(account.private["requested"], state),
        "charges_enabled": done,
        "details_submitted": done,
        "future_requirements": _requirements([]),
        "payouts_enabled": done,
        "requirements": _requirements(due),
    }


def needs(account: Record) -> Iterator[str]:
    """What is still due, as Stripe names it."""
    if account.private["onboarded"]:
        return
    in_us = account.body["country"] == "US"
    for name in sorted((*_NEEDED, *(_NEEDED_IN_US if in_us else _NEEDED_ELSEWHERE))):
        if not _known(account.private["given"], name):
            yield name


def _known(given: Mapping[str, Any], name: str) -> bool:
    """A representative is the person of an individual's business."""
    value: Any = given
    for step in name.replace("representative.", "individual.").split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value not in (None, "")


def _requirements(due: list[str]) -> Body:
    return {
        "alternatives": [],
        "current_deadline": None,
        "currently_due": due,
        "disabled_reason": "requirements.past_due" if due else None,
        "errors": [],
        "eventually_due": due,
        "past_due": due,
        "pending_verification": [],
    }


def learn(account: Record, news: Mapping[str, Any]) -> None:
    """What a client tells of it, for its onboarding."""
    set_fields(account.private["given"], dict(news), news)
    review(account)


def onboard(books: Books, account: Record, name: str = "") -> None:
    """All that was due was filled in on Stripe's page."""
    before = account.snapshot()
    account.private["onboarded"] = True
    body = account.body
    profile = body["business_profile"]
    profile["name"] = name or profile["name"] or "Rocket Rides"
    profile["mcc"] = profile["mcc"] or "8099"
    profile["url"] = profile["url"] or "https://accessible.stripe.com"
    body["business_type"] = body["business_type"] or "individual"
    body["tos_acceptance"]["date"] = books.now
    body["settings"]["dashboard"]["display_name"] = profile["name"]
    review(account)
    save(books, account, before)


def save(books: Books, account: Record, before: Body) -> None:
    """In the platform's books; those who listen to the connected account are told."""
    books.save(account)
    if before != account.body:
        books.service.books(account.id).emit("account.updated", account.body, before)


def no_access(named: str) -> StripeError:
    """403 for an account that is not there, or not this platform's."""
    return StripeError(
        403,
        "invalid_request_error",
        f"The provided key 'sk_test_{'*' * 8}' does not have access to account '{named}' (or that "
        "account does not exist). Application access may have been revoked.",
        code="account_invalid",
        stored=False,
    )
