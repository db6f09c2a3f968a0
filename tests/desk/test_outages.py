"""After Paydesk was away it catches up, and the owners are told once what there was."""

from collections.abc import Iterator

import pytest

from bot.heartbeat import Heartbeat
from bot.reconciler import Reconciling
from desk.home import choose_language
from desk.looks import HOUR, MINUTE
from desk.outages import was_away
from desk.settings import change
from storage import outages
from tests.support.cast import OLIVIA
from tests.support.disputing import is_disputed, read_all
from tests.support.register import Accounting, Register


@pytest.fixture
def accounting() -> Iterator[Accounting]:
    """One for each test: all that it has for a practice of that name counts."""
    running = Accounting()
    yield running
    running.stop()


def letters(register: Register) -> list[str]:
    sent = read_all(register)
    return [row.payload["text"] for row in sent if row.uid.startswith("away:")]


def comes_back(register: Register, hours: float = 2.5) -> None:
    """After so long, in which nobody heard of Stripe."""
    began = register.clock()
    register.passes(hours=hours)
    was_away(register.desk, began, register.clock())
    register.passes(seconds=3)
    Reconciling(register.desk, register.client, livemode=False).look()


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ("away 10:00", "AM–12:30", "and has caught up: 1 payment, 1 dispute.")),
        ("fr", ("absent 10:00–12:30", "et a rattrapé\u00a0: 1 paiement, 1 contestation.")),
    ],
)
def test_what_was_caught_up_on_is_told_once_in_the_practices_time(
    register: Register, language: str, told: tuple[str, ...]
) -> None:
    practice, owner = register.cast.practice, register.person(OLIVIA)
    change(register.desk, owner, practice, "time_zone", "Europe/Paris")
    choose_language(register.desk, owner, language)
    disputed = register.pays(register.payer())
    is_disputed(register, disputed)
    asked = register.charges(OLIVIA, register.invoice(register.payer()))
    register.fault(path="/v1/payment_intents/*/confirm", fault="cut", when="after", times=9)
    assert register.done(asked).state == "unknown"
    letters(register)
    comes_back(register)
    assert register.now(asked).state == "succeeded"
    [letter] = letters(register)
    assert [words for words in told if words not in letter] == []
    Reconciling(register.desk, register.client, livemode=False).look()
    assert letters(register) == []


def test_where_nothing_happened_nothing_is_said(register: Register) -> None:
    register.pays(register.payer())
    comes_back(register)
    register.pays(register.payer())
    assert letters(register) == []
    assert outages.untold(register.store, register.mine) == []


def test_what_people_do_after_it_is_not_caught_up_on(register: Register) -> None:
    began = register.clock()
    register.passes(hours=2)
    was_away(register.desk, began, register.clock())
    register.passes(seconds=1)
    register.pays(register.payer())
    Reconciling(register.desk, register.client, livemode=False).look()
    assert letters(register) == []


def test_a_restart_is_no_absence(register: Register) -> None:
    was_away(register.desk, register.clock() - 4 * MINUTE, register.clock())
    assert outages.untold(register.store, register.mine) == []


def test_a_process_that_starts_knows_how_long_there_was_none(register: Register) -> None:
    gaps: list[tuple[int, int]] = []

    def beat_once() -> None:
        beats = Heartbeat(register.store, on_gap=lambda *gap: gaps.append(gap))
        beats.start()
        beats.stop()

    beat_once()
    began = register.clock()
    register.clock.advance(20_000)
    beat_once()
    assert gaps == []
    last = register.clock()
    assert last > began
    register.clock.advance(2 * HOUR)
    beat_once()
    assert gaps == [(last, last + 2 * HOUR)]
