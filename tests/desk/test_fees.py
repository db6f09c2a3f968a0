"""Fee look-ups below the chat: which row answers, and how little is asked of the store."""

from datetime import date
from decimal import Decimal

import pytest

from desk import fees
from desk.access import Person
from desk.context import Desk
from desk.own_fees import read_own_fees
from rules.amount_text import read_fee_question
from rules.fees import FeeRow
from rules.roles import Role
from storage import fee_rows
from storage.database import Store
from storage.practices import Practice
from tests.support.cast import BEN, OLIVIA, Cast, FrozenClock


def practice(place: str | None, currency: str | None) -> Practice:
    return Practice(1, "T1", "Practice", place, currency, "en", None, 0)


@pytest.fixture
def desk(store: Store, clock: FrozenClock) -> Desk:
    return Desk(store, clock, claim_secret=b"")


@pytest.mark.parametrize(
    ("place", "currency", "region", "home"),
    [
        ("US-TX", "usd", "us", "usd"),
        ("GB", None, "gb", "gbp"),
        ("PL", "pln", "eu", "pln"),
        ("RE", "eur", "eu", "eur"),
        ("CA-QC", "cad", "other", "cad"),
        ("CA-QC", None, "other", "usd"),
        (None, None, None, "usd"),
    ],
)
def test_home_is_where_the_practice_is(
    place: str | None, currency: str | None, region: str | None, home: str
) -> None:
    assert fees.home_region(practice(place, currency)) == region
    assert fees.home_currency(practice(place, currency)) == home


def test_the_practices_newest_row_that_has_begun_answers(
    desk: Desk, store: Store, cast: Cast, clock: FrozenClock
) -> None:
    for since, percent in [("2026-01-01", "2.8"), ("2026-11-23", "2.7"), ("2026-11-24", "2.6")]:
        add(store, cast, row(since, percent), clock())
    asked = read_fee_question("100", "en", "usd")
    person = Person(cast.practice.id, BEN, Role.BILLER)
    today = fees.answer(desk, person, cast.practice, asked)
    assert (today.row.percent, today.kept.amount) == (Decimal("2.7"), 300)
    assert today.own is not None
    assert today.own.by == OLIVIA
    clock.advance(24 * 60 * 60 * 1000)
    assert fees.answer(desk, person, cast.practice, asked).row.percent == Decimal("2.6")


def test_an_answer_always_adds_up(desk: Desk, cast: Cast) -> None:
    person = Person(cast.practice.id, BEN, Role.BILLER)
    for amount in ("0.50", "1", "99.99", "100", "12345.67"):
        asked = read_fee_question(amount, "en", "usd")
        answer = fees.answer(desk, person, cast.practice, asked)
        assert answer.kept.amount + answer.receives.amount == answer.amount.amount
        assert answer.charge is not None


def test_a_look_up_asks_the_store_once(
    desk: Desk, store: Store, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30):
        add(store, cast, row(f"2026-01-{number + 1:02}", "2.8"), number)
    asked, attempt = [], store.attempt
    monkeypatch.setattr(store, "attempt", lambda work: asked.append(work) or attempt(work))
    person = Person(cast.practice.id, BEN, Role.BILLER)
    fees.fee_table(desk, cast.practice, person, "all")
    fees.answer(desk, person, cast.practice, read_fee_question("100", "en", "usd"))
    assert len(asked) == 4


def test_a_form_is_read_without_a_store() -> None:
    form = {
        "method": "us_bank_account",
        "currency": "USD",
        "percent": "0,8",
        "fixed": "0",
        "cap": "1,250.00",
        "since": "2026-03-01",
        "source": "Contract",
    }
    read = read_own_fees(form, "en")
    assert read == FeeRow(
        region="own",
        method="us_bank_account",
        currency="usd",
        percent=Decimal("0.8"),
        fixed=0,
        cap=125_000,
        since=date(2026, 3, 1),
        own=True,
        source="Contract",
    )


def row(since: str, percent: str) -> FeeRow:
    begins = date.fromisoformat(since)
    return FeeRow("own", "card", "usd", Decimal(percent), 30, since=begins, own=True, source="x")


def add(store: Store, cast: Cast, fee_row: FeeRow, now: int) -> None:
    fee_rows.add(store, cast.practice.id, fee_row, OLIVIA, now)
