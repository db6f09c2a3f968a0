"""A practice's settings: their defaults, one query, and changes with an audit entry."""

import json
from threading import Thread

import pytest

from desk import confirmations, settings
from desk.access import Person
from desk.context import Desk
from desk.settings import Change, Confirmation, change, practice_settings
from rules.invoice_totals import Rounding
from rules.roles import Role
from rules.words import Refusal
from storage import audit, counters, practices
from storage.database import Store
from storage.models import Audit
from storage.practices import Practice
from tests.support.cast import OLIVIA, STRANGER, T0, Cast, FrozenClock


@pytest.fixture
def desk(store: Store, clock: FrozenClock) -> Desk:
    return Desk(store, clock, claim_secret=b"of the tests")


@pytest.fixture
def owner(cast: Cast) -> Person:
    return Person(cast.practice.id, OLIVIA, Role.OWNER)


def log(store: Store, practice_id: int) -> list[dict[str, dict[str, object]]]:
    """By the setting's name: before and after."""
    query = Audit.select(Audit.detail).where(
        Audit.practice_id == practice_id, Audit.action == settings.CHANGED
    )
    rows = store.select(query.order_by(Audit.seq))
    return [json.loads(row["detail"]) for row in rows]


def test_what_was_never_set_has_its_default(desk: Desk, cast: Cast) -> None:
    found = practice_settings(desk, cast.practice)
    assert found.legal_name == "Northside Physio"
    assert (found.place, found.currency, found.language) == ("US-TX", "usd", "en")
    assert found.time_zone == "America/Chicago"
    assert (found.invoice_prefix, found.due_days) == ("INV-", 30)
    assert (found.rounding, found.fee_payer) == (Rounding.TOTAL, "practice")
    assert practice_settings(desk, cast.other).time_zone == "Europe/London"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("legal_name", "Northside Physio LLC"),
        ("address", "12 Elm Street\nAustin, TX 78701"),
        ("registrations", "EIN 12-3456789"),
        ("tax_wording", "Exempt"),
        ("provider_number", "1093817465"),
        ("place", "US-OK"),
        ("currency", "eur"),
        ("language", "fr"),
        ("time_zone", "America/Denver"),
        ("invoice_prefix", "NP"),
        ("due_days", 14),
        ("rounding", Rounding.LINE),
        ("billing_channel", "C0BILLING"),
        ("help_channel", "C0HELP"),
        ("agents_channel", "C0AGENTS"),
        ("help_hours", "123 08:00-12:00"),
        ("help_wait", 15),
        ("front_desk_limit", 0),
        ("approver", Role.OWNER),
        ("fee_payer", "client"),
    ],
)
def test_each_can_be_changed_and_the_log_holds_before_and_after(
    desk: Desk, cast: Cast, owner: Person, name: str, value: object
) -> None:
    before = getattr(practice_settings(desk, cast.practice), name)
    made = change(desk, owner, cast.practice, name, value)
    assert made == [Change(name, before, value)]
    now = practices.get(desk.store, cast.practice.id)
    assert now is not None
    assert getattr(practice_settings(desk, now), name) == value
    assert log(desk.store, cast.practice.id) == [{name: {"from": before, "to": value}}]
    assert audit.verify(desk.store, cast.practice.id) == []
    assert getattr(practice_settings(desk, cast.other), name) != value


def test_setting_what_is_so_already_leaves_no_trace(desk: Desk, cast: Cast, owner: Person) -> None:
    assert change(desk, owner, cast.practice, "due_days", 30) == []
    assert log(desk.store, cast.practice.id) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("due_days", -1),
        ("due_days", 366),
        ("currency", "xxx"),
        ("language", "de"),
        ("time_zone", "Mars/Olympus"),
        ("front_desk_limit", -1),
        ("approver", Role.SUPPORT),
        ("fee_payer", "nobody"),
        ("confirmations", {}),
        ("no_such", 1),
    ],
)
def test_what_can_not_be_is_not_written(
    desk: Desk, cast: Cast, owner: Person, name: str, value: object
) -> None:
    with pytest.raises(ValueError):
        change(desk, owner, cast.practice, name, value)
    assert log(desk.store, cast.practice.id) == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OWNER])
def test_nobody_but_an_owner_changes_any(desk: Desk, cast: Cast, role: Role) -> None:
    someone = Person(cast.practice.id, "U0X", role)
    for name, value in (("due_days", 3), ("fee_payer", "client"), ("place", "GB")):
        with pytest.raises(Refusal):
            change(desk, someone, cast.practice, name, value)
    with pytest.raises(Refusal):
        raise_number(desk, someone, cast.practice, 9)
    with pytest.raises(Refusal):
        confirmations.confirm(desk, someone, cast.practice, "us-ca-credit", "why")
    assert log(desk.store, cast.practice.id) == []


def test_in_another_place_the_practice_bears_the_fees_again(
    desk: Desk, cast: Cast, owner: Person
) -> None:
    change(desk, owner, cast.practice, "fee_payer", "client")
    word = confirmations.confirm(desk, owner, cast.practice, "us-ca-credit", "Our lawyer agrees")
    assert word == Confirmation(OLIVIA, T0, "Our lawyer agrees", "US-TX")
    assert practice_settings(desk, cast.practice).confirmations == {"us-ca-credit": word}
    made = change(desk, owner, cast.practice, "place", "FR")
    assert made == [
        Change("place", "US-TX", "FR"),
        Change("fee_payer", "client", "practice"),
    ]
    moved = practices.get(desk.store, cast.practice.id)
    assert moved is not None
    found = practice_settings(desk, moved)
    assert (found.confirmations, found.fee_payer, found.currency) == ({}, "practice", "usd")
    assert found.time_zone == "Europe/Paris"


def test_a_limit_is_an_amount_of_its_currency(desk: Desk, cast: Cast, owner: Person) -> None:
    change(desk, owner, cast.practice, "front_desk_limit", 99)
    made = change(desk, owner, cast.practice, "currency", "jpy")
    assert [one.name for one in made] == ["currency", "front_desk_limit"]


def raise_number(desk: Desk, person: Person, practice: Practice, number: int) -> list[Change]:
    with desk.store.transaction():
        made, _ = settings.apply(desk, person, settings.standing(desk, practice), {}, number)
    return made


def test_the_next_number_only_goes_up(desk: Desk, cast: Cast, owner: Person) -> None:
    assert settings.next_invoice_number(desk, cast.practice) == 1001
    made = raise_number(desk, owner, cast.practice, 1042)
    assert made == [Change("next_invoice_number", 1001, 1042)]
    assert raise_number(desk, owner, cast.practice, 1042) == []
    for number in (1041, 0, 1_000_000_000):
        with pytest.raises(Refusal, match="1042 or more"):
            raise_number(desk, owner, cast.practice, number)
    with desk.store.transaction():
        assert counters.take(desk.store, cast.practice.id, counters.INVOICES) == 1042
    assert settings.next_invoice_number(desk, cast.other) == 1001


def test_two_at_once_are_both_in_the_log_one_after_the_other(
    desk: Desk, cast: Cast, owner: Person
) -> None:
    days = (7, 14)
    threads = [
        Thread(target=change, args=(desk, owner, cast.practice, "due_days", one)) for one in days
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first, second = (one["due_days"] for one in log(desk.store, cast.practice.id))
    assert (first["from"], second["from"]) == (30, first["to"])
    assert practice_settings(desk, cast.practice).due_days == second["to"]


def test_an_owner_of_another_practice_changes_only_theirs(desk: Desk, cast: Cast) -> None:
    stranger = Person(cast.other.id, STRANGER, Role.OWNER)
    change(desk, stranger, cast.other, "due_days", 7)
    assert practice_settings(desk, cast.practice).due_days == 30
