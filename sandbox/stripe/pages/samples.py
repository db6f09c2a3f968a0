"""The test cards and accounts offered under a form, each with a word on what it does."""

from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.stripe import banks, cards
from sandbox.stripe.banks import ACH, BACS, BECS, SEPA
from sandbox.stripe.pages.fields import CARD

_NOTES: Mapping[str, str] = {
    "pm_card_visa": "Accepted",
    "pm_card_amex": "Accepted, 4-digit CVC",
    "pm_card_gb": "Accepted, British",
    "pm_card_threeDSecure2Required": "3-D Secure",
    "pm_card_authenticationRequired": "3-D Secure at each payment",
    "pm_card_visa_chargeDeclined": "Declined",
    "pm_card_visa_chargeDeclinedInsufficientFunds": "Declined: insufficient funds",
    "pm_card_chargeDeclinedExpiredCard": "Declined: expired",
    "pm_card_chargeCustomerFail": "Saved, then always declined",
    "pm_card_createDispute": "Accepted, then disputed",
    "pm_card_refundFail": "Accepted, refunds fail",
    "pm_usBankAccount_success": "Paid",
    "pm_usBankAccount_accountClosed": "Fails: closed account",
    "pm_usBankAccount_insufficientFunds": "Fails: insufficient funds",
    "pm_usBankAccount_dispute": "Paid, then disputed",
    "pm_usBankAccount_processing": "Stays on its way",
    "pm_sepaDebit_success_at": "Paid",
    "pm_sepaDebit_successDelayed_at": "Paid, but later",
    "pm_sepaDebit_failed_at": "Fails",
    "pm_sepaDebit_insufficientFunds_at": "Fails: insufficient funds",
    "pm_sepaDebit_disputed_at": "Paid, then disputed",
    "pm_bacsDebit_success": "Paid",
    "pm_bacsDebit_insufficientFunds": "Fails: insufficient funds",
    "pm_bacsDebit_debitNotAuthorized": "Fails: not authorised",
    "pm_bacsDebit_dispute": "Paid, then disputed",
    "pm_bacsDebit_mandateRefused": "Fails: mandate refused",
    "pm_auBecsDebit_success": "Paid",
    "pm_auBecsDebit_accountClosed": "Fails: closed account",
    "pm_auBecsDebit_referToCustomer": "Fails: insufficient funds",
    "pm_auBecsDebit_dispute": "Paid, then disputed",
}
_BANK_CODES: Mapping[str, tuple[str, str]] = {
    ACH: ("routing_number", "110000000"),
    BACS: ("sort_code", "108800"),
    BECS: ("bsb_number", "000000"),
}
_BACS_ADDRESS = {"line1": "1 Station Road", "city": "London", "postal_code": "SW1A 1AA"}
_EXPIRY, _CVC, _AMEX_CVC = "12 / 34", "123", "1234"
_SPACED = 4


@dataclass(frozen=True)
class Sample:
    """`values`: what it puts into the form, by field name."""

    token: str
    shown: str
    note: str
    values: Mapping[str, str]


def _card(card: cards.TestCard) -> Sample:
    number = spaced(card.number)
    cvc = _AMEX_CVC if card.brand == "amex" else _CVC
    values = {"number": number, "expiry": _EXPIRY, "cvc": cvc}
    return Sample(card.token, number, _NOTES[card.token], values)


def _bank(bank: banks.TestBank) -> Sample:
    if bank.kind == SEPA:
        iban = spaced(bank.account)
        return Sample(bank.token, iban, _NOTES[bank.token], {f"{SEPA}[iban]": iban})
    code, value = _BANK_CODES[bank.kind]
    values = {code: value, "account_number": bank.account}
    values |= _BACS_ADDRESS if bank.kind == BACS else {}
    named = {f"{bank.kind}[{name}]": given for name, given in values.items()}
    return Sample(bank.token, bank.account, _NOTES[bank.token], named)


def spaced(digits: str) -> str:
    return " ".join(digits[at : at + _SPACED] for at in range(0, len(digits), _SPACED))


SAMPLES: Mapping[str, tuple[Sample, ...]] = {
    CARD: tuple(_card(one) for one in cards.CARDS if one.token in _NOTES),
    **{
        kind: tuple(_bank(one) for one in banks.BANKS if one.kind == kind and one.token in _NOTES)
        for kind in (ACH, SEPA, BACS, BECS)
    },
}
BY_TOKEN: Mapping[str, Sample] = {one.token: one for group in SAMPLES.values() for one in group}
PERSON = {"name": "Jenny Rosen", "email": "jenny.rosen@example.com"}
"""For a form whose own name and e-mail are still empty."""
