"""A card about to expire while Paydesk is killed: the list for the staff and the mail to whose it
is go out once, with one page at Stripe, however often that was."""

from collections.abc import Iterator

from desk.reminders.rules import usual
from rules.reminder_state import CARD_MAIL, CARDS, EXPIRING
from storage import clients, reminder_rules, reminders
from storage.clients import Client
from storage.reminder_rules import Rule
from storage.reminders import Reminder
from tests.crash.flow import Flow
from tests.crash.letterbox import read
from tests.crash.process import Process
from tests.crash.said import said_once
from tests.support.cast import OLIVIA

_HOURS_UNTIL_IT_IS_DUE = 7
"""From three at night to ten in the morning, where the practice is."""
_BEFORE = 7
"""Days before the end of the month: today."""


def _is_about_to_expire(process: Process) -> None:
    register, now = process.register, process.clock()
    expiring = {"number": "4242424242424242", "exp_month": 11, "exp_year": 2026, "cvc": "123"}
    made = register.client.v1.payment_methods.create({"type": "card", "card": expiring})
    register.payer(made.id)
    values = {"offsets": (-_BEFORE,), "at": 600, "active": True}
    values |= {"planned_until": now, "next_at": now}
    rule = Rule(**{**vars(usual(register.mine, CARDS)), **values})
    assert reminder_rules.put(process.desk.store, register.mine, rule)
    process.passes(_HOURS_UNTIL_IT_IS_DUE * 3_600)


def _told(process: Process) -> None:
    """Whether somebody has used the page, is asked for hours: that is not waited for."""
    process.until_rest(lambda: _is_over(process))


def _is_over(process: Process) -> bool:
    of_kind = {one.kind: one for one in _history(process)}
    sent = of_kind.get(CARD_MAIL)
    return EXPIRING in of_kind and sent is not None and sent.state == "sent" and not _left(process)


def _left(process: Process) -> bool:
    found = reminders.of_subject(
        process.desk.store, process.register.mine, "practice", process.register.mine, 9
    )
    return any(one.state == "planned" for one in found) or not found


def _once(process: Process) -> Iterator[str]:
    mails = [one for one in read(process.world.mails) if "saved card" in str(one["Subject"])]
    names = {one["Message-ID"] for one in mails}
    if len(names) != 1:
        yield f"{len(names)} mails came, by their ids"
    pages = process.register.client.v1.checkout.sessions.list({"limit": 100}).data
    if len(pages) != 1:
        yield f"{len(pages)} pages were made at Stripe"
    for mail in mails:
        text = "".join(str(part.get_payload(decode=True)) for part in mail.walk())
        if not pages or str(pages[0].url) not in text:
            yield "the mail has not the page"
    states = sorted((one.kind, one.state) for one in _history(process))
    if states != [(CARD_MAIL, "sent"), (EXPIRING, "sent")]:
        yield f"the reminders are {states}"
    yield from said_once(process.world, OLIVIA, "1 saved card is about to expire")


def _history(process: Process) -> list[Reminder]:
    store, mine = process.desk.store, process.register.mine
    return reminders.of_subject(store, mine, reminders.CLIENT, _client(process).id, 9)


def _client(process: Process) -> Client:
    [found] = clients.by_ids(process.desk.store, process.register.mine, range(1, 9)).values()
    return found


FLOWS = (Flow("a card about to expire", _is_about_to_expire, _told, _once, 25),)
