"""The page in the mail about an expiring card is Stripe's, made by the reminder, and works."""

import pytest

from bot.outbox.rendering import renderers
from desk.card_refresh import CardRefresh
from desk.context import Desk
from desk.reminders.clock import do_due
from desk.stripe_events import News
from rules.reminder_state import CARD_MAIL, CARDS
from storage import cards, operation_lists, reminders
from storage.database import Store
from storage.operations import Operation
from tests.desk.reminders.test_expiring import DUE, mails
from tests.desk.reminders.test_expiring import saves as ends
from tests.support.cast import OLIVIA, FrozenClock
from tests.support.register import Register
from tests.support.reminding import Office
from tests.support.saving import newcomer, saves
from tests.support.stores import ON_SQLITE

pytestmark = ON_SQLITE


@pytest.fixture
def desk(store: Store, clock: FrozenClock) -> Desk:
    return Desk(store, clock, claim_secret=b"of the tests", sends_mail=True)


def test_the_page_is_made_mailed_and_told_of_only_when_it_is_used(register: Register) -> None:
    office = Office(register.desk, register.cast, register.clock)
    client, store, mine = newcomer(register), office.desk.store, office.mine
    ends(office, client)
    office.goes_to("2026-11-30", "12:00")
    office.rule(CARDS)
    office.goes_to(DUE, "10:00")
    for _ in range(3):
        while do_due(office.desk):
            pass
        register.till.work_off()
    asked = request(register, client.id)
    assert (asked.asked_by, asked.state) == ("reminders", "needs_customer")
    [mail] = mails(office)
    assert asked.url is not None
    assert asked.url in mail.text
    assert cards.of_key(store, mine, "card_request", asked.uid) == []
    found = reminders.of_subject(store, mine, "client", client.id, 9)
    assert [one.link for one in found if one.kind == CARD_MAIL] == [asked.uid]
    saves(register, asked)
    CardRefresh(register.desk, register.client).refresh_page(
        News(mine, "checkout.session", asked.stripe_id or "", {}, True, 0)
    )
    assert request(register, client.id).state == "succeeded"
    [card] = cards.of_key(store, mine, "card_request", asked.uid)
    assert card.recipient == OLIVIA
    shown = renderers(office.desk).cards["card_request"](mine, asked.uid)
    assert "sent with a reminder" in str(shown)


def request(register: Register, client_id: int) -> Operation:
    found = operation_lists.of_client(register.store, register.mine, client_id, 9)
    [asked] = [one for one in found if one.kind == "card"]
    return asked
