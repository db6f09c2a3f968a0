"""How a charge is sent: written down before, in two steps, under the lease, and never blindly."""

from collections.abc import Callable
from typing import Any

import pytest

from desk import charge_checks
from desk.attempting import CONFIRM, CREATE
from desk.charges import cancel, try_again
from desk.settings import change
from processor import payments
from rules.payment_state import Snapshot
from rules.words import Refusal
from storage import attempts, operation_queue
from storage.operations import Operation
from tests.support.cast import BEN, FLORENCE, OLIVIA
from tests.support.register import LEASE_MS, Register

CONFIRMING = "/v1/payment_intents/{id}/confirm"


@pytest.fixture
def ahead(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[str, Any], None]], None]:
    """Has something done just before each call that changes something at Stripe: it gets the step
    and the key."""

    def install(first: Callable[[str, Any], None]) -> None:
        create, confirm = payments.create, payments.confirm

        def creates(client: Any, body: Any, key: str) -> Snapshot:
            first(CREATE, key)
            return create(client, body, key)

        def confirms(client: Any, intent: str, body: Any, key: str) -> Snapshot:
            first(CONFIRM, key)
            return confirm(client, intent, body, key)

        monkeypatch.setattr(payments, "create", creates)
        monkeypatch.setattr(payments, "confirm", confirms)

    return install


def requests(register: Register, operation: Operation, step: str) -> set[str | None]:
    """The keys under which that step of it reached Stripe; the same key again is the same call."""
    end = f"/{operation.stripe_id}/confirm" if step == CONFIRM else "/payment_intents"
    log = register.accounting.stripe.service.log.since()
    return {one.idempotency_key for one in log if one.verb == "POST" and one.path.endswith(end)}


def loses_answers(register: Register, path: str) -> None:
    """Stripe does it, and nobody hears of it."""
    register.fault(path=path, fault="cut", when="after")


def test_each_call_is_committed_before_it_is_sent(register: Register, ahead: Any) -> None:
    asked = register.charges(OLIVIA, register.invoice(register.payer()))
    seen: list[tuple[str, str, str | None]] = []

    def look(step: str, key: str) -> None:
        assert not register.store.in_transaction()
        made = attempts.of_operation(register.store, register.mine, asked.id)
        seen.extend((one.step, one.key, one.outcome) for one in made if one.key == key)

    ahead(look)
    assert register.done(asked).state == "succeeded"
    assert [(step, outcome) for step, _, outcome in seen] == [(CREATE, None), (CONFIRM, None)]
    assert len({key for _, key, _ in seen}) == 2


def test_no_money_moves_before_the_intent_is_written_down(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = register.payer()
    register.charges(OLIVIA, register.invoice(ada))
    with monkeypatch.context() as patch:
        patch.setattr(operation_queue, "set_stripe_id", _dies)
        with pytest.raises(KeyboardInterrupt):
            register.till.work_off()
    [intent] = register.intents_of(ada)
    assert intent["status"] == "requires_confirmation"
    assert register.taken_from(ada) == []


def test_the_lease_is_renewed_before_each_call(register: Register, ahead: Any) -> None:
    """Both calls together may take longer than a lease."""
    ada = register.payer()
    asked = register.charges(OLIVIA, register.invoice(ada))
    taken_over: list[Operation] = []

    def slow(step: str, key: str) -> None:
        register.passes(seconds=100)
        now = register.clock()
        taken_over.extend(operation_queue.claim(register.store, "second", now, LEASE_MS, 5))

    ahead(slow)
    assert register.done(asked).state == "succeeded"
    assert taken_over == []


def test_who_slept_past_the_lease_sends_nothing_more(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = register.payer()
    register.charges(OLIVIA, register.invoice(ada))
    why_not = charge_checks.why_not

    def sleeps(desk: Any, operation: Operation) -> str | None:
        answer = why_not(desk, operation)
        if operation.stripe_id is not None:
            register.passes(seconds=LEASE_MS / 1_000)
            operation_queue.claim(register.store, "second", register.clock(), LEASE_MS, 5)
        return answer

    monkeypatch.setattr(charge_checks, "why_not", sleeps)
    register.till.work_off()
    assert [one["status"] for one in register.intents_of(ada)] == ["requires_confirmation"]
    assert register.taken_from(ada) == []


def test_a_charge_whose_answer_was_lost_is_read_and_not_sent_again(register: Register) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    asked = register.charges(OLIVIA, invoice)
    loses_answers(register, CONFIRMING)
    assert register.done(asked).state == "unknown"
    with pytest.raises(Refusal, match="is being paid at this moment"):
        register.asks(BEN, invoice, again=True)
    register.passes(hours=1)
    done = register.done(asked)
    assert done.state == "succeeded"
    assert register.invoice_now(invoice).state == "paid"
    assert len(requests(register, done, CONFIRM)) == 1
    assert register.taken_from(ada) == [10_000]


def test_a_decline_whose_answer_was_lost_is_not_tried_a_second_time(register: Register) -> None:
    ada = register.payer()
    asked = register.charges(OLIVIA, register.invoice(ada))
    register.next_answer(asked.method_id or "", "insufficient_funds")
    loses_answers(register, CONFIRMING)
    assert register.done(asked).state == "unknown"
    register.passes(hours=1)
    declined = register.done(asked)
    assert register.taken_from(ada) == []
    assert declined.state == "declined"
    assert len(requests(register, declined, CONFIRM)) == 1


def test_a_500_is_no_failure(register: Register) -> None:
    ada = register.payer()
    asked = register.charges(OLIVIA, register.invoice(ada))
    register.fault(path=CONFIRMING, fault="error", status=500, when="after")
    assert register.done(asked).state == "unknown"
    register.passes(hours=1)
    assert register.done(asked).state == "succeeded"
    assert register.taken_from(ada) == [10_000]


def test_each_try_has_a_key_of_its_own(register: Register) -> None:
    """The old one would be answered with the old decline."""
    ada = register.payer()
    asked = register.charges(OLIVIA, register.invoice(ada))
    register.next_answer(asked.method_id or "", "insufficient_funds")
    register.done(asked)
    try_again(register.desk, register.cast.practice, register.person(BEN), asked.uid)
    done = register.done(asked)
    assert done.state == "succeeded"
    assert len(requests(register, done, CONFIRM)) == 2


def test_what_may_have_been_sent_can_not_be_called_off(register: Register) -> None:
    ada = register.payer()
    asked = register.charges(OLIVIA, register.invoice(ada))
    loses_answers(register, CONFIRMING)
    register.done(asked)
    with pytest.raises(Refusal, match="moved on"):
        cancel(register.desk, register.cast.practice, register.person(OLIVIA), asked.uid)
    assert register.now(asked).state == "unknown"


def test_a_limit_that_was_lowered_meanwhile_holds(register: Register) -> None:
    ada = register.payer()
    asked = register.charges(FLORENCE, register.invoice(ada))
    owner = register.person(OLIVIA)
    change(register.desk, owner, register.cast.practice, "front_desk_limit", 5_000)
    done = register.done(asked)
    assert (done.state, done.reason) == ("cancelled", "not_allowed")
    assert register.taken_from(ada) == []


def _dies(*_: Any) -> None:
    raise KeyboardInterrupt
