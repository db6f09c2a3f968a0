"""The way out of reminders: by the link of a mail or by telling the practice, for one address."""

from dataclasses import replace

import pytest

from desk import erasure
from desk.context import Desk
from desk.reminders import ways_out
from desk.reminders.clock import do_due
from desk.reminders.digest import digest_of
from desk.reminders.ways_out import Reach, open_door, use_door, way_out
from rules.reminder_state import CLIENT, STAFF
from rules.words import Refusal
from storage import audit, clients, mail_addresses, outbox, reminders
from storage.clients import Client
from storage.database import Store
from storage.invoices import Invoice
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, Cast, FrozenClock
from tests.support.reminding import CHICAGO, Office
from tests.support.two_practices import EN

URL = "https://pay.example.org"


@pytest.fixture
def office(store: Store, cast: Cast, clock: FrozenClock) -> Office:
    return Office(Desk(store, clock, b"tests", sends_mail=True, public_url=URL), cast, clock)


def token(office: Office, client: Client) -> str:
    found = way_out(office.desk, office.cast.practice, EN, client)
    assert found.url is not None
    assert found.url.startswith(f"{URL}/stop/")
    return found.url.removeprefix(f"{URL}/stop/")


def reach(office: Office, client: Client) -> Reach:
    return ways_out.reach_of(office.desk, office.mine, client, CHICAGO)


def reminded(office: Office, invoice: Invoice, day: str = "2026-12-01") -> tuple[str, str | None]:
    """What became of a reminder that is due on that day. Nothing so small is paid by card, so no
    link is made for it."""
    office.rule(CLIENT, offsets=(1, 2), at=600, working_days=False)
    office.goes_to(day, "10:00")
    do_due(office.desk)
    newest = reminders.of_subject(office.desk.store, office.mine, "invoice", invoice.id, 1)[0]
    return newest.state, newest.reason


def test_whoever_uses_the_link_gets_no_more_until_they_want_them_again(office: Office) -> None:
    client = office.client()
    invoice = office.invoice(client, "2026-11-30", total=20)
    way = token(office, client)
    door = open_door(office.desk, way)
    assert door is not None
    assert (door.stopped, door.client.reference) == (False, client.reference)
    for _ in range(2):
        door = use_door(office.desk, way, stop=True)
        assert door is not None
        assert door.stopped
    assert reach(office, client).stopped_on is not None
    assert reminded(office, invoice) == ("skipped", "stopped")
    door = use_door(office.desk, way, stop=False)
    assert door is not None
    assert not door.stopped
    assert reminded(office, invoice, "2026-12-02") == ("sending", None)
    entries = audit.of_target(office.desk.store, office.mine, client.reference)
    assert [(one.actor, one.action) for one in entries] == [
        ("clients", "reminders.stopped"),
        ("clients", "reminders.resumed"),
    ]


def test_the_same_address_has_the_same_link_and_another_one_is_not_stopped(office: Office) -> None:
    client = office.client("Ada@Example.com")
    invoice = office.invoice(client, "2026-11-30", total=20)
    way = token(office, client)
    assert token(office, replace(client, email="ada@example.com")) == way
    use_door(office.desk, way, stop=True)
    moved = replace(client, email="countess@example.com")
    clients.change(office.desk.store, office.mine, moved, [])
    assert reach(office, moved) == Reach()
    assert reminded(office, invoice) == ("sending", None)
    clients.change(office.desk.store, office.mine, client, [])
    assert reach(office, client).stopped_on is not None


def test_what_was_made_up_leads_nowhere_and_writes_nothing(office: Office) -> None:
    client = office.client()
    assert open_door(office.desk, f"{office.cast.other.id}-1-x") is None
    way = token(office, client)
    practice, address, proof = way.split("-", 2)
    made_up = ["", "x", "1", "1-1", f"{practice}-{address}-", f"{practice}-99-{proof}"]
    made_up += [f"{office.cast.other.id}-{address}-{proof}", way[:-1], f"{way}x", "9" * 30, "²-1-é"]
    for one in made_up:
        assert use_door(office.desk, one, stop=True) is None
    assert reach(office, client) == Reach()


def test_the_digest_tells_of_those_who_asked_for_none(office: Office) -> None:
    client = office.client()
    invoice = office.invoice(client, "2026-11-30", total=20)
    use_door(office.desk, token(office, client), stop=True)
    reminded(office, invoice)
    office.rule(STAFF, offsets=(30,), at=660)
    office.goes_to("2026-12-01", "11:00")
    do_due(office.desk)
    found = digest_of(office.desk, office.cast.practice, "2026-12-01")
    assert (found.stopped, found.failed, found.refused, found.many) == (1, 0, 0, 0)


def test_a_mail_names_the_way_out_by_mail_too_and_alone_where_nobody_reaches_paydesk(
    office: Office,
) -> None:
    client = office.client()
    found = way_out(office.desk, office.cast.practice, EN, client)
    assert found.subject == f"No more reminders: {client.reference}"
    inside = replace(office.desk, public_url="")
    assert way_out(inside, office.cast.practice, EN, client).url is None
    reminded(office, office.invoice(client, "2026-11-30", total=20))
    [row] = outbox.claim_mails(office.desk.store, "tests", office.clock(), 1_000, 9)
    assert row.payload["way_out"] == {"subject": found.subject, "url": found.url}
    assert row.payload["text"].rstrip().endswith(str(found.url))
    assert f'<a href="{found.url}" style=' in row.payload["html"]
    assert f">{found.url}</a>" in row.payload["html"]


@pytest.mark.parametrize("user", [OLIVIA, BEN, FLORENCE])
def test_people_at_the_desk_write_down_what_a_client_has_said(office: Office, user: str) -> None:
    client = office.client()
    practice, person = office.cast.practice, office.person(user)
    ways_out.stop_for(office.desk, practice, person, client.id)
    assert reach(office, client).stopped_on is not None
    ways_out.resume_for(office.desk, practice, person, client.id)
    assert reach(office, client) == Reach()
    entries = audit.of_target(office.desk.store, office.mine, client.reference)
    assert [one.actor for one in entries] == [user, user]


@pytest.mark.parametrize("user", [SAM, NOAH])
def test_others_write_down_nothing(office: Office, user: str) -> None:
    client = office.client()
    for act in (ways_out.stop_for, ways_out.resume_for, ways_out.try_again):
        with pytest.raises(Refusal):
            act(office.desk, office.cast.practice, office.person(user), client.id)
    assert mail_addresses.of_client(office.desk.store, office.mine, client.id) == {}


def test_without_an_address_there_is_nothing_to_stop(office: Office) -> None:
    client = office.client(email=None)
    with pytest.raises(Refusal, match="no e-mail address"):
        ways_out.stop_for(office.desk, office.cast.practice, office.person(BEN), client.id)
    with pytest.raises(Refusal, match="no such client"):
        ways_out.stop_for(office.desk, office.cast.other, office.person(BEN), client.id)


def test_with_the_client_the_address_and_its_link_are_erased(office: Office) -> None:
    client = office.client()
    way = token(office, client)
    erasure.erase(office.desk, office.person(OLIVIA), client.id, client.reference)
    assert mail_addresses.of_client(office.desk.store, office.mine, client.id) == {}
    assert open_door(office.desk, way) is None
