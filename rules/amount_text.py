"""Reads what people type about an amount of money, in English and French: "1 250,50 € sepa"."""

from dataclasses import dataclass

from rules.amount_numbers import read_number
from rules.amount_phrases import understood
from rules.amount_tokens import unknown_word
from rules.fees import (
    CURRENCY_OF_REGION,
    DIRECT_DEBITS,
    METHOD_OF_REGION,
    REGION_OF_CURRENCY,
    REGION_OF_METHOD,
)
from rules.money import Money
from rules.words import Refusal, refuse

NAME_OF_METHOD = {
    "us_bank_account": "ACH",
    "bacs_debit": "Bacs",
    "sepa_debit": "SEPA",
    "au_becs_debit": "BECS",
}
"""The direct debits' own names, the same in every language."""


@dataclass(frozen=True)
class FeeQuestion:
    """What was asked after /fees.

    `amount` None: the table is wanted. `method` is one of rules.fees.METHODS, or "debit" for the
    region's direct debit. `region` is one of rules.fees.REGIONS or "all", where one was named.
    `currency` is the one that was named, if any.
    """

    amount: Money | None
    method: str | None
    region: str | None
    currency: str | None
    help: bool


def read_fee_question(text: str, language: str, home_currency: str) -> FeeQuestion:
    """What `text` asks for. Raises Refusal, and nothing else, for what can't be understood.

    `language` is "en" or "fr". An amount without a currency is in that of the named method or
    region, else in `home_currency`.
    """
    if text.strip() in ("", "?"):
        return FeeQuestion(None, None, None, None, help=bool(text.strip()))
    said = understood(text)
    if said.help:
        return FeeQuestion(None, None, None, None, help=True)
    method, region = _one_method(said.methods), _one_region(said.regions)
    _refuse_method_outside_region(method, region)
    wanted = _currency_of_method(method) or CURRENCY_OF_REGION.get(region or "")
    currency = _one_currency(said.currencies, wanted, home_currency)
    _refuse_method_in_currency(method, currency)
    if not said.numbers:
        return FeeQuestion(None, method, region, currency, help=False)
    _refuse_amount_everywhere(region)
    in_currency = currency or wanted or home_currency
    _refuse_debit_in_currency(method, region, in_currency)
    amount = read_number(_one_number(said.numbers), language, in_currency)
    return FeeQuestion(amount, method, region, currency, help=False)


def read_amount(text: str, language: str, home_currency: str) -> Money:
    """The one amount that `text` is, in `home_currency` unless it names another.

    Raises Refusal, and nothing else, for whatever is not one amount above zero.
    """
    said = understood(text)
    stray = next(iter([*said.methods, *said.regions]), None)
    if stray or said.help:
        raise unknown_word(text.strip())
    currency = _one_currency(said.currencies, None, home_currency)
    return read_number(_one_number(said.numbers), language, currency or home_currency)


def _one_number(numbers: list[str]) -> str:
    if not numbers:
        raise refuse("Name an amount, for example 120.50.")
    if len(numbers) > 1:
        raise refuse("I found several amounts. Write one amount at a time, for example 120.50.")
    return numbers[0]


def _one_method(methods: list[str]) -> str | None:
    """The method named; "debit" beside a direct debit's own name says nothing more."""
    named = set(methods)
    if named & set(DIRECT_DEBITS):
        named.discard("debit")
    if len(named) > 1:
        raise refuse("I found several ways to pay. Write one at a time, for example 120 card.")
    return next(iter(named), None)


def _one_region(regions: list[str]) -> str | None:
    if len(set(regions)) > 1:
        raise refuse("I found several regions. Write one at a time, for example 120 uk.")
    return next(iter(regions), None)


def _one_currency(mentions: list[tuple[str, ...]], wanted: str | None, home: str) -> str | None:
    """The currency that all `mentions` can mean: `wanted` or `home` if it is one of these."""
    if not mentions:
        return None
    options = [code for code in mentions[0] if all(code in mention for mention in mentions)]
    if not options:
        raise refuse("I found several currencies. Write one, for example 120 eur.")
    return next((code for code in (wanted, home) if code in options), options[0])


def _currency_of_method(method: str | None) -> str | None:
    return CURRENCY_OF_REGION.get(REGION_OF_METHOD.get(method or "", ""))


def _refuse_method_outside_region(method: str | None, region: str | None) -> None:
    if region in (None, "all") or method in (None, "card"):
        return
    if method == "debit" and region in METHOD_OF_REGION:
        return
    if method == "debit":
        raise _no_direct_debit()
    if REGION_OF_METHOD[str(method)] != region:
        raise refuse(
            "{method} belongs to another region. Leave the region out, for example {example}.",
            method=NAME_OF_METHOD[str(method)],
            example=f"120 {NAME_OF_METHOD[str(method)].lower()}",
        )


def _refuse_method_in_currency(method: str | None, currency: str | None) -> None:
    collected = _currency_of_method(method)
    if currency and collected and currency != collected:
        raise refuse(
            "{method} collects only {currency}. Write for example {example}, or ask about cards.",
            method=NAME_OF_METHOD[str(method)],
            currency=collected.upper(),
            example=f"120 {collected}",
        )


def _refuse_amount_everywhere(region: str | None) -> None:
    if region == "all":
        raise refuse(
            "An amount is worked out for one region at a time. Write for example 120 uk, "
            "or leave the amount out to see every region."
        )


def _refuse_debit_in_currency(method: str | None, region: str | None, currency: str) -> None:
    region = region or REGION_OF_CURRENCY.get(currency)
    if method == "debit" and CURRENCY_OF_REGION.get(region or "") != currency:
        raise _no_direct_debit()


def _no_direct_debit() -> Refusal:
    return refuse(
        "There is no direct debit there. It collects USD in the United States, GBP in the "
        "United Kingdom, EUR in Europe and AUD in Australia: write for example 120 eur debit."
    )
