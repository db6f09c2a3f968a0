"""Reads bank details as people and clients give them; refuses what Stripe refuses."""

import re
from collections.abc import Mapping
from typing import Any

from sandbox.stripe.banks import ACH, BACS, BECS, BY_ACCOUNT, SEPA, TestBank
from sandbox.stripe.errors import StripeError, invalid, missing_parameter
from sandbox.stripe.ids import fingerprint
from sandbox.stripe.shapes import Body

FIELDS: Mapping[str, tuple[str, ...]] = {
    ACH: ("account_number", "routing_number"),
    SEPA: ("iban",),
    BACS: ("account_number", "sort_code"),
    BECS: ("account_number", "bsb_number"),
}
"""What names an account, for each kind of debit; the account itself first."""
_BILLING: Mapping[str, tuple[tuple[str, ...], ...]] = {
    ACH: (("name",),),
    SEPA: (("name",), ("email",)),
    BACS: (
        ("name",),
        ("email",),
        ("address", "line1"),
        ("address", "city"),
        ("address", "country"),
        ("address", "postal_code"),
    ),
    BECS: (("name",), ("email",)),
}
"""The billing details without which a mandate can't be written."""
_BRANCHES = {"routing_number": r"\d{9}", "sort_code": r"\d{6}", "bsb_number": r"\d{6}"}
_BANK_CODES = {"AT": 5, "BE": 3, "DE": 8, "ES": 4, "FR": 5, "IE": 4, "IT": 5, "NL": 4}
"""How many characters of an IBAN, after its first four, name the bank."""


def test_bank(kind: str, details: Body) -> TestBank:
    """StripeError 400 for what names no account, and for what is no test account."""
    for field in FIELDS[kind]:
        if not details.get(field):
            raise missing_parameter(f"{kind}[{field}]")
    account, *branch = (_plain(details[field]) for field in FIELDS[kind])
    if kind == SEPA:
        _check_iban(account)
    else:
        _check_branch(kind, FIELDS[kind][1], branch[0])
    bank = BY_ACCOUNT.get((kind, account))
    if bank is None:
        raise _no_test_account(kind)
    return bank


def _plain(number: str) -> str:
    return re.sub(r"[ -]", "", number).upper()


def _check_iban(iban: str) -> None:
    """ISO 13616: the number that its letters and digits spell leaves 1 when divided by 97."""
    turned = iban[4:] + iban[:4]
    fits = re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}", iban)
    if not fits or int("".join(str(int(one, 36)) for one in turned)) % 97 != 1:
        raise _wrong(SEPA, "iban", "The IBAN you entered is invalid.", "account_number_invalid")


def _check_branch(kind: str, field: str, number: str) -> None:
    weights = (3, 7, 1) * 3
    sums_up = sum(int(one) * by for one, by in zip(number, weights, strict=False)) % 10 == 0
    if not re.fullmatch(_BRANCHES[field], number) or (kind == ACH and not sums_up):
        spoken = field.replace("_", " ")
        raise _wrong(kind, field, f"Invalid {spoken}", "routing_number_invalid")


def _no_test_account(kind: str) -> StripeError:
    known = next(account for of, account in BY_ACCOUNT if of == kind)
    message = (
        f"You must use a test bank account number in test mode. Try {known} or see more options at "
        "https://stripe.com/docs/connect/testing#account-numbers."
    )
    return _wrong(kind, FIELDS[kind][0], message, "account_number_invalid")


def _wrong(kind: str, field: str, message: str, code: str) -> StripeError:
    return invalid(message, f"{kind}[{field}]", code=code)


def check_billing(kind: str, billing: Body) -> None:
    """StripeError 400 for what the mandate's writer must know and was not told."""
    for path in _BILLING[kind]:
        value: Any = billing
        for step in path:
            value = (value or {}).get(step)
        if not value:
            raise missing_parameter("billing_details" + "".join(f"[{step}]" for step in path))


def shown(bank: TestBank, details: Body, account: str) -> Body:
    """A payment method's hash of its kind: the account's last four characters, never all."""
    common = {"fingerprint": fingerprint(f"{account} {bank.account}"), "last4": bank.account[-4:]}
    return common | _branch(bank, details)


def _branch(bank: TestBank, details: Body) -> Body:
    if bank.kind == ACH:
        return {
            "account_holder_type": details.get("account_holder_type"),
            "account_type": details.get("account_type") or "checking",
            "bank_name": "STRIPE TEST BANK",
            "networks": {"preferred": "ach", "supported": ["ach"]},
            "routing_number": _plain(details["routing_number"]),
        }
    if bank.kind == SEPA:
        country = bank.account[:2]
        return {
            "bank_code": bank.account[4 : 4 + _BANK_CODES.get(country, 4)],
            "branch_code": "",
            "country": country,
            "generated_from": {"charge": None, "setup_attempt": None},
        }
    if bank.kind == BACS:
        return {"sort_code": _plain(details["sort_code"])}
    return {"bsb_number": _plain(details["bsb_number"])}


def own_details(bank: TestBank) -> Body:
    """What someone would type to name this account."""
    branches = {ACH: "110000000", BACS: "108800", BECS: "000000"}
    typed = dict(zip(FIELDS[bank.kind], (bank.account, branches.get(bank.kind)), strict=False))
    return typed | ({"account_holder_type": "individual"} if bank.kind == ACH else {})
