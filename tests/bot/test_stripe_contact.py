"""When Stripe last answered: what /readyz tells of it."""

import time
from collections.abc import Iterator

import pytest

from bot.readiness import Contacts
from bot.stripe_contact import StripeContact
from processor.accounts import read_account
from processor.client import make_client
from tests.support.canned_http import Answer, CannedServer, canned_server
from tests.support.running import NOWHERE

ACCOUNT = {"id": "acct_1", "object": "account", "country": "US", "default_currency": "usd"}
NOW = 1_790_000_000_000


@pytest.fixture
def stripe() -> Iterator[CannedServer]:
    with canned_server({"/v1/account": Answer(ACCOUNT)}) as server:
        yield server


def contact_with(address: str, contacts: Contacts) -> StripeContact:
    client = make_client("sk_test_51Example", address, timeouts=(1, 1), retries=0)
    return StripeContact(lambda: read_account(client), contacts, lambda: NOW)


def test_an_answer_of_stripes_is_remembered_with_its_time(stripe: CannedServer) -> None:
    contacts = Contacts()
    contact_with(stripe.url, contacts).ask()
    assert contacts.stripe_at == NOW


def test_where_stripe_is_away_the_last_answer_stays(stripe: CannedServer) -> None:
    contacts = Contacts()
    contact_with(NOWHERE, contacts).ask()
    assert contacts.stripe_at is None
    contact_with(stripe.url, contacts).ask()
    stripe.answers["/v1/account"] = Answer({"error": {"type": "api_error"}}, status=500)
    contact_with(stripe.url, contacts).ask()
    assert contacts.stripe_at == NOW


@pytest.mark.parametrize(("ahead", "wrong"), [(0, False), (290, False), (310, True), (-310, True)])
def test_a_clock_that_is_wrong_by_more_than_five_minutes_is_logged(
    stripe: CannedServer, caplog: pytest.LogCaptureFixture, ahead: int, wrong: bool
) -> None:
    client = make_client("sk_test_51Example", stripe.url, timeouts=(1, 1), retries=0)
    wall = lambda: time.time() + ahead  # noqa: E731 - the canned server sends the date of now
    StripeContact(lambda: read_account(client), Contacts(), lambda: NOW, wall).ask()
    assert ("clock is wrong" in caplog.text) == wrong
