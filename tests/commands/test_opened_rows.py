"""Rows of the morning digest for links that were opened and not paid: what they show and offer."""

import pytest

from bot.outbox.rendering import renderers
from commands.reminders.rows import MORE
from desk.links import close
from desk.reminders.clock import do_due
from desk.reminders.digest import MOST_LINKS
from desk.reminders.shown import KIND
from rules.reminder_state import STAFF
from storage import payment_links, practices, reminders, stripe_clients
from storage.clients import Client
from storage.operations import Operation
from storage.stripe_clients import SavedMethod
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM
from tests.support.chat import Answer, Chat, Kind
from tests.support.reminding import Office
from tests.support.stores import ON_SQLITE

TUESDAY = "2026-12-01"
pytestmark = ON_SQLITE


def opened(office: Office, client: Client, invoices: int = 1) -> Operation:
    """On Sunday evening."""
    made = [office.invoice(client, "2026-12-20") for _ in range(invoices)]
    return office.link(*made, opened_at=office.clock())


@pytest.fixture
def link(office: Office) -> Operation:
    office.goes_to("2026-11-29", "20:00")
    return opened(office, office.client())


def digest(office: Office, chat: Chat, user: str = OLIVIA) -> Answer:
    """As somebody sees it on Tuesday morning."""
    office.rule(STAFF)
    office.goes_to(TUESDAY, "09:00")
    while do_due(office.desk):
        pass
    return shown(office, chat, user)


def shown(office: Office, chat: Chat, user: str = OLIVIA) -> Answer:
    message = renderers(office.desk).cards[KIND](office.mine, TUESDAY)
    return Answer(chat.person(user), "show", message=message)


def closing(office: Office, link: Operation) -> str | None:
    return payment_links.get(office.desk.store, office.mine, link.id).closing


def test_a_row_says_what_the_link_is_for_and_offers_the_next_step(
    office: Office, chat: Chat, link: Operation
) -> None:
    paying = office.client(name="Grace Hopper")
    method = SavedMethod(paying.id, "cus_1", "pm_1", "card")
    stripe_clients.put(office.desk.store, office.mine, [("cus_1", paying.id)], [method], 1)
    opened(office, paying)
    opened(office, paying, invoices=5)
    answer = digest(office, chat)
    answer.sees(
        "(A. L.) · $100.00 · 🔗 link opened on November 29, 2026, not paid",
        "(G. H.) · $500.00 · 🔗 link opened",
        ", 2 more*",
    )
    answer.sees_not("Lovelace", "Hopper")
    assert answer.buttons == ["Send a link", "Charge", "Charge"]
    assert answer.message is not None
    assert answer.message.text == "To see to on December 1, 2026: 3 opened payment links"


def test_it_is_in_the_practices_language(office: Office, chat: Chat, link: Operation) -> None:
    practices.set_language(office.desk.store, office.mine, "fr")
    digest(office, chat).sees("🔗 lien ouvert le 29 novembre 2026, non payé", "Fermer le lien")


def test_the_row_of_an_invoice_tells_it_itself(office: Office, chat: Chat) -> None:
    office.goes_to("2026-11-29", "20:00")
    invoice = office.invoice(office.client(), "2026-11-30")
    office.link(invoice, opened_at=office.clock())
    answer = digest(office, chat).sees("1 day overdue · 🔗 link opened, not paid")
    assert answer.buttons == ["Send a link"]


@pytest.mark.parametrize(("many", "about"), [(1, "INV-"), (3, "Grace Hopper")])
def test_a_row_says_why_it_stands_there(office: Office, chat: Chat, many: int, about: str) -> None:
    """Of one invoice its own name, of several whose they are; still when the link is closed."""
    office.goes_to("2026-11-29", "20:00")
    made = opened(office, office.client(name="Grace Hopper"), invoices=many)
    answer = digest(office, chat, FLORENCE)
    [told] = reminders.of_subject(office.desk.store, office.mine, "link", made.id, 9)
    words = ("*Link opened, not paid* · ✅ sent", "it was opened, and not paid a day later")
    why = answer.choose(f"why {told.id} {TUESDAY}").sees(about, *words)
    why.sees("*Rule*: version 1", "in the list of Tuesday, December 1, 2026")
    answer = answer.choose(f"calloff {made.uid} {TUESDAY}")
    answer.choose(f"why {told.id} {TUESDAY}").sees(about, *words)


def test_the_link_is_closed_from_the_row_once(office: Office, chat: Chat, link: Operation) -> None:
    answer = digest(office, chat, FLORENCE)
    called_off = answer.choose(f"calloff {link.uid} {TUESDAY}")
    called_off.sees("the payment link is closed")
    assert called_off.buttons == []
    assert closing(office, link) == "called_off"


def test_one_that_is_closed_meanwhile_stays_so(office: Office, chat: Chat, link: Operation) -> None:
    answer = digest(office, chat)
    close(office.desk, office.cast.practice, office.person(BEN), link.uid)
    answer.choose(f"calloff {link.uid} {TUESDAY}").sees("the payment link is closed")
    assert closing(office, link) == "called_off"


def test_more_than_are_shown_are_counted(office: Office, chat: Chat, link: Operation) -> None:
    for _ in range(MOST_LINKS + 1):
        opened(office, office.client())
    digest(office, chat).sees("2 more payment links were opened and not paid: Home shows them")


@pytest.mark.parametrize("user", [SAM, NOAH])
def test_others_close_no_link(office: Office, chat: Chat, link: Operation, user: str) -> None:
    digest(office, chat, user).choose(f"calloff {link.uid} {TUESDAY}").is_refused()
    assert closing(office, link) is None


@pytest.mark.parametrize("value", ["calloff 999 2026-12-01", "calloff x 2026-12-01", "calloff 1"])
def test_what_no_row_offers_is_refused(office: Office, chat: Chat, value: str) -> None:
    chat.person(OLIVIA).asks(Kind.CLICK, MORE, value=value).is_refused()
