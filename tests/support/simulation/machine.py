"""What may happen next in a world: the steps of the simulation, drawn by Hypothesis."""

from contextlib import suppress
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from desk.charge_approvals import approve, refuse_approval
from desk.charge_plans import Wish, plan
from desk.charges import Agreed, cancel, look_again, try_again
from desk.invoices import void
from rules.words import Refusal
from sandbox.stripe import control_money, disputes, payments, refunds
from sandbox.stripe.books import Record
from sandbox.stripe.errors import StripeError
from sandbox.stripe.faults import Script
from sandbox.stripe.service import Service
from storage.operations import Operation
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM
from tests.support.simulation.other_money import OtherMoney
from tests.support.simulation.reminded import Reminding
from tests.support.simulation.wire import die
from tests.support.simulation.world import METHODS, World, at
from tests.support.stripe_faults import EVERY_CALL, STRIKES

MINUTE, HOUR, DAY = 60, 3_600, 86_400
PEOPLE = (OLIVIA, BEN, FLORENCE, SAM, NOAH)
DECLINES = ("insufficient_funds", "generic_decline", "lost_card", "authentication_required")
LATE_FAILURES = ("insufficient_funds", "account_closed", "debit_not_authorized")
FAULTS = [
    one for one in STRIKES if one.fault and one.fault["fault"] not in ("none", "hang", "slow")
]
NUMBERS = st.integers(0, 30)
USERS = st.sampled_from(PEOPLE)


class Charging(OtherMoney, RuleBasedStateMachine):
    """People charge, send links, refund and note cash at a practice, and all that can go wrong
    does. The practice's owner stays. `ended`: the operations as they are in the end."""

    reminds = False

    def __init__(self) -> None:
        super().__init__()
        self.ended: list[Operation] = []
        self.world = World(reminds=self.reminds)

    @initialize(methods=st.lists(st.sampled_from(METHODS), min_size=1, max_size=3))
    def payers_come(self, methods: list[str]) -> None:
        for method in methods:
            payer = self.world.payer(method)
            self.world.invoice(payer, 10_000)

    @invariant()
    def what_must_hold_holds(self) -> None:
        self.world.check()

    def teardown(self) -> None:
        try:
            self.world.rests()
            self.world.stays_the_same(self.world.events()[::-1])
            self.ended = self.world.operations()
        finally:
            self.world.close()

    # People

    @rule(payer=NUMBERS, total=st.sampled_from((50, 4_000, 10_000, 60_000)))
    def an_invoice_is_written(self, payer: int, total: int) -> None:
        if len(self.world.invoices) < 8:
            self.world.invoice(at(payer, self.world.payers), total)

    @rule(user=USERS, first=NUMBERS, several=st.booleans(), part=st.booleans(), twice=st.booleans())
    def somebody_charges(
        self, user: str, first: int, several: bool, part: bool, twice: bool
    ) -> None:
        """`twice`: with a double click."""
        wish = self._wish(first, several, part)
        agreed = self._sees(user, wish)
        if agreed is not None:
            with suppress(Refusal):
                self.world.clicks_once(user, wish, agreed)
            if twice:
                self.a_form_is_sent_again(len(self.world.clicks) - 1)

    @rule(users=st.tuples(USERS, USERS), first=NUMBERS)
    def two_charge_the_same(self, users: tuple[str, str], first: int) -> None:
        """Both have looked before either has pressed the button."""
        wish = self._wish(first, several=False, part=False)
        saw = [(user, self._sees(user, wish)) for user in users]
        for user, agreed in saw:
            if agreed is not None:
                with suppress(Refusal):
                    self.world.clicks_once(user, wish, agreed)

    @rule(which=NUMBERS)
    def a_form_is_sent_again(self, which: int) -> None:
        """Slack delivers it twice, or it was pressed twice."""
        click = at(which, self.world.clicks)
        if click is not None:
            user, request, wish, agreed = click
            with suppress(Refusal):
                self.world.clicks_once(user, wish, agreed, request)

    @rule(
        user=USERS,
        which=NUMBERS,
        what=st.sampled_from((approve, refuse_approval, cancel, try_again, look_again)),
        twice=st.booleans(),
    )
    def a_button_is_pressed(self, user: str, which: int, what: Any, twice: bool) -> None:
        for _ in range(1 + twice):
            self._press(user, which, what)

    def _press(self, user: str, which: int, what: Any) -> None:
        operation = at(which, self.world.operations())
        if operation is not None:
            with suppress(Refusal):
                person = self.world.person(user)
                what(self.world.desk, self.world.cast.practice, person, operation.uid)

    @rule(
        user=st.sampled_from((BEN, FLORENCE, SAM)),
        role=st.sampled_from(("none", "support", "front_desk", "biller", "owner")),
    )
    def a_role_changes(self, user: str, role: str) -> None:
        self.world.sets_role(user, role)

    @rule(which=NUMBERS)
    def an_invoice_is_voided(self, which: int) -> None:
        invoice = at(which, self.world.invoices)
        if invoice is not None:
            person = self.world.person(OLIVIA)
            with suppress(Refusal):
                void(
                    self.world.desk,
                    self.world.cast.practice,
                    person,
                    invoice.id,
                    {"reason": "A mistake"},
                )

    # Workers

    @rule()
    def the_worker_works(self) -> None:
        self.world.works()

    @rule(calls=st.integers(0, 4), after=st.booleans())
    def the_worker_dies_at_a_call(self, calls: int, after: bool) -> None:
        """Before it is sent, or after Stripe has done it."""
        (self.world.wire.after if after else self.world.wire.before).append((calls, die))
        self.world.works()
        self.world.wire.calm()

    @rule(calls=st.integers(0, 4), after=st.booleans(), what=st.integers(0, 5), which=NUMBERS)
    def something_happens_at_a_call(self, calls: int, after: bool, what: int, which: int) -> None:
        """While the worker waits for Stripe, before or after Stripe does it."""
        acts = (
            self.world.another_works,
            lambda: self._press(OLIVIA, which, cancel),
            lambda: self.world.sets_role(FLORENCE, "none"),
            lambda: self.world.hears(self.world.events()),
            self.world.reads_news,
            lambda: self._press(BEN, which, try_again),
        )
        (self.world.wire.after if after else self.world.wire.before).append((calls, acts[what]))
        self.world.works()
        self.world.wire.calm()

    @rule()
    def the_worker_is_restarted(self) -> None:
        self.world.restarts()

    @rule()
    def messages_are_delivered(self) -> None:
        self.world.slate.deliver()

    # Stripe

    @rule(
        call=st.sampled_from(sorted(EVERY_CALL)),
        strike=st.sampled_from(FAULTS),
        times=st.integers(1, 3),
    )
    def stripe_will_fail(self, call: str, strike: Any, times: int) -> None:
        verb, path = EVERY_CALL[call]
        asked = {"verb": verb, "path": path, **strike.fault, "times": times}
        self.world.service.faults.add(Script.read(asked))

    @rule()
    def stripe_is_well_again(self) -> None:
        self.world.service.faults.clear()

    @rule(payer=NUMBERS, code=st.sampled_from(DECLINES))
    def a_bank_will_refuse(self, payer: int, code: str) -> None:
        methods = self.world.register.methods_of(at(payer, self.world.payers))
        if methods:
            control_money.next_of_method(
                self.world.service, {"decline_code": code}, methods[0].method_id
            )

    @rule(which=NUMBERS, code=st.sampled_from(LATE_FAILURES))
    def a_debit_comes_back(self, which: int, code: str) -> None:
        """Or fails while it is on its way."""
        self._at_stripe(control_money.end_debit, {"failure_code": code}, which)

    @rule(which=NUMBERS)
    def a_debit_settles(self, which: int) -> None:
        self._at_stripe(control_money.end_debit, {}, which)

    @rule(which=NUMBERS)
    def somebody_cancels_in_the_dashboard(self, which: int) -> None:
        self._at_stripe(_cancel, {}, which)

    @rule(which=NUMBERS, reason=st.sampled_from(("fraudulent", "product_not_received", "inquiry")))
    def a_payer_disputes(self, which: int, reason: str) -> None:
        self._at_stripe(_dispute, {"reason": reason}, which)

    @rule(which=NUMBERS, evidence=st.sampled_from(("winning_evidence", "losing_evidence", "")))
    def the_practice_answers_a_dispute(self, which: int, evidence: str) -> None:
        """The bank decides by it a second later, or thinks on; of what nobody answers, too late."""
        self._at_stripe(_answer, {"evidence": evidence}, which)

    @rule(which=NUMBERS, part=st.booleans())
    def somebody_refunds_in_the_dashboard(self, which: int, part: bool) -> None:
        self._at_stripe(_refund, {"amount": 1_500 if part else None}, which)

    def _at_stripe(self, act: Any, asked: dict[str, Any], which: int) -> None:
        operation = at(which, self.world.operations())
        if operation is not None and operation.stripe_id:
            with suppress(ValueError, StripeError, KeyError):
                act(self.world.service, asked, operation.stripe_id)

    @rule(chosen=st.lists(NUMBERS, max_size=6))
    def webhooks_arrive(self, chosen: list[int]) -> None:
        """Some of all that there were, in any order, some of them twice."""
        events = self.world.events()
        self.world.hears([at(one, events[::-1]) for one in chosen if events])

    @rule()
    def events_are_asked_for(self) -> None:
        self.world.asks_for_events()
        self.world.reads_news()

    # Time

    @rule(seconds=st.sampled_from((MINUTE, 3 * HOUR, 25 * HOUR, 4 * DAY, 31 * DAY)))
    def time_goes_by(self, seconds: int) -> None:
        """Events are asked for every hour, so none is a month old before that."""
        if seconds > 30 * DAY:
            self.world.service.faults.clear()
            self.world.asks_for_events()
        self.world.passes(seconds)

    @precondition(lambda self: not self.world.behind)
    @rule()
    def the_clock_falls_back(self) -> None:
        self.world.set_back(HOUR)

    @precondition(lambda self: self.world.behind)
    @rule()
    def the_clock_is_set_right(self) -> None:
        self.world.set_right()

    # What people see before they charge

    def _wish(self, first: int, several: bool, part: bool) -> Wish:
        one = at(first, self.world.invoices)
        same = [other.id for other in self.world.invoices if other.payer_id == one.payer_id]
        if several:
            return Wish(tuple(dict.fromkeys([one.id, *same]))[:3])
        return Wish((one.id,), 3_000 if part else None)

    def _sees(self, user: str, wish: Wish) -> Agreed | None:
        try:
            seen = plan(self.world.desk, self.world.cast.practice, self.world.person(user), wish)
        except Refusal:
            return None
        return Agreed(seen.hash(), told=True, again=True, alone=True)


class Reminded(Reminding, Charging):
    """What is due is reminded of, too."""

    reminds = True


def _cancel(service: Service, asked: dict[str, Any], intent_id: str) -> None:
    with service.acting():
        intent = service.platform.find("payment_intent", intent_id)
        payments.cancel(service.platform, intent, "requested_by_customer")


def _charge_of(service: Service, intent_id: str) -> Record:
    intent = service.platform.find("payment_intent", intent_id)
    return service.platform.find("charge", intent.body["latest_charge"] or "")


def _dispute(service: Service, asked: dict[str, Any], intent_id: str) -> None:
    """Of one that was disputed already, nobody asks again."""
    charge = _charge_of(service, intent_id)
    if not charge.body["disputed"] and not charge.body["refunded"]:
        control_money.dispute(service, asked, charge.id)


def _answer(service: Service, asked: dict[str, Any], intent_id: str) -> None:
    with service.acting():
        books = service.platform
        for dispute in list(books.all("dispute")):
            if dispute.body["payment_intent"] == intent_id:
                disputes.check_open(dispute)
                before = dispute.snapshot()
                dispute.body["evidence"]["uncategorized_text"] = asked["evidence"]
                disputes.submit(books, dispute)
                books.save(dispute, "charge.dispute.updated", before)


def _refund(service: Service, asked: dict[str, Any], intent_id: str) -> None:
    charge = _charge_of(service, intent_id)
    with service.acting():
        amount = refunds.check(service.platform, charge, asked["amount"])
        refunds.create(service.platform, charge, amount)
