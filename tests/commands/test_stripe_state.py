"""Settings → Stripe: what Stripe says of the account, and the steps that set payments up."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.incoming import Kind
from commands.asked import Outside
from desk.access import Person
from desk.stripe_state import stripe_state
from processor.client import make_client
from rules.roles import Role
from storage import practices
from storage.database import Store
from tests.support.canned_http import Answer as Canned
from tests.support.canned_http import CannedServer, canned_server
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, STRANGER, Cast
from tests.support.chat import Answer, Chat

ACCOUNT = {
    "id": "acct_1",
    "object": "account",
    "country": "US",
    "default_currency": "usd",
    "charges_enabled": True,
    "capabilities": {"card_payments": "active", "us_bank_account_ach_payments": "pending"},
    "settings": {"dashboard": {"display_name": "Northside <Physio>"}},
}


@pytest.fixture
def stripe() -> Iterator[CannedServer]:
    with canned_server({"/v1/account": Canned(ACCOUNT)}) as server:
        yield server


@pytest.fixture
def connected(chat: Chat, stripe: CannedServer) -> Chat:
    client = make_client("sk_test_1", stripe.url, retries=0)
    return replace(chat, outside=Outside(stripe=client))


def window(chat: Chat, locale: str = "en-US") -> Answer:
    label = "Settings" if locale.startswith("en") else "Réglages"
    opened = chat.person(OLIVIA, locale).types("/billing").press(label)
    return opened.press("Stripe")


def test_the_account_and_what_it_can_do(connected: Chat, store: Store, cast: Cast) -> None:
    practices.set_livemode(store, cast.practice.id, False)
    window(connected).sees(
        "*Northside &lt;Physio&gt;* · `acct_1` · US · USD",
        "*TEST* – no real money moves here.",
        "It can take payments.",
        ":white_check_mark: Cards and wallets: on",
        ":white_large_square: Direct debit (ACH): not on",
        "<https://dashboard.stripe.com/test/dashboard|View Stripe dashboard>",
    )
    practices.set_livemode(store, cast.practice.id, True)
    window(connected).sees("payments are real", "<https://dashboard.stripe.com/dashboard|")


def test_an_account_that_is_not_ready_says_so(connected: Chat, stripe: CannedServer) -> None:
    stripe.answers["/v1/account"] = Canned({**ACCOUNT, "charges_enabled": False})
    window(connected).sees("It can’t take payments yet")


def test_a_key_that_stripe_does_not_know_is_told(connected: Chat, stripe: CannedServer) -> None:
    error = {"error": {"type": "invalid_request_error", "message": "no"}}
    stripe.answers["/v1/account"] = Canned(error, 401)
    window(connected).sees("Stripe doesn’t know this key.")


def test_without_a_key_the_way_to_one_is_shown(chat: Chat) -> None:
    shown = window(chat).sees("Stripe isn’t connected yet")
    steps = shown.press("Set up payments").sees(
        "*1. Make a restricted key.*",
        "*Write:* Charges and Refunds, Customers, PaymentIntents",
        "*Read:* Account",
        "Cards and wallets; Direct debit (ACH)",
        "never in chat",
    )
    steps.press("What Stripe says now").sees("Stripe isn’t connected yet")


def test_stripe_is_never_asked_inside_a_transaction(connected: Chat, cast: Cast) -> None:
    owner = Person(cast.practice.id, OLIVIA, Role.OWNER)
    with (
        pytest.raises(RuntimeError, match="transaction"),
        connected.desk.store.transaction(),
    ):
        stripe_state(connected.desk, connected.outside.stripe, cast.practice, owner)


@pytest.mark.parametrize("user", [BEN, FLORENCE, SAM, NOAH, STRANGER])
def test_nobody_but_an_owner_sees_it(connected: Chat, stripe: CannedServer, user: str) -> None:
    someone = connected.person(user)
    for name in ("settings:edit:stripe", "settings:stripe:setup"):
        someone.asks(Kind.CLICK_IN_VIEW, name).is_refused("/billing")
    assert stripe.seen == []


def test_in_french(connected: Chat) -> None:
    window(connected, "fr-FR").sees("Il peut encaisser", "Prélèvement (ACH) : non activé")
