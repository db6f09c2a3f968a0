"""Cards that are about to expire: the staff and whose they are hear of each once."""

import itertools
import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from desk.context import Desk
from desk.erasure import erase
from desk.mail import Mail, mail_of
from desk.reminders import leaving, pauses, ways_out
from desk.reminders.bulletin_preview import bulletin_preview
from desk.reminders.clock import do_due
from desk.reminders.expiring import list_of
from desk.reminders.planning import plan_due
from rules.bulletin_days import months_expiring
from rules.reminder_state import CARD_MAIL, CARDS, EXPIRING, Reason
from storage import (
    cards,
    clients,
    operation_lists,
    operations,
    outbox,
    reminder_lists,
    reminders,
    stripe_clients,
)
from storage.clients import Client
from storage.database import Store
from storage.models import Outbox
from storage.operations import Operation
from storage.stripe_clients import SavedMethod
from tests.support.cast import BEN, FLORENCE, OLIVIA, Cast, FrozenClock
from tests.support.reminding import Office
from tests.support.stores import ON_SQLITE

DUE = "2026-12-01"
"""30 days before the end of the year."""
NUMBERS = itertools.count(1)
PAGE = "https://checkout.stripe.example/c/pay/1"


@pytest.fixture
def desk(store: Store, clock: FrozenClock) -> Desk:
    return Desk(store, clock, claim_secret=b"of the tests", sends_mail=True)


@pytest.fixture
def office(desk: Desk, cast: Cast, clock: FrozenClock) -> Office:
    made = Office(desk, cast, clock)
    made.goes_to("2026-11-30", "12:00")
    made.rule(CARDS)
    return made


def saves(office: Office, client: Client, **values: Any) -> SavedMethod:
    """A card that expires at the end of the year, unless they say otherwise."""
    number = next(NUMBERS)
    plain = SavedMethod(
        client.id, f"cus_{client.id}", f"pm_{number}", "card", "visa", "4242", 12, 2026
    )
    method = replace(plain, fingerprint=f"fp_{number}", **values)
    stripe_clients.keep_method(office.desk.store, office.mine, method, office.clock())
    return method


def works(office: Office, day: str = DUE, at: str = "10:00") -> None:
    office.goes_to(day, at)
    while do_due(office.desk):
        pass


def outcomes(office: Office, client: Client, kind: str) -> list[tuple[str, str | None]]:
    found = reminders.of_subject(office.desk.store, office.mine, "client", client.id, 50)
    return [(one.state, one.reason) for one in found if one.kind == kind]


def lists(office: Office, day: str = DUE) -> list[str]:
    return [one.recipient for one in cards.of_key(office.desk.store, office.mine, CARDS, day)]


def asked(office: Office, client: Client) -> list[Operation]:
    return operation_lists.of_client(office.desk.store, office.mine, client.id, 9)


def page_is_made(office: Office, client: Client, **values: Any) -> None:
    """As the worker and Stripe do."""
    [one] = asked(office, client)
    made = {"state": "needs_customer", "url": PAGE, "due_at": None, **values}
    with office.desk.store.transaction():
        assert operations.change(office.desk.store, office.mine, one, **made) is not None
    while do_due(office.desk):
        pass


def mails(office: Office) -> list[Mail]:
    query = Outbox.select(Outbox.recipient, Outbox.payload).where(Outbox.kind == outbox.MAIL)
    rows = office.desk.store.select(query.order_by(Outbox.id))
    return [mail_of(row["recipient"], json.loads(row["payload"])) for row in rows]


def test_staff_and_client_are_told_once_with_the_page(office: Office) -> None:
    client = office.client()
    method = saves(office, client)
    saves(office, office.client(), exp_month=1, exp_year=2027)
    works(office, DUE, "09:59")
    assert lists(office) == []
    works(office)
    assert lists(office) == [OLIVIA]
    assert outcomes(office, client, EXPIRING) == [("sent", None)]
    assert outcomes(office, client, CARD_MAIL) == [("waiting", None)]
    assert mails(office) == []
    page_is_made(office, client)
    assert outcomes(office, client, CARD_MAIL) == [("sending", None)]
    [mail] = mails(office)
    assert (mail.to, PAGE in mail.text, f'href="{PAGE}"' in (mail.html or "")) == (
        client.email,
        True,
        True,
    )
    assert mail.way_out is not None
    assert "Visa •••• 4242" in mail.text
    assert "expires at the end of December 2026" in mail.text
    # Stripe is read again, and the same card is saved a second time: it is still the same.
    customer = (method.customer_id, client.id)
    again = replace(method, method_id="pm_again")
    stripe_clients.put(office.desk.store, office.mine, [customer], [method, again], 1)
    for day in ("2026-12-02", "2026-12-31", "2027-01-05"):
        works(office, day)
    assert len(mails(office)) == 1
    assert outcomes(office, client, EXPIRING) == [("sent", None)]


@ON_SQLITE
def test_a_client_in_french_gets_it_in_french(office: Office) -> None:
    store, mine = office.desk.store, office.mine
    client = replace(office.client(), language="fr")
    clients.change(store, mine, client, [])
    saves(office, client)
    works(office)
    page_is_made(office, client)
    [mail] = mails(office)
    assert "votre carte enregistrée va expirer" in mail.subject
    assert "expire à la fin de décembre 2026" in mail.text.replace("\u00a0", " ")
    assert 'lang="fr"' in (mail.html or "")


@ON_SQLITE
def test_several_cards_of_a_client_go_in_one_mail(office: Office) -> None:
    client = office.client()
    saves(office, client)
    saves(office, client, last4="1111")
    works(office)
    page_is_made(office, client)
    [mail] = mails(office)
    assert "4242" in mail.text
    assert "1111" in mail.text
    assert outcomes(office, client, CARD_MAIL) == [("sending", None)] * 2


@ON_SQLITE
def test_without_a_page_the_mail_goes_out_all_the_same(office: Office) -> None:
    client = office.client()
    saves(office, client)
    works(office)
    page_is_made(office, client, state="failed", url=None)
    [mail] = mails(office)
    assert "Please tell the practice" in mail.text
    assert "https://" not in mail.text


@ON_SQLITE
def test_who_has_no_address_is_told_to_the_staff_alone(office: Office) -> None:
    silent, stopped = office.client(None), office.client("s@example.com")
    for one in (silent, stopped):
        saves(office, one)
    who = (office.cast.practice, office.person(BEN))
    ways_out.stop_for(office.desk, *who, stopped.id)
    works(office)
    assert outcomes(office, silent, CARD_MAIL) == [("skipped", "no_address")]
    assert outcomes(office, stopped, CARD_MAIL) == [("skipped", "stopped")]
    came = reminder_lists.find(office.desk.store, office.mine, CARDS, DUE)
    assert came is not None
    shown = list_of(office.desk, office.cast.practice, came)
    assert [one.no_mail for one in shown.rows] == [Reason.NO_ADDRESS, Reason.STOPPED]
    assert (mails(office), asked(office, silent), shown.many) == ([], [], 2)


@ON_SQLITE
@pytest.mark.parametrize(
    ("other", "row", "mail"),
    [
        ({"exp_year": 2028}, "replaced", "replaced"),
        ({"type": "us_bank_account", "exp_year": None, "exp_month": None}, "replaced", "replaced"),
        ({"exp_year": 2020}, None, None),
    ],
)
def test_a_card_that_was_replaced_is_not_told(
    office: Office, other: dict[str, Any], row: str | None, mail: str | None
) -> None:
    client = office.client()
    saves(office, client)
    saves(office, client, **other)
    works(office)
    assert [why for _, why in outcomes(office, client, EXPIRING)] == [row]
    assert [why for _, why in outcomes(office, client, CARD_MAIL)] == [mail]
    assert bool(lists(office)) is (row is None)


@ON_SQLITE
def test_the_usual_card_is_told_to_the_staff_though_another_is_good_for_longer(
    office: Office,
) -> None:
    client = office.client()
    saves(office, client, default_since=office.clock())
    saves(office, client, exp_year=2028)
    works(office)
    assert outcomes(office, client, EXPIRING) == [("sent", None)]
    assert outcomes(office, client, CARD_MAIL) == [("skipped", "replaced")]


def test_what_is_removed_erased_or_paused_meanwhile_is_not_told(office: Office) -> None:
    removed, erased, paused, archived = (office.client() for _ in range(4))
    method = saves(office, removed)
    for one in (erased, paused, archived):
        saves(office, one)
    office.goes_to(DUE, "10:00")
    plan_due(office.desk)
    store, mine = office.desk.store, office.mine
    stripe_clients.remove_method(store, mine, method.method_id)
    erase(office.desk, office.person(OLIVIA), erased.id, erased.reference)
    pauses.pause(office.desk, office.cast.practice, office.person(BEN), "client", paused.id)
    clients.change(store, mine, replace(archived, archived_at=1), [])
    works(office)
    assert outcomes(office, paused, CARD_MAIL) == [("skipped", "paused")]
    told = reminders.of_subject(store, mine, "client", erased.id, 9)
    assert {one.occurrence for one in told} == {f"erased {one.id}" for one in told}
    for gone in (removed, erased, archived):
        assert outcomes(office, gone, EXPIRING) == [("skipped", "gone")]
        assert outcomes(office, gone, CARD_MAIL) == [("skipped", "gone")]
    assert lists(office) == []
    assert mails(office) == []


@ON_SQLITE
def test_a_card_that_is_replaced_while_the_mail_waits_calls_it_back(office: Office) -> None:
    client = office.client()
    saves(office, client)
    works(office)
    page_is_made(office, client)
    [one] = reminders.of_subject(office.desk.store, office.mine, "client", client.id, 1)
    uid = str(one.uid)
    assert leaving.is_reminder(uid)
    assert leaving.may_leave(office.desk, office.mine, uid) is None
    saves(office, client, exp_year=2030)
    assert leaving.may_leave(office.desk, office.mine, uid) is Reason.REPLACED
    with office.desk.store.transaction():
        leaving.called_back(office.desk, office.mine, uid, "")
    assert outcomes(office, client, CARD_MAIL) == [("skipped", "replaced")]


@ON_SQLITE
def test_what_the_mail_server_says_is_kept(office: Office) -> None:
    there, nobody = office.client(), office.client("n@example.com")
    for client in (there, nobody):
        saves(office, client)
    works(office)
    for client in (there, nobody):
        page_is_made(office, client)
    uids = {
        client.id: str(one.uid)
        for client in (there, nobody)
        for one in reminders.of_subject(office.desk.store, office.mine, "client", client.id, 9)
        if one.kind == CARD_MAIL
    }
    with office.desk.store.transaction():
        leaving.has_left(office.desk, office.mine, uids[there.id], "250")
        leaving.nobody_there(office.desk, office.mine, uids[nobody.id], 550, "550")
    assert outcomes(office, there, CARD_MAIL) == [("sent", None)]
    assert outcomes(office, nobody, CARD_MAIL) == [("failed", "refused")]
    reach = ways_out.reach_of(office.desk, office.mine, nobody, "America/Chicago")
    assert reach.code == 550


@ON_SQLITE
def test_at_night_the_client_is_not_written_to_and_after_a_week_it_is_missed(
    office: Office,
) -> None:
    client, late = office.client(), office.client()
    saves(office, client)
    saves(office, late, exp_month=1, exp_year=2027)
    works(office, DUE, "21:00")
    assert outcomes(office, client, CARD_MAIL) == [("planned", None)]
    assert asked(office, client) == []
    works(office, "2026-12-02", "08:00")
    assert outcomes(office, client, CARD_MAIL) == [("waiting", None)]
    works(office, "2027-01-12", "10:00")
    assert outcomes(office, late, EXPIRING) == [("skipped", "too_late")]
    assert outcomes(office, late, CARD_MAIL) == [("missed", "too_late")]
    found = reminders.of_subject(office.desk.store, office.mine, "practice", office.mine, 9)
    assert [(one.kind, one.state) for one in found] == [(CARDS, "missed"), (CARDS, "sent")]


@ON_SQLITE
def test_another_practices_cards_are_its_own(office: Office, cast: Cast) -> None:
    other = Office(office.desk, Cast(cast.other, cast.practice), office.clock)
    saves(other, other.client())
    works(office)
    assert lists(office) == []


def test_the_preview_says_what_then_happens_page_by_page(office: Office) -> None:
    people = [office.client(address) for address in ("a@example.com", None) * 11]
    for one in people:
        saves(office, one)
    replaced = office.client()
    saves(office, replaced)
    saves(office, replaced, exp_year=2029)
    who = (office.cast.practice, office.person(FLORENCE))
    first = bulletin_preview(office.desk, *who, CARDS)
    assert [one.why_not for one in first.lists] == [None]
    assert (len(first.cards), first.next is not None) == (20, True)
    assert first.next is not None
    rest = bulletin_preview(office.desk, *who, CARDS, first.next)
    assert (len(rest.cards), rest.next) == (3, None)
    office.clock.now = first.lists[0].at
    while do_due(office.desk):
        pass
    for one in (*first.cards, *rest.cards):
        assert one.facts.client is not None
        [(_, row)] = outcomes(office, one.facts.client, EXPIRING)
        [(_, mail)] = outcomes(office, one.facts.client, CARD_MAIL)
        assert (row, mail) == (one.no_row, one.no_mail)
    assert bulletin_preview(office.desk, *who, CARDS).cards == ()


@pytest.mark.parametrize(
    ("days", "before", "months"),
    [
        (["2026-12-01"], 30, ["2026-12-01"]),
        (["2026-12-02"], 30, []),
        (["2027-01-29"], 30, ["2027-02-01"]),
        (["2028-01-30"], 30, ["2028-02-01"]),
        (["2027-01-30", "2027-01-31", "2027-02-01"], 28, ["2027-02-01"]),
    ],
)
def test_a_card_is_good_until_the_end_of_its_month(
    days: list[str], before: int, months: list[str]
) -> None:
    found = months_expiring([date.fromisoformat(one) for one in days], before)
    assert [one.isoformat() for one in found] == months
