"""A payment that is on its way is known to be, whatever Paydesk believed of it before."""

import pytest

from rules.payment_state import ChargeSnapshot, Local, Snapshot, State, apply

OVER = (State.SUCCEEDED, State.FAILED, State.CANCELLED)
ON_ITS_WAY = Snapshot(
    "pi_1", "processing", 500, 0, "eur", "cus_1", ChargeSnapshot("py_1", "pending", 500, "eur")
)


def local(state: State, **more: object) -> Local:
    return Local(state, 500, "eur", "cus_1", **more)


@pytest.mark.parametrize("state", [one for one in State if one not in OVER])
def test_a_debit_on_its_way_is_never_overlooked(state: State) -> None:
    assert apply(local(state), ON_ITS_WAY).state is State.PROCESSING


@pytest.mark.parametrize("state", OVER)
def test_old_news_of_what_is_over_change_nothing(state: State) -> None:
    assert not apply(local(state), ON_ITS_WAY).differs(local(state))


def test_a_debit_that_was_refused_meanwhile_is_not_on_its_way_again() -> None:
    known = local(State.DECLINED, refused="py_1")
    assert not apply(known, ON_ITS_WAY).differs(known)


@pytest.mark.parametrize("state", [State.APPROVED, State.SENDING, State.DECLINED])
def test_another_amount_on_its_way_is_looked_at(state: State) -> None:
    other = Local(state, 400, "eur", "cus_1")
    assert apply(other, ON_ITS_WAY).state is State.REVIEW
