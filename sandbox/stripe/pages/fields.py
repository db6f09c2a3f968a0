"""The fields of the payment forms, a table for each way to pay."""

from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.stripe.banks import ACH, BACS, BECS, SEPA

CARD = "card"
COUNTRY = "country"


@dataclass(frozen=True)
class Field:
    """`name` in the form; `label` and `missing` (what is said where it is empty) in English.
    `group`: how the page's script spaces digits out. `mine`: what a test sample doesn't replace."""

    name: str
    label: str
    missing: str = ""
    half: bool = False
    autocomplete: str = "off"
    inputmode: str = "text"
    hint: str = ""
    longest: int = 120
    group: str = ""
    mine: bool = False

    @property
    def id(self) -> str:
        return self.name.replace("[", "-").replace("]", "")


NAME = Field("name", "Full name", "Enter your name.", autocomplete="name", mine=True)
EMAIL = Field(
    "email",
    "E-mail",
    "Enter your e-mail address.",
    autocomplete="email",
    inputmode="email",
    mine=True,
)


def _account(kind: str, longest: int = 17) -> Field:
    name, missing = f"{kind}[account_number]", "Enter the account number."
    return Field(name, "Account number", missing, True, inputmode="numeric", longest=longest)


def _bank(kind: str, name: str, label: str, missing: str, hint: str) -> Field:
    return Field(f"{kind}[{name}]", label, missing, True, inputmode="numeric", hint=hint)


def _address(name: str, label: str, missing: str, autocomplete: str, half: bool = False) -> Field:
    return Field(f"{BACS}[{name}]", label, missing, half, autocomplete, mine=True)


FIELDS: Mapping[str, tuple[Field, ...]] = {
    CARD: (
        Field(
            "number",
            "Card number",
            "Enter the card number.",
            autocomplete="cc-number",
            inputmode="numeric",
            hint="1234 1234 1234 1234",
            longest=30,
            group="card",
        ),
        Field(
            "expiry",
            "Expiry date",
            "Enter the expiry date.",
            True,
            "cc-exp",
            "numeric",
            "MM / YY",
            9,
            "expiry",
        ),
        Field("cvc", "CVC", "Enter the security code.", True, "cc-csc", "numeric", "CVC", 4),
        Field(COUNTRY, "Country or region", half=True, autocomplete="country", mine=True),
        Field("postal_code", "Postal code", half=True, autocomplete="postal-code", mine=True),
    ),
    ACH: (
        _bank(ACH, "routing_number", "Routing number", "Enter the routing number.", "110000000"),
        _account(ACH),
    ),
    SEPA: (
        Field(
            f"{SEPA}[iban]",
            "IBAN",
            "Enter the IBAN.",
            hint="AT00 0000 0000 0000 0000",
            longest=42,
        ),
    ),
    BACS: (
        _bank(BACS, "sort_code", "Sort code", "Enter the sort code.", "10-88-00"),
        _account(BACS, 8),
        _address("line1", "Address", "Enter your address.", "address-line1"),
        _address("city", "Town or city", "Enter your town or city.", "address-level2", half=True),
        _address("postal_code", "Postcode", "Enter your postcode.", "postal-code", half=True),
    ),
    BECS: (
        _bank(BECS, "bsb_number", "BSB number", "Enter the BSB number.", "000-000"),
        _account(BECS, 9),
    ),
}
METHODS: Mapping[str, str] = {
    CARD: "Card",
    ACH: "US bank account",
    SEPA: "SEPA direct debit",
    BACS: "Bacs Direct Debit",
    BECS: "BECS direct debit",
}
"""What each kind is called; all but the card are debits and need a mandate."""
DEBITS = tuple(kind for kind in METHODS if kind != CARD)


def mandate_field(kind: str) -> str:
    return f"{kind}[mandate]"
