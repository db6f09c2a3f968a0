"""How a payment method is called: "Visa •••• 4242"."""

from collections.abc import Mapping
from typing import Any

from desk.language import Language
from rules.amount_text import NAME_OF_METHOD

BRANDS = {
    "amex": "American Express",
    "cartes_bancaires": "Cartes Bancaires",
    "diners": "Diners Club",
    "discover": "Discover",
    "eftpos_au": "eftpos",
    "interac": "Interac",
    "jcb": "JCB",
    "mastercard": "Mastercard",
    "unionpay": "UnionPay",
    "visa": "Visa",
}
"""Names, the same in every language."""


def brand_name(say: Language, method: Mapping[str, Any]) -> str:
    """ "Visa", "SEPA". `method`: as an operation keeps it."""
    kind, brand = str(method.get("type") or "card"), str(method.get("brand") or "")
    name = NAME_OF_METHOD.get(kind) or BRANDS.get(brand) or brand.replace("_", " ").title()
    return name or (say("Card") if kind == "card" else kind.replace("_", " ").title())


def method_name(say: Language, method: Mapping[str, Any]) -> str:
    """With its last four digits, where they are known."""
    last4 = method.get("last4")
    return f"{brand_name(say, method)} •••• {last4}" if last4 else brand_name(say, method)
