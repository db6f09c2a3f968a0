"""A practice that charges: its desk, the worker, and the local Stripe, whose time stands still."""

import itertools
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import requests
from stripe import StripeClient

from bot.till import Till
from desk import charges
from desk.access import Person
from desk.charge_plans import Wish, plan
from desk.charges import Agreed, Differs
from desk.context import Desk
from desk.sending import Sender
from rules.roles import Role
from sandbox.clock import Clock
from sandbox.stripe.service import Setup
from storage import clients, invoices, operations, stripe_clients
from storage.clients import Client
from storage.invoice_contents import Content, Line
from storage.invoices import Invoice
from storage.operations import Operation
from storage.store import Store
from storage.stripe_clients import SavedMethod
from tests.sandbox.stripe.support import LocalStripe
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, ROLES, SAM, T0, Cast, FrozenClock

AGREED = {"customer_acceptance": {"type": "offline"}}
LEASE_MS = 120_000
NUMBERS = itertools.count(1_001)


class Accounting:
    """A local Stripe for a module of tests. Its clock stands where `now` (epoch ms) says."""

    def __init__(self, setup: Setup | None = None) -> None:
        self.now = T0
        self.stripe = LocalStripe(setup, clock=Clock(lambda: self.now / 1000))

    def stop(self) -> None:
        self.stripe.stop()


@dataclass
class Register:
    """What a test does at the pay desk of the cast's practice, and what it finds at Stripe."""

    desk: Desk
    cast: Cast
    clock: FrozenClock
    accounting: Accounting
    client: StripeClient
    owner: str = "worker-1"

    def __post_init__(self) -> None:
        self.till = Till(Sender(self.desk, self.client, LEASE_MS), self.owner)

    @property
    def store(self) -> Store:
        return self.desk.store

    @property
    def mine(self) -> int:
        return self.cast.practice.id

    def person(self, user: str) -> Person:
        return Person(self.mine, user, Role(ROLES.get(user, "none")))

    def payer(self, method: str = "pm_card_visa", name: str = "Ada Lovelace") -> Client:
        """A client with a saved payment method, Stripe's test method of that name."""
        number = next(NUMBERS)
        blank = Client(0, f"NP-{number}", name, name.casefold(), f"payer{number}@example.com")
        added = clients.add(self.store, self.mine, blank, [])
        self.save_method(added, method)
        return added

    def save_method(self, client: Client, method: str) -> SavedMethod:
        """Saved at Stripe, and known here."""
        known = stripe_clients.customers_of(self.store, self.mine, client.id)
        v1 = self.accounting.stripe.client.v1
        customer = known[0] if known else v1.customers.create({"name": client.name}).id
        wanted: Any = {"customer": customer, "payment_method": method, "confirm": True}
        if not method.startswith("pm_card"):
            wanted["mandate_data"] = AGREED
        wanted["automatic_payment_methods"] = {"enabled": True, "allow_redirects": "never"}
        made = v1.setup_intents.create(wanted)
        saved = v1.payment_methods.retrieve(str(made.payment_method))
        told = saved.to_dict()[saved.type]
        names = ("brand", "last4", "exp_month", "exp_year", "funding", "country", "fingerprint")
        found = SavedMethod(
            client.id, customer, saved.id, saved.type, **{name: told.get(name) for name in names}
        )
        before = stripe_clients.methods_of(self.store, self.mine, client.id)
        stripe_clients.put(
            self.store, self.mine, [(customer, client.id)], [*before, found], self.clock()
        )
        return found

    def methods_of(self, client: Client) -> list[SavedMethod]:
        return stripe_clients.methods_of(self.store, self.mine, client.id)

    def invoice(self, payer: Client, total: int = 10_000, currency: str = "usd") -> Invoice:
        number = next(NUMBERS)
        blank = Invoice(
            id=0,
            number=number,
            reference=f"INV-{number}",
            client_id=payer.id,
            payer_id=payer.id,
            state=invoices.OPEN,
            currency=currency,
            language="en",
            issued_on="2026-11-23",
            due_on="2026-12-23",
            note="",
            rounding="total",
            fee_payer=None,
            net=total,
            total=total,
            paid=0,
            seller={"name": "Northside Physio"},
            buyer={"name": payer.name},
            version=1,
            external_id=None,
            created_by=OLIVIA,
            created_at=self.clock(),
            changed_at=self.clock(),
        )
        content = Content((Line("Manual therapy", "1", total, total),), ())
        return invoices.add(self.store, self.mine, blank, content)

    def asks(
        self,
        user: str,
        *wanted: Invoice,
        amount: int | None = None,
        method_id: str | None = None,
        request: str = "",
        **said: bool,
    ) -> Operation | Differs:
        """Somebody charges these, having looked at what it is."""
        person = self.person(user)
        wish = Wish(tuple(one.id for one in wanted), amount, method_id)
        seen = plan(self.desk, self.cast.practice, person, wish).hash()
        request = request or uuid4().hex
        practice = self.cast.practice
        return charges.submit(self.desk, practice, person, request, wish, Agreed(seen, **said))

    def charges(self, user: str, *wanted: Invoice, **more: Any) -> Operation:
        """The same, where nothing is in the way; the worker has not begun yet."""
        asked = self.asks(user, *wanted, **more)
        assert isinstance(asked, Operation), asked
        return asked

    def pays(self, payer: Client, total: int = 10_000, user: str = OLIVIA) -> Operation:
        """An invoice, charged, and as far as it gets at once."""
        return self.done(self.charges(user, self.invoice(payer, total)))

    def done(self, operation: Operation) -> Operation:
        """As it is once the worker has done what is due."""
        self.till.work_off()
        return self.now(operation)

    def now(self, operation: Operation) -> Operation:
        found = operations.by_uid(self.store, operation.practice_id, operation.uid)
        assert found is not None
        return found

    def invoice_now(self, invoice: Invoice) -> Invoice:
        found = invoices.get(self.store, self.mine, invoice.id)
        assert found is not None
        return found

    def passes(self, *, seconds: float = 0, hours: float = 0, days: float = 0) -> None:
        """Time goes by, here and at Stripe, where what is due then is done."""
        ms = int(1000 * (seconds + 3600 * hours + 86_400 * days))
        self.clock.advance(ms)
        self.accounting.now = self.clock()
        self.accounting.stripe.service.run_due()

    def until_rest(self, days: int = 9) -> None:
        """What is left to be found out is found out, as time goes by."""
        for _ in range(days * 4):
            self.till.work_off()
            self.passes(hours=6)
        self.till.work_off()

    def next_answer(self, method_id: str, decline_code: str) -> None:
        """The next try with the saved card is declined."""
        self.control(f"payment_methods/{method_id}/next", decline_code=decline_code)

    def fault(self, **asked: Any) -> None:
        self.control("faults", **asked)

    def control(self, path: str, /, **asked: Any) -> None:
        answer = requests.post(f"{self.accounting.stripe.url}/_test/{path}", json=asked, timeout=10)
        assert answer.status_code == 200, answer.text

    def intents_of(self, payer: Client) -> list[dict[str, Any]]:
        """At Stripe, the payer's payment intents, the newest first."""
        ids = stripe_clients.customers_of(self.store, self.mine, payer.id)
        v1 = self.accounting.stripe.client.v1
        found = v1.payment_intents.list({"customer": ids[0], "limit": 100})
        return [one.to_dict() for one in found.data]

    def taken_from(self, payer: Client) -> list[int]:
        """At Stripe, what was taken from the payer: the amounts of charges that succeeded."""
        ids = stripe_clients.customers_of(self.store, self.mine, payer.id)
        found = self.accounting.stripe.client.v1.charges.list({"customer": ids[0], "limit": 100})
        return [one.amount for one in found.data if one.status == "succeeded"]


PEOPLE = (OLIVIA, BEN, FLORENCE, SAM, NOAH)
