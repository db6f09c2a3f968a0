"""What else moves the money of invoices: payment links, refunds asked for in Paydesk, cash."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from uuid import uuid4

from hypothesis import strategies as st
from hypothesis.stateful import rule

from desk import elsewhere, links, refund_plans, refunds
from desk.charge_parts import Wish
from desk.link_plans import CARD, plan
from desk.links import LinkRequest
from rules.words import Refusal
from sandbox.stripe import checkout
from sandbox.stripe.books import Record
from sandbox.stripe.errors import StripeError
from storage import payment_links
from storage.operations import COLLECT, CREDIT, ELSEWHERE, LINK, REFUND, REOPEN, Operation
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM
from tests.support.link_payers import pays
from tests.support.simulation.world import World, at

NUMBERS = st.integers(0, 30)
USERS = st.sampled_from((OLIVIA, BEN, FLORENCE, SAM, NOAH))
PAGES_PAID_BY = ("pm_card_visa", "pm_card_visa_chargeDeclined", "pm_usBankAccount_success")
US_DEBIT = "us_bank_account"


class OtherMoney:
    """Steps of the simulation."""

    world: World

    # Payment links

    @rule(user=USERS, which=NUMBERS, kind=st.sampled_from((CARD, US_DEBIT)), part=st.booleans())
    def somebody_wants_a_link(self, user: str, which: int, kind: str, part: bool) -> None:
        world, invoice = self.world, at(which, self.world.invoices)
        person, practice = world.person(user), world.cast.practice
        wish = Wish((invoice.id,), 2_000 if part else None)
        with suppress(Refusal):
            seen = plan(world.desk, practice, person, wish, kind).hash()
            asked = LinkRequest(uuid4().hex, wish, kind, seen, anew=True)
            links.submit(world.desk, practice, person, asked)
            links.submit(world.desk, practice, person, asked)

    @rule(which=NUMBERS)
    def a_client_opens_a_link(self, which: int) -> None:
        """Also one that is about to be closed: its address was copied before."""
        link = at(which, self._of(LINK))
        known = link and payment_links.get(self.world.store, link.practice_id, link.id).link_id
        if known:
            books = self.world.service.platform
            with suppress(StripeError), self.world.service.acting():
                checkout.open_from_link(books, books.find("payment_link", known))

    @rule(which=NUMBERS, method=st.sampled_from(PAGES_PAID_BY))
    def a_client_pays_on_a_page(self, which: int, method: str) -> None:
        page: Record | None = at(which, list(self.world.service.platform.all("checkout.session")))
        if page is not None and method.startswith("pm_card") == self._by_card(page):
            with suppress(StripeError):
                pays(self.world.register, page, method)

    @rule(user=USERS, which=NUMBERS, what=st.sampled_from((links.close, links.look_again)))
    def a_link_is_closed_or_looked_at(self, user: str, which: int, what: Any) -> None:
        self._press_for(LINK, user, which, what)

    # Refunds

    @rule(
        user=USERS,
        which=NUMBERS,
        part=st.sampled_from((None, 1_500, 7_000)),
        ends=st.sampled_from((CREDIT, REOPEN)),
    )
    def somebody_refunds(self, user: str, which: int, part: int | None, ends: str) -> None:
        """With a double click."""
        world = self.world
        payment = at(which, [one for one in world.operations() if one.kind in COLLECT])
        if payment is None:
            return
        person, practice = world.person(user), world.cast.practice
        wish = refund_plans.Wish(payment.uid, part)
        with suppress(Refusal):
            seen = refund_plans.plan(world.desk, practice, person, payment, wish).hash()
            said = refunds.Said(seen, ends=ends, note="Was too much", alone=True)
            request = uuid4().hex
            refunds.submit(world.desk, practice, person, request, wish, said)
            refunds.submit(world.desk, practice, person, request, wish, said)

    @rule(
        user=USERS,
        which=NUMBERS,
        what=st.sampled_from(
            (refunds.approve, refunds.refuse_approval, refunds.cancel, refunds.look_again)
        ),
    )
    def a_refund_is_decided(self, user: str, which: int, what: Any) -> None:
        self._press_for(REFUND, user, which, what)

    # Cash

    @rule(user=USERS, which=NUMBERS, part=st.booleans())
    def cash_is_noted(self, user: str, which: int, part: bool) -> None:
        world, invoice = self.world, at(which, self.world.invoices)
        person, practice = world.person(user), world.cast.practice
        with suppress(Refusal):
            made = elsewhere.to_note(world.desk, practice, person, [invoice.id])
            form = _cash(str(made.today), "10" if part else f"{made.due / 100:.2f}")
            elsewhere.note(world.desk, practice, person, uuid4().hex, made.seen(), form, "en")

    @rule(user=USERS, which=NUMBERS)
    def cash_is_undone(self, user: str, which: int) -> None:
        self._press_for(ELSEWHERE, user, which, elsewhere.undo)

    def _press_for(self, kind: str, user: str, which: int, what: Any) -> None:
        found = at(which, self._of(kind))
        if found is not None:
            with suppress(Refusal):
                what(self.world.desk, self.world.cast.practice, self.world.person(user), found.uid)

    def _of(self, kind: str) -> list[Operation]:
        return [one for one in self.world.operations() if one.kind == kind]

    def _by_card(self, page: Record) -> bool:
        return "card" in page.body["payment_method_types"]


def _cash(day: str, amount: str) -> Mapping[str, str]:
    return {
        elsewhere.METHOD: elsewhere.CASH,
        elsewhere.AMOUNT: amount,
        elsewhere.DAY: day,
        elsewhere.REFERENCE: "",
    }
