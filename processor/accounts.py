"""The Stripe account behind a key: who it is, and why a key doesn't get us there."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

import stripe

from rules.words import Refusal, refuse, sentence

_CAPABILITIES = {
    "card": "card_payments",
    "us_bank_account": "us_bank_account_ach_payments",
    "bacs_debit": "bacs_debit_payments",
    "sepa_debit": "sepa_debit_payments",
    "au_becs_debit": "au_becs_debit_payments",
}


class KeyRefused(Refusal):
    """Stripe doesn't know our key, or it may not do this: asking again is of no use until somebody
    sees to it."""


@dataclass(frozen=True)
class Account:
    """What Stripe says of the account. `methods`: how clients can pay, of rules.fees.METHODS.
    `answered_at` is Stripe's clock, None if it sent none."""

    id: str
    name: str
    country: str
    currency: str
    charges_enabled: bool
    methods: tuple[str, ...]
    answered_at: datetime | None


def read_account(client: stripe.StripeClient) -> Account:
    """The account that the client's key belongs to; Refusal says what is wrong with the key."""
    try:
        found = client.v1.accounts.retrieve_current()
    except stripe.StripeError as error:
        raise refusal_of(error) from error
    if getattr(found, "object", None) != "account" or not getattr(found, "id", None):
        raise _not_stripe()
    return Account(
        id=found.id,
        name=_name(found),
        country=getattr(found, "country", None) or "",
        currency=getattr(found, "default_currency", None) or "",
        charges_enabled=bool(getattr(found, "charges_enabled", False)),
        methods=_methods(found),
        answered_at=_answered_at(found),
    )


def refusal_of(error: stripe.StripeError) -> Refusal:
    """Why Stripe didn't tell us the account, by the error's class and code, never its text."""
    code = error.error.code if error.error else None
    match error:
        case stripe.AuthenticationError() if code == "api_key_expired":
            return KeyRefused(
                sentence(
                    "This Stripe key has been revoked or has expired. Make a new one at "
                    "dashboard.stripe.com → Developers → API keys."
                )
            )
        case stripe.AuthenticationError():
            return KeyRefused(
                sentence(
                    "Stripe doesn’t know this key. Copy the whole secret key again from "
                    "dashboard.stripe.com → Developers → API keys."
                )
            )
        case stripe.PermissionError():
            return KeyRefused(
                sentence(
                    "This Stripe key has no permission to read its account. At "
                    "dashboard.stripe.com → Developers → API keys, edit the restricted key and "
                    "allow it to read the account."
                )
            )
        case stripe.RateLimitError():
            return refuse("Stripe asks us to slow down. Try again in a minute.")
        case stripe.APIConnectionError():
            return refuse(
                "Stripe can’t be reached. Check this machine’s internet connection, and its "
                "firewall or proxy if it has one."
            )
        case stripe.APIError() if (error.http_status or 0) >= 500:
            return refuse(
                "Stripe has a problem of its own at the moment (see status.stripe.com). "
                "Try again later."
            )
        case stripe.InvalidRequestError():
            return refuse("Stripe refuses this key for this account ({code}).", code=code or "?")
    return _not_stripe()


def _not_stripe() -> Refusal:
    return refuse(
        "What answers at Stripe’s address isn’t Stripe. Check STRIPE_API_BASE, and the proxy if "
        "this machine has one."
    )


def _name(account: stripe.Account) -> str:
    """As the dashboard shows it: the dashboard's name, the business's, or the id."""
    dashboard = getattr(getattr(account, "settings", None), "dashboard", None)
    profile = getattr(account, "business_profile", None)
    return getattr(dashboard, "display_name", None) or getattr(profile, "name", None) or account.id


def _methods(account: stripe.Account) -> tuple[str, ...]:
    """Those whose capability is active."""
    capabilities = getattr(account, "capabilities", None)
    return tuple(
        method
        for method, capability in _CAPABILITIES.items()
        if getattr(capabilities, capability, None) == "active"
    )


def _answered_at(account: stripe.Account) -> datetime | None:
    """The Date header of the answer: tells whether this machine's clock is right."""
    answer = account.last_response
    try:
        return parsedate_to_datetime(answer.headers["date"]) if answer else None
    except (KeyError, ValueError):
        return None
