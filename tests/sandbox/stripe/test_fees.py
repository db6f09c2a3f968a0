"""Every row of the price tables, against fees that were worked out by hand."""

from decimal import Decimal
from typing import Any

import pytest

from sandbox.clock import Clock
from sandbox.stripe import methods, payments
from sandbox.stripe.books import Books
from sandbox.stripe.prices import Price
from sandbox.stripe.pricing import named
from sandbox.stripe.service import Service, Setup
from sandbox.stripe.shapes import Body
from tests.sandbox.stripe.till import AGREED, MONDAY

CARDS = [
    # Account, card, amount: its percent, and the fixed part.
    ("US", "pm_card_visa", 10_000, 290 + 30),
    ("US", "pm_card_amex", 10_000, 290 + 30),
    ("US", "pm_card_gb", 10_000, 440 + 30),
    ("US", "pm_card_visa", 2_500, 73 + 30),  # 72.5 rounds up
    ("US", "pm_card_visa", 50, 1 + 30),  # 1.45 rounds down
    ("GB", "pm_card_gb", 10_000, 150 + 20),
    ("GB", "pm_card_fr", 10_000, 250 + 20),
    ("GB", "pm_card_visa", 10_000, 325 + 20),
    ("FR", "pm_card_fr", 10_000, 150 + 25),
    ("FR", "pm_card_de", 10_000, 150 + 25),
    ("FR", "pm_card_gb", 10_000, 250 + 25),
    ("FR", "pm_card_visa", 10_000, 325 + 25),
    ("AU", "pm_card_au", 10_000, 170 + 30),
    ("AU", "pm_card_visa", 10_000, 350 + 30),
    ("CA", "pm_card_ca", 10_000, 290 + 30),
    ("CA", "pm_card_visa", 10_000, 370 + 30),
    ("NZ", "pm_card_visa", 10_000, 440 + 30),
]
DEBITS = [
    ("US", "pm_usBankAccount_success", 10_000, 80),
    ("US", "pm_usBankAccount_success", 62_400, 499),  # 499.2
    ("US", "pm_usBankAccount_success", 62_500, 500),
    ("US", "pm_usBankAccount_success", 100_000, 500),  # the cap
    ("GB", "pm_bacsDebit_success", 10_000, 100),
    ("GB", "pm_bacsDebit_success", 1_000, 20),  # the least
    ("FR", "pm_sepaDebit_success_at", 10_000, 35),
    ("AU", "pm_auBecsDebit_success", 10_000, 100 + 30),
    ("AU", "pm_auBecsDebit_success", 100_000, 350),  # the cap
]
DISPUTES = [("US", 1_500), ("GB", 2_000), ("FR", 2_000), ("AU", 2_500), ("CA", 1_500)]
OWN = {"US": "usd", "GB": "gbp", "FR": "eur", "AU": "aud", "CA": "cad", "NZ": "nzd"}


def books_in(country: str, pricing: str = "stripe") -> Books:
    setup = Setup(country=country, pricing=pricing, debit_seconds=1)
    return Service(Clock(lambda: MONDAY), setup).platform


def transaction(books: Books, method: str, amount: int, currency: str) -> Body:
    """Of a payment that has come in."""
    service = books.service
    with service.acting():
        fields: Body = {"amount": amount, "currency": currency, "capture_method": "automatic"}
        intent = payments.create(books, fields)
        payer = methods.resolve(books, method)
        acceptance: Any = AGREED["customer_acceptance"] if "_card_" not in method else None
        payments.confirm(books, intent, payer, off_session=True, acceptance=acceptance)
    service.clock.advance(1)
    service.run_due()
    charge = books.find("charge", intent.body["latest_charge"])
    return books.find("balance_transaction", charge.body["balance_transaction"]).body


def details_of(body: Body) -> list[tuple[str, int]]:
    assert sum(one["amount"] for one in body["fee_details"]) == body["fee"]
    assert body["net"] == body["amount"] - body["fee"]
    return [(one["type"], one["amount"]) for one in body["fee_details"]]


@pytest.mark.parametrize(("country", "method", "amount", "fee"), [*CARDS, *DEBITS])
def test_what_stripe_takes_of_a_payment(country: str, method: str, amount: int, fee: int) -> None:
    body = transaction(books_in(country), method, amount, OWN[country])
    assert (body["amount"], body["currency"]) == (amount, OWN[country])
    assert body["exchange_rate"] is None
    assert details_of(body) == [("stripe_fee", fee)]


@pytest.mark.parametrize(("country", "fee"), DISPUTES)
def test_what_stripe_takes_for_a_dispute(country: str, fee: int) -> None:
    books = books_in(country)
    transaction(books, "pm_card_createDispute", 10_000, OWN[country])
    dispute = next(books.all("dispute")).body
    assert details_of(dispute["balance_transactions"][0]) == [("stripe_fee", fee)]


@pytest.mark.parametrize(
    ("country", "percent"), [("US", "2.9"), ("GB", "1.9"), ("FR", "1.9"), ("AU", "1.7")]
)
def test_a_premium_card_of_the_same_place_costs_more_in_europe(country: str, percent: str) -> None:
    price = named("stripe", country).of_card(country, country, premium=True)
    assert price.percent == Decimal(percent)


@pytest.mark.parametrize(
    ("country", "currency", "amount", "settled", "rate", "fees"),
    [
        # 100.00 € are 110.00 $: 2.9 % of it and 0.30; 1 % for converting.
        ("US", "eur", 10_000, 11_000, 1.1, (319 + 30, 110)),
        # 10,000 ¥ are 65.00 $: 2.9 % is 1.885.
        ("US", "jpy", 10_000, 6_500, 0.0065, (189 + 30, 65)),
        # 10.000 KD are 32.50 $: 2.9 % is 0.9425.
        ("US", "kwd", 10_000, 3_250, 3.25, (94 + 30, 33)),
        # 100.00 $ are 80.00 £: 3.25 % and 0.20 for an American card; 2 % for converting.
        ("GB", "usd", 10_000, 8_000, 0.8, (260 + 20, 160)),
    ],
)
def test_another_currency_is_converted_and_that_costs(
    country: str, currency: str, amount: int, settled: int, rate: float, fees: tuple[int, int]
) -> None:
    body = transaction(books_in(country), "pm_card_visa", amount, currency)
    assert (body["amount"], body["currency"], body["exchange_rate"]) == (
        settled,
        OWN[country],
        rate,
    )
    assert details_of(body) == [("stripe_fee", fee) for fee in fees]


@pytest.mark.parametrize("country", OWN)
def test_the_published_prices_are_the_same_everywhere(country: str) -> None:
    for card in ("pm_card_visa", "pm_card_gb", "pm_card_au"):
        body = transaction(books_in(country, "published"), card, 10_000, OWN[country])
        assert details_of(body) == [("stripe_fee", 290 + 30)]


@pytest.mark.parametrize(
    ("country", "account"),
    [
        ("US", "pm_usBankAccount_success"),
        ("GB", "pm_bacsDebit_success"),
        ("FR", "pm_sepaDebit_success_at"),
        ("AU", "pm_auBecsDebit_success"),
    ],
)
def test_the_published_price_of_debits_is_the_same_everywhere(country: str, account: str) -> None:
    body = transaction(books_in(country, "published"), account, 10_000, OWN[country])
    assert details_of(body) == [("stripe_fee", 190 + 50)]


def test_some_accounts_pay_a_tax_on_the_fees() -> None:
    body = transaction(books_in("AU", "taxed"), "pm_card_au", 10_000, "aud")
    assert details_of(body) == [("stripe_fee", 200), ("tax", 20)]  # 10 % GST
    assert body["fee_details"][1]["description"] == "GST"
    body = transaction(books_in("GB", "taxed"), "pm_card_gb", 10_000, "gbp")
    assert details_of(body) == [("stripe_fee", 170), ("tax", 34)]  # 20 % VAT


def test_an_account_can_have_prices_of_its_own() -> None:
    books = books_in("GB")
    books.service.pricing.set(
        books.account,
        {
            "domestic": {"percent": "1.4", "fixed": 15},
            "debits": {"bacs_debit": {"percent": "0.5", "most": 40}},
            "dispute": 100,
        },
    )
    body = transaction(books, "pm_card_gb", 10_000, "gbp")
    assert details_of(body) == [("stripe_fee", 140 + 15)]
    body = transaction(books, "pm_bacsDebit_success", 10_000, "gbp")
    assert details_of(body) == [("stripe_fee", 40)]
    body = transaction(books, "pm_card_fr", 10_000, "gbp")
    assert details_of(body) == [("stripe_fee", 250 + 20)]  # as before
    books.service.pricing.set(books.account, "published")
    body = transaction(books, "pm_card_gb", 10_000, "gbp")
    assert details_of(body) == [("stripe_fee", 290 + 30)]


@pytest.mark.parametrize(
    "given",
    [
        "gratis",
        {"domestik": {"percent": "1"}},
        {"domestic": {"percent": "1", "fix": 20}},
        {"domestic": {"percent": "little"}},
        {"conversion": "101"},
        {"like": "gratis"},
    ],
)
def test_prices_that_are_none_are_refused(given: Any) -> None:
    with pytest.raises(ValueError):
        books_in("US").service.pricing.set("acct_1", given)


def test_a_service_does_not_start_with_prices_that_nobody_knows() -> None:
    with pytest.raises(ValueError, match="gratis"):
        Service(Clock(), Setup(pricing="gratis"))


def test_a_price_is_a_percent_and_a_fixed_part_between_two_bounds() -> None:
    price = Price(Decimal("1"), 10, least=20, most=50)
    assert [price.of(amount) for amount in (100, 1_000, 1_050, 2_000, 4_000, 9_999)] == [
        20,
        20,
        21,
        30,
        50,
        50,
    ]
