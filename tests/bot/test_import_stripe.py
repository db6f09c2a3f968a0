"""`paydesk import stripe`: the customers of an account become clients, once."""

from collections.abc import Iterator
from typing import Any

import pytest
import stripe

from sandbox.stripe.faults import Script
from storage import stripe_clients
from storage.models import Audit, ImportRun
from tests.sandbox.stripe.support import KEY, LocalStripe
from tests.support.cast import TEAM
from tests.support.importing import Terminal, Told
from tests.support.stores import ON_SQLITE

ADA = {"name": "Ada Lovelace", "email": "ada@example.org"}


@pytest.fixture
def local() -> Iterator[LocalStripe]:
    running = LocalStripe()
    yield running
    running.stop()


def customer(local: LocalStripe, *cards: str, **known: Any) -> stripe.Customer:
    made = local.client.v1.customers.create(known)  # type: ignore[arg-type]
    for card in cards:
        local.client.v1.payment_methods.attach(card, {"customer": made.id})
    return made


def imports(terminal: Terminal, local: LocalStripe, *options: str) -> Told:
    environ = {"STRIPE_API_KEY": KEY, "STRIPE_API_BASE": local.url}
    return terminal.types("import", "stripe", "--practice", TEAM, *options, **environ)


def test_customers_and_their_cards_come_in(terminal: Terminal, local: LocalStripe) -> None:
    address = {"line1": "1 Main St", "city": "Austin", "state": "TX", "country": "US"}
    known = {**ADA, "phone": "+1 512 555 0100", "address": address, "preferred_locales": ["fr"]}
    made = customer(local, "pm_card_visa", "pm_card_mastercard", **known)
    told = imports(terminal, local)
    assert told.says("1 new clients", "2 saved payment methods").status == 0
    [ada] = terminal.clients()
    assert (ada.name, ada.email, ada.reference) == ("Ada Lovelace", "ada@example.org", "NP-0001")
    assert (ada.language, ada.address.state, ada.address.country) == ("fr", "TX", "US")
    mine = terminal.cast.practice.id
    assert stripe_clients.customers_of(terminal.store, mine, ada.id) == [made.id]
    methods = stripe_clients.methods_of(terminal.store, mine, ada.id)
    assert {(one.type, one.brand, one.last4) for one in methods} == {
        ("card", "visa", "4242"),
        ("card", "mastercard", "4444"),
    }
    assert all(one.funding == "credit" and one.fingerprint and one.exp_year for one in methods)
    assert stripe_clients.methods_of(terminal.store, terminal.cast.other.id, ada.id) == []


def test_a_customer_is_the_client_that_they_are(terminal: Terminal, local: LocalStripe) -> None:
    terminal.imports("id,name,email\n7,Ada Lovelace,ada@example.org\n8,Grace,\n9,Alan,\n")
    customer(local, **ADA)
    customer(local, name="G.", metadata={"paydesk_client": "NP-0002"})
    customer(local, name="A.", metadata={"patient_id": "9"})
    customer(local, name="Ada Lovelace", email="other@example.org")
    customer(local, email="nameless@example.org")
    imports(terminal, local).says("2 new clients", "3 customers of clients who were there")
    names = terminal.names()
    assert names[:3] == ["Ada Lovelace", "Grace", "Alan"]
    assert sorted(names[3:]) == ["Ada Lovelace", "nameless@example.org"]


def test_a_second_run_adds_nobody_and_sees_what_changed(
    terminal: Terminal, local: LocalStripe
) -> None:
    made = customer(local, "pm_card_visa", **ADA)
    imports(terminal, local)
    [saved] = stripe_clients.methods_of(terminal.store, terminal.cast.practice.id, 1)
    local.client.v1.payment_methods.detach(saved.method_id)
    local.client.v1.payment_methods.attach("pm_card_amex", {"customer": made.id})
    told = imports(terminal, local)
    told.says("0 new clients", "1 known before", "1 saved payment methods")
    [saved] = stripe_clients.methods_of(terminal.store, terminal.cast.practice.id, 1)
    assert (saved.brand, len(terminal.clients())) == ("amex", 1)


def test_who_can_not_be_named_is_told(terminal: Terminal, local: LocalStripe) -> None:
    nameless = customer(local, phone="1")
    carded = customer(local, name="B 4242 4242 4242 4242")
    told = imports(terminal, local)
    told.says(f"{nameless.id}: It has neither", f"{carded.id}: There is a card number")
    assert told.says_not("4242 4242").status == 1
    assert terminal.names() == []


def test_a_dry_run_writes_nothing(terminal: Terminal, local: LocalStripe) -> None:
    customer(local, "pm_card_visa", **ADA)
    imports(terminal, local, "--dry-run").says("1 new clients", "dry run")
    assert terminal.names() == []
    assert terminal.store.select(ImportRun.select()) == []


@ON_SQLITE
@pytest.mark.parametrize("fault", ["error", "hang", "cut", "rate_limit", "html"])
def test_a_run_that_stripe_interrupts_is_resumed(
    terminal: Terminal, local: LocalStripe, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.stripe_import.TIMEOUTS", (2.0, 0.3))
    monkeypatch.setattr("desk.imports.stripe_account.WRITTEN_AT_ONCE", 2)
    for number in range(5):
        customer(local, "pm_card_visa", name=f"Person {number}", email=f"{number}@example.org")
    struck = {"path": "/v1/customers/{id}/payment_methods", "skip": 2}
    local.service.faults.add(Script.read({**struck, "fault": fault, "times": 99}))
    told = imports(terminal, local)
    assert told.says("What came in stays").status == 1
    assert len(terminal.clients()) in (0, 2)
    local.service.faults.clear()
    imports(terminal, local).says("saved payment methods")
    assert sorted(terminal.names()) == [f"Person {number}" for number in range(5)]
    actions = [row["action"] for row in terminal.store.select(Audit.select(Audit.action))]
    assert actions[-2:] == ["import.begun", "import.resumed"]


@ON_SQLITE
def test_without_stripe_there_is_a_sentence(terminal: Terminal) -> None:
    environ = {"STRIPE_API_KEY": KEY, "STRIPE_API_BASE": "http://127.0.0.1:9"}
    told = terminal.types("import", "stripe", "--practice", TEAM, **environ)
    assert told.says("Stripe can’t be reached").status == 1
