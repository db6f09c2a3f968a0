"""The simulation reminds of what is due, and sees it where one goes out that must not, goes out
twice, or is forgotten."""

import itertools

import pytest

from desk.reminders import leaving, planning, sending
from storage import models, reminders
from tests.support.cast import OLIVIA
from tests.support.invariants import Broken
from tests.support.simulation.machine import DAY, HOUR, Reminded


def begun() -> Reminded:
    """Its first invoice is due to be reminded of, and nobody has looked yet."""
    state = Reminded()
    state.payers_come(["pm_card_visa"])
    state.time_goes_by(2 * DAY + 8 * HOUR)  # Not at night, when no mail goes out.
    return state


def is_reminded(state: Reminded) -> None:
    """With its payment link."""
    state.reminders_are_looked_at()
    state.the_worker_works()
    state.reminders_are_looked_at()
    state.mails_leave()


def mails(state: Reminded) -> int:
    assert state.world.reminders is not None
    return len(state.world.reminders.came)


def paid_before_it_leaves() -> Reminded:
    """A second mail about it is written when it is paid, and then may leave."""
    state = begun()
    is_reminded(state)
    assert mails(state) == 1
    state.time_goes_by(2 * DAY)
    state.reminders_are_looked_at()
    state.somebody_charges(OLIVIA, 0, several=False, part=False, twice=False)
    state.the_worker_works()
    return state


def test_what_is_due_is_mailed_once_and_not_when_it_was_paid_meanwhile() -> None:
    state = paid_before_it_leaves()
    state.mails_leave()
    state.what_must_hold_holds()
    assert mails(state) == 1
    state.teardown()
    assert mails(state) == 1


def test_one_of_what_was_paid_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "why_not", lambda *_: None)
    monkeypatch.setattr(leaving, "still_pays", lambda *_: True)
    state = paid_before_it_leaves()
    with pytest.raises(Broken, match=r"I12: .* went out, its invoice is paid"):
        state.mails_leave()
    state.world.close()


def test_one_that_goes_out_twice_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    number = itertools.count()
    monkeypatch.setattr(reminders, "due_occurrence", lambda *_: f"{next(number)}")
    state = begun()
    is_reminded(state)
    state.what_must_hold_holds()
    store, rule = state.world.store, models.ReminderRule
    store.change(rule.update(planned_until=0, next_at=0))
    is_reminded(state)
    with pytest.raises(Broken, match=r"I12: .* went out 2 times"):
        state.what_must_hold_holds()
    state.world.close()


def test_one_that_nobody_wrote_down_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "LOOKED_BACK", DAY * 1_000)
    state = begun()
    with pytest.raises(Broken, match="I12: nothing says what became of"):
        state.teardown()
