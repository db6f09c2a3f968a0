"""How payment methods are called and described to those whose they are."""

from collections.abc import Mapping

from sandbox.stripe.pages.language import Reader
from sandbox.stripe.shapes import Body

BRANDS: Mapping[str, str] = {
    "amex": "American Express",
    "discover": "Discover",
    "mastercard": "Mastercard",
    "visa": "Visa",
}
BANKS: Mapping[str, str] = {
    "us_bank_account": "Bank account",
    "sepa_debit": "SEPA direct debit",
    "bacs_debit": "Bacs Direct Debit",
    "au_becs_debit": "BECS direct debit",
}


def title_of(details: Body, reader: Reader) -> str:
    """ "Visa •••• 4242". `details`: a payment method, or a charge's payment_method_details."""
    kind = details["type"]
    own = details.get(kind) or {}
    name = BRANDS.get(str(own.get("brand")), "Card") if kind == "card" else BANKS[kind]
    return f"{reader.t(name)} •••• {own.get('last4', '')}"


def more_of(method: Body, reader: Reader) -> str:
    """A card's expiry, an account's holder."""
    if method["type"] != "card":
        return str((method.get("billing_details") or {}).get("name") or "")
    card = method["card"]
    date = f"{card['exp_month']:02}/{card['exp_year'] % 100:02}"
    return reader.t("Expires {date}", date=date)
