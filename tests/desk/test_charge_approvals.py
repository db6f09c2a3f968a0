"""Who may let a charge through: somebody else, who may, at the moment of the click."""

from dataclasses import replace

import pytest

from desk.charge_approvals import approve
from desk.settings import change
from rules.roles import Role
from rules.words import Refusal
from tests.support.cast import BEN, FLORENCE, OLIVIA
from tests.support.register import Register


def test_who_asked_does_not_approve_it_in_another_role(register: Register) -> None:
    asked = register.charges(FLORENCE, register.invoice(register.payer(), 60_000))
    promoted = replace(register.person(FLORENCE), role=Role.BILLER)
    with pytest.raises(Refusal, match="Somebody else has to approve"):
        approve(register.desk, register.cast.practice, promoted, asked.uid)
    assert register.done(asked).state == "draft"


def test_who_may_only_charge_approves_nothing(register: Register) -> None:
    asked = register.charges(FLORENCE, register.invoice(register.payer(), 60_000))
    colleague = replace(register.person(BEN), role=Role.FRONT_DESK)
    with pytest.raises(Refusal, match="Only an owner or a biller"):
        approve(register.desk, register.cast.practice, colleague, asked.uid)
    assert register.done(asked).state == "draft"


def test_where_owners_approve_a_biller_does_not(register: Register) -> None:
    owner = register.person(OLIVIA)
    change(register.desk, owner, register.cast.practice, "approver", Role.OWNER)
    asked = register.charges(FLORENCE, register.invoice(register.payer(), 60_000))
    with pytest.raises(Refusal, match="an owner approves"):
        approve(register.desk, register.cast.practice, register.person(BEN), asked.uid)
    assert register.done(asked).state == "draft"
