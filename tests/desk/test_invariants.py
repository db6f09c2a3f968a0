"""The checker of the invariants finds nothing where all is well, and each thing that is not."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desk.charge_approvals import approve
from desk.charges import try_again
from desk.context import Desk
from rules.payment_state import State
from storage import settings
from storage.database import open_store
from storage.models import Attempt
from storage.operations import Operation
from tests.desk.invariant_scene import CANARY, TOKEN, Scene, delivers
from tests.support.cast import (
    BEN,
    FLORENCE,
    NAME,
    OLIVIA,
    TEAM,
    Cast,
    FrozenClock,
    Remembered,
    enter_cast,
)
from tests.support.invariants import Broken, Shown, Watch, shown_in
from tests.support.keys import TEST_KEY
from tests.support.register import Accounting, Register
from tests.support.slack_api import SmallSlack


@pytest.fixture(scope="module")
def slack() -> Iterator[SmallSlack]:
    with SmallSlack(TEAM, NAME, TOKEN) as running:
        yield running


@pytest.fixture(scope="module")
def scene(
    slack: SmallSlack,
    accounting: Accounting,
    sqlite_template: Path,
    remembered_cast: Remembered[Cast],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Scene]:
    """One for all: each test's damage is undone."""
    path = tmp_path_factory.mktemp("scene") / "paydesk.db"
    shutil.copy(sqlite_template, path)
    clock = FrozenClock()
    store = open_store(f"sqlite:///{path}", TEST_KEY, clock)
    cast, client = remembered_cast.enter(store, enter_cast), accounting.stripe.client
    accounting.now = clock()
    yield Scene(Register(Desk(store, clock, b""), cast, clock, accounting, client), slack)
    store.close()


# What breaks


def _charged_again(scene: Scene) -> None:
    scene.stripe.platform.put({**scene.charge().snapshot(), "id": "ch_again"}, {})


def _in_the_ledger_again(scene: Scene) -> None:
    scene.line("charge", "ch_again", 10_000)


def _not_in_the_ledger(scene: Scene) -> None:
    scene.without_triggers()
    scene.sql("DELETE FROM ledger WHERE kind = 'fee'")


def _unknown_to_stripe(scene: Scene) -> None:
    scene.line("fee", "txn_invented", -1)


def _nobody_asked(scene: Scene) -> None:
    intent = scene.stripe.platform.find("payment_intent", scene.paid.stripe_id or "")
    told = {**intent.body["metadata"], "paydesk_operation": "nobody"}
    scene.stripe.platform.put({**intent.snapshot(), "id": "pi_orphan", "metadata": told}, {})


def _other_customer(scene: Scene) -> None:
    scene.stripe.platform.find("payment_intent", scene.paid.stripe_id or "").body["customer"] = "c"


def _other_method(scene: Scene) -> None:
    scene.charge().body["payment_method"] = "pm_other"


def _review_untold(scene: Scene) -> None:
    scene.log("charge.review")
    scene.sets("operation", "state = 'review'")
    scene.sql("DELETE FROM outbox")
    scene.sql("DELETE FROM card")
    scene.shown.clear()


def _came_in(scene: Scene) -> None:
    scene.sql(
        "INSERT INTO inbox (practice_id, source, dedupe_key, kind, body, state, tries, due_at,"
        " fence, received_at) VALUES (?, 'stripe', 'e', 'payment_intent', '{}', 'parked', 0, 0,"
        " 0, 0)",
        scene.register.mine,
    )


def _ledger_changed(scene: Scene) -> None:
    scene.without_triggers()
    scene.sets("ledger", "at = at + 1", kind="fee")


def _log_changed(scene: Scene) -> None:
    scene.without_triggers()
    scene.sql("UPDATE audit SET actor = 'x'")


def _called_paid(scene: Scene) -> None:
    waiting = scene.register.charges(OLIVIA, scene.register.invoice(scene.register.payer()))
    scene.letter(f"{waiting.shown['invoices'][0]}, 100 $US : Payé.")


def _shown_paid(scene: Scene) -> None:
    waiting = scene.register.charges(OLIVIA, scene.register.invoice(scene.register.payer()))
    scene.shown.append(Shown("C1", f"Paid: {waiting.shown['invoices'][0]}", new=False))


def _succeeded_for_nothing(scene: Scene) -> None:
    scene.without_triggers()
    scene.sql("DELETE FROM ledger")


def _posted_again(scene: Scene) -> None:
    scene.shown.append(scene.shown[0])


def _old_card(scene: Scene) -> None:
    scene.sql(
        "INSERT INTO card (practice_id, kind, key, recipient, stands_in, version, shown, repeated,"
        " created_at) VALUES (?, 'charge', 'k', 'C1', 0, 2, 1, 0, 0)",
        scene.register.mine,
    )


def _above_the_limit(scene: Scene) -> None:
    settings.put(scene.register.store, scene.register.mine, "front_desk_limit", 9_999)
    scene.sets("operation", f"approved_by = '{FLORENCE}'")


def _sent_unwritten(scene: Scene) -> None:
    v1 = scene.register.accounting.stripe.client.v1
    v1.payment_intents.create({"amount": 500, "currency": "usd", "description": CANARY})


def _other_body(scene: Scene) -> None:
    [create, *_] = scene.register.store.select(Attempt.select().order_by(Attempt.id))
    entry = next(one for one in scene.stripe.log.since() if one.idempotency_key == create["key"])
    entry.params["amount"] = "9999"


BROKEN: dict[str, tuple[str, Callable[[Scene], None]]] = {
    "charged twice": ("I1", _charged_again),
    "twice in the ledger": ("I1", _in_the_ledger_again),
    "missing in the ledger": ("I2", _not_in_the_ledger),
    "missing at Stripe": ("I2", _unknown_to_stripe),
    "an intent of nobody": ("I2", _nobody_asked),
    "another amount": ("I3", lambda scene: scene.sets("operation", "amount = 9999")),
    "shown otherwise": ("I3", lambda scene: scene.sets("operation", "shown_hash = 'x'")),
    "another customer": ("I3", _other_customer),
    "another card": ("I3", _other_method),
    "invoices get less": ("I3", lambda scene: scene.sets("allocation", "amount = 1")),
    "never ends": ("I4", lambda scene: scene.sets("operation", "state = 'unknown'")),
    "still leased": ("I4", lambda scene: scene.sets("operation", "lease_owner = 'x'")),
    "nobody was told": ("I4", _review_untold),
    "parked": ("I4", _came_in),
    "never sent": ("I4", lambda scene: scene.letter("Hello")),
    "a line changed": ("I5", _ledger_changed),
    "more back than came": ("I5", lambda scene: scene.line("reversal", "ch_1", -20_000)),
    "a final state left": ("I5", lambda scene: scene.log("charge.declined")),
    "failed without a reversal": ("I5", lambda scene: scene.log("charge.failed")),
    "called paid": ("I6", _called_paid),
    "shown as paid": ("I6", _shown_paid),
    "paid of nothing": ("I6", _succeeded_for_nothing),
    "posted twice": ("I7", _posted_again),
    "shown as it was": ("I7", _old_card),
    "the log was changed": ("I9", _log_changed),
    "the log says nothing": ("I9", lambda scene: scene.line("charge", "ch_2", 1, at=1)),
    "the log says another state": ("I9", lambda scene: scene.log("charge.review")),
    "another practice's": ("I10", lambda scene: scene.sets("allocation", "practice_id = 2")),
    "a canary in a letter": ("I11", lambda scene: scene.letter(CANARY)),
    "a canary at Stripe": ("I11", _sent_unwritten),
    "sent and not written down": ("I13", _sent_unwritten),
    "sent otherwise": ("I13", _other_body),
    "written down later": ("I13", lambda scene: scene.sets("attempt", "made_at = made_at + 60000")),
    "an attempt changed": ("I13", lambda scene: scene.sets("attempt", "body = '{}'")),
    "of another intent": ("I13", lambda scene: scene.sets("operation", "stripe_id = 'pi_x'")),
    "by one who may not": ("I14", lambda scene: scene.sql("UPDATE member SET role = 'support'")),
    "above the limit": ("I14", _above_the_limit),
    "seconded by oneself": ("I14", lambda scene: scene.sets("operation", "approval = 'second'")),
    "alone for another": (
        "I14",
        lambda scene: scene.sets("operation", "approval = 'alone', asked_by = 'U0BEN'"),
    ),
    "an invoice is paid of nothing": (
        "paid",
        lambda scene: scene.sql("UPDATE invoice SET paid = 1"),
    ),
    "still collected": ("collection", lambda scene: scene.sets("allocation", "live = 1")),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_does_not_hold_is_found(scene: Scene, what: str) -> None:
    name, damage = BROKEN[what]
    with scene.undone():
        damage(scene)
        found = scene.watch.broken(scene.register.store, at_rest=True)
        assert name in {one.partition(":")[0] for one in found}, found
        with pytest.raises(Broken):
            scene.watch.check(scene.register.store, at_rest=True)
    scene.watch.check(scene.register.store, at_rest=True)


def test_where_all_is_well_nothing_is_found(register: Register, slack: SmallSlack) -> None:
    slack.calls.clear()
    stripe = register.accounting.stripe.service
    watch = Watch(stripe, shown=lambda: shown_in(slack.calls), canaries=(CANARY,))
    paid, declined, seconded, debit = _asked(register)
    for _ in range(2):
        watch.check(register.store)
        register.till.work_off()
    watch.check(register.store)
    try_again(register.desk, register.cast.practice, register.person(BEN), declined.uid)
    watch.check(register.store)
    register.until_rest(days=7)
    states = [register.now(one).state for one in (paid, declined, seconded, debit)]
    assert states == [State.SUCCEEDED, State.SUCCEEDED, State.SUCCEEDED, State.FAILED]
    delivers(register, slack)
    watch.check(register.store, at_rest=True)


def _asked(register: Register) -> tuple[Operation, ...]:
    paid = register.charges(OLIVIA, register.invoice(register.payer()))
    declined = register.charges(OLIVIA, register.invoice(register.payer()))
    register.next_answer(declined.method_id or "", "insufficient_funds")
    seconded = register.charges(FLORENCE, register.invoice(register.payer(), 60_000))
    approve(register.desk, register.cast.practice, register.person(BEN), seconded.uid)
    failing = register.payer("pm_sepaDebit_failed_at")
    debit = register.charges(OLIVIA, register.invoice(failing, currency="eur"))
    return paid, declined, seconded, debit
